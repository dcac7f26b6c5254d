import CandorKit
import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("Two addresses by themselves")
struct AddressPairTests {
  static let timeline = TimelineBuilder(countries: Detection.countries)
  static let home = Detection.home(.madrid, "83.56.1.1")
  static let local = Detection.address("10.0.0.1", .absent, hasNetwork: false)
  /// Nothing is known of its network.
  static let unnamed = Detection.address(
    "5.0.0.1", .found(Detection.place(.warsaw)), hasNetwork: false)

  static let relations: [(AddressFacts, AddressFacts, AddressPair.Relation)] = [
    (home, Detection.home(.madrid, "83.56.1.1"), .sameAddress),
    (home, Detection.home(.madrid, "83.57.1.1"), .readdressing),
    (home, v6("2a02:9130::1"), .dualStack),
    (v6("2a02:9130::1"), v6("2a02:9130::ffff"), .sameHostNetwork),
    (v6("2a02:9130:1:1::1"), v6("2a02:9130:1:2::1"), .sameSite),
    (v6("2a02:9130:1::1"), v6("2a02:9130:2::1"), .readdressing),
    (home, Detection.carrier(.barcelona), .carrierHop),
    (Detection.carrier(.madrid), Detection.carrier(.barcelona, "77.225.1.1"), .carrierChurn),
    (home, Detection.carrier(.lisbon), .roaming),
    (Detection.carrier(.barcelona), Detection.relay(country: "ES"), .relay),
    (home, unnamed, .different), (home, Detection.vpn(.warsaw), .notComparable),
    (home, Detection.vpn(.warsaw, class: .satellite), .notComparable),
    (home, local, .notComparable),
  ]

  private static func v6(_ text: String) -> AddressFacts { Detection.home(.madrid, text) }

  private func pair(_ one: AddressFacts, _ other: AddressFacts) -> AddressPair {
    AddressPair(one, other, timeline: Self.timeline)
  }

  @Test("the relation, from either side", arguments: relations)
  func tellsTheRelation(one: AddressFacts, other: AddressFacts, expected: AddressPair.Relation) {
    #expect(pair(one, other).relation == expected)
    #expect(pair(other, one).relation == expected)
  }

  /// Whatever the two are: rows that are written twice drift apart.
  @Test("of any two addresses it says what an interview with both says")
  func likeAnInterview() throws {
    let all = [
      Self.home, Detection.home(.toledo, "83.57.1.1"), Detection.home(.barcelona, "83.58.1.1"),
      Detection.home(.barcelona, "2a02:9130::1"), Detection.home(.warsaw, "83.0.1.1", asn: 5617),
      Detection.carrier(.barcelona), Detection.carrier(.madrid, "77.225.1.1"),
      Detection.carrier(.valencia, "31.4.1.1", asn: 3352), Detection.carrier(.lisbon, "85.240.1.1"),
      Detection.relay(country: "ES"), Detection.relay(country: "PT", "104.28.31.1"),
      Detection.vpn(.paris), Detection.vpn(.paris, "5.180.80.1", class: .satellite),
      Detection.address("83.59.1.1", .found(Detection.place(country: "ES")), asn: 3352),
      Self.unnamed, Self.local,
    ]
    for one in all {
      for other in all where other !== one {
        let told = try #require(
          Self.timeline.timeline(
            of: Detection.interview([(one, Agents.iPhone), (other, Agents.iPhone)])
          ).transitions.first)
        let pair = pair(one, other)
        let names = "\(one.address.text), \(other.address.text)"
        #expect(pair.place == told.place, "\(names)")
        #expect(pair.networkChanged == told.hasChanged(.network), "\(names)")
        #expect(pair.distanceKm == told.distanceKm, "\(names)")
        #expect(pair.minimumDistanceKm == told.minimumDistanceKm, "\(names)")
      }
    }
  }

  @Test("the sentence of different networks says no more than is known of them")
  func sentences() {
    let near = pair(Self.home, Detection.home(.toledo, "83.57.1.1"))
    #expect(near.relation == .different)
    #expect(near.rows.map(\.text).prefix(2) == ["two addresses of one provider", "near"])
    #expect(near.rows.count == 3)
    let office = Detection.address(
      "83.58.1.1", .found(Detection.place(.toledo)), asn: 3352, .business)
    #expect(pair(Self.home, office).sentence == "different networks of one provider")
    let other = Detection.home(.madrid, "85.48.1.1", asn: 12479)
    #expect(pair(Self.home, other).sentence == "different networks")
    #expect(
      pair(Self.home, Self.unnamed).sentence == "two addresses whose networks are not both known")
    #expect(pair(Self.home, Self.local).sentence == "cannot be compared")
    let other6 = Detection.home(.madrid, "2a02:9130::1")
    #expect(pair(Self.home, other6).sentence.hasPrefix("the same: IPv4 and IPv6 of one provider,"))
    let unnamed6 = Detection.address("2a02:9130::1", .found(Detection.place(.madrid)))
    #expect(pair(Self.home, unnamed6).sentence.hasPrefix("the same: IPv4 and IPv6 of one country,"))
  }

  @Test("what decided is told beside the place")
  func rows() {
    let dualStack = pair(Self.home, Detection.home(.barcelona, "2a02:9130::1"))
    #expect(
      dualStack.rows.map(\.text).suffix(1) == ["decided by the network, whatever the databases say"]
    )
    #expect(dualStack.rows[2].text.hasPrefix("at least 0 km, "))
    let hop = pair(Self.home, Detection.carrier(.barcelona))
    #expect(hop.rows.map(\.text).contains("not-comparable"))
    #expect(hop.rows.map(\.text).suffix(1) == dualStack.rows.map(\.text).suffix(1))
    let far = pair(Self.home, Detection.home(.warsaw, "83.0.1.1", asn: 5617))
    #expect(far.rows.map(\.label) == ["network", "place", "distance"])
    #expect(far.rows[2].text.hasSuffix(" km between the middles"))
    let spain = Detection.address(
      "83.58.1.1", .found(Detection.place(country: "ES")), hasNetwork: false)
    let portugal = Detection.address(
      "85.240.1.1", .found(Detection.place(country: "PT")), hasNetwork: false)
    #expect(
      pair(spain, portugal).rows.last?.text == "decided by the countries, which share a border")
    #expect(
      pair(Self.home, Detection.vpn(.warsaw)).rows.map(\.text)
        == ["cannot be compared", "not comparable, an anonymiser says nothing of a place"])
    #expect(
      pair(Self.home, Self.local).rows.map(\.text)
        == ["cannot be compared", "not known, an address has no place"])
  }

  @Test("as JSON, keys in order and nothing that is not known")
  func json() {
    func text(_ pair: AddressPair) -> String {
      var writer = JSONWriter()
      pair.write(to: &writer) { $1.string($0) }
      return writer.text
    }
    #expect(
      text(pair(Self.home, Detection.vpn(.warsaw)))
        == #"{"first":"83.56.1.1","place":"not-comparable","relation":"not-comparable","#
        + #""schema":"candor.address-relation/1","second":"5.180.79.7","#
        + #""text":"cannot be compared"}"#)
    #expect(
      text(pair(Self.home, Detection.home(.madrid, "83.57.1.1")))
        == #"{"distanceKm":0,"first":"83.56.1.1","minimumDistanceKm":0,"place":"same","#
        + #""relation":"provider-readdressing","schema":"candor.address-relation/1","#
        + #""second":"83.57.1.1","text":"the same: one provider, and the circles of uncertainty "#
        + #"overlap"}"#)
  }
}
