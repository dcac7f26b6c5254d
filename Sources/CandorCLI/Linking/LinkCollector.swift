import CandorModel
import CandorStore
import CandorTimeline

/// Takes the traces of one interview after another, in the order of the input, on disk where they do
/// not fit into memory.
final class LinkCollector {
  /// Something that names a person, with the interview in which it does.
  struct Identity: BitwiseCopyable {
    var key: UInt64
    var interview: UInt32

    static func isOrderedBefore(_ one: Identity, _ other: Identity) -> Bool {
      (one.key, one.interview) < (other.key, other.interview)
    }
  }

  private let parameters: LinkParameters
  private let names: SpillList
  /// When each interview took place.
  private let moments: SpillFile
  private let uses: SpillFile
  private var useCount = 0
  private let identities: SpillSorter<Identity>
  /// How many interviews were taken.
  private(set) var count = 0
  /// Of how many of them somebody knows whose they are.
  private var ownedCount = 0

  init(parameters: LinkParameters) throws(StoreError) {
    self.parameters = parameters
    names = try SpillList()
    moments = try SpillFile()
    uses = try SpillFile()
    identities = SpillSorter(isOrderedBefore: Identity.isOrderedBefore)
  }

  /// Takes an interview.
  func add(_ record: LinkRecord, platform: String, id: String) throws(StoreError) {
    let number = UInt32(count)
    try names.append(Array(platform.utf8) + [0] + Array(id.utf8))
    try moments.append(rows: [record.at])
    count += 1
    // What nobody knows the owner of is linked with nothing.
    guard !record.identities.isEmpty else { return }
    ownedCount += 1
    for key in record.identities {
      try identities.append(Identity(key: key, interview: number))
    }
    var rows = record.uses
    for index in rows.indices { rows[index].interview = number }
    try uses.append(rows: rows)
    useCount += rows.count
  }

  /// Finds the links and whose interviews belong together.
  func finish() throws(StoreError) -> LinkIndex {
    var people = try People(of: identities)
    let sorted = try sortUses(of: &people)
    let groups = try people.finish()
    let finder = LinkFinder(
      parameters: parameters,
      population: LinkFinder.Population(
        candidates: ownedCount - people.joinedCount, interviews: count))
    let byAddress = sorted.byAddress
    // Sorted already; kept for what is looked for by address first.
    let eligible = SpillSorter<LinkUse>(isOrderedBefore: LinkUse.isOrderedByNetwork)
    var users = AgentUsers(try sorted.users.sorted())
    let byNetwork = try sorted.byNetwork.sorted()
    while var use = byNetwork.next() {
      use.agentCandidates = try users.count(of: use.agent)
      if use.address != 0 { try byAddress.append(use) }
      if finder.isEligible(use) { try eligible.append(use) }
    }
    try byNetwork.check()
    var writer = try LinkWriter(names: names)
    let addresses = try byAddress.sorted()
    do { try finder.linksByAddress(addresses) { try writer.add($0) } } catch {
      throw Self.storeError(error)
    }
    try addresses.check()
    let networks = try eligible.sorted()
    do { try finder.linksByAgent(networks) { try writer.add($0) } } catch {
      throw Self.storeError(error)
    }
    try networks.check()
    return try writer.index(people: groups, moments: moments)
  }

  /// Uses on their way into their orders.
  private struct SortedUses {
    /// Who has which agent.
    let users = SpillSorter<AgentUsers.User>(isOrderedBefore: AgentUsers.User.isOrderedBefore)
    /// The uses that have an agent.
    let byNetwork = SpillSorter<LinkUse>(isOrderedBefore: LinkUse.isOrderedByNetwork)
    /// The others; those that have both come when it was counted who has the agent.
    let byAddress = SpillSorter<LinkUse>(isOrderedBefore: LinkUse.isOrderedByAddress)
  }

  /// Tells each use whose it is.
  private func sortUses(of people: inout People) throws(StoreError) -> SortedUses {
    let sorted = SortedUses()
    let step = 4096
    var position = 0
    while position < useCount {
      let end = min(useCount, position + step)
      for var use in try uses.rows(of: LinkUse.self, position..<end) {
        use.candidate = try people.candidate(of: use.interview)
        if use.agent == 0 {
          try sorted.byAddress.append(use)
        } else {
          try sorted.users.append(AgentUsers.User(agent: use.agent, candidate: use.candidate))
          try sorted.byNetwork.append(use)
        }
      }
      position = end
    }
    return sorted
  }

  private static func storeError(_ error: any Error) -> StoreError {
    error as? StoreError ?? StoreError(.damaged, "links cannot be written down")
  }
}
