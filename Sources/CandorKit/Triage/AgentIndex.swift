import CandorModel
import CandorRules
import CandorTimeline
import CandorUserAgent

/// What agents mean, by the bytes they have in a line; each different text is read once.
///
/// Thread safety: a value of one worker.
struct AgentIndex {
  /// What is known where there is no agent.
  let none: Triage.KnownAgent
  private let parser: UserAgentParser
  private let rules: RuleEngine.Worker
  private let capacity: Int
  /// What other workers read; absent where there are none.
  private let shared: SharedClients?
  private var known: TextCache<Triage.KnownAgent>
  /// What they tell, by their numbers; the first is what no agent tells.
  private var clients: ContiguousArray<Lookup<Client>> = [.absent]
  /// Their numbers in linking, as far as somebody asked for them.
  private var linkKeys: ContiguousArray<UInt64?> = []
  private var looks: ContiguousArray<TextCache<Triage.KnownAgent>.Look> = []

  /// - Parameters:
  ///   - capacity: the most agents that are remembered; from then on all are read anew.
  ///   - shared: what other workers read; absent where there are none.
  init(
    _ parser: UserAgentParser, rules: RuleEngine.Worker, capacity: Int, shared: SharedClients?
  ) {
    self.parser = parser
    self.rules = rules
    self.capacity = capacity
    self.shared = shared
    known = Self.noTexts(capacity)
    none = Triage.KnownAgent(
      isFound: false, weight: rules.weight(ofClient: .absent), hasDevice: false, number: 0)
  }

  private static func noTexts(_ capacity: Int) -> TextCache<Triage.KnownAgent> {
    // Twice the slots, so that hardly three texts share two of them.
    TextCache(capacity: 2 * capacity, textBytes: 64)
  }

  /// Forgets everything where there are too many.
  ///
  /// - Returns: whether it did, so that numbers that were given tell nothing any more.
  mutating func makeRoom() -> Bool {
    guard clients.count > capacity else { return false }
    known = Self.noTexts(capacity)
    clients = [.absent]
    linkKeys = []
    return true
  }

  /// Looks up several agents together.
  ///
  /// - Parameters:
  ///   - texts: empty where there is none.
  ///   - agents: what is known of each, appended in their order.
  mutating func find(
    _ texts: ContiguousArray<UnsafeBufferPointer<UInt8>>,
    into agents: inout ContiguousArray<Triage.KnownAgent>
  ) {
    // The texts are there only so long.
    defer { looks.removeAll(keepingCapacity: true) }
    for text in texts { looks.append(known.look(for: text)) }
    for look in looks { known.fetchKeys(look) }
    for look in looks { known.fetchMeaning(look) }
    for position in looks.indices {
      let look = looks[position]
      agents.append(look.text.isEmpty ? none : known.meaning(of: look) ?? read(look.text))
    }
  }

  /// What is known of an agent.
  mutating func agent(_ text: UnsafeBufferPointer<UInt8>) -> Triage.KnownAgent {
    if text.isEmpty { return none }
    return known.meaning(of: text) ?? read(text)
  }

  /// What an agent tells.
  func client(of agent: Triage.KnownAgent) -> Lookup<Client> { clients[Int(agent.number)] }

  /// The number of an agent in linking; see `LinkKey`.
  mutating func linkKey(of agent: Triage.KnownAgent) -> UInt64 {
    guard agent.hasDevice else { return 0 }
    let number = Int(agent.number)
    while linkKeys.count <= number { linkKeys.append(nil) }
    if let known = linkKeys[number] { return known }
    let key = clients[number].value.map(LinkKey.of) ?? 0
    linkKeys[number] = key
    return key
  }

  private mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> Triage.KnownAgent {
    let client = client(of: text)
    let agent = Triage.KnownAgent(
      isFound: client.value != nil, weight: rules.weight(ofClient: client),
      hasDevice: client.value?.saysSomethingOfDevice ?? false, number: UInt32(clients.count))
    clients.append(client)
    known.remember(agent, of: text)
    return agent
  }

  private func client(of text: UnsafeBufferPointer<UInt8>) -> Lookup<Client> {
    if let known = shared?.client(of: text) { return known }
    let client = readClient(of: text)
    shared?.remember(client, of: text)
    return client
  }

  private func readClient(of text: UnsafeBufferPointer<UInt8>) -> Lookup<Client> {
    guard !text.contains(UInt8(ascii: "\\")) else {
      return parser.client(for: EvidenceSketch.unescaped(text))
    }
    return parser.withWorker { $0.client(for: text) }
  }
}
