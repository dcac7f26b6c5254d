import CandorModel
import Testing

@Suite struct JSONWriterTests {
  @Test func escapesOnlyWhatHasTo() {
    var writer = JSONWriter()
    writer.string("a\"b\\c/d\n\u{1}\u{7F}é😀")
    #expect(writer.text == "\"a\\\"b\\\\c/d\\n\\u0001\u{7F}é😀\"")
  }

  @Test func separatesMembersAndElements() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("a", [1, 2])
    writer.key("b")
    writer.beginObject()
    writer.endObject()
    writer.member("c", nil as String?)
    writer.member("d", 1.25, decimals: 1)
    writer.endObject()
    #expect(writer.text == #"{"a":[1,2],"b":{},"d":1.3}"#)
  }

  @Test(arguments: [
    (0.0, 1, "0"), (-0.04, 1, "0"), (2280.4, 1, "2280.4"), (2280.0, 1, "2280"), (0.05, 1, "0.1"),
    (-12.345678, 4, "-12.3457"), (900.4, 0, "900"), (899.5, 0, "900"), (0.0001, 4, "0.0001"),
    (40.4, 4, "40.4"),
  ])
  func roundsToTheDigitsAskedFor(value: Double, decimals: Int, text: String) {
    #expect(DecimalText.text(value, decimals: decimals) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (2280, "2,280"), (-1_234_567, "-1,234,567")])
  func groupsThousands(value: Int, text: String) {
    #expect(DecimalText.grouped(value) == text)
  }
}
