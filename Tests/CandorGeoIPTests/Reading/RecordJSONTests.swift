import CandorModel
import Testing

@testable import CandorGeoIP

@Suite struct RecordJSONTests {
  /// One word in two normalisations, which are equal texts and different bytes.
  private static let composed = "caf\u{e9}"
  private static let decomposed = "cafe\u{301}"

  private static let record = MMDBValue.map([
    MMDBValue.MapKey(composed): "one", MMDBValue.MapKey(decomposed): "two",
  ])

  @Test func keysThatDifferInBytesAreTwo() throws {
    try #require(Self.composed == Self.decomposed)
    let databases = try TestDatabase()
    let database = try databases.open("Test-Words", [("83.56.0.0/14", Self.record)])
    let raw = try database.raw(for: IPAddress(v4: 0x5338_66ec))
    #expect(raw.record == Self.record)
    let fields = #""\#(Self.decomposed)":"two","\#(Self.composed)":"one""#
    let expected = #"{"network":"83.56.0.0/14","record":{\#(fields)}}"#
    // Compared by bytes, since the texts would be equal in either order.
    #expect(Array(raw.json.utf8) == Array(expected.utf8))
    #expect(try database.verify().records == 1)
  }

  /// The same map gives the same file, whatever order a dictionary has its keys in.
  @Test func keysStandInAFileInTheOrderOfTheirBytes() throws {
    let bytes = try TestDatabase.bytes("Test-Words", [("83.56.0.0/14", Self.record)])
    let first = try #require(bytes.firstRange(of: Array(Self.decomposed.utf8)))
    let second = try #require(bytes.firstRange(of: Array(Self.composed.utf8)))
    #expect(first.lowerBound < second.lowerBound)
  }
}
