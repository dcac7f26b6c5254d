import Testing

@testable import CandorReports

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("你好", 4), ("한글", 4), ("ｶﾅ", 2), ("👩‍🚀", 2),
    ("ＡＢ", 4),
  ])
  func countsColumns(text: String, columns: Int) {
    #expect(DisplayWidth.columns(text) == columns)
  }

  @Test func cutsAtTheColumnNotAtTheByte() {
    #expect(DisplayWidth.fitted("你好世界", into: 5) == "你好…")
    #expect(DisplayWidth.fitted("abc", into: 3) == "abc")
    #expect(DisplayWidth.padded("你", to: 4) == "你  ")
  }

  @Test func wrapsAtWordsAndNeverPastTheEdge() {
    let text = "a sentence with 你好世界 wide words and averyveryveryveryverylongwordwithoutanyspace"
    for width in 20...60 {
      let lines = WordWrap.lines(text, width: width, first: "  > ")
      #expect(lines.allSatisfy { DisplayWidth.columns($0) <= width })
      let joined = lines.joined().filter { $0 != " " && $0 != ">" }
      #expect(joined == text.filter { $0 != " " })
    }
  }
}
