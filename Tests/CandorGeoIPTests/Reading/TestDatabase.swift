import CandorModel
import CandorTesting
import Foundation

@testable import CandorGeoIP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Databases made for a test with our own writer.
final class TestDatabase {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Writes a database of some networks and opens it.
  func open(
    _ type: String, language: String = "en", families: MMDBWriter.Families = .ipv4AndIPv6,
    epoch: UInt64 = 1_767_225_600, _ records: [(String, MMDBValue)]
  ) throws -> Database {
    try open(bytes: Self.bytes(type, families: families, epoch: epoch, records), language: language)
  }

  /// Writes bytes as a file and opens it.
  func open(bytes: [UInt8], language: String = "en") throws -> Database {
    let path = folder.path("\(UUID().uuidString).mmdb")
    try write(bytes, to: path)
    return try Database.open(path: path, language: language)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// Puts a file in the place of another in one step.
  func replace(_ other: String, with path: String) throws {
    guard rename(path, other) == 0 else { throw NotANetwork(text: path) }
  }

  static func bytes(
    _ type: String, families: MMDBWriter.Families = .ipv4AndIPv6, epoch: UInt64 = 1_767_225_600,
    _ records: [(String, MMDBValue)]
  ) throws -> [UInt8] {
    var writer = MMDBWriter(
      metadata: MMDBWriter.Metadata(
        databaseType: type, buildEpoch: epoch, description: ["en": "made for a test"]),
      families: families)
    for (text, record) in records {
      guard let prefix = IPPrefix(text) else { throw NotANetwork(text: text) }
      try writer.insert(record, into: prefix)
    }
    return try writer.encoded()
  }

  struct NotANetwork: Error {
    let text: String
  }

  /// A record as MaxMind's City databases have it.
  static func city(
    _ country: String, _ subdivision: String? = nil, _ city: String? = nil,
    _ position: (Double, Double)? = nil, radius: UInt16? = nil
  ) -> MMDBValue {
    var record: [MMDBValue.MapKey: MMDBValue] = [
      "continent": ["code": "EU"],
      "country": ["iso_code": .string(country), "names": ["en": .string("Name of \(country)")]],
      "registered_country": ["iso_code": "US"],
    ]
    if let subdivision {
      record["subdivisions"] = .array([
        [
          "iso_code": .string(subdivision),
          "names": ["en": .string("Region \(subdivision)")],
        ],
        ["iso_code": "XX"],
      ])
    }
    if let city {
      record["city"] = ["names": ["en": .string(city), "es": .string("\(city) (es)")]]
    }
    if let position {
      var location: [MMDBValue.MapKey: MMDBValue] = [
        "latitude": .double(position.0), "longitude": .double(position.1),
      ]
      if let radius { location["accuracy_radius"] = .uint16(radius) }
      record["location"] = .map(location)
    }
    return .map(record)
  }
}
