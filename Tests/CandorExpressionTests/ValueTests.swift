import Testing

@testable import CandorExpression

@Suite struct ValueTests {
  @Test func samenessIsNotTheEqualityOfTheLanguage() {
    #expect(Value.int(1) != Value.uint(1))
    #expect(Value.int(1).equals(.uint(1)))
    #expect(Value.double(.nan) == Value.double(.nan))
    #expect(!Value.double(.nan).equals(.double(.nan)))
    #expect(Value.list([.int(1)]).equals(.list([.double(1)])))
    #expect(!Value.int(1).equals(.string("1")))
  }

  @Test func textsAreComparedByCodePoints() {
    // One letter with an accent, composed and as two code points: canonically equivalent.
    let composed = Value.string("\u{E9}")
    let decomposed = Value.string("e\u{301}")
    #expect(composed != decomposed)
    #expect(!composed.equals(decomposed))
    #expect("e\u{301}".scalarCount == 2)
  }

  @Test func integerKeysAreOneWhateverTheirKind() {
    var map = ValueMap()
    let inserted = [
      map.insert(.int(1), .string("a")), map.insert(.uint(1), .string("b")),
      map.insert(.double(2), .null),
    ]
    #expect(inserted == [true, false, false])
    #expect(map[.uint(1)] == .string("a"))
    #expect(map[.double(1)] == .string("a"))
    #expect(map[.double(1.5)] == nil)
    #expect(map[.bytes([])] == nil)
  }

  @Test func mapsKeepTheOrderOfInsertionAndIgnoreItInComparison() {
    var first = ValueMap()
    _ = first.insert(.string("b"), .int(1))
    _ = first.insert(.string("a"), .int(2))
    #expect(first.entries.map(\.key) == [.string("b"), .string("a")])
    #expect(first == ValueMap(["a": .int(2), "b": .int(1)]))
    #expect(ValueMap(["z": .null, "a": .null]).entries.map(\.key) == [.string("a"), .string("z")])
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0), Int32(0)),
    ("2009-02-13T23:31:30.5Z", 1_234_567_890, 500_000_000),
    ("2009-02-14T01:01:30+01:30", 1_234_567_890, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
    ("2000-02-29T00:00:00Z", 951_782_400, 0), ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999),
  ])
  func readsTimes(_ text: String, _ seconds: Int64, _ nanoseconds: Int32) throws {
    let time = try #require(TimestampValue(parsing: text))
    #expect(time == TimestampValue(seconds: seconds, nanoseconds: nanoseconds))
    #expect(TimestampValue(parsing: time.description) == time)
  }

  @Test(arguments: [
    "", "2009-02-13", "2009-02-13T23:31:30", "2009-02-30T00:00:00Z", "2009-13-01T00:00:00Z",
    "2009-02-13T24:00:00Z", "2009-02-13T23:31:30.Z", "2009-02-13T23:31:30+1:00",
    "1900-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "2009-02-13T23:31:30Zx",
  ])
  func refusesOtherTimes(_ text: String) {
    #expect(TimestampValue(parsing: text) == nil)
  }

  @Test(arguments: [
    ("1h30m", Int64(5_400_000_000_000)), ("-1.5s", -1_500_000_000), ("0", 0), ("+2ms", 2_000_000),
    ("1.000000001s", 1_000_000_001), (".5m", 30_000_000_000), ("3us", 3000), ("3\u{B5}s", 3000),
    ("-9223372036854775808ns", .min),
  ])
  func readsSpans(_ text: String, _ nanoseconds: Int64) {
    #expect(DurationValue(parsing: text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    "", "1", "s", "1x", "--1s", "1s ", "9223372036854775808ns", "300000h30000000h", ".",
  ])
  func refusesOtherSpans(_ text: String) {
    #expect(DurationValue(parsing: text) == nil)
  }

  @Test(arguments: [
    ("1.2.3.4", "1.2.3.4"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("::1", "::1"),
    ("1::", "1::"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
  ])
  func readsAddresses(_ text: String, _ canonical: String) {
    #expect(NetworkAddress(parsing: text)?.description == canonical)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", ":", ":::", "1::2::3",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "g::", "fe80::1%eth0",
    "::ffff:1.2.3.4", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "+1::", "1.2.3.4::",
  ])
  func refusesOtherAddresses(_ text: String) {
    #expect(NetworkAddress(parsing: text) == nil)
  }

  @Test(arguments: [
    "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/08", "10.0.0.0/8/8", "/8",
  ])
  func refusesOtherPrefixes(_ text: String) {
    #expect(NetworkPrefix(parsing: text) == nil)
  }

  @Test(arguments: [
    (0.0, "0", "0.000", "0.00e+00"), (1.5, "1.5", "1.500", "1.50e+00"),
    (-123.456, "-123.456", "-123.456", "-1.23e+02"), (0.0005, "0.0005", "0.001", "5.00e-04"),
    (2.5e-7, "2.5e-07", "0.000", "2.50e-07"),
    (1e21, "1e+21", "1000000000000000000000.000", "1.00e+21"),
    (123456789.0, "1.23456789e+08", "123456789.000", "1.23e+08"),
    (9.9996, "9.9996", "10.000", "1.00e+01"),
    (.leastNonzeroMagnitude, "5e-324", "0.000", "4.94e-324"), (0.125, "0.125", "0.125", "1.25e-01"),
  ])
  func writesNumbers(_ number: Double, _ general: String, _ fixed: String, _ scientific: String) {
    #expect(Formatting.general(number) == general)
    #expect(Formatting.fixed(number, precision: 3) == fixed)
    #expect(Formatting.scientific(number, precision: 2) == scientific)
  }
}
