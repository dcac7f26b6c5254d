import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("What is written down between two answers")
struct TransitionRecorderTests {
  private let home = Detection.home(.madrid)
  private let paris = Detection.home(.paris, "2.3.1.1", asn: 3215)
  private let berlin = Detection.home(.berlin, "79.192.1.1", asn: 3320)
  private let lisbon = Detection.home(.lisbon, "85.240.1.1", asn: 3243)

  private func line(country: String, _ text: String) -> AddressFacts {
    Detection.address(
      text, .found(Detection.place(country: country)), asn: 5617, .residential)
  }

  /// The pairs that tell another place.
  private func moves(_ timeline: Timeline) -> [[Int]] {
    timeline.transitions.filter { $0.hasChanged(.place) }.map { [$0.from, $0.to] }
  }

  @Test("a line of which only the country is known hides no journey between two cities")
  func countryBetween() throws {
    let poland = line(country: "PL", "83.9.1.1")
    let result = timeline(
      [paris, poland, berlin].map { ($0, Agents.mac) }, minutes: [0, 1, 2])
    #expect(moves(result) == [[0, 1], [0, 2]])
    let journey = try #require(result.transitions.first(where: { $0.from == 0 && $0.to == 2 }))
    #expect(journey.isJourney)
    #expect(journey.gapSeconds == 120)
    #expect((journey.minimumSpeedKmh ?? 0) > 20_000)
    #expect(result.switches.count == 1)
    // And where the country is the one that is left.
    let left = timeline([berlin, poland, paris].map { ($0, Agents.mac) })
    #expect(moves(left) == [[0, 2], [1, 2]])
  }

  @Test("such a journey is told once, and of a country that is known before by that country alone")
  func countriesBetween() {
    let lines = ["83.9.1.1", "83.9.2.2", "83.9.3.3"].map { line(country: "PL", $0) }
    let near = Detection.home(.berlin, "79.192.2.2", asn: 3320)
    let result = timeline(([paris] + lines + [berlin, near]).map { ($0, Agents.mac) })
    #expect(moves(result) == [[0, 1], [0, 4]])
    let home = timeline([berlin, lines[0], near].map { ($0, Agents.mac) })
    #expect(moves(home).isEmpty)
  }

  @Test("a device that changes with the journey is told with it")
  func deviceBehindCountry() {
    let result = timeline([
      (paris, Agents.iPhone), (line(country: "PL", "83.9.1.1"), nil), (berlin, Agents.windows),
    ])
    #expect(
      result.transitions.contains {
        $0.from == 0 && $0.to == 2 && $0.hasChanged(.place) && $0.hasChanged(.device)
      })
  }

  @Test("into and out of a network that hides the place leads only what is known of both")
  func anonymiserOfBoth() {
    let vpn = Detection.vpn(.paris)
    let local = Detection.address("192.168.1.7", .absent, hasNetwork: false)
    func changes(_ addresses: [AddressFacts]) -> [[Int]] {
      timeline(addresses.map { ($0, Agents.mac) }).transitions.filter(\.anonymiserChanged)
        .map { [$0.from, $0.to] }
    }
    #expect(changes([vpn, local]).isEmpty)
    #expect(changes([local, vpn]).isEmpty)
    #expect(changes([vpn, local, vpn]).isEmpty)
    #expect(changes([vpn, local, home]) == [[0, 2]])
    #expect(changes([home, local, vpn, local]) == [[0, 2]])
    // A class that no source knows counts as none that hides the place.
    let unlisted = Detection.address("198.51.101.7", .absent, hasNetwork: false)
    #expect(changes([vpn, unlisted]) == [[0, 1]])
    // And so the way back in is one, and the way home from there is none.
    #expect(changes([vpn, unlisted, vpn]) == [[0, 1], [1, 2]])
    #expect(changes([home, vpn, unlisted, home]) == [[0, 1], [1, 2]])
  }

  @Test("one change is written down once where an agent is missing in between")
  func changeBesideMissingAgent() {
    let vpn = Detection.vpn(.paris)
    let (older, newer) = (Agents.chrome(120), Agents.chrome(121))
    let out = timeline([(vpn, older), (vpn, nil), (home, newer)])
    #expect(out.transitions.filter(\.anonymiserChanged).map { [$0.from, $0.to] } == [[1, 2]])
    #expect(out.transitions.map(\.device) == [.updated, nil])
    let moved = timeline([(paris, older), (paris, nil), (berlin, newer)])
    #expect(moves(moved) == [[1, 2]])
    // A line in between is where the VPN was left already.
    let left = timeline([(vpn, Agents.android), (home, nil), (home, Agents.iPhone)])
    #expect(left.transitions.filter(\.anonymiserChanged).map { [$0.from, $0.to] } == [[0, 1]])
  }

  @Test("two agents are compared once where an address is missing in between")
  func agentsBesideMissingAddress() {
    let (older, newer) = (Agents.chrome(120), Agents.chrome(121))
    let result = timeline([(paris, older), (nil, older), (berlin, newer)])
    #expect(result.transitions.count { $0.device != nil } == 1)
    #expect(moves(result) == [[0, 2]])
  }

  @Test("another device is told from the last answer on the one before")
  func lastOfDevice() {
    let inApp = Client(
      ClientFacts(browser: "Instagram", os: "Android", deviceClass: .phone, inAppHost: "Instagram"))
    let result = timeline([
      (home, Agents.galaxy), (nil, Agents.galaxy), (home, Agents.galaxy), (home, inApp),
      (home, Agents.windows),
    ])
    let change = result.transitions.first { $0.hasChanged(.device) }
    #expect(change?.to == 4)
    #expect((change?.from ?? 0) >= 2)
  }

  @Test("an agent that is spelled otherwise bounds a stay as well")
  func boundBesideOtherSpelling() throws {
    let interview = Detection.interview(
      [(home, Agents.chrome(120)), (home, Agents.chrome(121)), (lisbon, Agents.chrome(121))],
      minutes: [0, nil, 5], steps: [0, 0, 1])
    let change = try #require(
      builder.timeline(of: interview).transitions.last { $0.hasChanged(.place) })
    #expect(change.gapKnown == .bounded)
    #expect(change.gapSeconds == 300)
  }

  @Test(
    "an answer without facts or another address of the line takes no bound away",
    arguments: [
      [(0, "M", 0.0), (1, "M", nil), (2, "L", nil), (2, "L", 5)],
      [(0, "M", 0.0), (1, "-", nil), (2, "M", nil), (3, "L", nil), (3, "L", 5)],
      [(0, "M", 0.0), (1, "N", nil), (2, "L", nil), (2, "L", 5)],
      [(0, "M", 0.0), (1, "M", nil), (2, "L", nil), (2, "K", 5)],
      [(0, "M", 0.0), (0, "-", nil), (0, "M", nil), (1, "L", nil), (1, "-", nil), (1, "L", 5)],
    ] as [[(step: Int, place: String, minutes: Double?)]])
  func boundBesideBlank(answers: [(step: Int, place: String, minutes: Double?)]) throws {
    let addresses = [
      "M": home, "N": Detection.home(.madrid, "83.56.9.9"), "L": lisbon,
      "K": Detection.home(.lisbon, "85.240.9.9", asn: 3243),
    ]
    let interview = Detection.interview(
      answers.map { (addresses[$0.place], addresses[$0.place].map { _ in Agents.mac }) },
      minutes: answers.map(\.minutes), steps: answers.map(\.step))
    let change = try #require(builder.timeline(of: interview).switches.first)
    #expect(change.gapKnown == .bounded)
    #expect(change.gapSeconds == 300)
  }

  @Test("what hides its place bounds no stay at the place that it says")
  func boundBesideHidden() throws {
    for hidden in [Detection.vpn(.madrid), Detection.carrier(.madrid)] {
      let interview = Detection.interview(
        [hidden, home, lisbon].map { ($0, Agents.mac) }, minutes: [0, nil, 20], steps: [0, 0, 1])
      let change = try #require(
        builder.timeline(of: interview).transitions.last { $0.hasChanged(.place) })
      #expect(change.gapKnown == .unknown)
    }
  }
}
