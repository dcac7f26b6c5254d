import CandorModel
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain text, é, 你好", "plain text, é, 你好"),
    ("\u{1B}[31mred", "\\u{1B}[31mred"),
    ("\u{9B}31m", "\\u{9B}31m"),
    ("a\nb\tc\rd", "a\\u{A}b\\u{9}c\\u{D}d"),
    ("\u{202E}evil\u{2066}", "\\u{202E}evil\\u{2066}"),
    ("zero\u{200B}width\u{FEFF}", "zero\\u{200B}width\\u{FEFF}"),
    ("nul\u{0}", "nul\\u{0}"),
    ("line\u{2028}sep", "line\\u{2028}sep"),
    ("tag\u{E0041}", "tag\\u{E0041}"),
    ("👩‍🚀", "👩‍🚀"), ("❤\u{FE0F}", "❤\u{FE0F}"), ("葛\u{E0100}", "葛\u{E0100}"),
    ("\u{3164}", "\\u{3164}"), ("\u{115F}\u{1160}", "\\u{115F}\\u{1160}"),
    ("a\u{FFA0}", "a\\u{FFA0}"), ("a\u{34F}b", "a\\u{34F}b"),
    ("\u{17B4}\u{17B5}", "\\u{17B4}\\u{17B5}"), ("\u{2800}⠁", "\\u{2800}⠁"),
  ])
  func showsWhatCouldSteer(text: String, safe: String) {
    #expect(TerminalText.safe(text) == safe)
  }

  /// A line feed in a name would begin a line that nobody wrote.
  @Test func nothingInADiagnosticBeginsALine() {
    let diagnostic = Diagnostic(
      .error, "C001", "cannot write `x\n0 done, 0 flagged, 0 lost`",
      at: Diagnostic.Place(file: "a\n\u{9B}b", line: 2), help: "try `y\nz`")
    #expect(
      diagnostic.text == #"""
        a\u{A}\u{9B}b:2: error[C001]: cannot write `x\u{A}0 done, 0 flagged, 0 lost`
          help: try `y\u{A}z`
        """#)
  }

  @Test func diagnosticPointsAtItsPlace() {
    let diagnostic = Diagnostic(
      .error, "X001", "expected a thing, found `b`",
      at: Diagnostic.Place(file: "a.yaml", line: 12, column: 3, source: "a b", length: 1),
      help: "write a thing")
    #expect(
      diagnostic.text == """
        a.yaml:12:3: error[X001]: expected a thing, found `b`
            |
         12 | a b
            |   ^
          help: write a thing
        """)
  }
}
