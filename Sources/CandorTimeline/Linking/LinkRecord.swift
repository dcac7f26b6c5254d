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
    var uses: [LinkUse] = []
    let position = facts?.position.flatMap { $0.id ?? $0.name }.map { LinkKey.of([$0]) } ?? 0
    for observation in timeline.observations {
      let address = observation.address.value
      var use = LinkUse(
        address: address.map(LinkKey.of) ?? 0,
        agent: observation.client.value.map(LinkKey.of) ?? 0,
        asn: address?.network.value?.asn ?? 0,
        isShared: address.map { $0.isAnonymised || $0.isRelay || $0.isCellular } ?? false,
        position: position)
      guard use.address != 0 || use.agent != 0 else { continue }
      if let known = uses.firstIndex(where: {
        $0.address == use.address && $0.agent == use.agent
      }) {
        uses[known].widen(to: observation.at)
      } else {
        use.widen(to: observation.at)
        uses.append(use)
      }
    }
    // Answers without times all lie within the interview, so its span is that of an only trace.
    if uses.count == 1, uses[0].first == LinkUse.unknownTime, let start = facts?.startedAt,
      let end = facts?.completedAt, start <= end
    {
      uses[0].first = start.millisecondsSinceEpoch
      uses[0].last = end.millisecondsSinceEpoch
    }
    let answered = timeline.observations.compactMap(\.at).min()
    let moment = facts.map { $0.moment(answered: answered) } ?? answered
    let at = moment?.millisecondsSinceEpoch ?? LinkUse.unknownTime
    for index in uses.indices { uses[index].at = at }
    self.init(identities: identities, uses: uses, at: at)
  }

  /// Numbers of what names a candidate: e-mail, external id, and id on its platform; without what
  /// platforms write where they have none, or it would make one person of everybody.
  public static func identities(of candidate: Candidate?, platform: String) -> [UInt64] {
    guard let candidate else { return [] }
    func number(_ kind: String, _ text: String?) -> UInt64? {
      PlaceholderText.meaning(of: text).map { LinkKey.of([kind, $0]) }
    }
    let email = PlaceholderText.meaning(of: candidate.email)
      .map { $0.filter { !$0.isWhitespace }.lowercased() }
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

extension LinkUse {
  fileprivate mutating func widen(to moment: Timestamp?) {
    guard let moment = moment?.millisecondsSinceEpoch else { return }
    first = first == Self.unknownTime ? moment : min(first, moment)
    last = max(last, moment)
  }
}
