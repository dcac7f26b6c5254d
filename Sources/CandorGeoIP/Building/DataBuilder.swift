public import CandorModel
import Foundation

/// Makes location databases out of what is free to use.
///
/// `country.mmdb` (`Candor-Country`) has the country of an address, from the Tor project's export
/// of the IPFire Location database; `asn.mmdb` (`Candor-ASN`) its AS number, organisation and
/// flags, from a copy of that database. Records have the shape of GeoLite2-Country and GeoLite2-ASN;
/// the flags are named as in GeoIP2's traits. The date of a file is that of its source, and the same
/// sources give the same bytes.
///
/// Both sources are CC BY-SA 4.0, and so are the files; origin and licence stand in their metadata.
public struct DataBuilder: Sendable {
  /// Where the source files are; `nil` leaves a database out.
  public struct Sources: Sendable {
    /// The IPv4 part of the countries: `geoip` of Debian's package `tor-geoipdb`.
    public var countriesIPv4: String?
    /// The IPv6 part: `geoip6` of the same package.
    public var countriesIPv6: String?
    /// The AS numbers: `location.db` of Debian's package `libloc-database`.
    public var networks: String?

    /// Paths of source files.
    public init(countriesIPv4: String?, countriesIPv6: String?, networks: String?) {
      self.countriesIPv4 = countriesIPv4
      self.countriesIPv6 = countriesIPv6
      self.networks = networks
    }
  }

  /// A database that was made.
  public struct Product: Sendable, Hashable {
    /// The file's name, for example `country.mmdb`.
    public let name: String
    /// The file's path.
    public let path: String
    /// The database type in its metadata.
    public let databaseType: String
    /// The date of the sources.
    public let builtAt: Timestamp
    /// The number of networks that were put into it, before equal neighbours were merged.
    public let networkCount: Int
    /// The size of the file.
    public let byteCount: Int
    /// Whether the file is new or has other content than before.
    public let hasChanged: Bool
    /// How many source networks were left out, and why, by reason.
    public let leftOut: [String: Int]
  }

  /// The name of the country database in the data directory.
  public static let countryFileName = "country.mmdb"
  /// The name of the AS database in the data directory.
  public static let asnFileName = "asn.mmdb"
  /// The name of the illustrative city database.
  public static let cityFileName = "illustrative-city.mmdb"

  private let sources: Sources
  private let countries: CountryTable
  private let outputDirectory: String

  /// A builder.
  ///
  /// - Parameters:
  ///   - countries: the countries that exist, with their names and continents; a code that is not
  ///     among them is left out, since the sources use some for regions and for nothing.
  ///   - outputDirectory: where the files go; made where it is missing.
  public init(sources: Sources, countries: CountryTable, outputDirectory: String) {
    self.sources = sources
    self.countries = countries
    self.outputDirectory = outputDirectory
  }

  /// Makes every database whose sources are named.
  ///
  /// - Parameter progress: called with the name of a file before it is made.
  /// - Throws: `LocationDataError`; files made before stay, and so does the old version of the one
  ///   that failed.
  public func build(
    progress: (String) -> Void = { _ in }
  ) throws(LocationDataError) -> [Product] {
    var products: [Product] = []
    if sources.countriesIPv4 != nil || sources.countriesIPv6 != nil {
      progress(Self.countryFileName)
      products.append(try buildCountries())
    }
    if let networks = sources.networks {
      progress(Self.asnFileName)
      products.append(try buildNetworks(from: networks))
    }
    return products
  }

  // MARK: Countries

  /// The type of the database of countries, which come from registries and operators: of a relay they are
  /// the operator's.
  static let countryType = "Candor-Country"

  private func buildCountries() throws(LocationDataError) -> Product {
    var ranges: [CountryRanges] = []
    if let path = sources.countriesIPv4 { ranges.append(try CountryRanges(path: path)) }
    if let path = sources.countriesIPv6 { ranges.append(try CountryRanges(path: path)) }
    let date = try Self.date(of: ranges)
    var writer = MMDBWriter(
      metadata: .init(
        databaseType: Self.countryType, buildEpoch: date,
        description: [
          "en": "Country by address. Contains data of the IPFire Location database "
            + "(https://location.ipfire.org/), exported by the Tor project, changed in form only. "
            + "Licence: CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"
        ]))
    var records: [String: MMDBWriter.Record] = [:]
    var leftOut: [String: Int] = [:]
    for file in ranges {
      try file.forEachRange { first, last, code throws(LocationDataError) in
        guard let country = countries.country(code) else {
          leftOut["no country", default: 0] += 1
          return
        }
        do throws(MMDBWriterError) {
          let record: MMDBWriter.Record
          if let known = records[code] {
            record = known
          } else {
            record = try writer.add(Self.record(of: country))
            records[code] = record
          }
          try writer.insert(record, from: first, through: last)
        } catch {
          if try !Self.isOutOfPlace(error, Self.countryFileName) { return }
          leftOut["IPv4 inside IPv6", default: 0] += 1
        }
      }
    }
    return try finish(writer, name: Self.countryFileName, leftOut: leftOut)
  }

  private static func date(of ranges: [CountryRanges]) throws(LocationDataError) -> UInt64 {
    guard let date = ranges.compactMap(\.generatedAt).max() else {
      throw .damaged("geoip", "expected a comment `Generated:` with its date, found none")
    }
    return date
  }

  private static let continentNames = [
    "AF": "Africa", "AN": "Antarctica", "AS": "Asia", "EU": "Europe", "NA": "North America",
    "OC": "Oceania", "SA": "South America",
  ]

  static func record(of country: CountryTable.Country) -> MMDBValue {
    var record: [MMDBValue.MapKey: MMDBValue] = [
      "country": ["iso_code": .string(country.code), "names": ["en": .string(country.name)]]
    ]
    if let code = country.continent {
      var continent: [MMDBValue.MapKey: MMDBValue] = ["code": .string(code)]
      if let name = continentNames[code] { continent["names"] = ["en": .string(name)] }
      record["continent"] = .map(continent)
    }
    return .map(record)
  }

  // MARK: AS numbers

  private func buildNetworks(from path: String) throws(LocationDataError) -> Product {
    let source = try LocDatabase(path: path)
    let names = try source.organizations()
    var writer = MMDBWriter(
      metadata: .init(
        databaseType: "Candor-ASN", buildEpoch: source.createdAt,
        description: [
          "en": "AS number, organisation and flags by address. Contains data of the "
            + "\(source.vendor) Location database (https://location.ipfire.org/), changed in form "
            + "only. Licence: \(source.license) "
            + "(https://creativecommons.org/licenses/by-sa/4.0/)"
        ]))
    var records: [RecordKey: MMDBWriter.Record?] = [:]
    var leftOut: [String: Int] = [:]
    try source.forEachNetwork { prefix, network throws(LocationDataError) in
      do throws(MMDBWriterError) {
        let key = RecordKey(asNumber: network.asNumber, flags: network.flags)
        let record: MMDBWriter.Record?
        if let known = records[key] {
          record = known
        } else {
          record = try Self.value(of: key, names: names).map { value throws(MMDBWriterError) in
            try writer.add(value)
          }
          records[key] = .some(record)
        }
        // A network of which nothing is known is a hole in the larger one around it.
        try writer.insert(record, into: prefix)
      } catch {
        if try !Self.isOutOfPlace(error, Self.asnFileName) { return }
        leftOut["IPv4 inside IPv6", default: 0] += 1
      }
    }
    return try finish(writer, name: Self.asnFileName, leftOut: leftOut)
  }

  private struct RecordKey: Hashable {
    var asNumber: UInt32?
    var flags: LocDatabase.Flags
  }

  private static func value(of key: RecordKey, names: [UInt32: String]) -> MMDBValue? {
    var fields: [MMDBValue.MapKey: MMDBValue] = [:]
    if let number = key.asNumber {
      fields["autonomous_system_number"] = .uint32(number)
      if let name = names[number] { fields["autonomous_system_organization"] = .string(name) }
    }
    for (flag, name) in [
      (LocDatabase.Flags.anonymousProxy, "is_anonymous_proxy"),
      (.satelliteProvider, "is_satellite_provider"), (.anycast, "is_anycast"),
      (.drop, "is_hostile"),
    ] where key.flags.contains(flag) {
      fields[MMDBValue.MapKey(name)] = true
    }
    return fields.isEmpty ? nil : .map(fields)
  }

  // MARK: Both

  /// Whether a network has no place beside IPv4; other mistakes are thrown on.
  private static func isOutOfPlace(
    _ error: MMDBWriterError, _ name: String
  ) throws(LocationDataError) -> Bool {
    guard error.code == .overlapsIPv4 || error.code == .insideAlias else {
      throw .writer(name, error)
    }
    return true
  }

  private func finish(
    _ writer: MMDBWriter, name: String, leftOut: [String: Int]
  ) throws(LocationDataError) -> Product {
    try Self.write(writer, name: name, directory: outputDirectory, leftOut: leftOut)
  }

  static func write(
    _ writer: MMDBWriter, name: String, directory: String, leftOut: [String: Int]
  ) throws(LocationDataError) -> Product {
    let bytes: [UInt8]
    do throws(MMDBWriterError) {
      bytes = try writer.encoded()
    } catch {
      throw .writer(name, error)
    }
    try DataFile.makeDirectory(directory)
    let path = URL(filePath: directory).appending(path: name).path
    let hasChanged = !DataFile.holds(bytes, path: path)
    if hasChanged { try DataFile.replace(path: path, with: bytes) }
    return Product(
      name: name, path: path, databaseType: writer.metadata.databaseType,
      builtAt: Timestamp(millisecondsSinceEpoch: Int64(writer.metadata.buildEpoch) * 1_000),
      networkCount: writer.networkCount, byteCount: bytes.count, hasChanged: hasChanged,
      leftOut: leftOut)
  }
}
