import CandorModel

/// Finds traces that different candidates share, and weighs them by how rare they are in the data.
///
/// A pure function of the records: their order changes nothing. Relays, anonymisers and the
/// gateways of mobile carriers never link by their address alone.
///
/// ## Thread safety
/// Immutable.
public struct LinkFinder: Sendable {
  private let parameters: LinkParameters

  /// Makes a finder.
  public init(parameters: LinkParameters = .standard) { self.parameters = parameters }

  /// One use of a trace.
  private struct Use {
    let record: Int
    let trace: LinkRecord.Trace
  }

  /// What is counted over all records.
  private struct Population {
    var candidates: Set<String> = []
    var agents: [UInt64: Set<String>] = [:]
    let interviews: Int

    init(_ records: [LinkRecord]) {
      interviews = records.count
      for record in records {
        candidates.insert(record.candidate)
        for trace in record.traces {
          if let agent = trace.agent { agents[agent, default: []].insert(record.candidate) }
        }
      }
    }
  }

  /// The shared traces, by kind, members and key.
  ///
  /// - Parameter records: one for each interview; several of one candidate are never linked.
  public func links(among records: [LinkRecord]) -> [SharedTrace] {
    let population = Population(records)
    var byAddress: [IPPrefix: [Use]] = [:]
    var byAgent: [AgentOnNetwork: [Use]] = [:]
    for (index, record) in records.enumerated() {
      for trace in record.traces {
        let use = Use(record: index, trace: trace)
        if let address = trace.address { byAddress[address, default: []].append(use) }
        if let agent = trace.agent, let asn = trace.asn {
          byAgent[AgentOnNetwork(agent: agent, asn: asn), default: []].append(use)
        }
      }
    }
    var found = byAddress.compactMap { address, uses in
      link(at: address, uses, records, population)
    }
    found += byAgent.compactMap { key, uses in link(by: key, uses, records, population) }
    return found.sorted {
      ($0.kind.rawValue, $0.members.joined(separator: " "), $0.key)
        < ($1.kind.rawValue, $1.members.joined(separator: " "), $1.key)
    }
  }

  private struct AgentOnNetwork: Hashable {
    let agent: UInt64
    let asn: UInt32
  }

  private func link(
    at address: IPPrefix, _ uses: [Use], _ records: [LinkRecord], _ population: Population
  ) -> SharedTrace? {
    let candidates = Set(uses.map { records[$0.record].candidate })
    guard candidates.count > 1 else { return nil }
    var link = SharedTrace(
      kind: .address, severity: .low, key: "\(address)", members: members(uses, records),
      candidates: candidates.count, agentCandidates: nil,
      candidatesInInput: population.candidates.count, interviewsInInput: population.interviews,
      isRarityKnown: isRarityKnown(population))
    if candidates.count >= parameters.hubCandidates {
      link.kind = .hub
      link.severity = .none
      return link
    }
    let isShared = uses.contains { $0.trace.isShared }
    var isRareTogether = false
    for (position, one) in uses.enumerated() {
      for other in uses[(position + 1)...]
      where records[one.record].candidate != records[other.record].candidate {
        guard let agent = one.trace.agent, agent == other.trace.agent else { continue }
        let users = population.agents[agent]?.count ?? 0
        link.agentCandidates = min(link.agentCandidates ?? users, users)
        guard isRare(users, population) else { continue }
        isRareTogether = true
        // Many people stand behind such an address; an agent there weighs no more than elsewhere.
        guard !isShared else { continue }
        if isInterleaved(one.trace, other.trace) {
          link.kind = .interleaved
          link.severity = .high
        } else if isClose(records[one.record], records[other.record]) {
          link.severity = max(link.severity, .medium)
        }
      }
    }
    return isShared && !isRareTogether ? nil : link
  }

  /// A rare agent in one network, at different addresses; one address is told by itself.
  private func link(
    by key: AgentOnNetwork, _ uses: [Use], _ records: [LinkRecord], _ population: Population
  ) -> SharedTrace? {
    let candidates = Set(uses.map { records[$0.record].candidate })
    let users = population.agents[key.agent]?.count ?? 0
    guard candidates.count > 1, isRare(users, population),
      !uses.contains(where: { $0.trace.isShared })
    else { return nil }
    let addresses = Set(uses.compactMap { $0.trace.address })
    guard addresses.count > 1 else { return nil }
    return SharedTrace(
      kind: .agentOnNetwork, severity: .low, key: "AS\(key.asn) \(key.agent)",
      members: members(uses, records), candidates: candidates.count, agentCandidates: users,
      candidatesInInput: population.candidates.count, interviewsInInput: population.interviews,
      isRarityKnown: true)
  }

  private func members(_ uses: [Use], _ records: [LinkRecord]) -> [String] {
    Set(uses.map { records[$0.record].interview }).sorted()
  }

  private func isRarityKnown(_ population: Population) -> Bool {
    population.candidates.count >= parameters.rarityCandidates
  }

  private func isRare(_ users: Int, _ population: Population) -> Bool {
    isRarityKnown(population)
      && Double(users) <= parameters.rarePart * Double(population.candidates.count)
  }

  /// Whether one used the trace between two uses of the other.
  private func isInterleaved(_ one: LinkRecord.Trace, _ other: LinkRecord.Trace) -> Bool {
    guard let first = one.first, let last = one.last, let otherFirst = other.first,
      let otherLast = other.last
    else { return false }
    return first < otherLast && otherFirst < last
  }

  /// Whether two interviews were for one position, and within a week.
  private func isClose(_ one: LinkRecord, _ other: LinkRecord) -> Bool {
    guard let position = one.position, position == other.position, let at = one.at,
      let otherAt = other.at
    else { return false }
    return abs(at.seconds(to: otherAt)) <= parameters.closeDays * 86_400
  }
}
