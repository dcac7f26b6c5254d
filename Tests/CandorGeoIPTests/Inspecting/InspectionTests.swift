import CandorModel
import CandorTesting
import Testing

@testable import CandorGeoIP

@Suite struct InspectionTests {
  let databases: TestDatabase

  init() throws {
    databases = try TestDatabase()
  }

  private func geoIP() throws -> GeoIP {
    let city = try databases.open(
      "GeoLite2-City",
      [
        ("83.56.0.0/14", GeoIPTests.madrid),
        ("2a02:9130::/32", TestDatabase.city("ES", "MD", "Madrid", (40.4165, -3.7026), radius: 5)),
        ("5.0.0.0/8", TestDatabase.city("PL", "14", "Warsaw", (52.2297, 21.0122), radius: 10)),
      ])
    let asn = try databases.open(
      "ipinfo standard_asn",
      [
        ("83.56.0.0/14", ["asn": "AS3352", "name": "Telefonica", "type": "isp"]),
        ("2a02:9130::/32", ["asn": "AS3352", "name": "Telefonica", "type": "isp"]),
      ])
    let list = try NetworkList(.vpn, name: "vpn.txt", text: "9.9.9.0/24")
    return GeoIP(databases: [city, asn], lists: [list], countries: GeoIPTests.countries)
  }

  @Test(arguments: [
    (
      "83.56.102.236",
      #"{"address":{"scope":"global","text":"83.56.102.236","version":4},"input":"83.56.102.236","#
        + #""network":{"asn":3352,"class":"residential","confidence":40,"#
        + #""organization":"Telefonica","source":"ipinfo standard_asn"},"place":{"city":"Madrid","#
        + #""country":"ES","latitude":40.4165,"longitude":-3.7026,"radiusKm":5,"#
        + #""source":"GeoLite2-City","subdivision":"MD"}}"#
    ),
    (
      " [::FFFF:8.8.8.8]:53",
      #"{"address":{"scope":"global","text":"8.8.8.8","version":4},"input":" [::FFFF:8.8.8.8]:53"}"#
    ),
    (
      "10.0.0.1",
      #"{"address":{"scope":"private","text":"10.0.0.1","version":4},"error":{"#
        + #""code":"not-locatable","message":"the address is private (RFC 1918) and has no place"},"#
        + #""input":"10.0.0.1"}"#
    ),
    (
      "",
      #"{"error":{"code":"invalid-address","message":"the text stands for no address"},"input":""}"#
    ),
    (
      "a\"b",
      #"{"error":{"code":"invalid-address","message":"expected an IPv4 or IPv6 address, "#
        + #"found something else"},"input":"a\"b"}"#
    ),
  ])
  func answersALineOfTheBatch(line: String, expected: String) throws {
    #expect(try geoIP().batchLine(for: line) == expected)
  }

  @Test func explainsWithEachDatabasesWord() throws {
    let explanation = try #require(try geoIP().explanation(for: "83.56.102.236").value)
    #expect(explanation.words.map(\.database.type) == ["GeoLite2-City", "ipinfo standard_asn"])
    #expect(explanation.words.map { $0.network?.description } == ["83.56.0.0/14", "83.56.0.0/14"])
    #expect(explanation.words[1].fields.map(\.name) == ["asn", "organization", "class"])
    #expect(explanation.winner?.networkClass == .residential && explanation.listed.isEmpty)
    let day = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000 + 40 * 86_400_000)
    let text = explanation.rows(at: day).map { "\($0.label)|\($0.text)" }.joined(separator: "\n")
    #expect(text.contains("place|Madrid, Region MD, Name of ES (40.4165, -3.7026, within 5 km)"))
    #expect(text.contains("built 2026-01-01, 40 days old"))
    let listed = try #require(try geoIP().explanation(for: "9.9.9.9").value)
    #expect(listed.listed.map { "\($0.list) \($0.network)" } == ["vpn.txt 9.9.9.0/24"])
    #expect(listed.facts.isAnonymised)
    let local = try #require(try geoIP().explanation(for: "10.0.0.1").value)
    #expect(local.rows(at: day).count == 2)
  }

  @Test(arguments: [
    ("83.56.1.1", "83.56.1.1", AddressPair.Relation.sameAddress),
    ("83.56.1.1", "83.57.1.1", .readdressing), ("83.56.1.1", "2a02:9130::1", .dualStack),
    ("2a02:9130::1", "2a02:9130::ffff", .sameHostNetwork),
    ("2a02:9130:1:1::1", "2a02:9130:1:2::1", .sameSite),
    ("2a02:9130:1::1", "2a02:9130:2::1", .readdressing),
    ("83.56.1.1", "5.0.0.1", .different), ("83.56.1.1", "9.9.9.9", .notComparable),
    ("83.56.1.1", "10.0.0.1", .notComparable),
  ])
  func comparesPairs(one: String, other: String, expected: AddressPair.Relation) throws {
    let geoIP = try geoIP()
    let first = try #require(geoIP.facts(for: one).value)
    let second = try #require(geoIP.facts(for: other).value)
    #expect(AddressPair(first, second, countries: geoIP.countries).relation == expected)
    #expect(AddressPair(second, first, countries: geoIP.countries).relation == expected)
  }

  @Test(
    "says of two addresses what an assessment says",
    arguments: [
      (
        Detection.relay(country: "ES"), Detection.carrier(.barcelona), .relay, .indistinguishable,
        0
      ),
      (
        Detection.home(.madrid), Detection.home(.barcelona, "2a02:9130::1"), .dualStack,
        .indistinguishable, 0
      ),
      (Detection.home(.madrid), Detection.carrier(.barcelona), .carrierHop, .notComparable, nil),
      (
        Detection.carrier(.madrid), Detection.carrier(.barcelona, "77.225.1.1"), .carrierChurn,
        .notComparable, nil
      ),
    ] as [(AddressFacts, AddressFacts, AddressPair.Relation, PlaceRelation, Double?)])
  func likeAnAssessment(
    first: AddressFacts, second: AddressFacts, relation: AddressPair.Relation,
    place: PlaceRelation, minimumDistanceKm: Double?
  ) {
    for (one, other) in [(first, second), (second, first)] {
      let pair = AddressPair(one, other, countries: Detection.countries)
      #expect(pair.relation == relation)
      #expect(pair.place == place)
      #expect(pair.minimumDistanceKm == minimumDistanceKm)
    }
  }

  @Test func tellsRoamingAndWhatTheNetworkDecided() {
    let home = Detection.home(.madrid)
    let roaming = AddressPair(home, Detection.carrier(.lisbon), countries: Detection.countries)
    #expect(roaming.relation == .roaming)
    #expect(roaming.place == .different)
    let dualStack = AddressPair(
      home, Detection.home(.barcelona, "2a02:9130::1"), countries: Detection.countries)
    #expect(
      dualStack.rows.map(\.text).suffix(1) == ["decided by the network, whatever the databases say"]
    )
    #expect(dualStack.rows[2].text.hasPrefix("at least 0 km, "))
  }

  @Test func saysTheDistanceWithItsUncertainty() throws {
    let geoIP = try geoIP()
    let pair = AddressPair(
      try #require(geoIP.facts(for: "83.56.1.1").value),
      try #require(geoIP.facts(for: "5.0.0.1").value), countries: geoIP.countries)
    #expect(
      pair.rows.map(\.text) == [
        "different networks", "far", "at least 2274.8 km, 2289.8 km between the middles",
      ])
  }

  @Test func describesDatabasesWithTheirAge() throws {
    let description = try databases.open("GeoLite2-City", [("0.0.0.0/0", GeoIPTests.madrid)])
      .description
    #expect(description.kind == .city && description.builtAt.text == "2026-01-01T00:00:00Z")
    #expect(description.summary == "made for a test")
    let built = description.builtAt.millisecondsSinceEpoch
    let month = Timestamp(millisecondsSinceEpoch: built + 30 * 86_400_000)
    #expect(!description.isOld(at: month) && description.ageDays(at: month) == 30)
    #expect(description.isOld(at: Timestamp(millisecondsSinceEpoch: built + 30 * 86_400_000 + 1)))
    #expect(description.ageDays(at: Timestamp(millisecondsSinceEpoch: 0)) == 0)
  }

  @Test func aReplacedFileIsNoticedAndReadAsItWas() throws {
    let bytes = try TestDatabase.bytes("A-City", [("0.0.0.0/0", GeoIPTests.madrid)])
    let path = databases.folder.path("a.mmdb")
    try databases.write(bytes, to: path)
    let database = try Database.open(path: path)
    #expect(database.isUnchangedOnDisk)
    let other = databases.folder.path("b.mmdb")
    try databases.write(
      try TestDatabase.bytes(
        "A-City", [("0.0.0.0/0", TestDatabase.city("PL", nil, "Warsaw", (52, 21)))]), to: other)
    try databases.replace(path, with: other)
    #expect(!database.isUnchangedOnDisk)
    let geoIP = GeoIP(databases: [database], countries: .empty)
    #expect(geoIP.facts(for: "83.56.1.1").value?.place.value?.city == "Madrid")
  }
}
