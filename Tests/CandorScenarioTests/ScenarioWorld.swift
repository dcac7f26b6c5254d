import CandorGeoIP
import CandorModel
import CandorTesting
import Foundation
import datasets

/// The networks that scenarios take place in, and databases made of them.
struct ScenarioWorld: Sendable {
  /// A network of the world.
  struct Network: Sendable {
    let prefix: IPPrefix
    let country: String
    let subdivision: String
    let city: String
    let latitude: Double?
    let longitude: Double?
    let radiusKm: Double?
    let asn: UInt32
    let organization: String
    let kind: String

    /// What lies between at least, in kilometres; `nil` where a side has no position.
    func minimumDistanceKm(to other: Network) -> Double? {
      guard let latitude, let longitude, let radiusKm, let north = other.latitude,
        let east = other.longitude, let otherRadius = other.radiusKm
      else { return nil }
      let distance = GreatCircle.distanceKm(
        fromLatitude: latitude, longitude: longitude, toLatitude: north, longitude: east)
      return max(0, distance - radiusKm - otherRadius)
    }
  }

  let networks: [Network]
  let countries: CountryTable
  /// Look-ups by what databases are there.
  let lookups: [Scenario.Databases: GeoIP]
  /// Holds the files while they are open.
  private let folder: TemporaryFolder

  static let shared: ScenarioWorld = {
    do {
      return try ScenarioWorld()
    } catch {
      preconditionFailure("the world of the scenarios cannot be built: \(error)")
    }
  }()

  private static func text(_ path: String) -> String {
    guard let text = Datasets.text(at: path) else {
      preconditionFailure("`\(path)` is not embedded")
    }
    return text
  }

  init() throws {
    countries = try CountryTable(
      countriesCSV: Self.text("geo/countries.csv"), bordersCSV: Self.text("geo/borders.csv"))
    networks = Self.text("scenarios/world.csv").split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 10, let prefix = IPPrefix(cells[0]), let asn = UInt32(cells[7]) else {
        preconditionFailure("`\(line)` is no network")
      }
      return Network(
        prefix: prefix, country: cells[1], subdivision: cells[2], city: cells[3],
        latitude: Double(cells[4]), longitude: Double(cells[5]), radiusKm: Double(cells[6]),
        asn: asn, organization: cells[8], kind: cells[9])
    }
    folder = try TemporaryFolder()
    let city = try Self.database("GeoLite2-City", networks, in: folder, countries) { $0.cityRecord }
    let country = try Self.database("GeoLite2-Country", networks, in: folder, countries) {
      $0.countryRecord
    }
    let numbers = try Self.database("GeoLite2-ASN", networks, in: folder, countries) {
      $0.numberRecord
    }
    let proxies = try Self.database(
      "GeoIP2-Anonymous-IP", networks.filter { $0.kind == "proxy" }, in: folder, countries
    ) { _ in ["is_anonymous": true, "is_public_proxy": true] }
    let lists = try Self.lists(of: networks)
    let systems = try SystemClassTable(csv: Self.text("networks/asn-classes.csv"))
    lookups = [
      .all: GeoIP(
        databases: [city, numbers, proxies], lists: lists, systems: systems, countries: countries),
      .cityOnly: GeoIP(databases: [city], countries: countries),
      .country: GeoIP(
        databases: [country, numbers, proxies], lists: lists, systems: systems,
        countries: countries),
      .none: GeoIP(databases: [], countries: countries),
    ]
  }

  private static func database(
    _ type: String, _ networks: [Network], in folder: TemporaryFolder, _ countries: CountryTable,
    _ record: (Network) -> MMDBValue
  ) throws -> Database {
    var writer = MMDBWriter(
      metadata: MMDBWriter.Metadata(
        databaseType: type, buildEpoch: 1_772_323_200,
        description: ["en": "Networks of the scenarios"]))
    for network in networks { try writer.insert(record(network), into: network.prefix) }
    let path = folder.path("\(type).mmdb")
    try folder.write(bytes: try writer.encoded(), to: path)
    return try Database.open(path: path)
  }

  private static func lists(of networks: [Network]) throws -> [NetworkList] {
    let kinds: [(String, NetworkClass)] = [
      ("vpn", .vpn), ("tor", .tor), ("relay", .relay), ("hosting", .hosting),
      ("cellular", .cellular), ("campus", .education), ("business", .business),
    ]
    return try kinds.map { kind, networkClass in
      let text = networks.filter { $0.kind == kind }.map { "\($0.prefix)" }
        .joined(separator: "\n")
      return try NetworkList(networkClass, name: "\(kind).txt", text: text)
    }
  }
}

extension ScenarioWorld.Network {
  fileprivate var countryRecord: MMDBValue {
    ["country": ["iso_code": .string(country)]]
  }

  fileprivate var cityRecord: MMDBValue {
    guard let latitude, let longitude, let radiusKm else { return countryRecord }
    return [
      "country": ["iso_code": .string(country)],
      "city": ["names": ["en": .string(city)]],
      "subdivisions": .array([["iso_code": .string(subdivision)]]),
      "location": [
        "latitude": .double(latitude), "longitude": .double(longitude),
        "accuracy_radius": .uint16(UInt16(radiusKm)),
      ],
    ]
  }

  fileprivate var numberRecord: MMDBValue {
    [
      "autonomous_system_number": .uint32(asn),
      "autonomous_system_organization": .string(organization),
    ]
  }
}

extension TemporaryFolder {
  func write(bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }
}
