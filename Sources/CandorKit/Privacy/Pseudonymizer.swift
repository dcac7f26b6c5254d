public import CandorModel
import Crypto

/// Makes an assessment one that names nobody.
///
/// The candidate becomes a keyed hash, so that the same person is recognised within one
/// organisation and by nobody else; addresses are cut to their network; texts that repeat an address
/// are cut too. Agents are not part of an assessment's text.
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
  public func pseudonym(of text: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    return "p-" + Hexadecimal.text(code.prefix(16))
  }

  /// The assessment without anything that names a person; one that names nobody stays as it is.
  public func apply(to assessment: Assessment) -> Assessment {
    guard !assessment.isPseudonymous else { return assessment }
    var result = assessment
    // An assessment that a store gives back may have one already.
    result.interview.candidate = assessment.interview.candidate.map {
      Self.isPseudonym($0) ? $0 : pseudonym(of: $0)
    }
    result.isPseudonymous = true
    let cuts = assessment.timeline.observations.reduce(into: [String: String]()) { cuts, answer in
      guard let address = answer.address.value?.address,
        let network = answer.addressText(isCut: true)
      else { return }
      cuts[address.raw] = network
      cuts[address.text] = network
    }
    // Longest first, so that no address is cut inside a longer one.
    let ordered = cuts.sorted {
      ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key)
    }
    for index in result.findings.indices {
      result.findings[index].summary = Self.cut(result.findings[index].summary, ordered)
      for value in result.findings[index].values.indices {
        if case .text(let text) = result.findings[index].values[value].content {
          result.findings[index].values[value].content = .text(Self.cut(text, ordered))
        }
      }
      for explanation in result.findings[index].explanations.indices {
        let text = result.findings[index].explanations[explanation].text
        result.findings[index].explanations[explanation].text = Self.cut(text, ordered)
      }
    }
    return result
  }

  private static func isPseudonym(_ text: String) -> Bool {
    text.utf8.count == 34 && text.hasPrefix("p-")
      && text.utf8.dropFirst(2).allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  private static func cut(_ text: String, _ cuts: [(key: String, value: String)]) -> String {
    cuts.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }
}
