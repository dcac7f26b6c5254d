import CandorModel
import CandorTesting
import Foundation
import Synchronization
import Testing

@testable import CandorGeoIP

@Suite struct DamagedDatabaseTests {
  let databases: TestDatabase

  init() throws {
    databases = try TestDatabase()
  }

  static let records: [(String, MMDBValue)] = [
    ("83.56.0.0/14", TestDatabase.city("ES", "MD", "Madrid", (40.4, -3.7), radius: 20)),
    ("1.0.0.0/8", TestDatabase.city("PL", "14", "Warsaw", (52.2, 21.0), radius: 50)),
    ("2a02:9130::/32", TestDatabase.city("PT", nil, "Lisbon", (38.7, -9.1))),
    ("5.0.0.0/9", ["country": ["iso_code": "FR"], "traits": ["is_anycast": true]]),
    ("6.0.0.0/10", ["asn": "AS174", "as_name": "Cogent", "loc": "48.85,2.35", "city": "Paris"]),
  ]

  private func code(of bytes: [UInt8]) -> GeoIPError.Code? {
    do {
      _ = try databases.open(bytes: bytes)
      return nil
    } catch {
      return (error as? GeoIPError)?.code
    }
  }

  /// Opens a database of one record and gives the code of what looking it up throws.
  private func codeOfLookUp(_ bytes: [UInt8]) throws -> GeoIPError.Code? {
    let database = try databases.open(bytes: bytes)
    do {
      _ = try database.raw(for: IPAddress(v4: 0x5338_66ec))
      return nil
    } catch {
      return error.code
    }
  }

  private func bytes(_ record: MMDBValue) throws -> [UInt8] {
    try TestDatabase.bytes("Test-City", [("0.0.0.0/0", record)])
  }

  /// Replaces a run of bytes that occurs once.
  private func replacing(_ bytes: [UInt8], _ old: [UInt8], with new: [UInt8]) throws -> [UInt8] {
    let place = try #require(bytes.firstRange(of: old))
    var changed = bytes
    changed.replaceSubrange(place, with: new)
    return changed
  }

  // MARK: At open

  /// A record may be of any type; in a database of places it is a map.
  @Test(arguments: [("Own", false), ("Test-City", true)])
  func aRecordThatIsNoMap(type: String, isDamaged: Bool) throws {
    let database = try databases.open(
      bytes: TestDatabase.bytes(type, [("83.56.0.0/14", .string("line 7"))]))
    let offset = try #require(try database.offset(for: IPAddress(v4: 0x5338_66ec)))
    #expect((database.facts(at: offset).damage != nil) == isDamaged)
    #expect(try database.raw(for: IPAddress(v4: 0x5338_66ec)).record == .string("line 7"))
  }

  /// Any 64 bits are legal.
  @Test func aDateBeyondAllYearsIsNoDamage() throws {
    let database = try databases.open(
      bytes: TestDatabase.bytes("Test-City", epoch: .max, Self.records))
    #expect(database.metadata.builtAt.text.hasPrefix("9999-12-31"))
    #expect(try database.raw(for: IPAddress(v4: 0x5338_66ec)).record != nil)
  }

  @Test func aMissingFileIsNamedWithoutItsFolder() {
    let error = #expect(throws: GeoIPError.self) {
      try Database.open(path: "/nowhere/at/all/GeoLite2-City.mmdb")
    }
    #expect(error?.code == .cannotOpen)
    #expect(
      error?.description
        == "GeoLite2-City.mmdb: the file cannot be opened, there is no such file")
  }

  @Test func aFolderIsNoDatabase() {
    let error = #expect(throws: GeoIPError.self) {
      try Database.open(path: databases.folder.path(""))
    }
    #expect(error?.code == .cannotOpen)
  }

  @Test(arguments: ["", "<html><body>Not found</body></html>", "\u{1f}\u{8b}", "MaxMind.com"])
  func anotherFileIsNoDatabase(text: String) {
    #expect(code(of: Array(text.utf8)) == .notADatabase)
  }

  @Test func aFileCutShortAnywhereIsRefused() throws {
    let bytes = try TestDatabase.bytes("Test-City", Self.records)
    let metadataAt = try #require(bytes.firstRange(of: Array("MaxMind.com".utf8))).lowerBound - 3
    for length in stride(from: 0, to: metadataAt + 14, by: 97) {
      #expect(code(of: Array(bytes[..<length])) == .notADatabase, "\(length)")
    }
    for length in (metadataAt + 14)..<bytes.count {
      #expect(code(of: Array(bytes[..<length])) == .damagedMetadata, "\(length)")
    }
    // Cut short in front: the tree's beginning is missing and its end is not where it should be.
    for start in [1, 6, 7, 100] {
      #expect(code(of: Array(bytes[start...])) == .damagedTree, "\(start)")
    }
  }

  @Test(
    arguments: [
      ("record_size", 25, GeoIPError.Code.unsupported), ("record_size", 0, .unsupported),
      ("ip_version", 5, .unsupported), ("node_count", 0xff, .damagedTree),
      ("node_count", 0, .damagedTree), ("binary_format_major_version", 3, .unsupported),
    ] as [(String, UInt8, GeoIPError.Code)])
  func metadataThatContradictTheFileAreRefused(
    key: String, number: UInt8, expected: GeoIPError.Code
  ) throws {
    let bytes = try TestDatabase.bytes("Test-City", Self.records)
    let mark = try #require(bytes.firstRange(of: Array("MaxMind.com".utf8))).upperBound
    let rest = Array(bytes[mark...])
    let place = try #require(rest.firstRange(of: Array(key.utf8))).upperBound
    var changed = bytes
    // The control byte of a number and its last byte.
    let size = Int(bytes[mark + place] & 0x1f)
    try #require(size > 0)
    for index in 1...size { changed[mark + place + index] = index == size ? number : 0 }
    let found = code(of: changed)
    #expect(found == expected || key == "node_count" && found == .damagedMetadata, "\(key)")
  }

  /// The format leaves both keys to whoever writes a file, so that nothing is damaged.
  @Test(
    arguments: [
      (["languages"], "`languages`"), (["description"], "`description`"),
      (["languages", "description"], "`languages` and no `description`"),
    ] as [([String], String)])
  func metadataThatTheLibraryNeedsAreNamed(keys: [String], named: String) throws {
    var bytes = try TestDatabase.bytes("Test-City", Self.records)
    let values: [String: [UInt8]] = [
      "languages": [0x01, 0x04, 0x42] + Array("en".utf8),
      "description": [0xe1, 0x42] + Array("en".utf8) + [0x4f] + Array("made for a test".utf8),
    ]
    for key in keys {
      let field = [0x40 | UInt8(key.utf8.count)] + Array(key.utf8) + (values[key] ?? [])
      bytes = try replacing(bytes, field, with: [])
    }
    let start = try #require(bytes.firstRange(of: Array("MaxMind.com".utf8))).upperBound
    bytes[start] -= UInt8(keys.count)
    let changed = bytes
    let error = #expect(throws: GeoIPError.self) { try databases.open(bytes: changed) }
    #expect(error?.code == .unsupported)
    #expect(
      error?.message
        == "expected `languages` and `description` in the metadata, which libmaxminddb needs, found "
        + "no \(named). take a file that was written with both")
  }

  @Test func metadataThatUnfoldWithoutEndAreRefused() throws {
    var bytes = try TestDatabase.bytes("Test-City", Self.records)
    let start = try #require(bytes.firstRange(of: Array("MaxMind.com".utf8))).upperBound
    // One more key, whose value is an array of a text and 1,999 pointers to it.
    bytes[start] += 1
    bytes += [0x44] + Array("bomb".utf8) + [0x1e, 0x04, 0x06, 0xb3]
    let text = bytes.count - start
    try #require(text < 2_048)
    bytes += [0x5e, 0x02, 0xd3] + [UInt8](repeating: 0x78, count: 1_008)
    for _ in 1..<2_000 { bytes += [0x20 | UInt8(text >> 8), UInt8(text & 0xff)] }
    #expect(code(of: bytes) == .damagedMetadata)
  }

  // MARK: At look-up

  @Test func aSizeBeyondTheFileIsTold() throws {
    // A text of 5 bytes becomes one of 65,821 and more.
    let whole = try bytes(["city": "abcde", "b": "x"])
    let changed = try replacing(
      whole, [0x45] + Array("abcde".utf8), with: [0x5f, 0xff, 0xff, 0xff, 0x64, 0x65])
    #expect(try codeOfLookUp(changed) == .damagedRecord)
  }

  @Test func aTextThatIsNotUTF8IsTold() throws {
    let changed = try replacing(
      bytes(["city": "Pamplona"]), Array("Pamplona".utf8),
      with: [0x50, 0xff, 0xfe, 0x70, 0x6c, 0x6f, 0x6e, 0x61])
    #expect(try codeOfLookUp(changed) == .damagedRecord)
    let database = try databases.open(bytes: changed)
    let geoIP = GeoIP(databases: [database], countries: .empty)
    let facts = try #require(geoIP.facts(for: "83.56.102.236").value)
    #expect(facts.place == .failed || !database.providesPlace)
  }

  private final class Told: Sendable {
    let errors = Mutex<[GeoIPError]>([])
  }

  @Test func damageIsToldOnceAndNotTakenForAbsence() throws {
    let record: MMDBValue = [
      "country": ["iso_code": "ES"], "city": ["names": ["en": "Pamplona"]],
    ]
    let changed = try replacing(
      bytes(record), Array("Pamplona".utf8), with: [UInt8](repeating: 0xff, count: 8))
    let path = databases.folder.path("damaged.mmdb")
    try databases.write(changed, to: path)
    let told = Told()
    let database = try Database.open(path: path) { error in
      told.errors.withLock { $0.append(error) }
    }
    let geoIP = GeoIP(databases: [database], countries: .empty)
    #expect(
      geoIP.batchLine(for: "83.56.102.236")
        == #"{"address":{"scope":"global","text":"83.56.102.236","version":4},"#
        + #""input":"83.56.102.236","missing":{"place":"failed"}}"#)
    #expect(geoIP.facts(for: "83.56.102.237").value?.place == .failed)
    let codes = told.errors.withLock { $0.map(\.code) }
    #expect(codes == [.damagedRecord])
  }

  @Test func pointersInACircleEnd() throws {
    // A map whose value is a pointer to the map itself.
    let section: [UInt8] = [0xe1, 0x41, 0x61, 0x20, 0x00]
    _ = section.withUnsafeBytes { bytes in
      #expect(throws: RecordDamage.tooDeep) { try RecordDecoder(section: bytes).value(at: 0) }
    }
  }

  @Test func pointersThatUnfoldWithoutEndAreBounded() {
    // Sixty maps, each of two pointers to the one before: 2^60 values.
    var section: [UInt8] = [0xe0]
    var previous = 0
    for _ in 0..<60 {
      let here = section.count
      let pointer: [UInt8] = [0x20 | UInt8(previous >> 8), UInt8(previous & 0xff)]
      section += [0xe2, 0x41, 0x61] + pointer + [0x41, 0x62] + pointer
      previous = here
    }
    _ = section.withUnsafeBytes { bytes in
      #expect(throws: RecordDamage.tooManyValues) {
        try RecordDecoder(section: bytes).value(at: previous)
      }
    }
  }

  /// Arrays of two kilobytes whose elements all lead to one text.
  @Test(arguments: [(1_000, true), (2_000, false)])
  func pointersToOneLongTextAreBounded(count: Int, isWithin: Bool) throws {
    let text = [0x5e, 0x02, 0xd3] + [UInt8](repeating: 0x78, count: 1_008)
    let pointers = [[UInt8]](repeating: [0x20, 0x00], count: count).flatMap { $0 }
    let size = count - 285
    let section = text + [0x1e, 0x04, UInt8(size >> 8), UInt8(size & 0xff)] + pointers
    try section.withUnsafeBytes { bytes in
      let decoder = RecordDecoder(section: bytes)
      if isWithin {
        guard case .array(let elements) = try decoder.value(at: text.count) else {
          Issue.record("no array")
          return
        }
        #expect(elements.count == count)
      } else {
        #expect(throws: RecordDamage.tooManyBytes) { try decoder.value(at: text.count) }
      }
    }
  }

  @Test(
    arguments: [
      ("pointer to a pointer", [0x20, 0x02, 0x20, 0x04, 0x41, 0x61], .pointerToPointer),
      ("pointer outside", [0x27, 0xff], .pointsOutside), ("no bytes", [], .endsEarly),
      ("pointer cut short", [0x38, 0x00], .endsEarly), ("size cut short", [0x5d], .endsEarly),
      ("text cut short", [0x43, 0x61], .endsEarly),
      ("double of four bytes", [0x64, 0, 0, 0, 0], .wrongSize),
      ("uint16 of three bytes", [0xa3, 0, 0, 0], .wrongSize),
      ("container", [0x00, 0x05], .unknownType),
      ("extended map", [0x01, 0x00, 0x41], .unknownType),
      ("bool of two", [0x02, 0x07], .wrongSize),
      ("key that is a number", [0xe1, 0xa1, 0x01, 0x41, 0x61], .keyIsNoText),
      ("key twice", [0xe2, 0x41, 0x61, 0xa0, 0x41, 0x61, 0xa0], .duplicateKey),
      ("map larger than the file", [0xfd, 0xff], .endsEarly),
      ("uint128 of 17 bytes", [0x11, 0x03] + [UInt8](repeating: 1, count: 17), .wrongSize),
    ] as [(String, [UInt8], RecordDamage)])
  func eachKindOfDamageHasItsName(name: String, section: [UInt8], expected: RecordDamage) {
    _ = section.withUnsafeBytes { bytes in
      #expect(throws: expected, "\(name)") { try RecordDecoder(section: bytes).value(at: 0) }
    }
  }

  // MARK: Mutations

  /// Files with some bytes changed answer every question with an error or with a value that can be.
  @Test func mutatedFilesAreAnsweredWithoutACrash() throws {
    var numbers = SeededNumbers(seed: 13)
    let rounds = Int(ProcessInfo.processInfo.environment["CANDOR_FUZZ"] ?? "") ?? 1_500
    var sources = [try TestDatabase.bytes("Test-City", Self.records)]
    for path in try ConformanceData.wholePaths()
    where path.contains("City-Test") || path.contains("decoder") {
      sources.append(Array(try Data(contentsOf: URL(filePath: path))))
    }
    var opened = 0
    var refused = 0
    for round in 0..<rounds {
      var bytes = sources[round % sources.count]
      for _ in 0...(numbers.next() % 6) {
        // Half of the changes hit the end, where the metadata are.
        let span = numbers.next() % 2 == 0 ? bytes.count : min(400, bytes.count)
        let place = bytes.count - 1 - Int(numbers.next() % UInt64(span))
        bytes[place] = numbers.next() % 2 == 0 ? UInt8.random(in: 0...255, using: &numbers) : 0xff
      }
      do {
        let database = try databases.open(bytes: bytes)
        opened += 1
        ask(database, &numbers)
      } catch {
        refused += 1
        #expect(error is GeoIPError)
      }
    }
    #expect(opened > rounds / 10 && refused > rounds / 100)
  }

  private func ask(_ database: Database, _ numbers: inout SeededNumbers) {
    let geoIP = GeoIP(databases: [database], countries: .empty)
    for index in 0..<24 {
      let number = UInt32(truncatingIfNeeded: numbers.next())
      let address =
        index % 4 == 0
        ? IPAddress(v6High: 0x2a02_9130 << 32, low: numbers.next())
        : IPAddress(v4: index % 4 == 1 ? 0x5338_0000 | number >> 14 : number)
      _ = try? database.raw(for: address).json
      guard let place = geoIP.facts(for: address.description).value?.place.value else { continue }
      if let latitude = place.latitude { #expect((-90...90).contains(latitude)) }
      if let longitude = place.longitude { #expect((-180...180).contains(longitude)) }
      #expect((place.latitude == nil) == (place.radiusKm == nil))
      if let country = place.country {
        #expect(country.utf8.count == 2 && country.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5a })
      }
    }
    _ = try? database.verify()
  }
}
