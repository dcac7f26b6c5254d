import CMaxMindDB
import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("MMDB writer")
struct MMDBWriterTests {
  private func makeWriter(
    families: MMDBWriter.Families = .ipv4AndIPv6,
    overlap: MMDBWriter.Overlap = .mostSpecificWins, aliases: Bool = true, merges: Bool = true
  ) -> MMDBWriter {
    MMDBWriter(
      metadata: .init(
        databaseType: "Candor-Test", buildEpoch: 1_700_000_000,
        description: ["en": "a test", "es": "una prueba"], languages: ["en", "es"]),
      families: families, overlap: overlap, includesAliases: aliases,
      mergesEqualNeighbors: merges)
  }

  /// What was written, opened by libmaxminddb; the mapping outlives the file.
  private func open(_ writer: MMDBWriter) throws -> MaxMindLibrary {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "candor-writer-\(UUID().uuidString).mmdb").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(try writer.encoded()).write(to: URL(filePath: path))
    return try MaxMindLibrary(path: path)
  }

  private func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }
  private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

  @Test("every type is read back equal")
  func types() throws {
    let values: [MMDBValue] = [
      .string(""), .string("ñandú 東京"), .bytes([]), .bytes([0, 0xff, 0x2a]),
      .double(0), .double(-3.25), .double(.infinity), .float(1.1), .float(-0.0),
      .uint16(0), .uint16(255), .uint16(.max), .uint32(0), .uint32(65_536), .uint32(.max),
      .uint64(0), .uint64(1 << 40), .uint64(.max), .uint128(0), .uint128(1 << 100),
      .uint128(.max), .int32(0), .int32(1), .int32(-1), .int32(.min), .int32(.max),
      .bool(true), .bool(false), .map([:]), .array([]),
      .array([.array([.uint32(1)]), .map(["a": .map(["b": .bool(true)])])]),
    ]
    var writer = makeWriter()
    for (index, value) in values.enumerated() {
      try writer.insert(
        ["value": value, "again": value],
        into: IPPrefix(IPAddress(v4: UInt32(index) << 8), length: 24))
    }
    let library = try open(writer)
    for (index, value) in values.enumerated() {
      let answer = try library.answer(for: IPAddress(v4: UInt32(index) << 8 | 77))
      #expect(answer.value == .map(["value": value, "again": value]), "\(value)")
    }
  }

  @Test(
    "sizes on both sides of every size form",
    arguments: [0, 1, 28, 29, 30, 284, 285, 286, 65_820, 65_821, 65_822, 200_000])
  func sizes(_ size: Int) throws {
    var writer = makeWriter(families: .ipv4)
    let text = MMDBValue.string(String(repeating: "x", count: size))
    let bytes = MMDBValue.bytes([UInt8](repeating: 7, count: size))
    let list = MMDBValue.array((0..<size).map { .uint16(UInt16($0 % 4)) })
    try writer.insert(["t": text, "b": bytes, "l": list], into: prefix("10.0.0.0/8"))
    let library = try open(writer)
    let answer = try library.answer(at: "10.200.3.4")
    #expect(answer.value == .map(["t": text, "b": bytes, "l": list]))
  }

  @Test("pointers of every width lead to their values")
  func pointers() throws {
    var writer = makeWriter()
    // Past 526,336 and 134,744,064 bytes the pointers take a byte more.
    let fillers = [0, 3_000, 600_000, 8_000_000, 16_000_000]
    var expected: [MMDBValue] = []
    for (index, size) in fillers.enumerated() {
      if size > 0 { _ = try writer.add(.bytes([UInt8](repeating: UInt8(index), count: size))) }
      let value = MMDBValue.map([
        "name": .string("value number \(index)"), "list": .array([.string("element \(index)")]),
      ])
      expected.append(value)
      try writer.insert(value, into: IPPrefix(IPAddress(v4: UInt32(index) << 24), length: 8))
    }
    for round in 0..<8 {
      _ = try writer.add(.bytes([UInt8](repeating: UInt8(100 + round), count: 16_000_000)))
    }
    let last = MMDBValue.map(["name": .string("behind them all")])
    try writer.insert(last, into: prefix("200.0.0.0/8"))
    let library = try open(writer)
    for (index, value) in expected.enumerated() {
      let answer = try library.answer(for: IPAddress(v4: UInt32(index) << 24 | 5))
      #expect(answer.value == value)
    }
    #expect(try library.value(at: "200.1.1.1") == last)
    #expect(library.metadata.record_size == 28)
  }

  @Test("a record size of 32 bits is read back")
  func wideRecords() throws {
    var writer = makeWriter()
    for round in 0..<18 {
      _ = try writer.add(.bytes([UInt8](repeating: UInt8(round), count: 15_500_000)))
    }
    try writer.insert(["a": "first"], into: prefix("1.2.3.0/24"))
    try writer.insert(["a": "second"], into: prefix("2a00::/16"))
    let library = try open(writer)
    #expect(library.metadata.record_size == 32)
    #expect(try library.value(at: "1.2.3.4") == ["a": "first"])
    #expect(try library.value(at: "2a00:1::1") == ["a": "second"])
    #expect(try library.value(at: "1.2.4.0") == nil)
  }

  @Test("equal values are written once")
  func deduplication() throws {
    var writer = makeWriter()
    let value: MMDBValue = ["country": ["iso_code": "ES", "names": ["en": "Spain"]]]
    let first = try writer.add(value)
    #expect(try writer.add(value) == first)
    var small = try writer.encoded().count
    // Another record shares all but one text with the first.
    _ = try writer.add(["country": ["iso_code": "ES", "names": ["en": "Spain"]], "x": "new text"])
    small = try writer.encoded().count - small
    #expect(small < 24)
  }

  @Test("metadata")
  func metadata() throws {
    var writer = makeWriter()
    try writer.insert("x", into: prefix("1.0.0.0/8"))
    let library = try open(writer)
    let metadata = library.metadata
    #expect(metadata.build_epoch == 1_700_000_000)
    #expect(String(cString: metadata.database_type) == "Candor-Test")
    #expect(metadata.ip_version == 6)
    #expect(metadata.record_size == 24)
    #expect(metadata.binary_format_major_version == 2)
    #expect(metadata.languages.count == 2)
    #expect(metadata.description.count == 2)
    // 96 bits to the IPv4 part, 8 within it, and the ways to the two aliases.
    #expect(metadata.node_count > 104)
  }

  @Test("the smaller network wins whatever the order", arguments: [false, true])
  func mostSpecific(reversed: Bool) throws {
    var inserts = [
      ("10.0.0.0/8", "eight"), ("10.1.0.0/16", "sixteen"), ("10.1.2.0/24", "twentyfour"),
      ("10.1.2.3/32", "host"), ("2001:db8::/32", "six"), ("2001:db8:1::/48", "site"),
    ]
    if reversed { inserts.reverse() }
    var writer = makeWriter()
    for (network, value) in inserts {
      try writer.insert(.string(value), into: prefix(network))
    }
    let library = try open(writer)
    for (text, value) in [
      ("10.0.0.0", "eight"), ("10.255.255.255", "eight"), ("10.0.255.255", "eight"),
      ("10.1.0.0", "sixteen"), ("10.1.1.255", "sixteen"), ("10.1.3.0", "sixteen"),
      ("10.1.2.2", "twentyfour"), ("10.1.2.4", "twentyfour"), ("10.1.2.3", "host"),
      ("2001:db8::1", "six"), ("2001:db8:1::1", "site"), ("2001:db8:2::", "six"),
    ] {
      #expect(try library.value(at: text) == .string(value), "\(text)")
    }
    #expect(try library.value(at: "11.0.0.0") == nil)
    #expect(try library.value(at: "9.255.255.255") == nil)
  }

  @Test("with latest-wins a larger network replaces the smaller ones in it")
  func latest() throws {
    var writer = makeWriter(overlap: .latestWins)
    try writer.insert("host", into: prefix("10.1.2.3/32"))
    try writer.insert("eight", into: prefix("10.0.0.0/8"))
    try writer.insert("site", into: prefix("2a00::/16"))
    try writer.insert("half", into: prefix("2000::/3"))
    let library = try open(writer)
    #expect(try library.value(at: "10.1.2.3") == "eight")
    let answer = try library.answer(at: "10.1.2.3")
    #expect(answer.prefixLength == 8)
    #expect(try library.value(at: "2a00::1") == "half")
    // The alias for 6to4 lies in `2000::/3` and stays.
    #expect(try library.value(at: "2002:a01:203::1") == "eight")
  }

  @Test("a hole stays empty whatever surrounds it")
  func holes() throws {
    var writer = makeWriter()
    try writer.insert(nil, into: prefix("10.1.0.0/16"))
    try writer.insert("eight", into: prefix("10.0.0.0/8"))
    let library = try open(writer)
    #expect(try library.value(at: "10.1.2.3") == nil)
    #expect(try library.value(at: "10.2.0.0") == "eight")
  }

  @Test("mapped and 6to4 addresses lead to the IPv4 records, Teredo does not")
  func aliases() throws {
    var writer = makeWriter()
    try writer.insert("four", into: prefix("192.0.2.0/24"))
    let library = try open(writer)
    #expect(try library.value(at: "::ffff:192.0.2.9") == "four")
    #expect(try library.value(at: "2002:c000:209::1") == "four")
    #expect(try library.value(at: "2001:0:c000:209::1") == nil)
    var without = makeWriter(aliases: false)
    try without.insert("four", into: prefix("192.0.2.0/24"))
    try without.insert("six", into: prefix("2002:c000:200::/40"))
    let plain = try open(without)
    #expect(try plain.value(at: "2002:c000:209::1") == "six")
  }

  @Test("what has no place in the tree is refused")
  func refusals() throws {
    var writer = makeWriter()
    func code(_ network: String) throws -> MMDBWriterError.Code? {
      do throws(MMDBWriterError) {
        try writer.insert("x", into: IPPrefix(network) ?? IPPrefix(IPAddress(v4: 0), length: 0))
        return nil
      } catch {
        return error.code
      }
    }
    #expect(try code("::/0") == .overlapsIPv4)
    #expect(try code("::/96") == .overlapsIPv4)
    #expect(try code("::1.2.3.0/120") == .overlapsIPv4)
    #expect(try code("::ffff:1.2.3.0/120") == .insideAlias)
    #expect(try code("2002::/16") == .insideAlias)
    #expect(try code("2002:102::/32") == .insideAlias)
    #expect(try code("2000::/3") == nil)
    #expect(try code("8000::/1") == nil)
    var four = makeWriter(families: .ipv4)
    #expect(throws: MMDBWriterError.wrongFamily) { try four.insert("x", into: prefix("2a00::/16")) }
    let record = try four.add("x")
    #expect(throws: MMDBWriterError.invalidRange) {
      try four.insert(record, from: address("1.0.0.2"), through: address("1.0.0.1"))
    }
  }

  @Test("too deep a value is refused, one at the limit is read back")
  func depth() throws {
    func nested(_ depth: Int) -> MMDBValue {
      (0..<depth).reduce(.uint16(1)) { inner, _ in .array([inner]) }
    }
    var writer = makeWriter()
    try writer.insert(nested(MMDBDataSection.maximumDepth), into: prefix("1.0.0.0/8"))
    #expect(throws: MMDBWriterError.valueTooDeep(limit: 64)) {
      _ = try writer.add(nested(MMDBDataSection.maximumDepth + 2))
    }
    let library = try open(writer)
    #expect(try library.value(at: "1.1.1.1") == nested(64))
  }

  @Test("equal neighbours become one network only where asked")
  func merging() throws {
    for merges in [true, false] {
      var writer = makeWriter(merges: merges)
      for index in 0..<4 {
        try writer.insert(
          "same", into: IPPrefix(IPAddress(v4: 0x0a00_0000 + UInt32(index) << 8), length: 24))
      }
      let library = try open(writer)
      let answer = try library.answer(at: "10.0.2.9")
      #expect(answer == .init(prefixLength: merges ? 22 : 24, value: "same"))
    }
  }

  @Test("the whole of both families can have one record")
  func everything() throws {
    var writer = makeWriter(aliases: false)
    try writer.insert("four", into: prefix("0.0.0.0/0"))
    try writer.insert("six", into: prefix("8000::/1"))
    let library = try open(writer)
    #expect(try library.value(at: "255.255.255.255") == "four")
    #expect(try library.value(at: "0.0.0.0") == "four")
    #expect(try library.value(at: "ffff::") == "six")
    #expect(try library.value(at: "7fff::") == nil)
    var four = makeWriter(families: .ipv4)
    try four.insert("four", into: prefix("0.0.0.0/0"))
    let onlyFour = try open(four)
    #expect(try onlyFour.value(at: "8.8.8.8") == "four")
    let empty = try open(makeWriter())
    #expect(try empty.value(at: "8.8.8.8") == nil)
  }
}
