import CMaxMindDB
import CandorModel
import CandorTesting
import Foundation
import Testing
import datasets

@testable import CandorGeoIP

@Suite("building location data")
struct DataBuilderTests {
  static func countries() throws -> CountryTable {
    try CountryTable(
      countriesCSV: try #require(Datasets.text(at: "geo/countries.csv")),
      bordersCSV: try #require(Datasets.text(at: "geo/borders.csv")))
  }

  private static let geoip = """
    # Generated: Thu, 25 Jun 2026 04:33:59 GMT
    15726992,15726999,??
    16777216,16777471,AU
    16777472,16778240,CN
    1395130368,1395392511,ES
    1395392512,1395392512,EU
    4294967040,4294967295,UK
    """
  private static let geoip6 = """
    # Generated: Thu, 25 Jun 2026 04:33:58 GMT
    2001:200::,2001:200:134:ffff:ffff:ffff:ffff:ffff,JP
    2001:200:135::,2001:200:135:ffff:ffff:ffff:ffff:ffff,US
    2002:5338::,2002:5338:ffff:ffff:ffff:ffff:ffff:ffff,PL
    """

  private func code(_ value: MMDBValue?, _ path: String...) -> String? {
    var value = value
    for key in path {
      guard case .map(let fields) = value else { return nil }
      value = fields[MMDBValue.MapKey(key)]
    }
    if case .string(let text) = value { return text }
    return nil
  }

  @Test("countries agree with the source at every end of every range")
  func countriesAgree() throws {
    let folder = try TemporaryFolder()
    let sources = DataBuilder.Sources(
      countriesIPv4: try folder.write(Self.geoip, to: "geoip"),
      countriesIPv6: try folder.write(Self.geoip6, to: "geoip6"), networks: nil)
    let builder = DataBuilder(
      sources: sources, countries: try Self.countries(), outputDirectory: folder.url.path + "/out")
    var announced: [String] = []
    let products = try builder.build { announced.append($0) }
    #expect(announced == ["country.mmdb"])
    let product = try #require(products.first)
    #expect(product.databaseType == "Candor-Country")
    #expect(product.builtAt.text == "2026-06-25T04:33:59Z")
    #expect(product.hasChanged)
    #expect(product.leftOut == ["no country": 3, "IPv4 inside IPv6": 1])

    let library = try MaxMindLibrary(path: product.path)
    #expect(library.metadata.build_epoch == 1_782_362_039)
    for (address, country) in [
      ("0.239.248.16", nil), ("1.0.0.0", "AU"), ("1.0.0.255", "AU"), ("1.0.1.0", "CN"),
      ("1.0.4.0", "CN"), ("1.0.4.1", nil), ("0.255.255.255", nil), ("83.40.0.0", "ES"),
      ("83.43.255.255", "ES"), ("83.39.255.255", nil), ("83.44.0.0", nil),
      ("255.255.255.255", nil), ("2001:200::", "JP"), ("2001:200:134:ffff::1", "JP"),
      ("2001:200:135::", "US"), ("2001:200:136::", nil), ("2001:1ff:ffff::", nil),
      // 6to4 leads to IPv4, whatever the source says of the range.
      ("2002:5328:1::1", "ES"), ("::ffff:1.0.0.7", "AU"),
    ] as [(String, String?)] {
      let value = try library.value(at: address)
      #expect(code(value, "country", "iso_code") == country, "\(address)")
    }
    let spain = try library.value(at: "83.40.0.1")
    #expect(
      spain == [
        "continent": ["code": "EU", "names": ["en": "Europe"]],
        "country": ["iso_code": "ES", "names": ["en": "Spain"]],
      ])
    let words = try Database.open(path: product.path).metadata.description() ?? ""
    #expect(words.contains("CC BY-SA 4.0") && words.contains("location.ipfire.org"))
  }

  @Test("AS numbers, names and flags, and holes where the smaller network knows nothing")
  func networks() throws {
    let folder = try TemporaryFolder()
    var fixture = LocDatabaseFixture()
    fixture.systems = [(3352, "TELEFONICA DE ESPANA"), (14593, "SPACEX-STARLINK")]
    fixture.add("83.56.0.0/14", asn: 3352, country: "ES")
    fixture.add("83.56.7.0/24", country: "ES")
    fixture.add("83.56.8.0/24", country: "ES", flags: 1)
    fixture.add("98.97.0.0/16", asn: 14593, country: "US", flags: 2)
    fixture.add("2a02:9000::/32", asn: 64500, flags: 4 | 8)
    fixture.add("2002::/16", asn: 1)
    fixture.add("::/8", asn: 2)
    let path = folder.path("location.db")
    try fixture.encoded().write(to: URL(filePath: path))
    let builder = DataBuilder(
      sources: .init(countriesIPv4: nil, countriesIPv6: nil, networks: path),
      countries: .empty, outputDirectory: folder.url.path)
    let product = try #require(try builder.build().first)
    #expect(product.builtAt.text == "2022-10-29T05:59:54Z")
    #expect(product.leftOut == ["IPv4 inside IPv6": 1])
    let library = try MaxMindLibrary(path: product.path)
    let telefonica: MMDBValue = [
      "autonomous_system_number": .uint32(3352),
      "autonomous_system_organization": "TELEFONICA DE ESPANA",
    ]
    for (address, value) in [
      ("83.55.255.255", nil), ("83.56.0.0", telefonica), ("83.59.255.255", telefonica),
      ("83.60.0.0", nil), ("83.56.7.1", nil), ("83.56.8.1", ["is_anonymous_proxy": true]),
      (
        "98.97.1.1",
        [
          "autonomous_system_number": .uint32(14593),
          "autonomous_system_organization": "SPACEX-STARLINK", "is_satellite_provider": true,
        ]
      ),
      (
        "2a02:9000::1",
        ["autonomous_system_number": .uint32(64500), "is_anycast": true, "is_hostile": true]
      ),
      ("2002:5338::1", telefonica),
    ] as [(String, MMDBValue?)] {
      let found = try library.value(at: address)
      #expect(found == value, "\(address)")
    }
  }

  @Test("the same sources give the same bytes, and an unchanged file is left alone")
  func determinism() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(Self.geoip, to: "geoip")
    func build(_ output: String) throws -> DataBuilder.Product {
      let builder = DataBuilder(
        sources: .init(countriesIPv4: source, countriesIPv6: nil, networks: nil),
        countries: try Self.countries(), outputDirectory: folder.url.path + output)
      return try #require(try builder.build().first)
    }
    let one = try build("/one")
    let two = try build("/two")
    #expect(
      FileManager.default.contents(atPath: one.path)
        == FileManager.default.contents(atPath: two.path))
    let again = try build("/one")
    #expect(!again.hasChanged)
    let rest = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/one")
    #expect(rest == ["country.mmdb"])
  }

  @Test("a damaged source keeps the file that is there")
  func failure() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(Self.geoip, to: "geoip")
    let builder = DataBuilder(
      sources: .init(countriesIPv4: source, countriesIPv6: nil, networks: nil),
      countries: try Self.countries(), outputDirectory: folder.url.path)
    let product = try #require(try builder.build().first)
    let before = FileManager.default.contents(atPath: product.path)
    for text in [Self.geoip + "\nnonsense", "1,2,AU", ""] {
      try Data(text.utf8).write(to: URL(filePath: source))
      #expect(throws: LocationDataError.self) { try builder.build() }
    }
    try FileManager.default.removeItem(atPath: source)
    #expect {
      try builder.build()
    } throws: { error in
      (error as? LocationDataError)?.code == .sourceUnreadable
    }
    #expect(FileManager.default.contents(atPath: product.path) == before)
  }

  @Test("the illustrative cities say what they are and answer for every row")
  func illustrativeCities() throws {
    let folder = try TemporaryFolder()
    let table = try #require(Datasets.text(at: "geoip/illustrative-cities.csv"))
    let date = try #require(Timestamp("2026-11-21"))
    let product = try DataBuilder.buildIllustrativeCities(
      table: table, countries: try Self.countries(), outputDirectory: folder.url.path, builtAt: date
    )
    #expect(product.databaseType == "Candor-Illustrative-City")
    #expect(product.networkCount >= 120)
    let library = try MaxMindLibrary(path: product.path)
    var rows = 0
    for line in table.split(separator: "\n").dropFirst() where !line.hasPrefix("#") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let prefix = try #require(IPPrefix(cells[0]))
      for address in [prefix.base, prefix.last] {
        let answer = try library.answer(for: address)
        #expect(answer.prefixLength == prefix.length, "\(line)")
        #expect(code(answer.value, "country", "iso_code") == cells[1], "\(line)")
        #expect(
          code(answer.value, "city", "names", "en") == (cells[3].isEmpty ? nil : cells[3]))
      }
      rows += 1
    }
    #expect(rows == product.networkCount)
    let madrid = try library.value(at: "83.56.102.236")
    #expect(code(madrid, "city", "names", "en") == "Madrid")
  }

  @Test(
    "a row of the city table that is wrong is named",
    arguments: [
      ("1.2.3.0", "country"), ("1.2.3.0/24,XX,,,,,", "country"), ("x,ES,,,,,", "CIDR"),
      ("1.2.3.0/24,ES,,,91,0,", "degrees"), ("1.2.3.0/24,ES,,,1,,", "degrees"),
      ("1.2.3.0/24,ES,,,1,1,far", "kilometres"), ("2002::/24,ES,,,,,", "aliases"),
    ])
  func cityMistakes(row: String, word: String) throws {
    let folder = try TemporaryFolder()
    let table = "prefix,country,subdivision,city,latitude,longitude,radiusKm\n\(row)\n"
    #expect {
      _ = try DataBuilder.buildIllustrativeCities(
        table: table, countries: try Self.countries(), outputDirectory: folder.url.path,
        builtAt: Timestamp(millisecondsSinceEpoch: 0))
    } throws: { error in
      guard let error = error as? LocationDataError else { return false }
      return error.message.hasPrefix("line 2:") && error.message.contains(word)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }

  @Test("packages are downloaded and unpacked, never installed")
  func packages() throws {
    let folder = try TemporaryFolder()
    let packages = DebianPackages(workDirectory: folder.url.path)
    let download = packages.downloadCommand(for: DebianPackages.countries)
    #expect(download.arguments == ["apt-get", "download", "tor-geoipdb"])
    #expect(packages.unpackCommand(for: DebianPackages.countries) == nil)
    _ = try folder.write("", to: "tor-geoipdb_0.4.8_all.deb")
    _ = try folder.write("", to: "tor-geoipdb-extra_9_all.deb")
    _ = try folder.write("", to: "tor-geoipdb_0.4.9_all.deb")
    let unpack = try #require(packages.unpackCommand(for: DebianPackages.countries))
    #expect(unpack.arguments[2] == "tor-geoipdb_0.4.9_all.deb")
    #expect(unpack.arguments[3] == packages.unpackedRoot)
    let nothing = DebianPackages.sources(below: packages.unpackedRoot)
    #expect(nothing.countriesIPv4 == nil && nothing.networks == nil)
  }

  @Test("of several archives the one that was downloaded last is kept")
  func archives() throws {
    let folder = try TemporaryFolder()
    let packages = DebianPackages(workDirectory: folder.url.path)
    let name = packages.nameCommand(for: DebianPackages.countries)
    #expect(name.arguments == ["apt-get", "download", "--print-uris", "tor-geoipdb"])
    let answer = """
      'http://deb.debian.org/debian/pool/main/t/tor/tor-geoipdb_0.4.8_all.deb' \
      tor-geoipdb_0.4.8_all.deb 2500196 SHA256:ab

      """
    let archive = try #require(DebianPackages.archiveName(in: answer))
    #expect(archive == "tor-geoipdb_0.4.8_all.deb")
    for other in ["", "Reading lists ...", "'http://x' ../x.deb 1 SHA256:a"] {
      #expect(DebianPackages.archiveName(in: other) == nil)
    }
    for name in ["tor-geoipdb_0.4.10_all.deb", "tor-geoipdb_0.4.9_all.deb", "libloc_1_all.deb"] {
      _ = try folder.write("", to: name)
    }
    // It is not there, so it is not known that the others are of no use.
    packages.removeArchives(of: DebianPackages.countries, but: archive)
    _ = try folder.write("", to: archive)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 4)
    packages.removeArchives(of: DebianPackages.countries, but: archive)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["libloc_1_all.deb", archive])
  }
}

/// Runs over the real packages where somebody unpacked them and says where.
@Suite("building from the real packages")
struct RealPackageTests {
  static let root = ProcessInfo.processInfo.environment["CANDOR_LOCATION_PACKAGES"] ?? ""

  @Test(
    "every range and every network of the sources reads back equal",
    .enabled(if: !root.isEmpty, "CANDOR_LOCATION_PACKAGES names no folder of unpacked packages"))
  func agreement() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "candor-real-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sources = DebianPackages.sources(below: Self.root)
    let countries = try DataBuilderTests.countries()
    let products = try DataBuilder(
      sources: sources, countries: countries, outputDirectory: folder
    ).build()
    let country = try MaxMindLibrary(path: try #require(products.first).path)
    let numbers = try MaxMindLibrary(path: try #require(products.last).path)

    var ranges = 0
    var wrongCountries = 0
    for path in [sources.countriesIPv4, sources.countriesIPv6] {
      try CountryRanges(path: try #require(path)).forEachRange {
        first, last, code throws(LocationDataError) in
        ranges += 1
        let wanted = countries.country(code)?.code
        if first.family == .v6, first.high >> 48 == 0x2002 { return }
        for address in [first, last] {
          var found: String?
          if case .map(let record)? = try? country.answer(for: address).value,
            case .map(let fields)? = record["country"], case .string(let text)? = fields["iso_code"]
          {
            found = text
          }
          if found != wanted { wrongCountries += 1 }
        }
      }
    }
    #expect(ranges > 600_000)
    #expect(wrongCountries == 0)

    // The first address of a network belongs to it unless a smaller network begins there too.
    let source = try LocDatabase(path: try #require(sources.networks))
    var wanted: [IPAddress: LocDatabase.Network] = [:]
    try source.forEachNetwork { prefix, network throws(LocationDataError) in
      wanted[prefix.base] = network
    }
    let names = try source.organizations()
    var wrongNumbers = 0
    for (address, network) in wanted {
      if address.family == .v6, address.high >> 48 == 0x2002 || address.high == 0 { continue }
      var number: UInt32?
      var name: String?
      var flags: LocDatabase.Flags = []
      if case .map(let record)? = try? numbers.answer(for: address).value {
        if case .uint32(let value)? = record["autonomous_system_number"] { number = value }
        if case .string(let value)? = record["autonomous_system_organization"] { name = value }
        if record["is_anonymous_proxy"] == true { flags.insert(.anonymousProxy) }
        if record["is_satellite_provider"] == true { flags.insert(.satelliteProvider) }
        if record["is_anycast"] == true { flags.insert(.anycast) }
        if record["is_hostile"] == true { flags.insert(.drop) }
      }
      if number != network.asNumber || name != network.asNumber.flatMap({ names[$0] })
        || flags != network.flags
      {
        wrongNumbers += 1
      }
    }
    #expect(wanted.count > 900_000)
    #expect(wrongNumbers == 0)
  }
}
