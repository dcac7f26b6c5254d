import CandorModel
import CandorTesting
import Testing

@testable import CandorTimeline

@Suite("Places with carriers' gateways between them")
struct PlaceTrackerTests {
  /// Two far lines of one provider and its mobile gateway: that reaches Badajoz, and with Barcelona
  /// it cannot be compared.
  private static let provider: [Character: AddressFacts] = [
    "B": Detection.home(.barcelona, "83.57.1.1"), "X": Detection.home(.badajoz, "83.58.1.1"),
    "G": Detection.carrier(.toledo, "88.0.1.1", asn: 3352),
  ]

  private func places(_ facts: [AddressFacts]) -> Timeline {
    timeline(facts.map { ($0, Agents.iPhone) })
  }

  @Test(
    "a gateway that fits one of two far lines joins them to no place",
    arguments: [
      ("BGX", [0, 1], Pattern.oneWay), ("GBX", [0, 1], .oneWay), ("BGXB", [0, 1, 0], .return),
      ("GBXB", [0, 1, 0], .return), ("XBGX", [0, 1, 0], .return), ("XGBGX", [0, 1, 0], .return),
      ("BGXBGX", [0, 1, 0, 1], .interleaved), ("GBXBXG", [0, 1, 0, 1], .interleaved),
      ("BGBG", [0], .steady), ("XGXG", [0], .steady),
    ] as [(String, [Int], Pattern)])
  func gatewayBetween(order: String, numbers: [Int], pattern: Pattern) {
    let result = places(order.compactMap { Self.provider[$0] })
    #expect(result.runs.map(\.place) == numbers)
    #expect(result.placePattern == pattern)
    #expect(result.switches.count == numbers.count - 1)
    let far = result.transitions.filter { $0.hasChanged(.place) }
    #expect(far.allSatisfy { $0.endsRun && $0.place == .far && $0.isJourney }, "none beside them")
    #expect(far.count == numbers.count - 1)
  }

  @Test("a change is told from the last answer of the line that was left")
  func lastOfTheLine() {
    let result = places("BGXBGX".compactMap { Self.provider[$0] })
    #expect(result.switches.map(\.from) == [0, 2, 3])
    #expect(result.switches.map(\.to) == [2, 3, 5])
  }

  @Test("a gateway of the country that the answers are in by now is no third place")
  func gatewayAfterChange() {
    let lisbon = Detection.home(.lisbon, "85.240.1.2", asn: 3243)
    let result = places([lisbon, Detection.home(.madrid), Detection.carrier(.barcelona)])
    #expect(result.runs.map(\.place) == [0, 1])
    #expect(result.transitions.filter { $0.hasChanged(.place) }.map(\.to) == [1])
    #expect(result.transitions.map(\.networkRelation) == [.different, .carrierHop])
  }

  @Test("what belongs to the gateway by its network alone opens no place")
  func dualStackOfGateway() {
    let home = Detection.home(.madrid)
    let carrier = Detection.carrier(.madrid)
    // Over IPv6 no list knows the carrier, and a database puts it elsewhere.
    let other = Detection.address(
      "2a02:9140::1", .found(Detection.place(.barcelona)), asn: 12430)
    let result = places([home, carrier, other, home, carrier, other, home])
    #expect(result.placePattern == .steady)
    #expect(result.switches.isEmpty)
  }

  @Test("two lines on both sides of a border stay one place, wherever a gateway is")
  func borderAroundGateway() {
    let badajoz = Detection.home(.badajoz, "83.58.1.1")
    let elvas = Detection.home(.elvas, "85.240.1.2", asn: 3243)
    let carrier = Detection.carrier(.barcelona)
    let result = places([badajoz, carrier, elvas, badajoz, carrier, elvas])
    #expect(result.placePattern == .steady)
    #expect(result.switches.isEmpty)
  }
}
