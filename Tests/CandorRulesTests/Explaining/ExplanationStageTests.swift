import CandorModel
import CandorRules
import CandorTesting
import Testing

@Suite("Innocent explanations, computed")
struct ExplanationStageTests {
  private func explain(
    _ finding: Finding, _ transitions: [Switch], of interview: EnrichedInterview? = nil,
    unattributed: Unattributed = Unattributed()
  ) -> Finding {
    let interview = interview ?? Fixture.interview
    var timeline = Fixture.timeline(transitions, of: interview)
    timeline.unattributed = unattributed
    return ExplanationStage().explain([finding], interview: interview, timeline: timeline)[0]
  }

  @Test(
    "what makes two addresses one network removes a finding about networks",
    arguments: [
      (NetworkRelation.dualStack, ExplanationCode.dualStack),
      (.samePrefix64, .sameHostNetwork), (.sameSite, .sameSite),
      (.readdressing, .providerReaddressing), (.carrierHop, .carrierHop),
      (.carrierChurn, .carrierChurn), (.relay, .relay), (.satellite, .satellite),
    ])
  func network(relation: NetworkRelation, code: ExplanationCode) {
    let finding = explain(
      Fixture.finding(.low, .network, transitions: [0]),
      [Fixture.transition(2, 3, [.address, .network], relation: relation)])
    #expect(finding.effectiveSeverity == .none)
    #expect(finding.severity == .low, "what the rule says stays")
    #expect(finding.explanations.map(\.code) == [code.rawValue])
    #expect(finding.explanations[0].effect == .removed)
    #expect(finding.explanations[0].observations == [2, 3])
    #expect(finding.explanations[0].text.hasPrefix("answers 3-4: "))
  }

  @Test(
    "what explains nothing",
    arguments: [
      NetworkRelation.different, .anonymised, .carrierOtherDevice, .roaming,
    ])
  func unexplained(relation: NetworkRelation) {
    let finding = explain(
      Fixture.finding(.low, .network, transitions: [0]),
      [Fixture.transition(2, 3, [.address, .network], relation: relation)])
    #expect(finding.effectiveSeverity == .low)
    #expect(finding.explanations.isEmpty)
  }

  @Test("several transitions are explained together or not at all")
  func together() {
    let transitions = [
      Fixture.transition(0, 1, [.address], relation: .dualStack),
      Fixture.transition(1, 2, [.address], relation: .dualStack),
      Fixture.transition(3, 4, [.address, .network], relation: .different),
    ]
    let explained = explain(
      Fixture.finding(.low, .network, transitions: [0, 1]), transitions)
    #expect(explained.effectiveSeverity == .none)
    #expect(explained.explanations.map(\.observations) == [[0, 1, 2]])
    let mixed = explain(
      Fixture.finding(.low, .network, transitions: [0, 1, 2]), transitions)
    #expect(mixed.effectiveSeverity == .low)
    #expect(mixed.explanations.isEmpty)
  }

  @Test("what is the same in each of two pairs is not said of both together")
  func apart() {
    let transitions = [
      Fixture.transition(0, 1, [.address], relation: .samePrefix64),
      Fixture.transition(1, 2, [.address, .network, .place], relation: .different),
      Fixture.transition(2, 3, [.address], relation: .samePrefix64),
      Fixture.transition(4, 5, [.address], relation: .samePrefix64),
    ]
    func text(_ rested: [Int]) -> String? {
      explain(Fixture.finding(.low, .network, transitions: rested), transitions).explanations.first
        .map { String($0.text.prefix { $0 != ":" }) }
    }
    #expect(text([0, 2]) == "answers 1-2 and 3-4")
    #expect(text([2, 3]) == "answers 3-6")
    #expect(text([0, 2, 3]) == "answers 1-2 and 3-6")
    let explained = explain(Fixture.finding(.low, .network, transitions: [0, 2]), transitions)
    #expect(explained.explanations.map(\.observations) == [[0, 1, 2, 3]])
  }

  @Test("where all that leads far away and back is roaming, coming back from nearby is left")
  func patterns() {
    func change(_ from: Int, _ place: PlaceRelation, _ relation: NetworkRelation) -> Switch {
      var change = Fixture.transition(from, from + 1, [.address, .place], relation: relation)
      change.place = place
      change.placeReturns = true
      return change
    }
    let near = change(0, .different, .different)
    let roaming = change(1, .far, .roaming)
    let pattern = Fixture.finding("location/return", .high, .place)
    let explained = explain(pattern, [near, roaming])
    #expect(explained.effectiveSeverity == .medium)
    #expect(explained.explanations.map(\.observations) == [[1, 2]])
    let far = explain(pattern, [near, roaming, change(2, .far, .different)])
    #expect(far.effectiveSeverity == .high)
    #expect(far.explanations.isEmpty)
    let own = explain(Fixture.finding("location/own", .high, .place), [near, roaming])
    #expect(own.effectiveSeverity == .high, "what else it rests on is not known")
  }

  @Test(
    "of IPv4 and IPv6 one provider is told where both have its number, else one country",
    arguments: [
      ([3352, 3352], "answers 1-2: IPv4 and IPv6 of one provider (AS3352), between"),
      ([3352, nil], "answers 1-2: IPv4 and IPv6 of one country; the provider of at least one"),
      ([nil, 3352], "answers 1-2: IPv4 and IPv6 of one country; the provider of at least one"),
      ([nil, nil], "answers 1-2: IPv4 and IPv6 of one country; the provider of at least one"),
      ([3352, 3352, nil], "answers 1-3: IPv4 and IPv6 of one country; the provider of at least"),
      ([nil, 3352, 3352], "answers 1-3: IPv4 and IPv6 of one country; the provider of at least"),
      ([3352, 3352, 12430, 12430], "answers 1-4: IPv4 and IPv6 of one provider, between"),
      (
        [3352, 3352, 12430, 12430, 12430, nil],
        "answers 1-6: IPv4 and IPv6 of one country; the provider of at least one"
      ),
    ] as [([UInt32?], String)])
  func dualStack(numbers: [UInt32?], expected: String) {
    let answers = numbers.enumerated().map { index, number -> (AddressFacts?, Client?) in
      let text = index % 2 == 0 ? "83.56.102.236" : "2a02:9130::1"
      return (Detection.address(text, .found(Detection.place(.madrid)), asn: number), Agents.mac)
    }
    // Four answers and more are pairs, three are a chain.
    let starts =
      numbers.count < 4
      ? Array(0..<numbers.count - 1) : Array(stride(from: 0, to: numbers.count, by: 2))
    let finding = explain(
      Fixture.finding(.low, .network, transitions: Array(starts.indices)),
      starts.map { Fixture.transition($0, $0 + 1, [.address], relation: .dualStack) },
      of: Detection.interview(answers))
    #expect(finding.effectiveSeverity == .none)
    #expect(finding.explanations.map(\.code) == [ExplanationCode.dualStack.rawValue])
    let text = finding.explanations.first?.text ?? ""
    #expect(text.hasPrefix(expected), "\(text)")
  }

  @Test(
    "an organisation's network explains a change on one device at one place",
    arguments: [
      (NetworkClass.education, ExplanationCode.campusNetwork),
      (.business, .corporateNetwork),
    ])
  func organisation(networkClass: NetworkClass, code: ExplanationCode) {
    let office = Detection.address(
      "150.214.1.1", .found(Detection.place(.madrid)), asn: 766, networkClass)
    let interview = Detection.interview([
      (Detection.home(.madrid), Agents.mac), (office, Agents.mac),
    ])
    let finding = Fixture.finding(.low, .network, transitions: [0])
    let inside = explain(
      finding, [Fixture.transition(0, 1, [.address, .network], relation: .different)],
      of: interview)
    #expect(inside.explanations.map(\.code) == [code.rawValue])
    #expect(inside.effectiveSeverity == .none)
    let device = explain(
      finding, [Fixture.transition(0, 1, [.address, .network, .device], relation: .different)],
      of: interview)
    #expect(device.explanations.isEmpty)
    let place = explain(
      finding, [Fixture.transition(0, 1, [.address, .network, .place], relation: .different)],
      of: interview)
    #expect(place.explanations.isEmpty)
  }

  @Test("roaming leaves at most medium of a change of place")
  func roaming() {
    let transitions = [
      Fixture.transition(0, 1, [.address, .place], relation: .roaming),
      Fixture.transition(1, 2, [.address, .place], relation: .roaming),
    ]
    let far = explain(Fixture.finding(.high, .place, transitions: [0]), transitions)
    #expect(far.effectiveSeverity == .medium)
    #expect(far.explanations.map(\.effect) == [.lowered])
    let pattern = explain(Fixture.finding("location/return", .high, .place), transitions)
    #expect(pattern.effectiveSeverity == .medium)
    let device = explain(
      Fixture.finding(.high, .place, transitions: [0]),
      [Fixture.transition(0, 1, [.address, .place, .device], relation: .roaming)])
    #expect(device.effectiveSeverity == .high)
    let mixed = explain(
      Fixture.finding("location/return", .high, .place),
      transitions + [Fixture.transition(2, 3, [.place], relation: .different)])
    #expect(mixed.effectiveSeverity == .high)
  }

  @Test("a carrier's hop leaves at most low of a place, whatever the distance")
  func hop() {
    let finding = explain(
      Fixture.finding(.high, .place, transitions: [0]),
      [Fixture.transition(0, 1, [.address, .network], relation: .carrierHop)])
    #expect(finding.effectiveSeverity == .low)
    #expect(finding.explanations.map(\.effect) == [.lowered])
  }

  @Test(
    "what two agents of one device may say removes a finding about devices",
    arguments: [
      (ClientRelation.updated, ClientComparison.Reason.browserUpdated, ExplanationCode.autoUpdate),
      (.updated, .systemUpdated, .autoUpdate), (.compatible, .inAppBrowser, .inAppBrowser),
      (.compatible, .frozenFields, .reducedAgent), (.compatible, .iPadOrMac, .iPadOrMac),
      (.compatible, .desktopSite, .desktopSite),
    ])
  func device(
    relation: ClientRelation, reason: ClientComparison.Reason, code: ExplanationCode
  ) {
    let finding = explain(
      Fixture.finding(.low, .device, transitions: [0]),
      [Fixture.transition(0, 1, [], device: relation, reason: reason)])
    #expect(finding.explanations.map(\.code) == [code.rawValue])
    #expect(finding.effectiveSeverity == .none)
  }

  @Test(
    "another browser or device is explained by nothing",
    arguments: [
      (ClientRelation.differentBrowser, ClientComparison.Reason.otherBrowser),
      (.differentOS, .otherSystem), (.compatible, .versionDown), (.compatible, .versionGap),
    ])
  func otherDevice(relation: ClientRelation, reason: ClientComparison.Reason) {
    let finding = explain(
      Fixture.finding(.medium, .device, transitions: [0]),
      [Fixture.transition(0, 1, [.device], device: relation, reason: reason)])
    #expect(finding.explanations.isEmpty)
    #expect(finding.effectiveSeverity == .medium)
  }

  @Test("a relay is explained while no answer came from another country")
  func relay() {
    let relay = Detection.relay(country: "ES")
    func finding(_ spot: Detection.Spot) -> Finding {
      let interview = Detection.interview([
        (Detection.home(spot), Agents.iPhone), (relay, Agents.iPhone),
      ])
      return explain(
        Fixture.finding("network/relay", .low, .network, observations: [1]), [], of: interview)
    }
    #expect(finding(.madrid).effectiveSeverity == .none)
    #expect(finding(.madrid).explanations.map(\.code) == ["relay"])
    #expect(finding(.warsaw).effectiveSeverity == .low)
    let vpn = Detection.interview([(Detection.vpn(.madrid), Agents.mac)])
    let network = explain(
      Fixture.finding("network/vpn", .low, .network, observations: [0]), [], of: vpn)
    #expect(network.effectiveSeverity == .low)
  }

  @Test("an address without an answer may be the same phone's carrier")
  func unattributed() {
    let finding = Fixture.finding("evidence/unattributed-address", .low, .evidence)
    let answers: [(AddressFacts?, Client?)] = [(Detection.home(.madrid), Agents.iPhone)]
    let carrier = Unattributed(addresses: [Detection.carrier(.barcelona)])
    let known = Detection.interview(answers, seenClients: [Agents.iPhone])
    #expect(
      explain(finding, [], of: known, unattributed: carrier).explanations.map(\.code)
        == ["carrier-hop"])
    let noAgents = Detection.interview(answers)
    #expect(explain(finding, [], of: noAgents, unattributed: carrier).explanations.isEmpty)
    let abroad = Unattributed(addresses: [Detection.carrier(.warsaw)])
    #expect(explain(finding, [], of: known, unattributed: abroad).explanations.isEmpty)
    let both = Unattributed(
      addresses: [Detection.carrier(.barcelona), Detection.home(.valencia, "2.138.1.1", asn: 1)])
    #expect(explain(finding, [], of: known, unattributed: both).effectiveSeverity == .low)
    let relay = Unattributed(addresses: [Detection.relay(country: "ES")])
    #expect(
      explain(finding, [], of: noAgents, unattributed: relay).explanations.map(\.code)
        == ["relay"])
  }

  @Test(
    "a contact's address may be the same phone's carrier, by the agent that came with it",
    arguments: [
      ([("line", "iPhone")], ["carrier-hop"]), ([("line", "mac")], []), ([("line", "none")], []),
      ([("line", "none"), ("home", "iPhone")], ["carrier-hop"]),
      // The other agent came from elsewhere.
      ([("line", "iPhone"), ("home", "mac")], ["carrier-hop"]),
      ([("line", "none"), ("home", "mac")], []),
      ([("line", "iPhone"), ("line", "mac")], []), ([("line", "automated")], []),
    ] as [([(String, String)], [String])])
  func contacts(contacts: [(String, String)], codes: [String]) {
    let finding = Fixture.finding("evidence/unattributed-address", .low, .evidence)
    let home = Detection.home(.madrid)
    let line = Detection.carrier(.barcelona)
    let agents = [
      "iPhone": Agents.iPhone, "mac": Agents.mac,
      "automated": Client(ClientFacts(automated: .httpClient)),
    ]
    let base = Detection.interview([(home, Agents.iPhone)])
    let interview = EnrichedInterview(
      evidence: base.evidence, observations: base.observations,
      contacts: contacts.map { address, agent in
        EnrichedContact(
          contact: Contact(kind: "application"), address: .found(address == "home" ? home : line),
          client: agents[agent].map { .found($0) } ?? .absent)
      })
    let others = contacts.compactMap { $0.1 == "iPhone" ? nil : agents[$0.1] }
    let unattributed = Unattributed(
      addresses: [line],
      clients: others.map { SeenClient(text: "agent", client: .found($0)) })
    let explained = explain(finding, [], of: interview, unattributed: unattributed)
    #expect(explained.explanations.map(\.code) == codes)
    #expect(explained.effectiveSeverity == (codes.isEmpty ? .low : .none))
  }

  @Test("a declared country is explained by no change between answers")
  func declared() {
    let finding = explain(
      Fixture.finding("location/declared-country", .medium, .place),
      [Fixture.transition(0, 1, [.place], relation: .roaming)])
    #expect(finding.explanations.isEmpty)
  }

  @Test("client findings are explained by nothing")
  func client() {
    let finding = explain(
      Fixture.finding("client/automated", .high, .client),
      [Fixture.transition(0, 1, [.address], relation: .dualStack)])
    #expect(finding.effectiveSeverity == .high)
  }
}
