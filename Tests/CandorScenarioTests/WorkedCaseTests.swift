import CandorModel
import CandorTesting
import Testing

@Suite("The worked cases of detection")
struct WorkedCaseTests {
  private let home = HandMade.home
  private let warsaw = HandMade.warsaw

  @Test("IPv4 and IPv6 of one provider alternate: clear, explained")
  func dualStack() {
    let six = Detection.home(.barcelona, "2a02:9130::5")
    let result = HandMade.assess(
      [(home, Agents.mac), (six, Agents.mac), (home, Agents.mac), (six, Agents.mac)])
    #expect(result.outcome == .clear)
    #expect(result.explanationCodes == ["dual-stack"])
    #expect(result.contributions.isEmpty)
    #expect(result.timeline.pattern == .steady)
  }

  @Test("phone at home, then its carrier's network, 600 km off: clear, explained")
  func carrierHop() {
    let result = HandMade.assess(
      HandMade.times(3, home, Agents.iPhone)
        + HandMade.times(3, Detection.carrier(.barcelona), Agents.iPhone),
      minutes: [0, 1, 2, 3, 4, 5])
    #expect(result.outcome == .clear)
    #expect(result.explanationCodes == ["carrier-hop"])
  }

  @Test("webcam failed, goes on on a phone, same address or its carrier's: review")
  func webcamFailed() {
    let same = HandMade.assess(
      HandMade.times(4, home, Agents.windows) + HandMade.times(4, home, Agents.iPhone))
    #expect(same.outcome == .review)
    #expect(same.contributions.map(\.kind) == [.device])
    let carrier = HandMade.assess(
      HandMade.times(4, home, Agents.windows)
        + HandMade.times(4, Detection.carrier(.barcelona), Agents.iPhone))
    #expect(carrier.outcome == .review)
    #expect(carrier.finding("location/far-switch") == nil)
  }

  @Test("VPN for the first half, then home; same device: clear, with the VPN as a low finding")
  func vpnThenHome() {
    let result = HandMade.assess(
      HandMade.times(4, Detection.vpn(.warsaw), Agents.mac) + HandMade.times(4, home, Agents.mac))
    #expect(result.outcome == .clear)
    #expect(result.finding("network/vpn")?.effectiveSeverity == .low)
    #expect(result.finding("network/vpn")?.observations == [0, 1, 2, 3])
  }

  @Test("Tor, then home, other device: review by device")
  func tor() {
    let result = HandMade.assess(
      HandMade.times(3, Detection.vpn(.berlin, "185.220.101.4", class: .tor), Agents.windows)
        + HandMade.times(3, home, Agents.mac), minutes: [0, 1, 2, 3, 4, 5])
    #expect(result.outcome == .review)
    #expect(result.contributions.first?.kind == .device)
  }

  @Test("step 3 retaken from another country on another device: priority (return, P + D)")
  func retake() {
    let result = HandMade.assess(
      HandMade.times(3, home, Agents.mac) + [(warsaw, Agents.windows)]
        + HandMade.times(2, home, Agents.mac), steps: [0, 1, 2, 2, 3, 4])
    #expect(result.outcome == .priority)
    #expect(result.timeline.pattern == .return)
    #expect(result.finding("evidence/retake-elsewhere")?.severity == .high)
    #expect(result.contributions.contains { $0.kind == .combined })
  }

  @Test("two devices alternate on one address: review, interleaved named first")
  func interleavedDevices() {
    let result = HandMade.assess([
      (home, Agents.mac), (home, Agents.windows), (home, Agents.mac), (home, Agents.windows),
    ])
    #expect(result.outcome == .review)
    #expect(result.findings.first?.rule == "device/interleaved")
  }

  @Test("one device, two far cities, one way: review; with times that leave no journey: priority")
  func twoCities() {
    let answers = HandMade.times(2, home, Agents.mac) + HandMade.times(2, warsaw, Agents.mac)
    let untimed = HandMade.assess(answers)
    #expect(untimed.outcome == .review)
    #expect(
      untimed.notEvaluable.contains {
        $0.rule == "location/impossible-travel" && $0.reason == .missingTime
      })
    let timed = HandMade.assess(answers, minutes: [0, 2, 4, 6])
    #expect(timed.outcome == .priority)
    let bounded = HandMade.assess(answers, durationMinutes: 24)
    #expect(bounded.outcome == .priority)
    #expect(bounded.finding("location/impossible-travel") != nil)
    let slow = HandMade.assess(answers, minutes: [0, 2, 2000, 2002])
    #expect(slow.outcome == .review)
  }

  @Test("relay and home, same country: clear, explained")
  func relay() {
    let result = HandMade.assess([
      (home, Agents.iPhone), (Detection.relay(country: "ES"), Agents.iPhone),
      (home, Agents.iPhone),
    ])
    #expect(result.outcome == .clear)
    #expect(result.explanationCodes == ["relay"])
    #expect(result.contributions.isEmpty)
  }

  @Test("country-only database: Spain then Portugal clear, Spain then Poland review")
  func countryOnly() {
    func country(_ code: String, _ text: String) -> AddressFacts {
      Detection.address(text, .found(Detection.place(country: code)), asn: nil)
    }
    let spain = country("ES", "83.56.1.1")
    #expect(
      HandMade.assess([(spain, Agents.mac), (country("PT", "85.240.1.1"), Agents.mac)]).outcome
        == .clear)
    #expect(
      HandMade.assess([(spain, Agents.mac), (country("PL", "83.0.1.1"), Agents.mac)]).outcome
        == .review)
  }

  @Test("declared Spain: all from the Philippines review; from Portugal clear with a low finding")
  func declared() {
    let manila = Detection.home(.manila, "112.198.4.5", asn: 9299)
    #expect(
      HandMade.assess(HandMade.times(4, manila, Agents.mac), declaredCountry: "ES").outcome
        == .review)
    let lisbon = Detection.home(.lisbon, "85.240.1.2", asn: 3243)
    // What is no code is nothing to compare with.
    let spelled = HandMade.assess(HandMade.times(4, manila, Agents.mac), declaredCountry: "Spain")
    #expect(
      spelled.notEvaluable.first { $0.rule == "location/declared-country" }?.reason
        == .missingDeclaration)
    let neighbour = HandMade.assess(HandMade.times(4, lisbon, Agents.mac), declaredCountry: "ES")
    #expect(neighbour.outcome == .clear)
    #expect(neighbour.finding("location/declared-country")?.effectiveSeverity == .low)
  }

  @Test("one answer, agent and place known: clear, and switch rules say single-observation")
  func oneAnswer() {
    let result = HandMade.assess([(home, Agents.mac)])
    #expect(result.outcome == .clear)
    #expect(result.findings.isEmpty)
    #expect(
      result.notEvaluable.contains {
        $0.rule == "device/os-switch" && $0.reason == .singleObservation
      })
  }

  @Test("all fields placeholders: not-assessable")
  func placeholders() {
    let result = HandMade.assess(HandMade.times(4, nil, nil))
    #expect(result.outcome == .notAssessable)
    #expect(result.outcomeNote != nil)
  }
}
