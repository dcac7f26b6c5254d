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
