import CandorModel
import Testing

/// Text between the signs of HTML, SVG and XML.
@Suite struct MarkupTests {
  static let texts: [(String, String)] = [
    ("", ""), ("plain, ž, 日本, 😀", "plain, ž, 日本, 😀"),
    ("<a href=\"b\" c='d'>&amp;", "&lt;a href=&quot;b&quot; c=&#39;d&#39;&gt;&amp;amp;"),
    ("\"\u{301}", "&quot;\u{301}"), ("two\n\tlines", "two\n\tlines"),
    (
      "\u{0}\u{1}\u{8}\u{B}\u{C}\u{1B}[31m\u{1F}",
      "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}[31m\u{FFFD}"
    ),
    ("a\rb", "a\u{FFFD}b"), ("\u{FFFD}\u{FFFE}\u{FFFF}!", "\u{FFFD}\u{FFFD}\u{FFFD}!"),
    ("\u{FF1C}\u{FEFF}\u{FFBE}", "\u{FF1C}\u{FEFF}\u{FFBE}"), ("\u{7F}\u{85}", "\u{7F}\u{85}"),
  ]

  @Test(arguments: texts)
  func isCharacterData(_ text: String, _ expected: String) {
    #expect(Array(Markup.escaped(text).utf8) == Array(expected.utf8))
  }
}
