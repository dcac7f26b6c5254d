import CandorStore

/// How many candidates have each agent.
///
/// Read along with the agents, so that nothing is held of any of them.
struct AgentUsers {
  /// A candidate who has an agent.
  struct User: BitwiseCopyable {
    var agent: UInt64
    var candidate: UInt32

    static func isOrderedBefore(_ one: User, _ other: User) -> Bool {
      (one.agent, one.candidate) < (other.agent, other.candidate)
    }
  }

  private let users: SpillSorter<User>.Sorted
  /// The agent that was asked for last.
  private var last: (agent: UInt64, count: Int) = (0, 0)

  init(_ users: SpillSorter<User>.Sorted) { self.users = users }

  /// How many different candidates have an agent; agents have to be asked for in ascending order.
  mutating func count(of agent: UInt64) throws(StoreError) -> Int {
    if agent == last.agent { return last.count }
    last = (agent, 0)
    var candidate: UInt32?
    while let user = users.first, user.agent <= agent {
      _ = users.next()
      guard user.agent == agent, user.candidate != candidate else { continue }
      candidate = user.candidate
      last.count += 1
    }
    try users.check()
    return last.count
  }
}
