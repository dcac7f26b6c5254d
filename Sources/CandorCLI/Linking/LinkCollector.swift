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
    let byAgent = SpillSorter<AgentUser>(isOrderedBefore: AgentUser.isOrderedBefore)
    let byAddress = SpillSorter<LinkUse>(isOrderedBefore: LinkUse.isOrderedByAddress)
    let byNetwork = SpillSorter<LinkUse>(isOrderedBefore: LinkUse.isOrderedByNetwork)
    let step = 4096
    var position = 0
    while position < useCount {
      let end = min(useCount, position + step)
      for var use in try uses.rows(of: LinkUse.self, position..<end) {
        use.candidate = try people.candidate(of: use.interview)
        if use.agent != 0 {
          try byAgent.append(AgentUser(agent: use.agent, candidate: use.candidate))
          if use.asn != 0, !use.isShared { try byNetwork.append(use) }
        }
        if use.address != 0 { try byAddress.append(use) }
      }
      position = end
    }
    let groups = try people.finish()
    let population = LinkFinder.Population(
      candidates: ownedCount - people.joinedCount, interviews: count,
      users: try Self.users(byAgent))
    let finder = LinkFinder(parameters: parameters, population: population)
    var writer = try LinkWriter(names: names)
    let addresses = try byAddress.sorted()
    do { try finder.linksByAddress(addresses) { try writer.add($0) } } catch {
      throw Self.storeError(error)
    }
    try addresses.check()
    let networks = try byNetwork.sorted()
    do { try finder.linksByAgent(networks) { try writer.add($0) } } catch {
      throw Self.storeError(error)
    }
    try networks.check()
    return try writer.index(people: groups, moments: moments)
  }

  /// Distinct candidates by agent, for agents that more than one uses.
  private static func users(
    _ sorter: SpillSorter<AgentUser>
  ) throws(StoreError) -> [UInt64: Int] {
    var users: [UInt64: Int] = [:]
    var last: AgentUser?
    var count = 0
    let sorted = try sorter.sorted()
    while let row = sorted.next() {
      if let last, last.agent == row.agent {
        if last.candidate != row.candidate { count += 1 }
      } else {
        if let last, count > 1 { users[last.agent] = count }
        count = 1
      }
      last = row
    }
    if let last, count > 1 { users[last.agent] = count }
    try sorted.check()
    return users
  }

  private struct AgentUser: BitwiseCopyable {
    var agent: UInt64
    var candidate: UInt32

    static func isOrderedBefore(_ one: AgentUser, _ other: AgentUser) -> Bool {
      (one.agent, one.candidate) < (other.agent, other.candidate)
    }
  }

  private static func storeError(_ error: any Error) -> StoreError {
    error as? StoreError ?? StoreError(.damaged, "links cannot be written down")
  }
}
