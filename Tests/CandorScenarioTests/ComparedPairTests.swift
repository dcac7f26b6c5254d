import CandorKit
import CandorModel
import CandorTesting
import Testing

/// Each observation is compared with the last one before it that is comparable in that respect: what
/// is said of place, network and device rests on pairs of their own.
@Suite("Which two answers are compared")
struct ComparedPairTests {
  private let home = HandMade.home
  private let warsaw = HandMade.warsaw
  private let valencia = Detection.home(.valencia, "2.138.1.1", asn: 12479)
  private let barcelona = Detection.home(.barcelona, "90.160.1.1", asn: 12479)
  private let roamingPole = Detection.carrier(.warsaw, "31.174.1.1", asn: 39603)

  @Test(
    "the time of a journey runs from the last answer at the place that is left",
    arguments: [
      Detection.relay(country: "ES"),
      Detection.address("83.56.3.3", .found(Detection.place(country: "ES")), asn: 3352),
    ])
  func latestAnswer(before: AddressFacts) {
    let sixth = Detection.home(.madrid, "2a02:9130::1")
    let result = HandMade.assess(
      [home, sixth, home, before, barcelona].map { ($0, Agents.mac) },
      minutes: [0, 100, 600, 603, 620])
    #expect(result.outcome == .priority)
    #expect(result.finding("location/impossible-travel")?.observations == [2, 4])
  }

  @Test("a carrier's gateway on the way does not lead to another place step by step")
  func drift() {
    let gateway = Detection.carrier(.madrid)
    let lisbon = Detection.carrier(.lisbon, "85.240.1.1", asn: 12353)
    let result = HandMade.assess([barcelona, gateway, lisbon].map { ($0, Agents.iPhone) })
    #expect(result.outcome == .review)
    #expect(result.finding("location/far-switch")?.observations == [0, 2])
    #expect(HandMade.assess([barcelona, lisbon].map { ($0, Agents.iPhone) }).outcome == .review)
  }

  @Test("a missing agent makes a pair for the device, which tells nothing of places")
  func deviceOnly() {
    let carrier = Detection.carrier(.lisbon, "85.240.1.1", asn: 12353)
    let later = Client(
      ClientFacts(
        browser: "Instagram", engine: "WebKit", os: "iOS", deviceClass: .phone, brand: "Apple",
        model: "iPhone"))
    func result(_ third: Client?) -> Assessment {
      HandMade.assess([
        (barcelona, Agents.iPhone), (roamingPole, Agents.iPhone), (barcelona, third),
        (carrier, later),
      ])
    }
    #expect(result(Agents.iPhone).outcome == .review)
    let lacking = result(nil)
    #expect(lacking.outcome == .review)
    let ends = lacking.findings.filter { $0.kind == .place }.map(\.observations)
    #expect(!ends.contains([1, 3]), "the third answer lies between")
  }

  @Test("IPv4 and IPv6 of one provider before a relay or a carrier abroad hide no journey")
  func journeyBehindDualStack() {
    let sixth = Detection.home(.madrid, "2a02:9130::1")
    let far = Detection.home(.badajoz, "83.61.10.1")
    for between in [
      Detection.relay(country: "PL"), Detection.carrier(.lisbon, "85.240.1.1", asn: 12353),
    ] {
      let result = HandMade.assess(
        [home, sixth, between, far].map { ($0, Agents.mac) }, minutes: [0, 1, 3, 5])
      #expect(result.outcome == .priority)
      #expect(result.finding("location/impossible-travel")?.observations == [0, 3])
    }
  }

  @Test("one change is one signal, also where the next answer tells more of it")
  func oneSignal() {
    let unknown = Detection.address(
      "83.0.1.1", .found(Detection.place(.warsaw)), hasNetwork: false)
    let place = HandMade.assess([home, unknown, warsaw].map { ($0, Agents.windows) })
    #expect(place.contributions.map(\.kind) == [.place])
    #expect(place.finding("location/far-switch")?.observations == [0, 1])
    let late = HandMade.assess([
      (home, Agents.chrome(131)), (warsaw, nil), (warsaw, Agents.chrome(132)),
    ])
    #expect(late.contributions.map(\.kind) == [.place])
    let there = Detection.address(
      "83.56.8.8", .found(Detection.place(.madrid)), hasNetwork: false)
    let other = Detection.home(.madrid, "77.209.1.1", asn: 12430)
    let device = HandMade.assess([
      (home, Agents.windows), (there, Agents.mac), (other, Agents.mac),
    ])
    #expect(device.contributions.filter { $0.kind == .device }.count == 1)
    #expect(device.finding("device/os-switch")?.observations == [0, 1])
  }

  @Test(
    "an agent that is missing on the way hides no journey between two lines",
    arguments: [
      Detection.relay(country: "PL"), Detection.carrier(.lisbon, "85.240.1.1", asn: 12353),
      Detection.carrier(.madrid, "83.56.200.1", asn: 3352),
    ])
  func journeyPastMissingAgent(between: AddressFacts) {
    let manila = Detection.home(.manila, "112.198.4.5", asn: 9299)
    for last in [Agents.windows, Agents.chrome(132), Agents.iPhone] {
      let answers: [(AddressFacts?, Client?)] = [
        (home, Agents.windows), (between, nil), (manila, last),
      ]
      let timed = HandMade.assess(answers, minutes: [0, 1, 5])
      #expect(timed.outcome == .priority)
      #expect(timed.finding("location/impossible-travel")?.observations == [0, 2])
      #expect(HandMade.assess(answers).outcome == (last === Agents.iPhone ? .priority : .review))
    }
  }

  @Test("what leads away for good has no part in going to and fro")
  func oneWay() {
    func outcome(_ last: AddressFacts, _ client: Client = Agents.mac) -> Assessment {
      HandMade.assess([home, valencia, home, last].map { ($0, client) })
    }
    let away = outcome(warsaw)
    #expect(away.outcome == .review)
    #expect(away.finding("location/return")?.effectiveSeverity == .medium)
    #expect(away.finding("location/far-switch")?.effectiveSeverity == .medium)
    #expect(outcome(roamingPole, Agents.iPhone).outcome == .review)
    let back = HandMade.assess([home, valencia, warsaw, home].map { ($0, Agents.mac) })
    #expect(back.outcome == .priority)
    #expect(back.finding("location/return")?.effectiveSeverity == .high)
  }

  @Test("attempts at one step make no return of each other, whatever their order")
  func returnsInsideAStep() {
    for last in [[warsaw, home], [home, warsaw]] {
      let result = HandMade.assess(
        ([home, valencia, home] + last).map { ($0, Agents.mac) }, steps: [0, 1, 2, 3, 3])
      #expect(result.finding("location/far-switch")?.effectiveSeverity == .medium)
      #expect(result.finding("location/return")?.effectiveSeverity == .medium)
      #expect(result.outcome == .review)
    }
    let between = HandMade.assess(
      [home, warsaw, valencia, home].map { ($0, Agents.mac) }, steps: [0, 1, 1, 2])
    #expect(between.outcome == .priority, "home comes again behind the step that led away")
  }

  @Test("a network behind an answer without an address is told, the device where it changed")
  func networkBehindGap() {
    let line = Detection.home(.madrid, "62.81.10.1", asn: 12430)
    let result = HandMade.assess([
      (home, Agents.mac), (nil, Agents.windows), (line, Agents.windows),
    ])
    #expect(result.finding("network/switch")?.observations == [0, 2])
    #expect(!result.notEvaluable.contains { $0.rule == "network/switch" })
    #expect(result.findings.filter { $0.kind == .device }.map(\.observations) == [[0, 1]])
    // The first and the last answer are of two devices, whatever lies between.
    let campus = Detection.address(
      "147.96.10.1", .found(Detection.place(.madrid)), asn: 766, .education)
    let other = HandMade.assess([
      (home, Agents.iPhone), (nil, Agents.windows), (campus, Agents.windows),
    ])
    #expect(other.finding("network/switch")?.effectiveSeverity == .low)
    #expect(!other.explanationCodes.contains("campus-network"))
    let phone = HandMade.assess([
      (home, Agents.windows), (nil, Agents.iPhone),
      (Detection.carrier(.madrid), Agents.iPhone),
    ])
    #expect(phone.contributions.map(\.kind) == [.device])
  }

  @Test("a place holds what it began with, however many gateways come between")
  func manyGateways() {
    func gateways(_ count: Int, from first: Int) -> [AddressFacts] {
      (0..<count).map { Detection.carrier(.madrid, "77.224.\(first + $0).1") }
    }
    let wide = Detection.home(.valencia, "2.138.1.1", asn: 12479, radiusKm: 300)
    let answers = [home] + gateways(5, from: 0) + [wide] + gateways(60, from: 100) + [barcelona]
    let result = HandMade.assess(answers.map { ($0, Agents.iPhone) })
    #expect(result.finding("location/region-switch") != nil)
  }

  @Test("attempts without a time do not hide a journey that the steps around them rule out")
  func boundByOtherSteps() {
    let lisbon = Detection.home(.lisbon, "85.240.1.1", asn: 3243)
    let timed = Detection.interview(
      [
        (lisbon, Agents.windows), (lisbon, Agents.windowsFirefox),
        (lisbon, Agents.windowsFirefox), (valencia, Agents.windowsFirefox),
      ], minutes: [0, 1, 2, 6], steps: [0, 1, 2, 2])
    var evidence = timed.evidence
    for index in [1, 2] { evidence.answers[index].at = nil }
    let interview = EnrichedInterview(
      evidence: evidence,
      observations: timed.observations.map {
        Observation(
          index: $0.index, answer: $0.answer, step: $0.step, attempt: $0.attempt,
          at: evidence.answers[$0.answer].at, address: $0.address, client: $0.client)
      })
    var worker = ScenarioBench.shared.worker()
    let result = worker.assess(interview)
    #expect(result.timeline.order == .step)
    #expect(result.outcome == .priority)
    #expect(result.finding("location/impossible-travel")?.observations == [2, 3])
  }

  @Test("a carrier's gateway takes nothing off what leads away from the line behind it")
  func lineBehindGateway() {
    let gateway = Detection.carrier(.badajoz)
    let lisbon = Detection.home(.lisbon, "85.240.1.1", asn: 3243)
    func outcome(_ places: [AddressFacts], last: Client = Agents.iPhone) -> Outcome {
      var answers: [(AddressFacts?, Client?)] = places.map { ($0, Agents.iPhone) }
      answers[answers.count - 1].1 = last
      return HandMade.assess(answers).outcome
    }
    for before in [[], [gateway]] {
      #expect(outcome(before + [barcelona, lisbon]) == .review)
      #expect(outcome(before + [barcelona, lisbon], last: Agents.galaxy) == .priority)
      #expect(outcome(before + [barcelona, lisbon, barcelona]) == .priority)
    }
  }

  @Test("the other family of a line is no journey beside another line of the town")
  func otherFamilyBesideLine() {
    let sixth = Detection.home(.barcelona, "2a02:9130::1")
    let cafe = Detection.home(.madrid, "31.4.200.1", asn: 12430)
    for order in [[home, sixth, cafe], [home, cafe, sixth]] {
      let result = HandMade.assess(order.map { ($0, Agents.mac) }, minutes: [0, 1, 2])
      #expect(result.outcome == .clear)
    }
    let device = HandMade.assess([
      (home, Agents.mac), (cafe, Agents.mac), (sixth, Agents.windows),
    ])
    #expect(device.outcome == .review)
  }
}
