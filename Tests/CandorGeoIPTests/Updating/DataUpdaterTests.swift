import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("updating location data")
struct DataUpdaterTests {
  private let folder: TemporaryFolder
  private let transport = FakeTransport()
  private let directory: DataDirectory

  init() throws {
    folder = try TemporaryFolder()
    directory = DataDirectory(path: folder.url.path)
  }

  private static let base = "https://download.maxmind.com/geoip/databases/GeoLite2-City/download"
  private static let source = DataUpdateSource.maxMind(
    edition: "GeoLite2-City", accountID: "account-1", licenceKey: "secret-key")

  private var updater: DataUpdater { DataUpdater(directory: directory, transport: transport) }

  /// Announces a City database with its checksum.
  private func announce(epoch: UInt64, country: String = "ES", type: String = "GeoLite2-City")
    throws
  {
    let database = try FakeTransport.database(type: type, epoch: epoch, country: country)
    announce(
      FakeTransport.tar([
        ("GeoLite2-City_1/", []), ("GeoLite2-City_1/COPYRIGHT.txt", Array("text".utf8)),
        ("GeoLite2-City_1/GeoLite2-City.mmdb", database),
      ]))
  }

  private func announce(_ tar: [UInt8]) {
    let archive = FakeTransport.gzip(tar)
    let checksum = Checksum.hexadecimal(of: archive)
    transport.answer("\(Self.base)?suffix=tar.gz", archive)
    transport.answer(
      "\(Self.base)?suffix=tar.gz.sha256", Array("\(checksum)  GeoLite2-City_1.tar.gz\n".utf8))
  }

  private func contents(_ name: String = "GeoLite2-City.mmdb") -> Data? {
    FileManager.default.contents(atPath: directory.path(of: name))
  }

  private func leftovers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).filter {
      $0.hasPrefix(".")
    }
  }

  @Test("a new database is fetched with credentials, tested and put in place")
  func fetches() async throws {
    try announce(epoch: 1_700_000_000)
    let result = await updater.update(Self.source)
    #expect(result.outcome == .updated)
    #expect(result.isInPlace)
    #expect(result.builtAt == Timestamp(millisecondsSinceEpoch: 1_700_000_000_000))
    #expect(transport.requests.allSatisfy { $0.credentials?.user == "account-1" })
    #expect(transport.requests.count == 2)
    let database = try Database.open(path: directory.path(of: "GeoLite2-City.mmdb"))
    #expect(database.metadata.type == "GeoLite2-City")
    #expect(try leftovers() == [])
  }

  @Test("what is there already is not downloaded again")
  func unchanged() async throws {
    try announce(epoch: 1_700_000_000)
    _ = await updater.update(Self.source)
    transport.forget()
    let result = await updater.update(Self.source)
    #expect(result.outcome == .unchanged)
    #expect(transport.requests.map(\.url) == ["\(Self.base)?suffix=tar.gz.sha256"])
    // A file that was damaged since is fetched again, though the checksum says it is known.
    try Data("broken".utf8).write(
      to: URL(filePath: directory.path(of: "GeoLite2-City.mmdb")))
    #expect(await updater.update(Self.source).outcome == .updated)
  }

  @Test("a newer one takes the place of the older, an older one does not")
  func replaces() async throws {
    try announce(epoch: 1_700_000_000)
    _ = await updater.update(Self.source)
    try announce(epoch: 1_700_086_400, country: "PT")
    #expect(await updater.update(Self.source).outcome == .updated)
    let newer = contents()
    try announce(epoch: 1_600_000_000)
    let result = await updater.update(Self.source)
    #expect(result.error?.code == .downloadOlder)
    #expect(result.builtAt == Timestamp(millisecondsSinceEpoch: 1_700_086_400_000))
    #expect(contents() == newer)
    #expect(try leftovers() == [])
  }

  /// What a misbehaving other side does, and the code that tells it.
  enum Misbehaviour: String, CaseIterable, CustomTestStringConvertible {
    case notFound, refused, tooManyRequests, serverError, noAnswer, wrongChecksum, noChecksum
    case cutShort, announcedMore, empty, page, damagedGzip, noDatabaseInside, twoDatabases
    case cutTar, damagedTar, otherType, notADatabase, cutDatabase, noNetworks

    var testDescription: String { rawValue }

    var code: LocationDataError.Code {
      switch self {
      case .notFound: .notFound
      case .refused: .credentialsRefused
      case .tooManyRequests: .tryLater
      case .serverError, .noAnswer: .downloadFailed
      default: .downloadDamaged
      }
    }
  }

  private func misbehave(_ kind: Misbehaviour) throws {
    let url = "\(Self.base)?suffix=tar.gz"
    let good = try FakeTransport.database(type: "GeoLite2-City", epoch: 1_800_000_000)
    func tar(_ contents: [UInt8]) -> [UInt8] { FakeTransport.tar([("d/x.mmdb", contents)]) }
    let archive = FakeTransport.gzip(tar(good))
    switch kind {
    case .notFound: transport.answer(url, status: 404, [])
    case .refused: transport.answer(url, status: 401, Array("Invalid license key".utf8))
    case .tooManyRequests: transport.answer(url, status: 429, [])
    case .serverError: transport.answer(url, status: 500, [])
    case .noAnswer: transport.fail(url)
    case .wrongChecksum: transport.answer(url, archive + [0])
    case .noChecksum: transport.answer(url + ".sha256", Array("<html>no</html>".utf8))
    case .cutShort: transport.answer(url, Array(archive.prefix(300)), announcing: archive.count)
    case .announcedMore: transport.answer(url, archive, announcing: archive.count + 1)
    case .empty: transport.answer(url, [])
    case .page:
      let page = Array("\n <!DOCTYPE html><html><body>Sign in</body></html>".utf8)
      transport.answer(url, page)
      transport.answer(url + ".sha256", Array(Checksum.hexadecimal(of: page).utf8))
    case .damagedGzip: announce(tar(good) + [0xee])
    case .noDatabaseInside: announce(FakeTransport.tar([("d/readme.txt", [1, 2, 3])]))
    case .twoDatabases: announce(FakeTransport.tar([("a.mmdb", good), ("b.mmdb", good)]))
    case .cutTar: announce(Array(tar(good).prefix(700)))
    case .damagedTar:
      var damaged = tar(good)
      damaged[3] ^= 1
      announce(damaged)
    case .otherType: announce(tar(try FakeTransport.database(type: "GeoLite2-ASN", epoch: 2)))
    case .notADatabase: announce(tar(Array("<html></html>".utf8)))
    case .cutDatabase: announce(tar(Array(good.prefix(good.count / 2))))
    case .noNetworks:
      let empty = MMDBWriter(
        metadata: .init(
          databaseType: "GeoLite2-City", buildEpoch: 1_800_000_000, description: [:]))
      announce(tar(try empty.encoded()))
    }
  }

  @Test(
    "whatever goes wrong is told by its code, and the old file stays",
    arguments: Misbehaviour.allCases)
  func misbehaviour(_ kind: Misbehaviour) async throws {
    try announce(epoch: 1_700_000_000)
    #expect(await updater.update(Self.source).outcome == .updated)
    let before = contents()
    try announce(epoch: 1_750_000_000)
    try misbehave(kind)
    let result = await updater.update(Self.source)
    #expect(result.error?.code == kind.code, "\(result.outcome)")
    #expect(result.isInPlace)
    #expect(contents() == before)
    #expect(try leftovers() == [])
    let words = "\(String(describing: result.error)) \(result.error?.description ?? "")"
    #expect(!words.contains("secret") && !words.contains("account-1"))
    #expect(!words.contains(directory.path))
  }

  @Test("one source that fails says nothing of the others")
  func independence() async throws {
    let date = try #require(Timestamp("2026-03-02T10:00:00Z"))
    let lite = DataUpdateSource.dbIPLite("asn", on: date)
    transport.answer(
      try #require(lite.urls.first),
      FakeTransport.gzip(try FakeTransport.database(type: "DBIP-ASN-Lite", epoch: 1_772_000_000)))
    var names: [String] = []
    let results = await updater.update([Self.source, lite]) { names.append($0) }
    #expect(names == ["GeoLite2-City", "DB-IP Lite asn"])
    #expect(results[0].error?.code == .notFound)
    #expect(!results[0].isInPlace)
    #expect(results[1].outcome == .updated)
    #expect(contents("dbip-asn-lite.mmdb") != nil)
  }

  @Test("early in a month the file of the month before is taken")
  func monthBefore() async throws {
    let source = DataUpdateSource.dbIPLite(
      "city", on: try #require(Timestamp("2026-01-01T00:30:00Z")))
    #expect(
      source.urls == [
        "https://download.db-ip.com/free/dbip-city-lite-2026-01.mmdb.gz",
        "https://download.db-ip.com/free/dbip-city-lite-2025-12.mmdb.gz",
      ])
    transport.answer(
      source.urls[1],
      FakeTransport.gzip(try FakeTransport.database(type: "DBIP-City-Lite", epoch: 5)))
    #expect(await updater.update(source).outcome == .updated)
    // Only a missing file leads on to the next address.
    transport.answer(source.urls[0], status: 500, [])
    #expect(await updater.update(source).error?.code == .downloadFailed)
  }

  @Test("lists are taken only where they are lists")
  func lists() async throws {
    let url = try #require(DataUpdateSource.torExits.urls.first)
    func update(_ text: String) async -> DataUpdateResult {
      transport.answer(url, Array(text.utf8))
      return await updater.update(.torExits)
    }
    let addresses = (0..<150).map { "185.220.101.\($0)\n" }.joined()
    #expect(await update(addresses).outcome == .updated)
    #expect(await update(addresses).outcome == .unchanged)
    #expect(directory.networkLists.map(\.networkClass) == [.tor])
    let before = contents("network-tor.txt")
    for text in [
      "<!doctype html><html></html>", "maintenance", "185.220.101.1\n",
      addresses + String(repeating: "not an address\n", count: 100), "",
    ] {
      #expect(await update(text).error?.code == .downloadDamaged)
    }
    #expect(contents("network-tor.txt") == before)
  }

  @Test("a download above the limit is refused")
  func limits() async throws {
    try announce(epoch: 1_700_000_000)
    let small = DataUpdater(
      directory: directory, transport: transport, limits: .init(downloadByteCount: 100))
    #expect(await small.update(Self.source).error?.code == .downloadTooLarge)
    let unpacked = DataUpdater(
      directory: directory, transport: transport, limits: .init(unpackedByteCount: 100))
    #expect(await unpacked.update(Self.source).error?.code == .downloadTooLarge)
  }

  @Test("a file name that leads elsewhere is refused before anything is fetched")
  func names() async throws {
    for name in ["../x.mmdb", "a/b.mmdb", ".hidden.mmdb", "", "a b.mmdb", "a\\b.mmdb"] {
      let source = DataUpdateSource(
        name: "mine", fileName: name, urls: ["https://example.com/x"], packing: .none,
        content: .database(typePrefix: ""))
      #expect(await updater.update(source).error?.code == .cannotWrite, "\(name)")
    }
    #expect(transport.requests.isEmpty)
  }

  @Test("a folder that cannot be written is told")
  func unwritable() async throws {
    try folder.write("a file", to: "blocked")
    let blocked = DataUpdater(
      directory: DataDirectory(path: folder.path("blocked")), transport: transport)
    try announce(epoch: 1_700_000_000)
    #expect(await blocked.update(Self.source).error?.code == .cannotWrite)
  }

  @Test("credentials never print")
  func secrets() {
    let request = DataRequest(
      url: "https://example.com/x?key=secret-key",
      credentials: .init(user: "account-1", password: "secret-key"), maximumByteCount: 1)
    var dumped = ""
    dump(request.credentials, to: &dumped)
    for text in [
      "\(request)", "\(String(describing: request.credentials))",
      String(reflecting: request.credentials), dumped,
    ] {
      #expect(!text.contains("secret") && !text.contains("account-1"), "\(text)")
    }
  }
}
