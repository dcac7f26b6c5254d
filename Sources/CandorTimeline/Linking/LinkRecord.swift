public import CandorModel

/// What linking keeps of one interview: whose it is, for which position, and the traces it left.
///
/// Compact on purpose: a year of interviews has to fit beside each other. Made of an interview by
/// `LinkRecord.init(of:timeline:candidate:)`.
public struct LinkRecord: Sendable, Hashable {
  /// One address and agent of the interview, with the time span in which both were used together.
  public struct Trace: Sendable, Hashable {
    /// The address; IPv6 cut to its /64, IPv4 whole.
    public var address: IPPrefix?
    /// The agent's key: equal for agents that say the same; `nil` for missing and automated ones.
    public var agent: UInt64?
    /// The AS number; `nil` where it is not known.
    public var asn: UInt32?
    /// Whether many people stand behind the address by its nature: relays, anonymisers and the
    /// gateways of mobile carriers.
    public var isShared: Bool
    /// The first answer with it; `nil` without times.
    public var first: Timestamp?
    /// The last answer with it; `nil` without times.
    public var last: Timestamp?

    /// Makes a trace.
    public init(
      address: IPPrefix?, agent: UInt64?, asn: UInt32? = nil, isShared: Bool = false,
      first: Timestamp? = nil, last: Timestamp? = nil
    ) {
      self.address = address
      self.agent = agent
      self.asn = asn
      self.isShared = isShared
      self.first = first
      self.last = last
    }
  }

  /// `platform/id`, as `members` of a link name it.
  public var interview: String
  /// The candidate: the same text for the same person.
  public var candidate: String
  /// The position; `nil` where it is not known.
  public var position: String?
  /// When the interview took place; `nil` where it is not known.
  public var at: Timestamp?
  /// The different traces, in order of first appearance.
  public var traces: [Trace]

  /// Makes a record.
  public init(
    interview: String, candidate: String, position: String? = nil, at: Timestamp? = nil,
    traces: [Trace]
  ) {
    self.interview = interview
    self.candidate = candidate
    self.position = position
    self.at = at
    self.traces = traces
  }

  /// The record of an interview; `nil` where nobody knows whose it is.
  ///
  /// - Parameters:
  ///   - timeline: the interview's timeline, which holds its observations.
  ///   - candidate: the text that stands for the person; by default external id, id or e-mail.
  public init?(of interview: EnrichedInterview, timeline: Timeline, candidate: String? = nil) {
    let evidence = interview.evidence
    guard let candidate = candidate ?? evidence.candidate?.reference else { return nil }
    var traces: [Trace] = []
    for observation in timeline.observations {
      let facts = observation.address.value
      var trace = Trace(
        address: facts.flatMap(Self.key), agent: observation.client.value.flatMap(Self.key),
        asn: facts?.network.value?.asn,
        isShared: facts.map { $0.isAnonymised || $0.isRelay || $0.isCellular } ?? false)
      guard trace.address != nil || trace.agent != nil else { continue }
      if let known = traces.firstIndex(where: {
        $0.address == trace.address && $0.agent == trace.agent
      }) {
        traces[known].widen(to: observation.at)
      } else {
        trace.first = observation.at
        trace.last = observation.at
        traces.append(trace)
      }
    }
    let start = evidence.interview.startedAt ?? evidence.interview.completedAt
    self.init(
      interview: "\(evidence.platform)/\(evidence.interview.id)", candidate: candidate,
      position: evidence.interview.position?.id,
      at: traces.compactMap { $0.first }.min() ?? start ?? evidence.interview.createdAt,
      traces: traces)
  }

  private static func key(of facts: AddressFacts) -> IPPrefix? {
    guard facts.isLocatable else { return nil }
    let address = facts.address.address
    return IPPrefix(address, length: address.family == .v6 ? 64 : 32)
  }

  /// FNV-1a over what the agent says: the same in every run.
  private static func key(of client: Client) -> UInt64? {
    guard client.saysSomethingOfDevice else { return nil }
    let parts = [
      client.browser, client.browserVersion, client.os, client.osVersion,
      client.deviceClass.rawValue, client.brand, client.model, client.inAppHost,
    ]
    return parts.reduce(0xcbf2_9ce4_8422_2325) { hash, part in
      let fed = (part ?? "").utf8.reduce(hash) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
      return (fed ^ 0xff) &* 0x0000_0100_0000_01b3
    }
  }
}

extension LinkRecord.Trace {
  mutating func widen(to moment: Timestamp?) {
    guard let moment else { return }
    first = min(first ?? moment, moment)
    last = max(last ?? moment, moment)
  }
}
