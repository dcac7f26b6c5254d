public import CandorModel
import Crypto

/// Makes an assessment one that names nobody.
///
/// The candidate becomes a keyed hash, so that the same person is recognised within one
/// organisation and by nobody else; addresses are cut to their network, also where a rule puts them
/// into its texts and values, or an agent has them among its words, and e-mail addresses there are
/// the word `e-mail`. Agents as a whole are not part of an assessment's text.
public struct Pseudonymizer: Sendable {
  private let key: SymmetricKey

  /// Makes a pseudonymiser.
  ///
  /// - Parameter key: at least 16 bytes, kept outside of the store and of reports; whoever has it
  ///   can test a name against the hashes.
  public init(key: [UInt8]) {
    precondition(key.count >= 16, "a key for keyed hashes has at least 16 bytes")
    self.key = SymmetricKey(data: key)
  }

  /// The pseudonym of a candidate, `p-` and 32 hexadecimal digits.
  ///
  /// Letter case makes no difference in an e-mail address, as it makes none between interviews of one
  /// person.
  public func pseudonym(of text: String) -> String {
    hash(text.contains("@") ? text.lowercased() : text)
  }

  /// All pseudonyms that a store may have of a candidate, the one of `pseudonym(of:)` first: e-mail
  /// addresses were once hashed as they were written.
  public func pseudonyms(of text: String) -> [String] {
    let (today, asWritten) = (pseudonym(of: text), hash(text))
    return today == asWritten ? [today] : [today, asWritten]
  }

  private func hash(_ text: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    return "p-" + Hexadecimal.text(code.prefix(16))
  }

  /// The assessment without anything that names a person; one that names nobody stays as it is.
  public func apply(to assessment: consuming Assessment) -> Assessment {
    guard !assessment.isPseudonymous else { return assessment }
    // Of stored assessments some hold what a platform writes where it has no name; that would make
    // one person of all of whom it has none. In new ones `Candidate.reference` took the next one.
    assessment.interview.candidate = Candidate.known(assessment.interview.candidate)
      .map { pseudonym(of: $0) }
    assessment.isPseudonymous = true
    for index in assessment.findings.indices {
      assessment.findings[index].cutAddresses()
    }
    assessment.timeline.cutClients()
    return assessment
  }
}

extension Finding {
  /// Cuts every address in what the rule says: it may name any that the interview has, and those of
  /// other interviews, and repeat words of an agent.
  fileprivate mutating func cutAddresses() {
    summary = PersonalText.cutting(summary)
    for index in values.indices {
      switch values[index].content {
      case .text(let text):
        values[index].content = .text(PersonalText.cutting(text))
      case .texts(let texts):
        values[index].content = .texts(texts.map { PersonalText.cutting($0) })
      case .integer, .number, .flag: break
      }
    }
    for index in explanations.indices {
      explanations[index].text = PersonalText.cutting(explanations[index].text)
    }
  }
}

extension Timeline {
  /// Cuts addresses in what agents say of browser and device: whoever writes an agent chooses its
  /// words.
  fileprivate mutating func cutClients() {
    // Versions are written like addresses: only one that the interview has is cut.
    let addresses = Set(observations.compactMap { $0.address.value?.address.text })
    func version(_ text: String) -> String {
      addresses.contains(text) ? PersonalText.cutting(text) : text
    }
    // Most answers share one.
    var last: (client: Client, cut: Client)?
    for index in observations.indices {
      let observation = observations[index]
      guard case .found(let client) = observation.client else { continue }
      let cut: Client
      if let last, last.client === client {
        cut = last.cut
      } else {
        cut = client.mappingNames(version: version) { PersonalText.cutting($0) }
        last = (client, cut)
      }
      guard cut !== client else { continue }
      observations[index] = Observation(
        index: observation.index, answer: observation.answer, step: observation.step,
        attempt: observation.attempt, at: observation.at, address: observation.address,
        client: .found(cut))
    }
  }
}
