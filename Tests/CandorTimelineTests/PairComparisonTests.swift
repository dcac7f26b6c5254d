import CandorModel
import CandorTesting
import Testing

@testable import CandorTimeline

@Suite("Two addresses beside each other: the rows of the table")
struct PairComparisonTests {
  private let comparer = PairComparer(countries: Detection.countries, parameters: .standard)

  private func compare(
    _ one: AddressFacts, _ other: AddressFacts, isSameDevice: Bool = true
  ) -> PairComparison {
    let there = comparer.compare(one, other, isSameDevice: isSameDevice)
    let back = comparer.compare(other, one, isSameDevice: isSameDevice)
    #expect(there.relation == back.relation, "the table has no direction")
    #expect(there.place == back.place)
    #expect(there.networkChanged == back.networkChanged)
    return there
  }

  @Test("the same address is the same place")
  func sameAddress() {
    let pair = compare(Detection.home(.madrid), Detection.home(.warsaw))
    #expect(pair.relation == .sameAddress)
    #expect(pair.place == .same)
    #expect(!pair.networkChanged)
  }

  @Test("IPv6 with the same /64 is one host network")
  func samePrefix64() {
    let pair = compare(
      Detection.home(.madrid, "2a02:9130:1:2::5"), Detection.home(.warsaw, "2a02:9130:1:2::99"))
    #expect(pair.relation == .samePrefix64)
    #expect(pair.place == .indistinguishable)
    #expect(pair.minimumDistanceKm == 0)
  }

  @Test(
    "IPv6 with the same /56 or /48 is one site",
    arguments: [
      "2a02:9130:1:3::5", "2a02:9130:1:9903::5",
    ])
  func sameSite(other: String) {
    let one = Detection.home(.madrid, "2a02:9130:1:2::5")
    #expect(compare(one, Detection.home(.toledo, other)).relation == .sameSite)
    let apart = compare(one, Detection.home(.warsaw, other, asn: 1))
    #expect(apart.relation == .different)
    #expect(apart.place == .far, "the databases disagree on the place")
  }

  @Test("IPv4 and IPv6 of one provider are dual stack, whatever the coordinates say")
  func dualStack() {
    let pair = compare(
      Detection.home(.madrid), Detection.home(.barcelona, "2a02:9130:1:2::5"))
    #expect(pair.relation == .dualStack)
    #expect(!pair.placeChanged)
    #expect(!pair.networkChanged)
  }

  @Test("without AS numbers the country makes dual stack, while not far")
  func dualStackByCountry() {
    func address(_ text: String, _ spot: Detection.Spot) -> AddressFacts {
      Detection.address(text, .found(Detection.place(spot)), hasNetwork: false)
    }
    let near = compare(address("83.56.1.1", .madrid), address("2a02:9130::1", .valencia))
    #expect(near.relation == .dualStack)
    var island = Detection.place(.madrid)
    island.city = "Las Palmas"
    (island.latitude, island.longitude) = (28.12, -15.43)
    let far = compare(
      address("83.56.1.1", .madrid),
      Detection.address("2a02:9130::1", .found(island), hasNetwork: false))
    #expect(far.relation == .different)
    #expect(far.place == .far)
    let abroad = compare(address("83.56.1.1", .madrid), address("2a02:9130::1", .lisbon))
    #expect(abroad.relation == .different)
  }

  @Test("two providers are no dual stack")
  func twoStacks() {
    let pair = compare(
      Detection.home(.madrid), Detection.home(.barcelona, "2a02:9130:1:2::5", asn: 12479))
    #expect(pair.relation == .different)
    #expect(pair.place == .different)
    #expect(pair.networkChanged)
  }

  @Test("one AS number and overlapping circles are re-addressing")
  func readdressing() {
    let pair = compare(
      Detection.home(.madrid, radiusKm: 50), Detection.home(.toledo, "83.57.1.1", radiusKm: 50))
    #expect(pair.relation == .readdressing)
    #expect(!pair.networkChanged)
    #expect(pair.place == .indistinguishable)
    let apart = compare(Detection.home(.madrid), Detection.home(.barcelona, "83.57.1.1"))
    #expect(apart.relation == .different)
    #expect(apart.place == .different)
  }

  @Test("fixed line and carrier of one country, same device: a hop, whatever the distance")
  func carrierHop() {
    let home = Detection.home(.madrid)
    let carrier = Detection.carrier(.barcelona)
    let hop = compare(home, carrier)
    #expect(hop.relation == .carrierHop)
    #expect(hop.place == .notComparable)
    #expect(hop.minimumDistanceKm == nil)
    #expect(hop.networkChanged)
    let other = compare(home, carrier, isSameDevice: false)
    #expect(other.relation == .carrierOtherDevice)
    #expect(other.place == .notComparable)
  }

  @Test("an unknown class counts as a fixed line")
  func unknownClass() {
    let unknown = Detection.address("83.56.1.1", .found(Detection.place(.madrid)), asn: 3352)
    #expect(compare(unknown, Detection.carrier(.barcelona)).relation == .carrierHop)
    #expect(compare(unknown, Detection.home(.valencia, "2.138.1.1", asn: 1)).relation == .different)
  }

  @Test("two cellular addresses of one AS number are churn")
  func carrierChurn() {
    let churn = compare(
      Detection.carrier(.madrid), Detection.carrier(.barcelona, "77.224.99.1"))
    #expect(churn.relation == .carrierChurn)
    #expect(churn.place == .notComparable)
    #expect(!churn.networkChanged)
    let others = compare(
      Detection.carrier(.madrid), Detection.carrier(.lisbon, "77.225.9.1", asn: 99))
    #expect(others.relation == .different)
  }

  @Test("fixed line here and cellular abroad on one device may be roaming")
  func roaming() {
    let roaming = compare(Detection.home(.madrid), Detection.carrier(.warsaw))
    #expect(roaming.relation == .roaming)
    #expect(roaming.place == .far)
    #expect(!roaming.isJourney)
    let other = compare(
      Detection.home(.madrid), Detection.carrier(.warsaw), isSameDevice: false)
    #expect(other.relation == .different)
    #expect(other.place == .far)
    #expect(!other.isJourney, "cellular abroad is no end of a journey")
  }

  @Test(
    "what hides the place is never compared by place",
    arguments: [
      NetworkClass.vpn, .tor, .proxy, .hosting, .satellite, .anycast,
    ])
  func anonymised(networkClass: NetworkClass) {
    let pair = compare(
      Detection.home(.madrid), Detection.vpn(.warsaw, class: networkClass))
    #expect(pair.relation == (networkClass == .satellite ? .satellite : .anonymised))
    #expect(pair.place == .notComparable)
    #expect(!pair.isJourney)
    #expect(pair.minimumDistanceKm == nil)
    #expect(pair.networkChanged)
  }

  @Test("a class below the confidence that counts hides nothing")
  func unsure() {
    let unsure = Detection.address(
      "5.180.79.7", .found(Detection.place(.warsaw)), asn: 9009, .hosting, confidence: 40)
    #expect(compare(Detection.home(.madrid), unsure).place == .far)
  }

  @Test("a relay tells the country and not the city, and ends no journey")
  func relay() {
    let home = Detection.home(.madrid)
    let same = compare(home, Detection.relay(country: "ES"))
    #expect(same.relation == .relay)
    #expect(same.place == .indistinguishable)
    let neighbour = compare(home, Detection.relay(country: "PT"))
    #expect(neighbour.relation == .different)
    #expect(neighbour.place == .indistinguishable)
    let abroad = compare(home, Detection.relay(country: "PL"))
    #expect(abroad.place == .far)
    #expect(!abroad.isJourney)
    var city = Detection.place(.barcelona)
    city.radiusKm = 1
    let withCity = Detection.address("104.28.30.9", .found(city), asn: 13335, .relay)
    #expect(compare(home, withCity).place == .indistinguishable, "its city is not used")
  }

  @Test("circles: overlap, near, different, far")
  func circles() {
    let madrid = Detection.home(.madrid, radiusKm: 20)
    func to(_ spot: Detection.Spot, _ radius: Double) -> PlaceRelation? {
      compare(madrid, Detection.home(spot, "2.136.1.1", asn: 1, radiusKm: radius)).place
    }
    #expect(to(.toledo, 60) == .indistinguishable)
    #expect(to(.toledo, 5) == .near)
    #expect(to(.valencia, 20) == .different)
    #expect(to(.paris, 20) == .far)
  }

  @Test("a cellular place is at least 300 km wide")
  func cellularRadius() {
    let narrow = Detection.address(
      "77.224.1.1", .found(Detection.place(.madrid, radiusKm: 10)), asn: 1, .cellular)
    let other = Detection.address(
      "77.225.1.1", .found(Detection.place(.valencia, radiusKm: 10)), asn: 2, .cellular)
    #expect(compare(narrow, other).place == .indistinguishable)
  }

  @Test("countries alone: neighbours cannot be told apart, others differ")
  func countries() {
    func country(_ code: String, _ text: String) -> AddressFacts {
      Detection.address(text, .found(Detection.place(country: code)), hasNetwork: false)
    }
    let spain = country("ES", "83.56.1.1")
    #expect(compare(spain, country("ES", "83.57.1.1")).place == .indistinguishable)
    #expect(compare(spain, country("PT", "85.240.1.1")).place == .indistinguishable)
    let poland = compare(spain, country("PL", "83.0.1.1"))
    #expect(poland.place == .far)
    #expect(poland.countryRelation == .different)
    #expect(compare(country("FR", "2.3.1.1"), country("PL", "83.0.1.1")).place == .different)
    let mixed = compare(
      Detection.home(.valencia, "2.138.9.9", asn: 1), country("PT", "85.240.1.1"))
    #expect(mixed.place == .indistinguishable)
  }

  @Test("what is not known on both sides has not changed")
  func unknown() {
    let nowhere = Detection.address("83.0.1.1", .absent, hasNetwork: false)
    let pair = compare(Detection.home(.madrid), nowhere)
    #expect(pair.relation == .different)
    #expect(pair.place == nil)
    #expect(!pair.networkChanged)
  }
}
