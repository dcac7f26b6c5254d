import CandorGeoIP
import CandorModel
import CandorRules
import CandorTimeline
import CandorUserAgent

/// Tells quickly, from the bytes of a line, that there is nothing to tell of an interview.
///
/// Most interviews come out as `clear`, and with `--only flagged` nothing of them is printed. Triage
/// reads a line as a sketch, looks up each different text once, and asks the same timeline and the
/// same rules as the ordinary path how heavy findings could be. It errs on one side only: what it
/// calls unremarkable comes out neither as `review` nor as `priority` (`FindingWeight`), everything
/// else is assessed in the ordinary way.
///
/// Thread safety: a value of one worker.
struct Triage {
  /// The most addresses, and agents, that are remembered.
  static let addressCapacity = 1 << 15
  static let agentCapacity = 1 << 15

  /// What is known of the text of an address.
  struct KnownAddress {
    let facts: Lookup<AddressFacts>
    let weight: FindingWeight
    /// Whether its place can be compared.
    let hasPlace: Bool
  }

  /// What is known of the text of an agent.
  struct KnownAgent {
    let client: Lookup<Client>
    let weight: FindingWeight
    /// Whether it tells a device.
    let hasDevice: Bool
  }

  typealias Addresses = TextCache<KnownAddress>
  typealias Agents = TextCache<KnownAgent>

  private let location: GeoIP
  private let parser: UserAgentParser
  private let timeline: TimelineBuilder
  private let rules: RuleEngine.Worker
  private var sketch = EvidenceSketch()
  private var addresses = Addresses(capacity: addressCapacity)
  private var agents = Agents(capacity: agentCapacity)
  private let noAddress: Addresses.Entry
  private let noAgent: Agents.Entry
  /// The last steady interview that was weighed; most are alike.
  private var lastSteady: (interview: SteadyInterview, weight: FindingWeight)?
  /// The name of the platform of the last line.
  private var platform: (bytes: [UInt8], name: String) = ([], "")
  /// What was looked up of the line that was looked at last.
  private var parts = Parts()

  /// The looked-up parts of an interview, in the order of its evidence.
  private struct Parts {
    var observations: [Observation] = []
    var seenAddresses: [Lookup<AddressFacts>] = []
    var seenClients: [Lookup<Client>] = []
  }

  init(_ investigator: Investigator, rules: RuleEngine.Worker) {
    location = investigator.location
    parser = investigator.agents
    timeline = investigator.timeline
    self.rules = rules
    noAddress = Addresses.Entry(
      hash: 0, bytes: [],
      meaning: KnownAddress(
        facts: .absent, weight: rules.weight(ofAddress: .absent), hasPlace: false))
    noAgent = Agents.Entry(
      hash: 0, bytes: [],
      meaning: KnownAgent(
        client: .absent, weight: rules.weight(ofClient: .absent), hasDevice: false))
  }

  /// Looks at a line; see `Investigator.Worker.look`.
  mutating func look(
    at line: UnsafeBufferPointer<UInt8>, skips: Bool
  ) -> Investigator.Worker.Look {
    guard sketch.read(line) else { return .unread }
    let weighs = skips && rules.canTriage
    if weighs, let weight = steadyWeight(line), !weight.mayBeFlagged { return .unremarkable }
    var weight = FindingWeight()
    parts = look(up: line, &weight)
    guard weighs, !weight.mayBeFlagged, isOrderTold else { return .remarkable }
    let interview = thin(line)
    weight.formUnion(rules.weight(interview, timeline.timeline(of: interview)))
    return weight.mayBeFlagged ? .remarkable : .unremarkable
  }

  /// The line that was looked at last as a whole.
  func whole(_ line: UnsafeBufferPointer<UInt8>) -> EnrichedInterview {
    let evidence = sketch.evidence(of: line)
    return EnrichedInterview(
      evidence: evidence, observations: parts.observations, seenAddresses: parts.seenAddresses,
      seenClients: zip(evidence.seen.userAgents, parts.seenClients).map {
        SeenClient(text: $0, client: $1)
      })
  }

  // MARK: Nothing changes

  /// The weight of an interview with one address, one agent and no others; `nil` where it is not
  /// such a one.
  private mutating func steadyWeight(_ line: UnsafeBufferPointer<UInt8>) -> FindingWeight? {
    guard rules.canTriageSteady, let first = sketch.answers.first else { return nil }
    var isTimed = first.at != nil
    for index in sketch.answers.indices.dropFirst() {
      let answer = sketch.answers[index]
      guard answer.repeatsAddress, answer.repeatsAgent else { return nil }
      if answer.at == nil { isTimed = false }
    }
    guard isEach(sketch.seenAddresses, first.address, line),
      isEach(sketch.seenAgents, first.agent, line)
    else { return nil }
    let address = address(first.address, line).meaning
    let agent = agent(first.agent, line).meaning
    var steady = SteadyInterview(
      answerCount: sketch.answers.count, isTimed: isTimed, hasPlace: address.hasPlace,
      hasDevice: agent.hasDevice)
    if !sketch.declaredCountry.isEmpty {
      let declared = EvidenceSketch.text(sketch.declaredCountry, in: line)
      steady.declaredCountry = declared
      if address.hasPlace, let country = address.facts.value?.place.value?.country {
        // How other countries lie is left to the timeline.
        guard country == declared else { return nil }
        steady.declaredCountryRelation = .same
      }
    }
    var weight = address.weight
    weight.formUnion(agent.weight)
    if let lastSteady, lastSteady.interview == steady {
      weight.formUnion(lastSteady.weight)
    } else {
      let own = rules.weight(of: steady)
      lastSteady = (steady, own)
      weight.formUnion(own)
    }
    return weight
  }

  /// Whether the platform lists nothing but what the answers have.
  private func isEach(
    _ listed: ContiguousArray<EvidenceSketch.Span>, _ answered: EvidenceSketch.Span,
    _ line: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    listed.allSatisfy { span in
      span.end - span.start == answered.end - answered.start
        && line[span.start..<span.end].elementsEqual(line[answered.start..<answered.end])
    }
  }

  // MARK: Something changes

  /// Looks up everything, and adds what addresses and agents weigh by themselves.
  private mutating func look(
    up line: UnsafeBufferPointer<UInt8>, _ weight: inout FindingWeight
  ) -> Parts {
    var parts = Parts()
    var address = noAddress
    var agent = noAgent
    parts.observations.reserveCapacity(sketch.answers.count)
    for index in sketch.answers.indices {
      let answer = sketch.answers[index]
      if index == 0 || !answer.repeatsAddress {
        address = self.address(answer.address, line)
        weight.formUnion(address.meaning.weight)
      }
      if index == 0 || !answer.repeatsAgent {
        agent = self.agent(answer.agent, line)
        weight.formUnion(agent.meaning.weight)
      }
      parts.observations.append(
        Observation(
          index: index, answer: index, step: answer.step, attempt: answer.attempt, at: answer.at,
          address: address.meaning.facts, client: agent.meaning.client))
    }
    for span in sketch.seenAddresses {
      parts.seenAddresses.append(self.address(span, line).meaning.facts)
    }
    for span in sketch.seenAgents {
      parts.seenClients.append(self.agent(span, line).meaning.client)
    }
    return parts
  }

  /// Whether times put the answers in order without a look at what a sketch does not hold.
  private var isOrderTold: Bool {
    var before: EvidenceSketch.Attempt?
    for answer in sketch.answers {
      defer { before = answer }
      guard let earlier = before, let at = earlier.at, let later = answer.at else { continue }
      if later <= at { return false }
    }
    return true
  }

  /// The interview without what no condition reads.
  private mutating func thin(_ line: UnsafeBufferPointer<UInt8>) -> EnrichedInterview {
    let bytes = line[sketch.platform.start..<sketch.platform.end]
    if !platform.bytes.elementsEqual(bytes) {
      platform = (Array(bytes), EvidenceSketch.text(sketch.platform, in: line))
    }
    let evidence = Evidence(
      platform: platform.name,
      interview: Interview(
        id: "", createdAt: sketch.createdAt, startedAt: sketch.startedAt,
        completedAt: sketch.completedAt),
      candidate: sketch.declaredCountry.isEmpty
        ? nil : Candidate(declaredCountry: EvidenceSketch.text(sketch.declaredCountry, in: line)))
    return EnrichedInterview(
      evidence: evidence, observations: parts.observations, seenAddresses: parts.seenAddresses,
      seenClients: parts.seenClients.map { SeenClient(text: "", client: $0) })
  }

  // MARK: Texts

  private mutating func address(
    _ span: EvidenceSketch.Span, _ line: UnsafeBufferPointer<UInt8>
  ) -> Addresses.Entry {
    if span.isEmpty { return noAddress }
    let text = UnsafeBufferPointer(rebasing: line[span.start..<span.end])
    return addresses.entry(of: text) { [location, rules] text in
      let facts =
        text.contains(UInt8(ascii: "\\"))
        ? location.facts(for: EvidenceSketch.unescaped(text))
        : location.facts(utf8: text)
      return KnownAddress(
        facts: facts, weight: rules.weight(ofAddress: facts),
        hasPlace: facts.value.map { $0.place.value != nil && !$0.isAnonymised } ?? false)
    }
  }

  private mutating func agent(
    _ span: EvidenceSketch.Span, _ line: UnsafeBufferPointer<UInt8>
  ) -> Agents.Entry {
    if span.isEmpty { return noAgent }
    let text = UnsafeBufferPointer(rebasing: line[span.start..<span.end])
    return agents.entry(of: text) { [parser, rules] text in
      let client = parser.client(for: Self.agentText(text), hints: [])
      return KnownAgent(
        client: client, weight: rules.weight(ofClient: client),
        hasDevice: client.value?.saysSomethingOfDevice ?? false)
    }
  }

  private static func agentText(_ text: UnsafeBufferPointer<UInt8>) -> String {
    text.contains(UInt8(ascii: "\\"))
      ? EvidenceSketch.unescaped(text) : String(decoding: text, as: UTF8.self)
  }
}
