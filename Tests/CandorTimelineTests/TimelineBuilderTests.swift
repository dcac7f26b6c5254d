import CandorModel
import CandorTesting
import Testing

@testable import CandorTimeline

@Suite("Runs, switches and patterns of an interview")
struct TimelineBuilderTests {
  private let home = Detection.home(.madrid)

  @Test("one address and one agent: one run, nothing else")
  func steady() {
    let result = timeline(Array(repeating: (home, Agents.mac), count: 5))
    #expect(result.runs == [Run(first: 0, last: 4, place: 0, device: 0)])
    #expect(result.transitions.isEmpty)
    #expect(result.pattern == .steady)
    #expect(result.placeCount == 1)
    #expect(result.deviceCount == 1)
  }

  @Test("fewer than two comparable observations have no pattern")
  func single() {
    let one = timeline([(home, Agents.mac)])
    #expect(one.pattern == nil)
    #expect(one.runs.count == 1)
    let none = timeline([])
    #expect(none.runs.isEmpty)
    #expect(none.pattern == nil)
    let empty = timeline([(nil, nil), (nil, nil)])
    #expect(empty.pattern == nil)
    #expect(empty.runs == [Run(first: 0, last: 1)])
    let half = timeline([(home, nil), (nil, Agents.mac)])
    #expect(half.pattern == nil)
    #expect(half.runs == [Run(first: 0, last: 1, place: 0, device: 0)])
  }

  @Test("Spain and Poland on two devices")
  func oneWay() {
    let result = timeline(
      Array(repeating: (home, Agents.mac), count: 4)
        + Array(
          repeating: (Detection.home(.warsaw, "83.0.1.1", asn: 5617), Agents.windows), count: 4))
    #expect(
      result.runs == [
        Run(first: 0, last: 3, place: 0, device: 0), Run(first: 4, last: 7, place: 1, device: 1),
      ])
    #expect(result.switches.count == 1)
    let change = result.switches[0]
    #expect(change.from == 3)
    #expect(change.to == 4)
    #expect(change.changed == [.address, .network, .place, .device])
    #expect(change.place == .far)
    #expect(change.device == .differentOS)
    #expect(change.countryRelation == .different)
    #expect(change.isJourney)
    #expect(result.pattern == .oneWay)
    #expect((2200...2300).contains(change.minimumDistanceKm ?? 0))
  }

  @Test("home, private network, home is no change of place")
  func steppedOver() {
    let vpn = Detection.vpn(.warsaw)
    let result = timeline([(home, Agents.mac), (vpn, Agents.mac), (home, Agents.mac)])
    #expect(result.runs == [Run(first: 0, last: 2, place: 0, device: 0)])
    #expect(result.switches.isEmpty)
    #expect(result.placePattern == .steady)
    #expect(result.transitions.count == 2)
    #expect(result.transitions.allSatisfy { $0.anonymiserChanged && $0.place == .notComparable })
  }

  @Test("Madrid, private network, Warsaw is one change, between the two that were compared")
  func across() {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let result = timeline([
      (home, Agents.mac), (Detection.vpn(.paris), Agents.mac), (warsaw, Agents.mac),
    ])
    #expect(result.switches.map(\.from) == [0])
    #expect(result.switches.map(\.to) == [2])
    #expect(result.runs.map(\.place) == [0, 1])
    #expect(result.runs.map(\.first) == [0, 2])
    #expect(result.transitions.filter(\.anonymiserChanged).count == 2)
  }

  @Test("a private network never becomes the baseline")
  func baseline() {
    let vpn = Detection.vpn(.warsaw)
    let result = timeline([(vpn, Agents.mac), (vpn, Agents.mac), (home, Agents.mac)])
    #expect(result.runs == [Run(first: 0, last: 2, place: 0, device: 0)])
    #expect(result.switches.isEmpty)
  }

  @Test("a device that changes behind a private network is judged alone")
  func deviceBehindNetwork() {
    let result = timeline([
      (home, Agents.mac), (Detection.vpn(.warsaw), Agents.windows), (home, Agents.mac),
    ])
    #expect(result.devicePattern == .return)
    #expect(result.placePattern == .steady)
    #expect(result.runs.map(\.device) == [0, 1, 0])
    #expect(result.runs.map(\.place) == [0, nil, 0])
    #expect(result.switches.allSatisfy { !$0.hasChanged(.place) && $0.hasChanged(.device) })
  }

  @Test("an iPad that says so is known behind the agent of a Mac that it also sends")
  func iPadAmongMacs() {
    func safari(_ os: String, _ model: String, _ deviceClass: DeviceClass) -> Client {
      Client(
        ClientFacts(
          browser: "Safari", browserVersion: "17.6", browserMajor: 17, engine: "WebKit", os: os,
          deviceClass: deviceClass, brand: "Apple", model: model))
    }
    let mac = safari("macOS", "Mac", .desktop)
    let iPad = safari("iPadOS", "iPad", .tablet)
    func pattern(_ clients: [Client]) -> Pattern? {
      timeline((clients + [Agents.iPhone]).map { (home, $0) }).devicePattern
    }
    #expect(pattern([mac]) == .steady, "a phone may ask for the desktop form")
    #expect(pattern([iPad, mac]) == .oneWay)
    #expect(pattern([mac, iPad]) == .oneWay)
    #expect(pattern([mac, iPad, mac]) == .oneWay)
  }

  @Test("place and device told by two pairs make one printed switch")
  func twoPairs() {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let result = timeline([
      (home, Agents.mac), (Detection.vpn(.paris), Agents.windows), (warsaw, Agents.mac),
    ])
    #expect(result.runs.count == 3)
    #expect(result.switches.count == result.runs.count - 1)
    let into = result.transitions.filter { $0.to == 2 }
    #expect(into.contains { $0.from == 0 && $0.hasChanged(.place) && !$0.hasChanged(.device) })
    #expect(into.contains { $0.from == 1 && $0.hasChanged(.device) })
    #expect(into.count(where: \.endsRun) == 1)
  }

  @Test("return and interleaving of places and devices are told apart")
  func patterns() {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let there: (AddressFacts?, Client?) = (home, Agents.mac)
    let here: (AddressFacts?, Client?) = (warsaw, Agents.windows)
    #expect(timeline([there, here, there]).pattern == .return)
    #expect(timeline([there, here, there, here]).pattern == .interleaved)
    let places = timeline([
      there, (warsaw, Agents.mac), there, (warsaw, Agents.mac),
    ])
    #expect(places.placePattern == .interleaved)
    #expect(places.devicePattern == .steady)
    #expect(places.pattern == .interleaved)
  }

  @Test("a chain of overlapping circles does not drift")
  func drift() {
    // Each overlaps the one before it; the last is far from the first.
    let spots: [(Double, Double)] = [(0, 0), (0, 0.8), (0, 1.6), (0, 2.4), (0, 3.2), (0, 4)]
    let chain = spots.enumerated().map { index, spot in
      let place = Place(
        country: "FR", subdivision: "X", city: "City \(index)", latitude: spot.0,
        longitude: spot.1, radiusKm: 50, source: "test")
      return Detection.address("2.3.\(index).1", .found(place), asn: UInt32(index + 1))
    }
    for (one, next) in zip(chain, chain.dropFirst()) {
      let pair = builder.comparer.compare(one, next, isSameDevice: true)
      #expect(pair.place == .indistinguishable)
    }
    let result = timeline(chain.map { ($0, Agents.mac) })
    #expect(result.placeCount > 1)
    #expect(result.switches.first?.from == 0, "compared with the first member")
  }

  @Test(
    "an address of the other family hides no change of place",
    arguments: ["MVB", "VMVB", "VMWB", "BVM", "MVVWB"])
  func dualStackBetween(order: String) {
    let result = timeline(order.map { (dualStack[$0], Agents.mac) })
    #expect(result.switches.count == 1)
    #expect(result.switches.allSatisfy { $0.hasChanged(.place) && $0.place == .different })
    #expect(result.switches.map(\.to) == [order.count - 1])
    #expect(result.placePattern == .oneWay)
    #expect(result.placeCount == 2)
  }

  @Test("an address of the other family belongs to the place around it")
  func dualStackReturn() {
    let result = timeline("MVBVMB".map { (dualStack[$0], Agents.mac) })
    #expect(result.runs.map(\.first) == [0, 2, 4, 5])
    #expect(result.runs.map(\.place) == [0, 1, 0, 1])
    #expect(result.placePattern == .interleaved)
  }

  @Test("a change to the other family of one provider is no change of place")
  func dualStackElsewhere() {
    // A café of another provider, then home, whose IPv6 network a database puts far away.
    let cafe = Detection.home(.toledo, "31.4.200.1", asn: 12430)
    let far = Detection.home(.barcelona, "2a02:9130::1")
    let result = timeline([cafe, home, far].map { ($0, Agents.mac) })
    #expect(result.switches.isEmpty)
    #expect(result.placePattern == .steady)
  }

  /// Madrid and Barcelona over IPv4, and two networks over IPv6, all of one provider.
  private var dualStack: [Character: AddressFacts] {
    [
      "M": home, "B": Detection.home(.barcelona, "83.57.1.1"),
      "V": Detection.home(.madrid, "2a02:9130::1", radiusKm: 5),
      "W": Detection.home(.madrid, "2a02:9130:7:1::1", radiusKm: 5),
    ]
  }

  @Test("a precise member decides over a vague first one")
  func precise() {
    let vague = Detection.home(.madrid, "83.1.1.1", radiusKm: 600)
    let valencia = Detection.home(.valencia, "2.138.1.1", asn: 1, radiusKm: 10)
    let result = timeline([(vague, Agents.mac), (home, Agents.mac), (valencia, Agents.mac)])
    #expect(result.placeCount == 2)
    #expect(result.switches.map(\.from) == [1])
  }

  @Test("of several earlier places that fit, the nearest is taken")
  func nearest() {
    let madrid = Detection.home(.madrid, radiusKm: 20)
    let valencia = Detection.home(.valencia, "2.138.1.1", asn: 1, radiusKm: 20)
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let toledo = Detection.home(.toledo, "83.57.1.1", asn: 7, radiusKm: 250)
    let result = timeline([
      (madrid, Agents.mac), (valencia, Agents.mac), (warsaw, Agents.mac), (toledo, Agents.mac),
    ])
    #expect(result.runs.map(\.place) == [0, 1, 2, 0])
  }

  @Test("behind a carrier's gateway the line before it is compared")
  func hopAndAway() {
    let carrier = Detection.carrier(.barcelona)
    let barcelona = Detection.home(.barcelona, "2.136.1.1", asn: 1)
    let away = timeline([
      (home, Agents.iPhone), (carrier, Agents.iPhone), (barcelona, Agents.iPhone),
    ])
    #expect(away.switches.map(\.from) == [0])
    #expect(away.placePattern == .oneWay)
    let back = timeline([
      (home, Agents.iPhone), (carrier, Agents.iPhone), (home, Agents.iPhone),
    ])
    #expect(back.switches.isEmpty)
    #expect(back.placePattern == .steady)
    let begun = timeline([
      (carrier, Agents.iPhone), (home, Agents.iPhone), (barcelona, Agents.iPhone),
      (home, Agents.iPhone),
    ])
    #expect(begun.placePattern == .return)
    #expect(begun.runs.map(\.place) == [0, 1, 0])
  }

  @Test(
    "a relay or a mobile network between two lines hides no journey",
    arguments: [
      Detection.relay(country: "ES"), Detection.relay(country: "PL"),
      Detection.relay(country: "FR"),
      Detection.carrier(.lisbon), Detection.vpn(.paris),
    ])
  func journey(between: AddressFacts) {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let result = timeline(
      [(home, Agents.mac), (between, Agents.mac), (warsaw, Agents.mac)], minutes: [0, 5, 10])
    let journeys = result.transitions.filter { $0.hasChanged(.place) && $0.isJourney }
    #expect(journeys.map(\.from) == [0])
    #expect(journeys.map(\.to) == [2])
    #expect(journeys.allSatisfy { $0.gapSeconds == 600 && $0.minimumSpeedKmh ?? 0 > 900 })
    #expect(result.switches.count == result.runs.count - 1)
    let back = timeline(
      [(home, Agents.mac), (between, Agents.mac), (home, Agents.mac)], minutes: [0, 5, 10])
    #expect(!back.transitions.contains { $0.hasChanged(.place) && $0.isJourney })
  }

  @Test("versions and browsers stay in one run")
  func oneDevice() {
    let result = timeline([
      (home, Agents.chrome(131)), (home, Agents.chrome(132)), (home, Agents.windowsFirefox),
    ])
    #expect(result.runs.count == 1)
    #expect(result.devicePattern == .steady)
    #expect(result.transitions.map(\.device) == [.updated, .differentBrowser])
  }

  @Test("a frozen model between two known ones hides nothing")
  func frozenModel() {
    let result = timeline([
      (home, Agents.pixel), (home, Agents.android), (home, Agents.galaxy),
    ])
    #expect(result.deviceCount == 2)
    #expect(result.switches.map(\.from) == [0])
    #expect(result.switches.map(\.device) == [.differentModel])
  }

  @Test("automated and missing agents are stepped over")
  func automated() {
    let result = timeline([
      (home, Agents.mac), (home, Agents.headless), (home, nil), (home, Agents.mac),
    ])
    #expect(result.runs.count == 1)
    #expect(result.transitions.isEmpty)
  }

  @Test("timed answers in any order give the same timeline", arguments: 0..<20)
  func permutation(seed: Int) {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let answers: [(AddressFacts?, Client?)] = [
      (home, Agents.mac), (home, Agents.mac), (warsaw, Agents.windows), (home, Agents.mac),
      (Detection.vpn(.paris), Agents.mac), (warsaw, Agents.windows), (nil, Agents.mac),
    ]
    let original = Detection.interview(answers, minutes: [0, 1, 2, 3, 4, 4, 5])
    var generator = SeededNumbers(seed: UInt64(seed) + 1)
    let order = Array(answers.indices).shuffled(using: &generator)
    var evidence = original.evidence
    evidence.answers = order.map { original.evidence.answers[$0] }
    let observations = order.enumerated().map { position, index in
      let old = original.observations[index]
      return Observation(
        index: position, answer: position, step: old.step, attempt: old.attempt, at: old.at,
        address: old.address, client: old.client)
    }
    let shuffled = EnrichedInterview(evidence: evidence, observations: observations)
    let left = builder.timeline(of: original)
    let right = builder.timeline(of: shuffled)
    #expect(left.runs == right.runs)
    #expect(left.pattern == right.pattern)
    #expect(left.observations.map(\.step) == right.observations.map(\.step))
    #expect(left.observations.map(\.index) == right.observations.map(\.index))
    #expect(left.transitions.map(\.changed) == right.transitions.map(\.changed))
    #expect(left.transitions.map(\.from) == right.transitions.map(\.from))
  }

  @Test("without every time the steps order, and attempts as given")
  func stepOrder() {
    var interview = Detection.interview(
      [(home, Agents.mac), (home, Agents.windows), (home, Agents.iPhone)], steps: [2, 0, 0])
    let result = builder.timeline(of: interview)
    #expect(result.order == .step)
    #expect(result.observations.map(\.answer) == [1, 2, 0])
    #expect(result.observations.map(\.index) == [0, 1, 2])
    interview = Detection.interview([(home, Agents.mac), (home, Agents.mac)], minutes: [1, 0])
    #expect(builder.timeline(of: interview).order == .time)
    #expect(builder.timeline(of: interview).observations.map(\.answer) == [1, 0])
  }

  @Test("speeds are measured where times are known, and bounded by the duration")
  func speeds() {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let answers: [(AddressFacts?, Client?)] = [(home, Agents.mac), (warsaw, Agents.mac)]
    let timed = timeline(answers, minutes: [0, 60]).switches[0]
    #expect(timed.gapKnown == .exact)
    #expect((2200...2300).contains(timed.minimumSpeedKmh ?? 0))
    let bounded = timeline(answers, durationMinutes: 30).switches[0]
    #expect(bounded.gapKnown == .bounded)
    #expect((4400...4600).contains(bounded.minimumSpeedKmh ?? 0))
    let unknown = timeline(answers).switches[0]
    #expect(unknown.gapKnown == .unknown)
    #expect(unknown.minimumSpeedKmh == nil)
    #expect(unknown.minimumDistanceKm != nil)
  }

  @Test(
    "how the declared country lies",
    arguments: [
      (Detection.Spot.madrid, CountryRelation.same), (.lisbon, .bordering), (.manila, .different),
    ])
  func declared(spot: Detection.Spot, relation: CountryRelation) {
    let answers: [(AddressFacts?, Client?)] = [
      (Detection.home(spot), Agents.mac), (Detection.vpn(.warsaw), Agents.mac),
    ]
    #expect(timeline(answers, declaredCountry: "ES").declaredCountryRelation == relation)
    #expect(timeline(answers, declaredCountry: "es").declaredCountryRelation == relation)
    #expect(timeline(answers).declaredCountryRelation == nil)
    // What is no country cannot be held against anybody.
    for text in ["Spain", "ZZ", "remote", " "] {
      #expect(timeline(answers, declaredCountry: text).declaredCountryRelation == nil)
    }
  }

  @Test("one answer from the declared country is enough; a neighbour beside a stranger is none")
  func declaredMixed() {
    let manila = Detection.home(.manila, "112.198.4.5", asn: 9299)
    let lisbon = Detection.home(.lisbon, "85.240.1.2", asn: 3243)
    func relation(_ all: [AddressFacts]) -> CountryRelation? {
      timeline(all.map { ($0, Agents.mac) }, declaredCountry: "ES").declaredCountryRelation
    }
    #expect(relation([manila, home]) == .same)
    #expect(relation([lisbon, manila]) == .different)
    #expect(relation([manila, lisbon]) == .different)
    #expect(relation([Detection.vpn(.warsaw)]) == nil)
    // Located in no country: it may be the one that was declared.
    let nowhere = Detection.address(
      "83.0.12.34",
      .found(Place(latitude: 40.4, longitude: -3.7, radiusKm: 50, source: "test")), asn: 3352,
      .residential)
    #expect(relation([nowhere, manila]) == nil)
    #expect(relation([nowhere, home]) == .same)
    #expect(relation([Detection.relay(country: "PL")]) == .different)
  }

  @Test("many different addresses take no more than their share of time")
  func bounded() {
    let carriers = (0..<3000).map {
      Detection.carrier(.madrid, "77.\(224 + $0 / 256 / 256).\($0 / 256 % 256).\($0 % 256)")
    }
    let result = timeline(carriers.map { ($0, Agents.iPhone) })
    #expect(result.runs.count == 1)
  }

  /// What is seen has to hold for every order of the attempts inside a step.
  @Test(
    "the order of attempts inside a step makes no return",
    arguments: [
      ([(0, "M"), (0, "W"), (1, "M")], Pattern.oneWay),
      ([(0, "W"), (0, "M"), (1, "M")], .oneWay),
      ([(0, "M"), (0, "W"), (0, "M"), (0, "W")], .oneWay),
      ([(0, "M"), (1, "M"), (1, "W"), (2, "M")], .return),
      ([(0, "M"), (1, "W"), (1, "M"), (2, "M")], .return),
      ([(0, "M"), (0, "W"), (1, "M"), (1, "W")], .return),
      ([(0, "M"), (1, "W"), (2, "M"), (3, "W")], .interleaved),
      ([(0, "M"), (0, "W"), (1, "M"), (1, "W"), (2, "M")], .return),
      ([(0, "M"), (0, "W"), (1, "W"), (1, "M"), (2, "M")], .return),
      ([(0, "W"), (0, "M"), (1, "W"), (1, "M"), (2, "M")], .return),
      ([(0, "M"), (0, "M"), (1, "M")], .steady),
    ] as [([(Int, String)], Pattern)])
  func attemptsInsideAStep(answers: [(step: Int, place: String)], expected: Pattern) {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let facts: [(AddressFacts?, Client?)] = answers.map {
      ($0.place == "M" ? home : warsaw, $0.place == "M" ? Agents.mac : Agents.windows)
    }
    let steps = answers.map(\.step)
    let result = timeline(facts, steps: steps)
    #expect(result.placePattern == expected)
    #expect(result.devicePattern == expected)
    #expect(result.pattern == expected)
    // With times the order is known.
    let timed = timeline(facts, minutes: answers.indices.map(Double.init), steps: steps)
    if answers.count == 4, steps == [0, 0, 0, 0] { #expect(timed.pattern == .interleaved) }
  }

  /// Answers of a run that tell no place are no sign that somebody was still there.
  @Test("an answer without an address makes no return of what the order of attempts leaves open")
  func attemptsAroundAGap() {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    for between in [nil, Detection.vpn(.paris)] {
      let answers: [(AddressFacts?, Client?)] = [
        (home, Agents.mac), (warsaw, Agents.windows), (between, nil), (home, Agents.mac),
      ]
      let result = timeline(answers, steps: [0, 0, 1, 2])
      #expect(result.placePattern == .oneWay)
      #expect(result.devicePattern == .oneWay)
    }
  }

  @Test(
    "a time is missing beside one: from the last moment in a place to the first in the next",
    arguments: [
      ([(0, "M", 0.0), (0, "M", nil), (1, "W", 2)], 120.0),
      ([(0, "M", 0.0), (1, "W", nil), (1, "W", 2)], 120),
      ([(0, "M", nil), (0, "M", 1), (1, "W", nil), (1, "W", 4)], 180),
      // Times against the steps bound nothing.
      ([(0, "M", 9.0), (0, "M", nil), (1, "W", 2)], nil),
    ] as [([(Int, String, Double?)], Double?)])
  func boundedBySeenMoments(
    answers: [(step: Int, place: String, minutes: Double?)], seconds: Double?
  ) throws {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let interview = Detection.interview(
      answers.map { ($0.place == "M" ? home : warsaw, Agents.mac) },
      minutes: answers.map(\.minutes), steps: answers.map(\.step))
    let change = try #require(builder.timeline(of: interview).switches.first)
    #expect(change.gapSeconds == seconds)
    #expect(change.gapKnown == (seconds == nil ? .unknown : .bounded))
  }

  @Test("a missing time is bounded by the answers around")
  func boundedByNeighbours() {
    let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
    let answers: [(AddressFacts?, Client?)] = [
      (home, Agents.mac), (warsaw, Agents.mac), (warsaw, Agents.mac),
    ]
    let interview = Detection.interview(answers, minutes: [0, nil, 2])
    let change = builder.timeline(of: interview).switches[0]
    #expect(change.gapKnown == .bounded)
    #expect(change.gapSeconds == 120)
    #expect((change.minimumSpeedKmh ?? 0) > 50_000)
  }
}
