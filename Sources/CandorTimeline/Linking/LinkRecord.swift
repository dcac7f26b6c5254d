public import CandorModel

/// What linking keeps of one interview: whose it is, and the traces it left.
public struct LinkRecord: Sendable {
  /// Numbers of everything that names the person: two interviews are of one person where any of them
  /// is the same. Empty where nobody knows whose it is; such an interview is linked with none.
  public var identities: [UInt64]
  /// The different traces, in order of first appearance; interview and candidate are 0.
  public var uses: [LinkUse]
  /// When the interview took place, in milliseconds since 1970; `LinkUse.unknownTime` where nobody
  /// knows.
  public var at: Int64

  /// Makes a record.
  public init(identities: [UInt64], uses: [LinkUse], at: Int64 = LinkUse.unknownTime) {
    self.identities = identities
    self.uses = uses
    self.at = at
  }

  /// The record of an interview that was looked up.
  public init(of interview: EnrichedInterview, timeline: Timeline) {
    self.init(
      timeline: timeline, facts: interview.evidence.interview,
      identities: Self.identities(
        of: interview.evidence.candidate, platform: interview.evidence.platform))
  }

  /// The record of an interview whose timeline is known.
  ///
  /// - Parameters:
  ///   - timeline: its observations are the traces.
  ///   - facts: position and times of the interview; absent where the evidence was not kept.
  ///   - identities: see `identities(of:platform:)`.
  public init(timeline: Timeline, facts: Interview?, identities: [UInt64]) {
    var traces = LinkTraces(position: facts?.position)
    for observation in timeline.observations {
      let address = observation.address.value
      traces.add(
        address: address?.address.address, network: address?.networkFacts.traits,
        agent: observation.client.value.map(LinkKey.of) ?? 0, from: observation.at,
        to: observation.at)
    }
    self = traces.record(of: facts, identities: identities)
  }

  /// Numbers of what names a candidate: e-mail, external id, and id on its platform; without what
  /// platforms write where they have none, or it would make one person of everybody.
  public static func identities(of candidate: Candidate?, platform: String) -> [UInt64] {
    guard let candidate else { return [] }
    func number(_ kind: String, _ text: String?) -> UInt64? {
      PlaceholderText.meaning(of: text).map { LinkKey.of([kind, $0]) }
    }
    let email = PlaceholderText.meaning(of: candidate.email)
      .map { ($0.utf8.contains(0x20) ? $0.filter { !$0.isWhitespace } : $0).lowercased() }
    return [
      number("email", email), number("external", candidate.externalId),
      number("id " + platform, candidate.id),
    ].compactMap { $0 }
  }

  /// The same of an assessment whose evidence was not kept: its `candidate` is one of the three.
  public static func identities(reference: String?, platform: String) -> [UInt64] {
    guard let reference else { return [] }
    return reference.contains("@")
      ? identities(of: Candidate(email: reference), platform: platform)
      : identities(of: Candidate(id: reference, externalId: reference), platform: platform)
  }
}
