import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("status of the location data")
struct DataStatusTests {
  private let folder: TemporaryFolder
  private let directory: DataDirectory
  private let date: Timestamp

  init() throws {
    folder = try TemporaryFolder()
    directory = DataDirectory(path: folder.url.path)
    date = try #require(Timestamp("2026-03-02T10:00:00Z"))
  }

  private func put(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: directory.path(of: name)))
  }

  private func putDatabase(_ name: String, type: String, builtAt: String) throws {
    let built = try #require(Timestamp(builtAt))
    try put(
      name,
      try FakeTransport.database(
        type: type, epoch: UInt64(built.millisecondsSinceEpoch / 1_000)))
  }

  @Test("where the data is")
  func place() {
    #expect(
      DataDirectory(environment: ["XDG_DATA_HOME": "/data", "HOME": "/home/a"])?.path
        == "/data/candor")
    #expect(DataDirectory(environment: ["HOME": "/home/a"])?.path == "/home/a/.local/share/candor")
    for value in ["", "relative"] {
      #expect(
        DataDirectory(environment: ["XDG_DATA_HOME": value, "HOME": "/home/a"])?.path
          == "/home/a/.local/share/candor")
    }
    #expect(DataDirectory(environment: [:]) == nil)
    let missing = DataDirectory(path: folder.path("none"))
    #expect(missing.databasePaths.isEmpty && missing.networkLists.isEmpty)
  }

  @Test("the user's databases come before the free ones, illustrative and hidden ones never")
  func order() throws {
    for name in [
      "country.mmdb", "asn.mmdb", "zz.mmdb", "GeoLite2-City.mmdb", "illustrative-city.mmdb",
      ".candor-1.mmdb", "candor.sqlite", "network-tor.txt", "network-vpn-mine.txt",
      "network-relay.csv", "network-anycast.txt", "network-x.txt", "network-tor.bak",
    ] {
      try put(name, [])
    }
    #expect(
      directory.databasePaths.map { URL(filePath: $0).lastPathComponent } == [
        "GeoLite2-City.mmdb", "zz.mmdb", "country.mmdb", "asn.mmdb",
      ])
    #expect(directory.networkLists.map(\.networkClass) == [.anycast, .relay, .tor, .vpn])
  }

  @Test("nothing there: what is missing and the commands that mend it")
  func empty() {
    let status = DataStatus(of: directory, at: date)
    #expect(!status.isComplete)
    #expect(status.missing.map(\.what) == ["country", "network", "city"])
    #expect(status.missing.map(\.isNeeded) == [true, true, false])
    #expect(
      status.missing.map(\.command) == [
        "candor data build", "candor data build", "candor data update dbip",
      ])
    #expect(status.text.contains("`candor data build`"))
    let json = status.json
    #expect(json.contains("\"schema\":\"candor.data-status/1\""))
    #expect(json.contains("\"files\":[]"))
  }

  @Test("age, type, coverage, hash and licence of every file")
  func entries() throws {
    try putDatabase("asn.mmdb", type: "Candor-ASN", builtAt: "2026-01-01T00:00:00Z")
    try putDatabase("GeoLite2-City.mmdb", type: "GeoLite2-City", builtAt: "2026-03-01T00:00:00Z")
    try put("network-tor.txt", Array("185.220.101.1\n185.220.101.2\n".utf8))
    let status = DataStatus(of: directory, at: date)
    #expect(status.entries.map(\.name) == ["GeoLite2-City.mmdb", "asn.mmdb", "network-tor.txt"])
    #expect(status.isComplete)
    #expect(status.missing.isEmpty)
    let city = status.entries[0]
    #expect(city.type == "GeoLite2-City")
    #expect(city.content == .city)
    #expect(city.ageDays == 1 && !city.isOld)
    #expect(city.licence?.contains("MaxMind") == true)
    #expect(city.coverage?.networksV4 == 1)
    #expect(city.coverage?.addressesV4 == 1 << 18)
    #expect(city.coverage?.networksV6 == 0)
    let contents = try Data(contentsOf: URL(filePath: directory.path(of: city.name)))
    #expect(city.hash == Checksum.hexadecimal(of: [UInt8](contents)))
    #expect(city.byteCount == contents.count)
    #expect(status.entries[1].isOld)
    #expect(status.entries[1].ageDays == 60)
    #expect(status.entries[2].networkCount == 2)
    #expect(status.entries[2].type == "tor")
    #expect(status.text.contains("old"))
  }

  @Test("a file that cannot be used is told with the reason")
  func problems() throws {
    try put("broken.mmdb", Array("<html></html>".utf8))
    try put("network-vpn.txt", Array("<html></html>".utf8))
    let status = DataStatus(of: directory, at: date)
    #expect(status.entries.count == 2)
    #expect(status.entries.allSatisfy { $0.problem != nil })
    #expect(!status.isComplete)
    #expect(status.text.contains("cannot be used"))
  }

  @Test("what is old or broken names the command that makes it anew, where one does")
  func commands() throws {
    let old = "2026-01-01T00:00:00Z"
    try putDatabase("GeoLite2-City.mmdb", type: "GeoLite2-City", builtAt: old)
    try put("asn.mmdb", Array("<html></html>".utf8))
    try putDatabase("country.mmdb", type: "Candor-Country", builtAt: old)
    try putDatabase("dbip-asn-lite.mmdb", type: "DBIP-ASN-Lite", builtAt: "2026-03-01T00:00:00Z")
    try putDatabase("dbip-city-lite.mmdb", type: "DBIP-City-Lite", builtAt: old)
    try putDatabase("internal.mmdb", type: "Internal", builtAt: old)
    try putDatabase("other.mmdb", type: "Other", builtAt: old)
    try put("network-tor.txt", Array("<html></html>".utf8))
    let status = DataStatus(of: directory, at: date, configured: ["internal.mmdb"])
    let commands = Dictionary(uniqueKeysWithValues: status.entries.map { ($0.name, $0.command) })
    let expected: [String: String?] = [
      "GeoLite2-City.mmdb": "candor data update maxmind", "asn.mmdb": "candor data build",
      "country.mmdb": "candor data build", "dbip-asn-lite.mmdb": nil,
      "dbip-city-lite.mmdb": "candor data update dbip", "internal.mmdb": "candor data update",
      "network-tor.txt": "candor data update tor", "other.mmdb": nil,
    ]
    #expect(commands == expected)
    #expect(status.text.contains("`candor data update maxmind` makes it anew"))
    #expect(status.json.contains(#""command":"candor data update maxmind""#))
    // For `country.mmdb`, which is old; not for `asn.mmdb`, which is broken.
    let others = status.text.components(separatedBy: "where its package has nothing newer: ")
    #expect(others.count == 2)
    #expect(others.last?.hasPrefix("candor data update dbip, or") ?? false)
    #expect(DataRenewal.alternative(to: "candor data update dbip") == nil)
    #expect(DataRenewal.alternative(to: nil) == nil)
    // `data build` would put its own database in the place of another maker's.
    #expect(DataRenewal.command(for: "country.mmdb", type: "GeoLite2-Country") == nil)
  }

  @Test("the sources that have a name write what their commands are named for")
  func files() {
    let sources: [String: [DataUpdateSource]] = [
      "maxmind": [
        .maxMind(edition: "GeoLite2-City", accountID: "1", licenceKey: "k"),
        .maxMind(edition: "GeoLite2-ASN", accountID: "1", licenceKey: "k"),
      ],
      "dbip": [.dbIPLite("city", on: date), .dbIPLite("asn", on: date)],
      "tor": [.torExits], "apple-relay": [.appleRelay],
    ]
    for (name, written) in sources {
      for source in written {
        #expect(
          DataRenewal.command(for: source.fileName, type: nil) == "candor data update \(name)")
      }
    }
  }

  @Test("the JSON has sorted keys and leaves out what is not known")
  func json() throws {
    try putDatabase("country.mmdb", type: "Candor-Country", builtAt: "2026-03-01T00:00:00Z")
    let status = DataStatus(of: directory, at: date)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(status.json.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "candor.data-status/1")
    #expect(object["complete"] as? Bool == false)
    let files = try #require(object["files"] as? [[String: Any]])
    #expect(files[0]["content"] as? String == "country")
    #expect(files[0]["networks"] == nil && files[0]["problem"] == nil)
    #expect(files[0]["builtAt"] as? String == "2026-03-01T00:00:00Z")
    #expect(status.json == DataStatus(of: directory, at: date).json)
  }
}
