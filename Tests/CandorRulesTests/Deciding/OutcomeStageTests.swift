import CandorModel
import CandorRules
import CandorTesting
import Testing

@Suite("What findings add up to")
struct OutcomeStageTests {
  private func decide(_ findings: [Finding], _ transitions: [Switch] = []) -> Decision {
    OutcomeStage().decide(
      findings, interview: Fixture.interview, timeline: Fixture.timeline(transitions))
  }

  @Test("nothing found is clear, and nothing stands beside it")
  func clear() {
    let decision = decide([])
    #expect(decision.outcome == .clear)
    #expect(decision.note == nil)
    #expect(decision.contributions.isEmpty)
  }

  @Test(
    "one finding alone",
    arguments: [
      (Severity.none, Outcome.clear), (.low, .clear), (.medium, .review), (.high, .priority),
    ])
  func alone(severity: Severity, outcome: Outcome) {
    let decision = decide([Fixture.finding(severity, .device)])
    #expect(decision.outcome == outcome)
    #expect(decision.contributions.count == (severity == .none ? 0 : 1))
  }

  @Test("an anonymiser counts once for the interview, however it is told")
  func anonymiser() {
    let interview = Detection.interview([
      (Detection.home(.madrid), Agents.mac), (Detection.vpn(.warsaw), Agents.mac),
      (Detection.vpn(.paris, class: .tor), Agents.mac), (Detection.home(.madrid), Agents.mac),
    ])
    var into = Fixture.transition(0, 1, [.address, .network], relation: .anonymised)
    into.anonymiserChanged = true
    var out = Fixture.transition(2, 3, [.address, .network], relation: .anonymised)
    out.anonymiserChanged = true
    let findings = [
      Fixture.finding("network/vpn", .low, .network, observations: [1]),
      Fixture.finding("network/tor", .low, .network, observations: [2]),
      Fixture.finding(
        "network/anonymiser-change", .low, .network, transitions: [0, 1], observations: [0, 3]),
      Fixture.finding("network/switch", .low, .network, observations: [0]),
    ]
    let decision = OutcomeStage().decide(
      findings, interview: interview, timeline: Fixture.timeline([into, out], of: interview))
    // Another network is a signal of its own.
    #expect(decision.contributions.map(\.severity) == [.low, .low])
    let rules = decision.contributions.map { decision.findings[$0.finding].rule }
    #expect(rules.contains("network/switch"))
  }

  @Test("an explanation takes a high one away")
  func explained() {
    var finding = Fixture.finding(.high, .place)
    finding.effectiveSeverity = .low
    #expect(decide([finding]).outcome == .clear)
    finding.effectiveSeverity = .medium
    #expect(decide([finding]).outcome == .review)
    #expect(decide([finding]).contributions.map(\.severity) == [.medium])
  }

  @Test(
    "two medium ones are priority where one is of place and one of device",
    arguments: [
      (Contribution.Kind.place, Contribution.Kind.device, Outcome.priority),
      (.device, .device, .review), (.place, .place, .review), (.client, .device, .review),
      (.evidence, .place, .review), (.network, .device, .review),
    ])
  func twoMedium(one: Contribution.Kind, other: Contribution.Kind, outcome: Outcome) {
    let findings = [
      Fixture.finding("one/rule", .medium, one), Fixture.finding("other/rule", .medium, other),
    ]
    #expect(decide(findings).outcome == outcome)
  }

  @Test(
    "three low ones are review where they are of three kinds",
    arguments: [
      ([Contribution.Kind.network, .device, .evidence], Outcome.review),
      ([.network, .network, .network], .clear), ([.network, .network, .device], .clear),
      ([.network, .device], .clear), ([.client, .evidence, .place], .review),
    ])
  func threeLow(kinds: [Contribution.Kind], outcome: Outcome) {
    let findings = kinds.enumerated().map { Fixture.finding("rule/n\($0)", .low, $1) }
    #expect(decide(findings).outcome == outcome)
  }

  @Test("all of one kind on one switch is one signal, the strongest")
  func oneSignal() {
    let transitions = [Fixture.transition(3, 4, [.place])]
    let decision = decide(
      [
        Fixture.finding("location/far-switch", .medium, .place, transitions: [0]),
        Fixture.finding("location/country-switch", .medium, .place, transitions: [0]),
        Fixture.finding("evidence/retake-elsewhere", .medium, .evidence, transitions: [0]),
      ], transitions)
    #expect(decision.outcome == .review)
    #expect(decision.contributions.count == 1)
    #expect(decision.contributions[0].kind == .place)
    let two = decide(
      [
        Fixture.finding("location/far-switch", .medium, .place, transitions: [0]),
        Fixture.finding("location/far-switch", .medium, .place, transitions: [1]),
      ], transitions + [Fixture.transition(5, 6, [.place])])
    #expect(two.contributions.count == 2)
  }

  @Test("place and device on one switch are one combined signal")
  func combined() {
    let transitions = [Fixture.transition(3, 4, [.place, .device])]
    let findings = [
      Fixture.finding("location/far-switch", .medium, .place, transitions: [0]),
      Fixture.finding("device/os-switch", .medium, .device, transitions: [0]),
    ]
    let decision = decide(findings, transitions)
    #expect(decision.contributions.map(\.kind) == [.combined])
    #expect(decision.outcome == .review, "one signal, however many rules tell it")
    let apart = decide(
      findings + [Fixture.finding("device/return", .medium, .device)], transitions)
    #expect(apart.outcome == .priority)
  }

  @Test("place and device told by two pairs are two signals")
  func twoPairs() {
    let transitions = [Fixture.transition(1, 4, [.place]), Fixture.transition(3, 4, [.device])]
    let findings = [
      Fixture.finding("location/far-switch", .medium, .place, transitions: [0]),
      Fixture.finding("location/country-switch", .medium, .place, transitions: [0]),
      Fixture.finding("device/os-switch", .medium, .device, transitions: [1]),
      Fixture.finding("device/browser-switch", .low, .device, transitions: [1]),
    ]
    let decision = decide(findings, transitions)
    #expect(Set(decision.contributions.map(\.kind)) == [.place, .device])
    #expect(decision.contributions.count == 2)
    #expect(decision.outcome == .priority, "as where an answer lies between the two")
    let retake = decide(
      [Fixture.finding("evidence/retake-elsewhere", .medium, .evidence, transitions: [1])],
      transitions)
    #expect(retake.contributions.map(\.kind) == [.device])
  }

  @Test("a retake on another device is a signal of device")
  func retake() {
    let decision = decide(
      [
        Fixture.finding("evidence/retake-elsewhere", .medium, .evidence, transitions: [0]),
        Fixture.finding("device/os-switch", .medium, .device, transitions: [0]),
      ], [Fixture.transition(3, 4, [.device])])
    #expect(decision.contributions.map(\.kind) == [.device])
  }

  @Test(
    "what the evidence lacks is never counted, whatever a user tunes",
    arguments: [
      "client/missing", "evidence/missing", "evidence/unknown-step", "evidence/unlocatable",
    ])
  func uncounted(rule: String) {
    let decision = decide([Fixture.finding(rule, .high, .evidence)])
    #expect(decision.outcome == .clear)
    #expect(decision.contributions.isEmpty)
    #expect(decision.findings.count == 1, "told all the same")
  }

  @Test("findings stand by severity, first observation and rule")
  func order() {
    let decision = decide([
      Fixture.finding("b/b", .low, .network, observations: [0]),
      Fixture.finding("a/z", .medium, .device, observations: [4, 5]),
      Fixture.finding("a/y", .medium, .device, observations: [4, 5]),
      Fixture.finding("c/c", .medium, .device, observations: [1, 2]),
      Fixture.finding("d/d", .medium, .evidence, observations: []),
      Fixture.finding("e/e", .high, .client, observations: [7]),
    ])
    #expect(decision.findings.map(\.rule) == ["e/e", "c/c", "a/y", "a/z", "d/d", "b/b"])
    #expect(decision.contributions.map(\.finding) == Array(0..<6))
  }
}
