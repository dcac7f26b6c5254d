import CandorModel
import Testing

@Suite struct PrintedJSONTests {
  private static let ranges: [ClosedRange<UInt32>] = [
    0x7F...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF...0xFEFF,
  ]
  static let steering: [UInt32] = ranges.flatMap { Array($0) }

  private func written(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member(text, text)
    writer.endObject()
    return writer.bytes
  }

  @Test(arguments: steering)
  func escapesWhatSteers(value: UInt32) throws {
    let scalar = String(try #require(Unicode.Scalar(value)))
    let digits = String(value, radix: 16)
    let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    // At every place in a word of eight bytes, and at the end.
    for before in 0..<18 {
      for after in [0, 1, 7, 8, 9] {
        let text =
          String(repeating: "x", count: before) + scalar + String(repeating: "y", count: after)
        let json = written(text + "é" + text)
        let printed = PrintedJSON.escaped(json)
        let wanted = String(decoding: json, as: UTF8.self).replacing(scalar, with: escape)
        #expect(String(decoding: printed, as: UTF8.self) == wanted)
        #expect(try JSONValue(parsing: printed) == JSONValue(parsing: json))
      }
    }
  }

  @Test(arguments: [
    "", "plain text that is longer than a word", "señor “quoted” – 你好 👩‍🚀 ❤\u{FE0F}", "\u{A0}\u{BF}",
    "\u{2027}\u{202F}\u{2065}\u{206A}", "\u{200B}\u{200D}", "\u{FEFE}\u{FF01}", "\u{61B}\u{61D}",
    "\\", "\"\n\t\u{1}", "\u{10FFFF}\u{1F600}",
  ])
  func leavesTheRestAsItIs(text: String) {
    let json = written(text)
    #expect(PrintedJSON.escaped(json) == json)
    #expect(PrintedJSON.escaped(String(decoding: json, as: UTF8.self)).utf8.elementsEqual(json))
  }

  /// An escape before it takes nothing of it.
  @Test func standsBehindABackslash() {
    #expect(PrintedJSON.escaped(written("\\\u{9B}")) == Array(#"{"\\\u009b":"\\\u009b"}"#.utf8))
  }
}
