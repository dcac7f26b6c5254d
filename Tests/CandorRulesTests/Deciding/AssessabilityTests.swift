import CandorModel
import CandorRules
import CandorTesting
import Testing

@Suite("Whether an interview could be judged")
struct AssessabilityTests {
  private func decide(
    _ answers: [(AddressFacts?, Client?)], _ findings: [Finding] = []
  ) -> Decision {
    let interview = Detection.interview(answers)
    return OutcomeStage().decide(
      findings, interview: interview, timeline: Fixture.timeline(of: interview))
  }

  private let home = Detection.home(.madrid)
  private let lan = Detection.address("192.168.1.4", .absent, hasNetwork: false)

  private func address(
    _ text: String, place: Lookup<Place>, hasNetwork: Bool = true
  ) -> AddressFacts {
    Detection.address(text, place, hasNetwork: hasNetwork)
  }

  @Test("no answers")
  func noAnswers() {
    let decision = decide([])
    #expect(decision.outcome == .notAssessable)
    #expect(decision.note == "the interview has no answers")
  }

  @Test("not one agent and not one address that can be used")
  func placeholders() {
    #expect(decide([(nil, nil), (nil, nil)]).outcome == .notAssessable)
    #expect(decide([(nil, nil)]).outcome == .notAssessable)
    #expect(decide([(lan, nil), (lan, nil)]).outcome == .notAssessable)
    let speechless = Client(ClientFacts())
    #expect(decide([(nil, speechless), (nil, speechless)]).outcome == .notAssessable)
  }

  @Test("two answers of which nothing can be compared")
  func nothingComparable() {
    let decision = decide([(home, nil), (nil, Agents.mac)])
    #expect(decision.outcome == .notAssessable)
    #expect(decision.note == "no two answers can be compared in device, place or network")
  }

  @Test("the place could not be looked up for a reason on our side")
  func ourSide() {
    let noDatabase = address("83.56.1.1", place: .notAttempted, hasNetwork: false)
    #expect(decide([(noDatabase, Agents.mac), (noDatabase, Agents.mac)]).outcome == .notAssessable)
    let failed = address("83.56.1.1", place: .failed)
    let decision = decide([(failed, Agents.mac), (noDatabase, Agents.mac)])
    #expect(decision.outcome == .notAssessable)
    #expect(decision.note?.contains("failed") ?? false)
    #expect(
      decide([(failed, Agents.mac), (home, Agents.mac)]).outcome == .clear, "one was located")
    let absent = address("83.56.1.1", place: .absent)
    #expect(
      decide([(failed, Agents.mac), (absent, Agents.mac)]).outcome == .clear,
      "a database answered that it does not know one")
    #expect(decide([(lan, Agents.mac), (lan, Agents.mac)]).outcome == .clear)
  }

  @Test("a finding that makes it review or priority goes before")
  func findingFirst() {
    let medium = [Fixture.finding(.medium, .client)]
    #expect(decide([(nil, nil)], medium).outcome == .review)
    let low = [Fixture.finding(.low, .client)]
    #expect(decide([(nil, nil)], low).outcome == .notAssessable)
  }

  @Test("one answer is enough, and one kind of fact")
  func clear() {
    #expect(decide([(home, Agents.mac)]).outcome == .clear)
    #expect(decide([(home, Agents.mac)]).note == nil)
    #expect(decide([(home, nil)]).outcome == .clear)
    #expect(decide([(nil, Agents.mac)]).outcome == .clear)
  }

  @Test("what could not be judged stands beside the word")
  func notes() {
    let unlocated = address("83.56.1.1", place: .absent)
    #expect(
      decide([(unlocated, Agents.mac), (unlocated, Agents.mac)]).note
        == "by device; no address was locatable")
    #expect(
      decide([(nil, Agents.mac), (nil, Agents.mac)]).note
        == "by device; no answer carries an address")
    let vpn = Detection.vpn(.warsaw)
    #expect(
      decide([(vpn, Agents.mac), (vpn, Agents.mac)]).note
        == "by device; every address hides its place")
    #expect(
      decide([(home, nil), (home, nil)]).note
        == "by place; no answer carries an agent that can be used")
    #expect(decide([(vpn, nil), (vpn, nil)]).note?.hasPrefix("by network") ?? false)
  }

  @Test("software's agent is not a missing one, and where nothing is compared no network is")
  func notesOfFlagged() {
    let high = [Fixture.finding(.high, .client)]
    let automated = "no agent tells a device, for automated software sent them"
    #expect(decide([(home, Agents.headless)], high).note == "by place; " + automated)
    #expect(
      decide([(nil, Agents.headless), (nil, Agents.headless)], high).note
        == "by single answers; no answer carries an address, and " + automated)
    #expect(
      decide([(home, Agents.headless), (home, Agents.mac)], high).note
        == "by place; only one answer carries an agent that tells a device")
    let unasked = address("83.56.1.1", place: .notAttempted)
    #expect(
      decide([(unasked, Agents.mac), (unasked, Agents.mac)], high).note
        == "by device; no location database was there; `candor data build` makes one")
    let failed = address("83.56.1.1", place: .failed)
    #expect(
      decide([(failed, Agents.mac), (failed, Agents.mac)], high).note
        == "by device; every look-up of a place failed; `candor doctor` tells why")
  }
}
