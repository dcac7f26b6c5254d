import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("Places behind gateways and over two address families")
struct PlaceTrackerTests {
  @Test("the gateways of a carrier that was met behind a place are no further places")
  func gatewaysBehindPlace() {
    let home = Detection.home(.madrid)
    let gateways = (1...3).map {
      Detection.carrier(.warsaw, "31.174.\($0).1", asn: 39603)
    }
    let result = timeline(([home] + gateways + [home]).map { ($0, Agents.iPhone) })
    #expect(
      result.transitions.filter { $0.hasChanged(.place) }.map { [$0.from, $0.to] } == [
        [0, 1], [3, 4],
      ])
    #expect(result.runs.map(\.place) == [0, 1, 0])
    #expect(result.placePattern == .return)
    // Behind a gateway of home that fits it, another country's is one.
    let roaming = timeline([
      (home, Agents.iPhone), (Detection.carrier(.madrid, "83.56.200.1", asn: 3352), Agents.iPhone),
      (gateways[0], Agents.iPhone),
    ])
    #expect(roaming.transitions.contains { $0.hasChanged(.place) && $0.to == 2 })
  }

  private let gateway = Detection.carrier(.badajoz)
  private let barcelona = Detection.home(.barcelona, "2.136.1.1")
  private let lisbon = Detection.home(.lisbon, "85.240.1.1", asn: 3243)
  private let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)

  private func places(_ addresses: [AddressFacts]) -> Timeline {
    timeline(addresses.map { ($0, Agents.iPhone) })
  }

  @Test("who leaves a line does not come back to the gateway of its carrier by that")
  func gatewayHidesNothing() {
    let abroad = Detection.carrier(.porto, "94.60.1.1", asn: 42863)
    for away in [lisbon, abroad] {
      let result = places([gateway, barcelona, away])
      #expect(result.switches.map(\.from) == [1])
      #expect(result.switches.map(\.place) == [.far])
      #expect(result.placePattern == .oneWay)
      #expect(result.runs.map(\.place) == [0, 1])
    }
    let back = places([gateway, barcelona, lisbon, barcelona])
    #expect(back.placePattern == .return)
    #expect(back.runs.map(\.first) == [0, 2, 3])
    #expect(back.runs.map(\.place) == [0, 1, 0])
    let turns = places([gateway, barcelona, lisbon, barcelona, lisbon])
    #expect(turns.placePattern == .interleaved)
  }

  @Test("a gateway that fits makes no return where the line of its place does not")
  func gatewayMakesNoReturn() {
    let result = places([gateway, barcelona, warsaw, lisbon])
    #expect(result.runs.map(\.place) == [0, 1, 2])
    #expect(result.placePattern == .oneWay)
    let other = Detection.carrier(.badajoz, "77.224.99.1")
    let line = places([barcelona, gateway, other, lisbon])
    #expect(line.switches.count == 1)
    #expect(line.runs.map(\.place) == [0, 1])
  }

  @Test("who comes back to a place past a gateway that fits it comes back all the same")
  func returnPastGateway() {
    let back = places([lisbon, barcelona, gateway, lisbon])
    #expect(back.runs.map(\.first) == [0, 1, 3])
    #expect(back.runs.map(\.place) == [0, 1, 0])
    #expect(back.placePattern == .return)
    let turns = places([lisbon, barcelona, gateway, lisbon, barcelona, gateway, lisbon])
    #expect(turns.runs.map(\.place) == [0, 1, 0, 1, 0])
    #expect(turns.placePattern == .interleaved)
  }

  @Test("a line is known again in a place that began behind a relay or at a gateway")
  func returnToMixedPlace() {
    let home = Detection.home(.barcelona, "2.136.1.1")
    let relay = Detection.relay(country: "ES")
    for stay in [[gateway, relay, home], [relay, gateway, home], [gateway, home, relay]] {
      let result = places(stay + [warsaw, home])
      #expect(result.runs.map(\.place) == [0, 1, 0])
      #expect(result.placePattern == .return)
    }
  }

  @Test("a line near home behind a gateway that is far off is still home")
  func homeBehindGateway() {
    let badajoz = Detection.home(.badajoz, "80.31.1.1")
    let elvas = Detection.home(.elvas, "85.242.1.1", asn: 3243)
    let result = places([badajoz, Detection.carrier(.barcelona), elvas])
    #expect(result.switches.isEmpty)
    #expect(result.placePattern == .steady)
  }

  // A line whose IPv6 network a database puts into another city, and another provider's in the town.
  private let home = Detection.home(.madrid)
  private let six = Detection.home(.barcelona, "2a02:9130::1")
  private let cafe = Detection.home(.madrid, "31.4.200.1", asn: 12430)

  @Test("an address of the other family that lies elsewhere moves nobody to another line in town")
  func dualStackBesideOtherLine() {
    let relay = Detection.relay(country: "ES")
    let orders = [
      [home, six, cafe], [six, home, cafe], [home, cafe, six], [cafe, home, six, cafe],
      [home, six, relay, cafe], [home, cafe, relay, six],
      [home, six, cafe, six, cafe, home],
    ]
    for order in orders {
      let result = timeline(
        order.map { ($0, Agents.mac) }, minutes: order.indices.map(Double.init))
      #expect(!result.transitions.contains { $0.hasChanged(.place) })
      #expect(result.placePattern == .steady)
    }
    let told = places([home, six, cafe]).transitions
    #expect(told.map(\.from) == [0, 0])
    #expect(told.map(\.networkRelation) == [.dualStack, .different])
  }

  @Test("what is known by half a country stands in for no city")
  func coarseRecordsStandInForNothing() {
    let there = Detection.home(.barcelona, "2a02:c500::1", asn: 12430)
    let country = Detection.address(
      "2a02:9130::1", .found(Detection.place(country: "ES")), asn: 3352, .residential)
    let wide = Detection.home(.barcelona, "2a02:9130::1", radiusKm: 1000)
    for six in [country, wide] {
      for order in [[home, six, there], [six, home, there], [home, there, six]] {
        #expect(places(order).switches.count == 1)
      }
    }
    let half = Detection.home(.madrid, radiusKm: 300)
    #expect(places([half, wide, there]).switches.count == 1)
    // Nor does a country in common where no provider is known.
    func unnamed(_ spot: Detection.Spot, _ text: String) -> AddressFacts {
      Detection.address(text, .found(Detection.place(spot)))
    }
    let unknown = [unnamed(.madrid, "83.56.1.1"), unnamed(.madrid, "2a02:9130::1")]
    #expect(places(unknown + [unnamed(.barcelona, "2a02:c500::1")]).switches.count == 1)
    let spain = Detection.home(.madrid, radiusKm: 1000)
    let paris = Detection.home(.paris, "90.1.1.1", asn: 3215)
    #expect(!places([spain, paris, six]).switches.isEmpty)
  }

  @Test("whoever comes back to such a place is known there")
  func returnToDualStack() {
    for stay in [[six, home, cafe], [cafe, home, six], [home, cafe, six], [home, six, cafe]] {
      let result = places(stay + [warsaw] + stay.suffix(1))
      #expect(result.runs.map(\.place) == [0, 1, 0])
      #expect(result.placePattern == .return)
    }
  }

  @Test("another device at the other family of a line is judged alone")
  func deviceAtOtherFamily() {
    let result = timeline([(home, Agents.mac), (cafe, Agents.mac), (six, Agents.windows)])
    #expect(result.switches.map(\.changed) == [[.device]])
    #expect(!result.transitions.contains { $0.hasChanged(.place) })
    #expect(result.placePattern == .steady)
  }

  @Test("addresses of the own family still tell that somebody went elsewhere")
  func ownFamilyDecides() {
    let there = Detection.home(.barcelona, "31.5.1.1", asn: 12430)
    #expect(places([home, six, there]).switches.count == 1)
    #expect(places([home, cafe, six, there]).switches.count == 1)
    let here = Detection.home(.madrid, "2a02:9131::1")
    #expect(places([here, home, cafe, six]).switches.map(\.from) == [2])
  }
}
