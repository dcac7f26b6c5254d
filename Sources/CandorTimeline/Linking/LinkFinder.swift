import CandorModel

/// Finds traces that different candidates share, and weighs them by how rare they are in the data.
///
/// Uses are given sorted and looked at group by group, so that any number of them can be read from
/// disk. The order of the input changes nothing. Relays, anonymisers and the gateways of mobile
/// carriers never link by their address alone.
///
/// ## Thread safety
/// Immutable.
public struct LinkFinder: Sendable {
  /// What is counted over all interviews.
  public struct Population: Sendable {
    /// Distinct candidates.
    public var candidates: Int
    /// Interviews.
    public var interviews: Int
    /// Distinct candidates by agent, for the agents that more than one uses.
    public var users: [UInt64: Int]

    /// Makes counts.
    public init(candidates: Int, interviews: Int, users: [UInt64: Int]) {
      self.candidates = candidates
      self.interviews = interviews
      self.users = users
    }
  }

  private let parameters: LinkParameters
  private let population: Population
  /// Uses of one trace that are compared with each other; more of them are counted only. A few
  /// candidates leave so many where one of them gave thousands of interviews.
  private static let maximumCompared = 4096

  /// Makes a finder.
  public init(parameters: LinkParameters, population: Population) {
    self.parameters = parameters
    self.population = population
  }

  private var isRarityKnown: Bool { population.candidates >= parameters.rarityCandidates }

  /// Whether at most so many of a hundred candidates use an agent.
  public func isRare(_ agent: UInt64) -> Bool {
    let users = population.users[agent] ?? 1
    return agent != 0 && isRarityKnown
      && Double(users) * 100 <= parameters.rarePercent * Double(population.candidates)
  }

  // MARK: Addresses

  /// Links by address.
  ///
  /// - Parameters:
  ///   - uses: sorted by `LinkUse.isOrderedByAddress`.
  ///   - found: receives each link, by address.
  public func linksByAddress(
    _ uses: some Sequence<LinkUse>, found: (FoundLink) throws -> Void
  ) rethrows {
    try forEachGroup(uses, { $0.address == $1.address && $0.address != 0 }) { group in
      if let link = link(at: group) { try found(link) }
    }
  }

  private func link(at group: Group) -> FoundLink? {
    guard group.candidates > 1, let address = group.uses.first?.address else { return nil }
    var facts = facts(.sharedAddress, group)
    facts.addresses = 1
    let isShared = group.uses.contains(where: \.isShared)
    if group.candidates >= parameters.hubCandidates {
      // What many people share by its nature is known as that, and no news.
      guard !isShared else { return nil }
      facts.kind = .hub
      return FoundLink(
        facts: facts, interviews: group.interviews, address: address, agent: 0, asn: 0)
    }
    var rarest: UInt64?
    for agent in Set(group.uses.map(\.agent)).sorted() where agent != 0 {
      let uses = group.uses.filter { $0.agent == agent }
      guard Set(uses.map(\.candidate)).count > 1 else { continue }
      let users = population.users[agent] ?? 1
      if users < facts.agentCandidates ?? .max {
        facts.agentCandidates = users
        rarest = agent
      }
      guard isRare(agent) else { continue }
      facts.isAgentRare = true
      if let days = Self.daysApart(uses) { facts.daysApart = min(facts.daysApart ?? days, days) }
      if Self.areInterleaved(uses) { facts.kind = .interleaved }
    }
    guard isShared else {
      return FoundLink(
        facts: facts, interviews: group.interviews, address: address, agent: 0, asn: 0)
    }
    // An agent at such an address weighs no more than in its network.
    guard facts.isAgentRare, let rarest else { return nil }
    facts.kind = .sharedAgent
    facts.addresses = 0
    facts.daysApart = nil
    let members = group.uses.filter { $0.agent == rarest }
    facts.candidates = Set(members.map(\.candidate)).count
    facts.interviews = Set(members.map(\.interview)).count
    return FoundLink(
      facts: facts, interviews: Set(members.map(\.interview)).sorted(), address: address,
      agent: rarest, asn: 0)
  }

  // MARK: Agents

  /// Links by a rare agent in one network, at different addresses; one address is told by itself.
  ///
  /// - Parameters:
  ///   - uses: sorted by `LinkUse.isOrderedByNetwork`; those of agents that are not rare are passed
  ///     over.
  ///   - found: receives each link, by agent and network.
  public func linksByAgent(
    _ uses: some Sequence<LinkUse>, found: (FoundLink) throws -> Void
  ) rethrows {
    let eligible = uses.lazy.filter { [self] in
      $0.asn != 0 && !$0.isShared && isRare($0.agent)
    }
    try forEachGroup(eligible, { $0.agent == $1.agent && $0.asn == $1.asn }) { group in
      if let link = link(by: group) { try found(link) }
    }
  }

  private func link(by group: Group) -> FoundLink? {
    // As with addresses: what many candidates share is no evidence.
    guard group.candidates > 1, group.candidates < parameters.hubCandidates, group.isWhole,
      let first = group.uses.first
    else { return nil }
    var owners: [UInt64: Set<UInt32>] = [:]
    for use in group.uses { owners[use.address, default: []].insert(use.candidate) }
    // One address that all of them share says it already.
    guard !owners.contains(where: { $0.key != 0 && $0.value.count == group.candidates }) else {
      return nil
    }
    var facts = facts(.sharedAgent, group)
    facts.agentCandidates = population.users[first.agent] ?? group.candidates
    facts.isAgentRare = true
    return FoundLink(
      facts: facts, interviews: group.interviews, address: 0, agent: first.agent, asn: first.asn)
  }

  // MARK: Groups

  /// The uses of one trace.
  private struct Group {
    var uses: [LinkUse] = []
    var interviews: [UInt32] = []
    var candidates = 0
    var lastCandidate: UInt32?
    /// Whether `uses` holds all of them.
    var isWhole = true

    mutating func add(_ use: LinkUse) {
      // Sorted by candidate, then interview.
      if use.candidate != lastCandidate {
        candidates += 1
        lastCandidate = use.candidate
      }
      if interviews.last != use.interview { interviews.append(use.interview) }
      if uses.count < LinkFinder.maximumCompared { uses.append(use) } else { isWhole = false }
    }
  }

  private func forEachGroup(
    _ uses: some Sequence<LinkUse>, _ isSame: (LinkUse, LinkUse) -> Bool,
    _ body: (Group) throws -> Void
  ) rethrows {
    var group = Group()
    var last: LinkUse?
    for use in uses {
      if let previous = last, !isSame(previous, use) {
        try finish(&group, body)
      }
      if use.address != 0 || use.agent != 0 {
        group.add(use)
        last = use
      }
    }
    try finish(&group, body)
  }

  private func finish(_ group: inout Group, _ body: (Group) throws -> Void) rethrows {
    group.interviews.sort()
    try body(group)
    group = Group()
  }

  private func facts(_ kind: LinkFacts.Kind, _ group: Group) -> LinkFacts {
    LinkFacts(
      kind: kind, candidates: group.candidates, interviews: group.interviews.count,
      candidatesInInput: population.candidates, interviewsInInput: population.interviews,
      isRarityKnown: isRarityKnown)
  }

  /// Between the nearest two interviews of different candidates for one position.
  ///
  /// In the order of time the nearest two stand side by side: whatever stood between them would be
  /// nearer to one of the two and of another candidate than it.
  private static func daysApart(_ uses: [LinkUse]) -> Double? {
    let timed = uses.filter { $0.position != 0 && $0.at != LinkUse.unknownTime }
      .sorted { ($0.position, $0.at, $0.candidate) < ($1.position, $1.at, $1.candidate) }
    return zip(timed, timed.dropFirst()).lazy
      .filter { $0.position == $1.position && $0.candidate != $1.candidate }
      .map { Double($1.at - $0.at) / 86_400_000 }.min()
  }

  /// Whether one candidate used the trace between two uses of another, for one position.
  private static func areInterleaved(_ uses: [LinkUse]) -> Bool {
    let timed = uses.filter { $0.position != 0 && $0.first != LinkUse.unknownTime }
      .sorted { ($0.position, $0.first, $0.candidate) < ($1.position, $1.first, $1.candidate) }
    // By position and candidate, the latest end so far.
    var ends: [UInt32: Int64] = [:]
    var position: UInt64 = 0
    for use in timed {
      if use.position != position {
        ends = [:]
        position = use.position
      }
      // Sorted by beginning, so an end behind this one's beginning is an overlap.
      if ends.contains(where: { $0.key != use.candidate && use.first < $0.value }) { return true }
      ends[use.candidate] = max(ends[use.candidate] ?? .min, use.last)
    }
    return false
  }
}
