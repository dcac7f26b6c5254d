import CandorModel
import Foundation
import Testing

@testable import CandorGeoIP

/// Our reading beside libmaxminddb's own tool and beside the sources of the test databases.
@Suite(
  .enabled(
    if: ConformanceData.isThere,
    "set CANDOR_CONFORMANCE_DATA to the folder of the public test databases"))
struct ConformanceTests {
  /// So many addresses of a database are asked of the tool, which takes some milliseconds each.
  static let askedOfTool = 400

  @Test(.enabled(if: MMDBLookupTool.isThere, "install mmdb-bin"))
  func agreesWithMMDBLookup() async throws {
    var compared = 0
    try await withThrowingTaskGroup(of: Int.self) { group in
      for path in try ConformanceData.wholePaths() {
        group.addTask { try Self.compareWithTool(path) }
      }
      for try await count in group { compared += count }
    }
    print("compared with mmdblookup: \(compared) addresses")
    #expect(compared > 2_000)
  }

  private static func compareWithTool(_ path: String) throws -> Int {
    let database = try Database.open(path: path)
    var prefixes: [IPPrefix] = []
    try database.forEachNetwork { prefix in
      prefixes.append(prefix)
      return true
    }
    let step = max(1, prefixes.count / askedOfTool)
    var compared = 0
    for index in stride(from: 0, to: prefixes.count, by: step) {
      let prefix = prefixes[index]
      var addresses = [prefix.base]
      // The neighbours may have no record; that has to agree, too.
      if index % 4 == 0 {
        addresses += [prefix.last, prefix.last.successor, prefix.base.predecessor].compactMap { $0 }
      }
      for address in addresses {
        let answer = try MMDBLookupTool.ask(path, address)
        let ours = try database.raw(for: address)
        let isV4InV6 = address.family == .v4 && database.metadata.ipVersion == 6
        compared += 1
        guard let record = ours.record else {
          #expect(answer.value == nil, "\(database.name) \(ours.network)")
          continue
        }
        let value = try #require(answer.value, "\(database.name) \(ours.network)")
        #expect(value.agrees(with: record), "\(database.name) \(ours.network)")
        let length = try #require(answer.prefixLength)
        #expect(
          ours.network.length == (isV4InV6 ? max(0, length - 96) : length),
          "\(database.name) \(ours.network)")
      }
    }
    return compared
  }

  @Test func agreesWithTheSourceOfEachDatabase() throws {
    var compared = 0
    for path in try ConformanceData.paths(".json") {
      let database = try Database.open(path: path.replacing(".json", with: ".mmdb"))
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
      let entries = try #require(json as? [[String: Any]])
      for (text, record) in entries.flatMap({ $0 }) {
        let prefix = try #require(IPPrefix(text), "\(text)")
        let raw = try database.raw(for: prefix.base)
        // A smaller network listed elsewhere stands in its place there.
        if raw.network.length > prefix.length, raw.network.family == prefix.family { continue }
        let value = try #require(raw.record, "\(database.name) \(text)")
        var writer = JSONWriter()
        value.write(to: &writer)
        let ours = try JSONSerialization.jsonObject(
          with: Data(writer.bytes), options: .fragmentsAllowed)
        #expect(Self.equal(ours, record), "\(database.name) \(text)")
        compared += 1
      }
    }
    print("compared with source JSON: \(compared) networks")
    #expect(compared > 2_000)
  }

  /// Equal JSON; numbers by value, since the sources write some whole numbers as `1.0`.
  private static func equal(_ one: Any, _ other: Any) -> Bool {
    switch (one, other) {
    case (let one as [String: Any], let other as [String: Any]):
      one.count == other.count
        && one.allSatisfy { key, value in other[key].map { equal(value, $0) } ?? false }
    case (let one as [Any], let other as [Any]):
      one.count == other.count && zip(one, other).allSatisfy { equal($0, $1) }
    case (let one as NSNumber, let other as NSNumber): one.doubleValue == other.doubleValue
    case (let one as String, let other as String): one == other
    default: false
    }
  }

  @Test func verifiesEveryWholeDatabase() throws {
    for path in try ConformanceData.wholePaths() {
      let database = try Database.open(path: path)
      let found = try database.verify()
      #expect(found.records > 0, "\(database.name)")
    }
  }

  @Test(arguments: [
    ("GeoIP-Anonymous-Plus-Test", DatabaseKind.anonymousPlus),
    ("GeoIP-Residential-Proxy-Test", .residentialProxy),
    ("GeoIP2-Anonymous-IP-Test", .anonymousIP), ("GeoIP2-City-Test", .city),
    ("GeoIP2-City-Shield-Test", .city), ("GeoIP2-Connection-Type-Test", .connectionType),
    ("GeoIP2-Country-Test", .country), ("GeoIP2-Enterprise-Test", .enterprise),
    ("GeoIP2-ISP-Test", .isp), ("GeoLite2-ASN-Test", .asn), ("GeoLite2-City-Test", .city),
    ("GeoIP2-Domain-Test", .other), ("MaxMind-DB-test-decoder", .other),
    ("MaxMind-DB-string-value-entries", .other), ("GeoIP2-IP-Risk-Test", .privacy),
  ])
  func tellsTheKind(name: String, kind: DatabaseKind) throws {
    let folder = try #require(ConformanceData.folder)
    let database = try Database.open(path: "\(folder)/\(name).mmdb")
    #expect(database.kind == kind)
  }

  @Test(
    arguments: [
      ("GeoIP2-City-Test-Broken-Double-Format", nil, GeoIPError.Code.damagedRecord),
      ("GeoIP2-City-Test-Invalid-Node-Count", .damagedMetadata, .damagedMetadata),
      ("MaxMind-DB-test-broken-pointers-24", nil, .damagedRecord),
      ("MaxMind-DB-test-broken-search-tree-24", nil, .damagedTree),
    ] as [(String, GeoIPError.Code?, GeoIPError.Code)])
  func namesTheDamage(name: String, atOpen: GeoIPError.Code?, atVerify: GeoIPError.Code) throws {
    let folder = try #require(ConformanceData.folder)
    do throws(GeoIPError) {
      let database = try Database.open(path: "\(folder)/\(name).mmdb")
      #expect(atOpen == nil, "\(name) opened")
      let error = #expect(throws: GeoIPError.self) { try database.verify() }
      #expect(error?.code == atVerify, "\(name): \(error.map { $0.description } ?? "")")
    } catch {
      #expect(error.code == atOpen, "\(name): \(error)")
    }
  }

  @Test(arguments: [
    ("MaxMind-DB-no-ipv4-search-tree", "1.2.3.4", #"{"network":"0.0.0.0/0","record":"::/64"}"#),
    ("MaxMind-DB-test-ipv4-24", "1.1.1.3", #"{"network":"1.1.1.2/31","record":{"ip":"1.1.1.2"}}"#),
    ("MaxMind-DB-test-ipv4-24", "2001:db8::1", #"{"network":"::/0","record":null}"#),
    (
      "MaxMind-DB-test-mixed-28", "1.1.1.1",
      #"{"network":"1.1.1.1/32","record":{"ip":"::1.1.1.1"}}"#
    ),
    (
      "MaxMind-DB-test-mixed-32", "::1.1.1.1",
      #"{"network":"::101:101/128","record":{"ip":"::1.1.1.1"}}"#
    ),
    (
      "MaxMind-DB-test-decoder", "::1.1.1.0",
      #"{"network":"::101:100/120","record":{"array":[1,2,3],"boolean":true,"bytes":"AAAAKg==","#
        + #""double":42.123456,"float":1.1,"int32":-268435456,"map":{"mapX":{"arrayX":[7,8,9],"#
        + #""utf8_stringX":"hello"}},"uint128":"1329227995784915872903807060280344576","#
        + #""uint16":100,"uint32":268435456,"uint64":1152921504606846976,"#
        + #""utf8_string":"unicode! ☯ - ♫"}}"#
    ),
  ])
  func printsRawRecords(name: String, address: String, expected: String) throws {
    let folder = try #require(ConformanceData.folder)
    let database = try Database.open(path: "\(folder)/\(name).mmdb")
    #expect(try database.raw(for: #require(IPAddress(address))).json == expected)
  }
}
