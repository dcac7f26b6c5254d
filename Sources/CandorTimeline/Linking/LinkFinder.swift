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

    /// Makes counts.
    public init(candidates: Int, interviews: Int) {
      self.candidates = candidates
      self.interviews = interviews
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

  /// Whether at most so many of a hundred candidates have the agent of a use.
  public func isRare(_ use: LinkUse) -> Bool {
    use.agent != 0 && isRarityKnown
      && Double(use.agentCandidates) * 100 <= parameters.rarePercent * Double(population.candidates)
  }

  /// Whether a use can be part of a link by its agent: in a network that is known, at an address that is
  /// not many people's by its nature, by an agent that is rare.
  public func isEligible(_ use: LinkUse) -> Bool { use.asn != 0 && !use.isShared && isRare(use) }

  // MARK: Addresses

  /// Links by address.
  ///
  /// - Parameters:
  ///   - uses: sorted by `LinkUse.isOrderedByAddress`, with `agentCandidates`.
  ///   - found: receives each link, by address.
  public func linksByAddress(
    _ uses: some Sequence<LinkUse>, found: (FoundLink) throws -> Void
  ) rethrows {
    try forEachGroup(uses, { $0.address == $1.address && $0.address != 0 }) { group in
      for link in links(at: group) { try found(link) }
    }
  }

  /// The links at an address: one for each rare agent that different candidates have there, with the
  /// interviews that have it; and the address by itself, where one of them is not of all interviews.
  private func links(at group: Group) -> [FoundLink] {
    guard group.candidates > 1, let address = group.uses.first?.address else { return [] }
    var alone = FoundLink(
      facts: facts(.sharedAddress, group), interviews: group.interviews, address: address, agent: 0,
      asn: 0)
    alone.facts.addresses = 1
    let isShared = group.uses.contains(where: \.isShared)
    if group.candidates >= parameters.hubCandidates {
      // What many people share by its nature is known as that, and no news.
      guard !isShared else { return [] }
      alone.facts.kind = .hub
      return [alone]
    }
    var found: [FoundLink] = []
    let byAgent = Dictionary(grouping: group.uses, by: \.agent).sorted { $0.key < $1.key }
    for (agent, uses) in byAgent where agent != 0 && Set(uses.map(\.candidate)).count > 1 {
      if isRare(uses[0]) {
        // An agent at an address that many people share weighs no more than in its network.
        found += isShared ? [link(.sharedAgent, of: uses)] : links(of: uses)
      } else if uses.count == group.interviews.count {
        // A common agent adds nothing, and is told where all of them have it.
        alone.facts.agentCandidates = min(
          uses[0].agentCandidates, alone.facts.agentCandidates ?? .max)
      }
    }
    guard !isShared, !found.contains(where: { $0.interviews.count == group.interviews.count })
    else { return found }
    return found + [alone]
  }

  /// The links by the uses of one address and one rare agent: those in turns, and all of them where
  /// that is not the same.
  private func links(of uses: [LinkUse]) -> [FoundLink] {
    let days = LinkUse.daysApart(uses)
    let inTurns = LinkUse.inTurns(uses)
    var links = inTurns.map { link(.interleaved, of: $0, days) }
    if !inTurns.contains(where: { $0.count == uses.count }) {
      links.append(link(.sharedAddress, of: uses, days))
    }
    return links
  }

  /// A link by uses of one address and one rare agent.
  ///
  /// - Parameter uses: at least two; an interview has one use of each pair.
  private func link(
    _ kind: LinkFacts.Kind, of uses: [LinkUse], _ days: [UInt32: Double] = [:]
  ) -> FoundLink {
    var interviews = LinkedInterviews()
    for use in uses { interviews.insert(use.interview) }
    var facts = LinkFacts(
      kind: kind, candidates: Set(uses.map(\.candidate)).count, interviews: interviews.count,
      candidatesInInput: population.candidates, interviewsInInput: population.interviews,
      isRarityKnown: isRarityKnown)
    facts.addresses = kind == .sharedAgent ? 0 : 1
    facts.agentCandidates = uses[0].agentCandidates
    facts.isAgentRare = true
    return FoundLink(
      facts: facts, interviews: interviews, address: uses[0].address, agent: uses[0].agent, asn: 0,
      daysApart: days)
  }

  // MARK: Agents

  /// Links by a rare agent in one network, at different addresses; one address is told by itself.
  ///
  /// - Parameters:
  ///   - uses: sorted by `LinkUse.isOrderedByNetwork`, with `agentCandidates`; those that are not eligible
  ///     are passed over.
  ///   - found: receives each link, by agent and network.
  public func linksByAgent(
    _ uses: some Sequence<LinkUse>, found: (FoundLink) throws -> Void
  ) rethrows {
    let eligible = uses.lazy.filter { [self] in isEligible($0) }
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
    facts.agentCandidates = first.agentCandidates
    facts.isAgentRare = true
    return FoundLink(
      facts: facts, interviews: group.interviews, address: 0, agent: first.agent, asn: first.asn)
  }

  // MARK: Groups

  /// The uses of one trace.
  private struct Group {
    var uses: [LinkUse] = []
    var interviews = LinkedInterviews()
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
      interviews.insert(use.interview)
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
        try body(group)
        group = Group()
      }
      if use.address != 0 || use.agent != 0 {
        group.add(use)
        last = use
      }
    }
    try body(group)
  }

  private func facts(_ kind: LinkFacts.Kind, _ group: Group) -> LinkFacts {
    LinkFacts(
      kind: kind, candidates: group.candidates, interviews: group.interviews.count,
      candidatesInInput: population.candidates, interviewsInInput: population.interviews,
      isRarityKnown: isRarityKnown)
  }
}
