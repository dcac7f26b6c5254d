package import CandorModel

/// The traces of one interview, while its answers are gone through in any order.
package struct LinkTraces {
  private var uses: [LinkUse] = []
  private let position: UInt64
  /// When the first answer was given.
  private var answered: Timestamp?

  /// - Parameter position: of the interview; absent where it is not known.
  package init(position: Position?) {
    self.position = position.flatMap { $0.id ?? $0.name }.map { LinkKey.of([$0]) } ?? 0
  }

  /// Adds what answers left that have one address and one agent.
  ///
  /// - Parameters:
  ///   - address: absent where there is none.
  ///   - network: of the address.
  ///   - agent: its number; see `LinkKey`.
  ///   - first: when the first of them was given; absent where nobody knows.
  ///   - last: when the last of them was given.
  package mutating func add(
    address: IPAddress?, network: NetworkTraits?, agent: UInt64, from first: Timestamp?,
    to last: Timestamp?
  ) {
    if let first, answered.map({ first < $0 }) ?? true { answered = first }
    let number = address.map(LinkKey.of) ?? 0
    guard number != 0 || agent != 0 else { return }
    var index = uses.firstIndex { $0.address == number && $0.agent == agent }
    if index == nil {
      index = uses.count
      uses.append(
        LinkUse(
          address: number, agent: agent, asn: network?.asn ?? 0,
          isShared: network.map { $0.isAnonymised || $0.isRelay || $0.isCellular } ?? false,
          position: position))
    }
    guard let index, let first, let last else { return }
    uses[index].widen(to: first)
    uses[index].widen(to: last)
  }

  /// What linking keeps of the interview.
  ///
  /// - Parameters:
  ///   - facts: its times; absent where the evidence was not kept.
  ///   - identities: see `LinkRecord.identities(of:platform:)`.
  package consuming func record(of facts: Interview?, identities: [UInt64]) -> LinkRecord {
    let moment = facts.map { $0.moment(answered: answered) } ?? answered
    let at = moment?.millisecondsSinceEpoch ?? LinkUse.unknownTime
    for index in uses.indices { uses[index].at = at }
    return LinkRecord(identities: identities, uses: uses, at: at)
  }
}

extension LinkUse {
  fileprivate mutating func widen(to moment: Timestamp) {
    let moment = moment.millisecondsSinceEpoch
    first = first == Self.unknownTime ? moment : min(first, moment)
    last = max(last, moment)
  }
}
