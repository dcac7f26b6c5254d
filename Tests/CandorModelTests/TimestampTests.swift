import CandorModel
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-03-02T09:01:05Z", 1_772_442_065_000),
    ("2026-03-02T10:01:05+01:00", 1_772_442_065_000), ("2026-03-02", 1_772_409_600_000),
    ("2026-03-02T09:01:05.25Z", 1_772_442_065_250),
    ("2026-03-02T09:01:05.123456789Z", 1_772_442_065_123),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("1969-12-31T23:59:59.999Z", -1),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000), ("2016-12-31T23:59:60Z", 1_483_228_799_000),
    ("0000-01-01T00:00:00Z", -62_167_219_200_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ("2026-03-02t09:01:05z", 1_772_442_065_000), ("2026-03-02T04:01:05-0500", 1_772_442_065_000),
  ])
  func reads(text: String, milliseconds: Int64) {
    #expect(Timestamp(text)?.millisecondsSinceEpoch == milliseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01", "2026-02-29", "2026-03-02T25:00:00Z", "2026-03-02T09:01:05",
    "2026-03-02T09:01:05.Z", "2026-03-02T09:01:05Zx", "2026-03-02T09:01:05+25:00", "1772442065000",
    "2026-3-2", "0000-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(
    "a day or a minute is no moment that evidence is measured by",
    arguments: [
      ("2026-03-02", "2026-03-02T00:00:00Z"), ("2026-03-02T09:00Z", "2026-03-02T09:00:00Z"),
      ("2026-03-02 09:00+01:00", "2026-03-02T08:00:00Z"),
    ])
  func isComplete(text: String, first: String) {
    #expect(Timestamp(text)?.text == first)
    #expect(Timestamp(complete: text) == nil)
    #expect(Timestamp(complete: first)?.text == first)
  }

  @Test(arguments: [
    "2026-03-02t10:01:05,25+01:00", "2026-03-02 04:01:05.25-0500", "2026-03-02T09:01:05.250Z",
  ])
  func completeInOtherSpellings(text: String) {
    #expect(Timestamp(complete: text)?.text == "2026-03-02T09:01:05.25Z")
  }

  @Test func printsWhatItReads() {
    for milliseconds in stride(
      from: Int64(-62_135_596_799_937), to: 99_999_999_999_999, by: 777_777_777_771)
    {
      let moment = Timestamp(millisecondsSinceEpoch: milliseconds)
      #expect(Timestamp(moment.text) == moment)
    }
    #expect(Timestamp(millisecondsSinceEpoch: 1_772_442_065_250).text == "2026-03-02T09:01:05.25Z")
    #expect(Timestamp(millisecondsSinceEpoch: 1_772_442_065_000).dateText == "2026-03-02")
  }

  /// A file may hold any number.
  @Test func saysTheFirstAndTheLast() {
    let first = Timestamp(millisecondsSinceEpoch: .min)
    let last = Timestamp(millisecondsSinceEpoch: .max)
    #expect(first.text == "-292275055-05-16T16:47:04.192Z")
    #expect(last.text == "292278994-08-17T07:12:55.807Z")
    #expect(first.seconds(to: last) > 1e16)
  }
}
