import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("Places behind gateways and over two address families")
struct PlaceTrackerTests {
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

  @Test("a line near home behind a gateway that is far off is still home")
  func homeBehindGateway() {
    let badajoz = Detection.home(.badajoz, "80.31.1.1")
    let elvas = Detection.home(.elvas, "85.242.1.1", asn: 3243)
    let result = places([badajoz, Detection.carrier(.barcelona), elvas])
    #expect(result.switches.isEmpty)
    #expect(result.placePattern == .steady)
  }
}
