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
/// calls unremarkable comes out neither as `review` nor as `priority` (`FindingWeight`), what it
/// calls clear has no finding, and everything else is assessed in the ordinary way.
///
/// Thread safety: a value of one worker.
struct Triage {
  let index: LocationIndex
  let timeline: TimelineBuilder
  let rules: RuleEngine.Worker
  /// The lines that were read and not looked at yet, and those before them.
  private var ahead: [LineAhead] = []
  /// How lines are written.
  private var forms = EvidenceForms()
  /// The line that is looked at.
  private(set) var sketch = EvidenceSketch()
  /// The addresses of its answers, without those that repeat the one before.
  private var addresses: ContiguousArray<KnownAddress> = []
  private var locating = AddressBatch()
  private var networks: NetworkWeights
  /// The agents of its answers, without those that repeat the one before.
  private var agents: ContiguousArray<KnownAgent> = []
  var agentIndex: AgentIndex
  private var finding = AgentBatch()
  private let noAddress: KnownAddress
  private let badAddress: KnownAddress
  private var steadyWeights = SteadyWeights()
  /// The name of the platform of the last line.
  private var platform: (bytes: [UInt8], name: String) = ([], "")
  /// The stretches of the line that was looked at last; empty where they were not looked at.
  private(set) var stretches: [Stretch] = []
  /// What interviews weigh in which something changes, by what makes them alike.
  private var alike: [Likeness: FindingWeight] = [:]
  /// The most of them; then all are forgotten.
  private let likenessCapacity: Int
  private let room = Likeness.Room()
  /// What was made of the line that was looked at last.
  private var parts: Parts?

  /// A line, read.
  private struct LineAhead {
    var sketch = EvidenceSketch()
    /// The addresses of its answers, without those that repeat the one before.
    var addresses: ContiguousArray<KnownAddress> = []
    /// The agents of its answers, without those that repeat the one before.
    var agents: ContiguousArray<KnownAgent> = []
    var isRead = false

    /// Takes back the room of a line of megabytes, which is rare: it is not kept for each of the
    /// lines that are read ahead.
    mutating func makeRoom() {
      if sketch.makeRoom() {
        addresses = []
        agents = []
      } else {
        addresses.removeAll(keepingCapacity: true)
        agents.removeAll(keepingCapacity: true)
      }
    }
  }

  /// Addresses that are looked up together, and where they belong.
  private struct AddressBatch {
    static let maximumCount = 256

    var readings: ContiguousArray<AddressText.Reading> = []
    var located: ContiguousArray<LocationIndex.Located> = []
    /// The line and the place among its addresses, and the text that was read.
    var owners: ContiguousArray<(line: Int, position: Int, text: UnsafeBufferPointer<UInt8>)> = []
  }

  /// Agents that are looked up together, and the lines that they belong to.
  private struct AgentBatch {
    static let maximumCount = 256

    var texts: ContiguousArray<UnsafeBufferPointer<UInt8>> = []
    var lines: ContiguousArray<Int> = []
    /// What is known of them.
    var agents: ContiguousArray<KnownAgent> = []
  }

  /// The looked-up parts of an interview, in the order of its evidence.
  private struct Parts {
    var observations: [Observation] = []
    var seenAddresses: [Lookup<AddressFacts>] = []
    /// Without the text of those that an answer has: it is told of the others only.
    var seenClients: [SeenClient] = []
    /// The timeline, where it was made.
    var timeline: Timeline?
  }

  init(_ investigator: Investigator, rules: RuleEngine.Worker, _ bounds: WorkerBounds) {
    index = LocationIndex(
      investigator.location, maximumCount: bounds.locations, maximumMade: bounds.namedPlaces)
    likenessCapacity = bounds.likenesses
    networks = NetworkWeights(isUsed: rules.weighsAddressesByNetwork)
    agentIndex = AgentIndex(
      investigator.agents, rules: rules, capacity: bounds.agents,
      shared: bounds.isAlone ? nil : investigator.sharedClients)
    timeline = investigator.timeline
    self.rules = rules
    noAddress = KnownAddress(
      located: .absent, weight: rules.weight(ofAddress: .absent), hasPlace: false)
    badAddress = KnownAddress(
      located: .failed, weight: rules.weight(ofAddress: .failed), hasPlace: false)
  }

  /// Reads lines, and looks up the addresses of all of them together, and then the agents.
  mutating func read(_ lines: [UnsafeBufferPointer<UInt8>]) {
    makeRoom()
    while ahead.count < lines.count { ahead.append(LineAhead()) }
    for position in lines.indices {
      let line = lines[position]
      ahead[position].isRead = ahead[position].sketch.read(line, writtenLike: &forms)
      if ahead[position].isRead { readAddresses(line, at: position) }
    }
    locate()
    // Apart from the addresses: what reads agents is found in the processor's caches by the next.
    for position in lines.indices where ahead[position].isRead {
      readAgents(lines[position], at: position)
    }
    findAgents()
  }

  /// Forgets what has become too much, while nobody rests on it.
  private mutating func makeRoom() {
    if index.makeRoom() {
      networks = NetworkWeights(isUsed: rules.weighsAddressesByNetwork)
    }
    if agentIndex.makeRoom() { alike = [:] }
    _ = sketch.makeRoom()
    for position in ahead.indices { ahead[position].makeRoom() }
  }

  /// Looks up the addresses that wait for it.
  private mutating func locate() {
    index.located(locating.readings, into: &locating.located)
    for position in locating.owners.indices {
      let owner = locating.owners[position]
      ahead[owner.line].addresses[owner.position] = known(locating.located[position], owner.text)
    }
    locating.readings.removeAll(keepingCapacity: true)
    locating.owners.removeAll(keepingCapacity: true)
  }

  /// Reads the addresses of a line, those left open that have to be looked up.
  private mutating func readAddresses(_ line: UnsafeBufferPointer<UInt8>, at position: Int) {
    for answer in ahead[position].sketch.answers.indices {
      if answer > 0, ahead[position].sketch.answers[answer].repeatsAddress { continue }
      let text = Self.bytes(ahead[position].sketch.answers[answer].address, line)
      var known = noAddress
      switch Self.reading(text) {
      case .found(let reading):
        locating.readings.append(reading)
        locating.owners.append((position, ahead[position].addresses.count, text))
      case .failed: known = badAddress
      case .absent, .notAttempted: break
      }
      ahead[position].addresses.append(known)
      if locating.readings.count == AddressBatch.maximumCount { locate() }
    }
  }

  /// Reads which agents a line has.
  private mutating func readAgents(_ line: UnsafeBufferPointer<UInt8>, at position: Int) {
    for answer in ahead[position].sketch.answers.indices {
      if answer > 0, ahead[position].sketch.answers[answer].repeatsAgent { continue }
      finding.texts.append(Self.bytes(ahead[position].sketch.answers[answer].agent, line))
      finding.lines.append(position)
      if finding.lines.count == AgentBatch.maximumCount { findAgents() }
    }
  }

  /// Looks up the agents that wait for it, which are those of their lines in order.
  private mutating func findAgents() {
    agentIndex.find(finding.texts, into: &finding.agents)
    for position in finding.agents.indices {
      ahead[finding.lines[position]].agents.append(finding.agents[position])
    }
    finding.agents.removeAll(keepingCapacity: true)
    finding.texts.removeAll(keepingCapacity: true)
    finding.lines.removeAll(keepingCapacity: true)
  }

  /// Looks at one of the lines that were read; see `Investigator.Worker.look`.
  mutating func look(
    at position: Int, _ line: UnsafeBufferPointer<UInt8>,
    wanting wanted: Investigator.Worker.Wanted
  ) -> Investigator.Worker.Look {
    if !stretches.isEmpty { stretches.removeAll(keepingCapacity: true) }
    if parts != nil { parts = nil }
    swap(&sketch, &ahead[position].sketch)
    swap(&addresses, &ahead[position].addresses)
    swap(&agents, &ahead[position].agents)
    guard ahead[position].isRead else { return .unread }
    guard wanted != .everything, rules.canTriage else { return .remarkable }
    if let (weight, isComparable) = steadyWeight(line) {
      return look(weight, isComparable, wanted)
    }
    var weight = divide()
    guard !Self.isRemarkable(weight, wanted), isOrderTold else { return .remarkable }
    let likeness = Likeness(of: self, line, in: room)
    if let likeness, let known = alike[likeness] {
      weight.formUnion(known)
      return look(weight, isComparable, wanted)
    }
    var parts = makeParts(line)
    let interview = thin(line, parts)
    let timeline = timeline.timeline(of: interview)
    let (ownWeight, isShared) = rules.sharedWeight(interview, timeline)
    if let likeness, isShared {
      if alike.count >= likenessCapacity { alike.removeAll(keepingCapacity: true) }
      alike[likeness] = ownWeight
    }
    weight.formUnion(ownWeight)
    parts.timeline = timeline
    self.parts = parts
    return look(weight, isComparable, wanted)
  }

  private static func isRemarkable(
    _ weight: FindingWeight, _ wanted: Investigator.Worker.Wanted
  ) -> Bool {
    wanted == .flagged ? weight.mayBeFlagged : weight.hasFindings || weight.mayBeFlagged
  }

  /// - Parameter isComparable: whether device and place of enough answers are known.
  private func look(
    _ weight: FindingWeight, _ isComparable: Bool, _ wanted: Investigator.Worker.Wanted
  ) -> Investigator.Worker.Look {
    if Self.isRemarkable(weight, wanted) { return .remarkable }
    if wanted == .flagged { return .unremarkable }
    return isComparable ? .clear : .remarkable
  }

  /// The evidence in the line that was looked at last.
  mutating func evidence(_ line: UnsafeBufferPointer<UInt8>) -> Evidence {
    sketch.evidence(of: line)
  }

  /// Writes the canonical bytes of that evidence.
  func writeCanonical(_ line: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
    sketch.writeCanonical(of: line, to: &writer)
  }

  /// The line that was looked at last as it is assessed, with its timeline where that was made.
  ///
  /// Of the evidence only its heading is there where nobody reads more: an assessment reads
  /// observations, and a timeline the texts of answers only where times leave the order open.
  mutating func whole(
    _ line: UnsafeBufferPointer<UInt8>
  ) -> (interview: EnrichedInterview, timeline: Timeline?) {
    if stretches.isEmpty { _ = divide() }
    let parts = parts.take() ?? makeParts(line)
    let evidence = isOrderTold ? sketch.heading(of: line) : sketch.evidence(of: line)
    let interview = EnrichedInterview(
      evidence: evidence, observations: parts.observations, seenAddresses: parts.seenAddresses,
      seenClients: parts.seenClients)
    return (interview, parts.timeline)
  }

  /// Which interview the line that was looked at last is of.
  func subject(_ line: UnsafeBufferPointer<UInt8>) -> Assessment.Subject {
    sketch.subject(of: line)
  }

  // MARK: Nothing changes

  /// The weight of an interview with one address, one agent and no others, and whether both can be
  /// compared; `nil` where it is not such a one.
  private mutating func steadyWeight(
    _ line: UnsafeBufferPointer<UInt8>
  ) -> (FindingWeight, isComparable: Bool)? {
    guard rules.canTriageSteady, let first = sketch.answers.first else { return nil }
    var isTimed = first.at != nil
    for index in sketch.answers.indices.dropFirst() {
      guard sketch.answers[index].repeatsAddress, sketch.answers[index].repeatsAgent else {
        return nil
      }
      if sketch.answers[index].at == nil { isTimed = false }
    }
    guard isEach(sketch.seenAddresses, first.address, line),
      isEach(sketch.seenAgents, first.agent, line)
    else { return nil }
    let (hasPlace, hasDevice) = (addresses[0].hasPlace, agents[0].hasDevice)
    var weight = addresses[0].weight
    weight.formUnion(agents[0].weight)
    if sketch.declaredCountry.isEmpty {
      weight.formUnion(
        steadyWeights.weight(
          sketch.answers.count, isTimed: isTimed, hasPlace: hasPlace, hasDevice: hasDevice,
          by: rules))
    } else {
      let declared = EvidenceSketch.text(sketch.declaredCountry, in: line)
      var steady = PlainInterview(
        answerCount: sketch.answers.count, isTimed: isTimed, hasPlace: hasPlace,
        hasDevice: hasDevice)
      steady.declaredCountry = declared
      if hasPlace, let country = country(of: addresses[0]) {
        // How other countries lie, and what is no country's own code, is left to the timeline.
        guard country == declared, Candidate.countryCode(of: declared) == declared,
          timeline.isCountry(declared)
        else { return nil }
        steady.declaredCountryRelation = .same
      }
      weight.formUnion(rules.weight(of: steady))
    }
    return (weight, hasPlace && hasDevice)
  }

  /// Whether the platform lists nothing but what the answers have.
  private func isEach(
    _ listed: ContiguousArray<EvidenceSketch.Span>, _ answered: EvidenceSketch.Span,
    _ line: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for index in listed.indices where !Self.isSame(listed[index], answered, line) { return false }
    return true
  }

  // MARK: Something changes

  /// Divides the answers into stretches, and tells what addresses and agents weigh by themselves.
  mutating func divide() -> FindingWeight {
    var weight = FindingWeight()
    var address = noAddress
    var agent = agentIndex.none
    var next = 0
    var nextAgent = 0
    for index in sketch.answers.indices {
      let isOther = index == 0 || !sketch.answers[index].repeatsAddress
      let isOtherAgent = index == 0 || !sketch.answers[index].repeatsAgent
      guard isOther || isOtherAgent else {
        stretches[stretches.count - 1].count += 1
        continue
      }
      if isOther {
        address = addresses[next]
        next += 1
        weight.formUnion(address.weight)
      }
      if isOtherAgent {
        agent = agents[nextAgent]
        nextAgent += 1
        weight.formUnion(agent.weight)
      }
      stretches.append(Stretch(first: index, address: address, agent: agent))
    }
    return weight
  }

  /// Whether of two answers at least, or of the only one, the device is known, and the place too.
  private var isComparable: Bool {
    var devices = 0
    var places = 0
    for stretch in stretches {
      if stretch.agent.hasDevice { devices += stretch.count }
      if stretch.address.hasPlace { places += stretch.count }
    }
    let needed = min(2, sketch.answers.count)
    return needed > 0 && devices >= needed && places >= needed
  }

  func addressSpan(ofStretch position: Int) -> EvidenceSketch.Span {
    sketch.answers[stretches[position].first].address
  }

  func agentSpan(of stretch: Stretch) -> EvidenceSketch.Span { sketch.answers[stretch.first].agent }

  /// Makes the facts of addresses, one object for each text.
  private mutating func makeParts(_ line: UnsafeBufferPointer<UInt8>) -> Parts {
    var parts = Parts()
    parts.observations.reserveCapacity(sketch.answers.count)
    var facts: [Lookup<AddressFacts>] = []
    facts.reserveCapacity(stretches.count)
    for (position, stretch) in stretches.enumerated() {
      let span = addressSpan(ofStretch: position)
      // Whoever goes back to an address has its facts again.
      let earlier = (0..<position).suffix(Self.quickLook).first {
        Self.isSame(addressSpan(ofStretch: $0), span, line)
      }
      facts.append(earlier.map { facts[$0] } ?? self.facts(stretch.address, span, line))
      let client = agentIndex.client(of: stretch.agent)
      for index in stretch.answers {
        let answer = sketch.answers[index]
        parts.observations.append(
          Observation(
            index: index, answer: index, step: answer.step, attempt: answer.attempt,
            at: answer.at, address: facts[position], client: client))
      }
    }
    for span in sketch.seenAddresses {
      let answered = stretches.indices.prefix(Self.quickLook).first {
        Self.isSame(addressSpan(ofStretch: $0), span, line)
      }
      parts.seenAddresses.append(
        answered.map { facts[$0] } ?? self.facts(address(span, line), span, line))
    }
    for span in sketch.seenAgents {
      let answered = stretches.prefix(Self.quickLook).first {
        Self.isSame(agentSpan(of: $0), span, line)
      }
      let agent = answered?.agent ?? agentIndex.agent(Self.bytes(span, line))
      parts.seenClients.append(
        SeenClient(
          text: answered == nil ? EvidenceSketch.text(span, in: line) : "",
          client: agentIndex.client(of: agent)))
    }
    return parts
  }

  /// How many stretches are looked through for the same text before it is looked up again.
  private static let quickLook = 16

  /// Whether times put the answers in order without a look at what a sketch does not hold.
  private var isOrderTold: Bool {
    var before: Timestamp?
    for index in sketch.answers.indices {
      let at = sketch.answers[index].at
      if let before, let at, at <= before { return false }
      before = at
    }
    return true
  }

  /// The interview without what no condition reads.
  private mutating func thin(
    _ line: UnsafeBufferPointer<UInt8>, _ parts: Parts
  ) -> EnrichedInterview {
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
      seenClients: parts.seenClients)
  }

  // MARK: Texts

  /// What is known of an address that no answer has.
  private func address(
    _ span: EvidenceSketch.Span, _ line: UnsafeBufferPointer<UInt8>
  ) -> KnownAddress {
    let text = Self.bytes(span, line)
    switch Self.reading(text) {
    case .found(let reading): return known(index.located(reading), text)
    case .failed: return badAddress
    case .absent, .notAttempted: return noAddress
    }
  }

  private func known(
    _ located: LocationIndex.Located, _ text: UnsafeBufferPointer<UInt8>
  ) -> KnownAddress {
    networks.known(located, state: index.state(located.place)) {
      let network = index.network(located.network)
      let weight = rules.weight(of: network, index.place(located.place)) {
        index.facts(of: located, raw: EvidenceSketch.text(of: text))
      }
      return (weight, network.isAnonymised)
    }
  }

  private func country(of address: KnownAddress) -> String? {
    address.located.value.flatMap { index.place($0.place).place.value?.country }
  }

  /// The facts of an address, made anew.
  private func facts(
    _ address: KnownAddress, _ span: EvidenceSketch.Span, _ line: UnsafeBufferPointer<UInt8>
  ) -> Lookup<AddressFacts> {
    address.located.map { index.facts(of: $0, raw: EvidenceSketch.text(span, in: line)) }
  }
}
