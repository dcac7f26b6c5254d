import CandorModel
import Testing

@Suite struct JSONWriterTests {
  @Test func escapesOnlyWhatHasTo() {
    var writer = JSONWriter()
    writer.string("a\"b\\c/d\n\u{1}\u{7F}é😀")
    #expect(writer.text == "\"a\\\"b\\\\c/d\\n\\u0001\u{7F}é😀\"")
  }

  @Test(arguments: [
    (UInt8(ascii: "\""), "\\\""), (UInt8(ascii: "\\"), "\\\\"), (0x0A, "\\n"), (0x1F, "\\u001f"),
    (0x00, "\\u0000"), (0x20, " "), (0x7F, "\u{7F}"),
  ])
  func escapesWhereverTheByteStands(byte: UInt8, escape: String) {
    for count in 0..<26 {
      for place in 0...count {
        let before = String(repeating: "x", count: place)
        let after = String(repeating: "y", count: count - place)
        let text = before + String(Unicode.Scalar(byte)) + after
        var writer = JSONWriter(capacity: 0)
        writer.beginObject()
        writer.member(text, text)
        writer.endObject()
        let quoted = "\"" + before + escape + after + "\""
        #expect(writer.text == "{" + quoted + ":" + quoted + "}")
        writer.removeAll()
        writer.string(text + text)
        #expect(writer.text == "\"" + before + escape + after + before + escape + after + "\"")
      }
    }
  }

  @Test func writesEveryWholeNumber() {
    var numbers: [Int64] = [0, .min, .max]
    var power: Int64 = 1
    for _ in 0..<19 {
      numbers += [power - 1, power, power + 1, -power, 1 - power]
      if power < .max / 10 { power *= 10 }
    }
    for number in numbers {
      var writer = JSONWriter()
      writer.number(number)
      #expect(writer.text == String(number))
    }
    var writer = JSONWriter()
    writer.beginArray()
    writer.number(UInt64.max)
    writer.number(UInt8(7))
    writer.endArray()
    #expect(writer.text == "[18446744073709551615,7]")
  }

  @Test(arguments: [0, 1_772_442_065_250, -62_200_000_000_001, 253_402_300_800_000, .max / 4])
  func writesMomentsAsTheirText(milliseconds: Int64) {
    let moment = Timestamp(millisecondsSinceEpoch: milliseconds)
    var writer = JSONWriter(capacity: 0)
    writer.beginObject()
    writer.member("a", moment)
    writer.member("b", nil as Timestamp?)
    writer.member("c", moment)
    writer.endObject()
    #expect(writer.text == "{\"a\":\"\(moment.text)\",\"c\":\"\(moment.text)\"}")
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

  @Test func roundsLikeDecimalArithmetic() {
    var value = 0.123_456_789
    for step in 0..<400 {
      value *= step.isMultiple(of: 2) ? -1.7 : 1.1
      for decimals in 0...9 {
        let text = DecimalText.text(value, decimals: decimals)
        guard value.magnitude < 1e6 else { continue }
        let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
        let whole = Int64((value * scale).rounded(.toNearestOrAwayFromZero))
        #expect(Double(text) == Double(whole) / scale)
        #expect(!text.hasSuffix("0") || !text.contains("."))
        #expect(!text.hasSuffix(".") && text != "-0")
        var writer = JSONWriter()
        writer.number(value, decimals: decimals)
        #expect(writer.text == text)
      }
    }
    #expect(DecimalText.text(9e18, decimals: 9) == 9e18.description)
    #expect(
      DecimalText.text(-.greatestFiniteMagnitude, decimals: 1)
        == (-Double.greatestFiniteMagnitude).description)
    #expect(DecimalText.text(-8_999_999_999.000_000_001, decimals: 1) == "-8999999999")
  }

  @Test(arguments: [(0, "0"), (999, "999"), (2280, "2,280"), (-1_234_567, "-1,234,567")])
  func groupsThousands(value: Int, text: String) {
    #expect(DecimalText.grouped(value) == text)
  }
}
