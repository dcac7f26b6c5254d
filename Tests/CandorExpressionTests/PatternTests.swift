import Testing

@testable import CandorExpression

@Suite struct PatternTests {
  private func matches(_ pattern: String, _ text: String) throws -> Bool {
    try Pattern(pattern, maximumSize: 10_000).program.matches(text)
  }

  @Test(arguments: [
    ("abc", "xabcx", true), ("^abc$", "abc", true), ("^abc$", "abcd", false), ("", "x", true),
    ("a|b|", "c", true), ("^(a|bc)*$", "abcabc", true), ("^(a|bc)*$", "abca b", false),
    ("^a{2,3}$", "aa", true), ("^a{2,3}$", "aaaa", false), ("^a{2,}$", "aaaaa", true),
    ("^a{2}$", "aaa", false), ("a{,2}", "a{,2}", true), ("^(a*)*$", "aaa", true),
    ("^.$", "\u{1F600}", true), ("a.b", "a\nb", false), ("(?s)a.b", "a\nb", true),
    ("^b", "a\nb", false), ("(?m)^b", "a\nb", true), ("(?m)a$", "a\nb", true),
    ("(?i)straße", "STRAßE", true), ("(?i)k", "\u{212A}", true), ("(?i:A)b", "aB", false),
    ("(?i)[^k]", "K", false), ("a(?i)b", "aB", true), ("(a(?i)b)c", "aBC", false),
    ("\\bfoo\\b", "a foo b", true), ("\\bfoo\\b", "afoob", false), ("\\Boo", "foo", true),
    ("^\\d+$", "123", true), ("^\\d+$", "\u{661}", false), ("\\D", "1", false),
    ("^\\w+$", "a_9", true), ("\\s", "\u{0B}", false), ("[[:alpha:]]", "1a", true),
    ("[^[:alpha:]]", "a", false), ("[[:^digit:]]", "1", false), ("[]a]", "]", true),
    ("[^]a]", "]", false), ("[a-]", "-", true), ("[a\\]b]", "]", true), ("[\\d-]", "-", true),
    ("^\\pL+$", "añ", true), ("\\p{Greek}", "α", true), ("\\P{Lu}", "A", false),
    ("\\p{^Lu}", "a", true), ("\\x{1F600}", "\u{1F600}", true), ("\\x41", "A", true),
    ("\\Qa.b\\E+", "a.bb", true), ("\\Qa.b\\E", "axb", false), ("(?P<n>a)", "a", true),
    ("(?<n>a)", "a", true), ("\\101", "A", true), ("\\.", "a", false), ("a??b", "b", true),
    ("^(?:a+?)$", "aaa", true), ("\\z", "", true), ("x{0}", "", true),
    ("^()*$", "", true), ("a\\z", "a\n", false), ("(|a)*b", "aab", true),
  ])
  func matchesAsTheSyntaxSays(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try matches(pattern, text) == expected, "\(pattern) on \(text)")
  }

  @Test(arguments: [
    "(", ")", "a)", "[", "[a", "*", "+a", "a**", "a{2}{3}", "a{1001}", "a{3,2}", "\\", "\\1",
    "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "[b-a]", "\\p{Nope}", "[[:nope:]]", "(?z)", "\\C",
    "(?P<n>a)(?P<n>b)", "\\x{110000}", "\\y", "(?", "(?i", "x{2}*", "(?P=n)", "|*",
  ])
  func refuses(_ pattern: String) {
    #expect(throws: PatternError.self, "\(pattern)") { try matches(pattern, "a") }
  }

  @Test(arguments: [
    ("I", "\u{131}", false), ("\u{131}", "I", false), ("[A-Z]", "\u{131}", false),
    ("\u{131}", "\u{131}", true), ("\u{432}", "\u{1C80}", true), ("\u{1C80}", "\u{412}", true),
    ("\u{345}", "\u{1FBE}", true), ("\u{3B9}", "\u{399}", true), ("\u{1E9B}", "\u{1E61}", true),
    ("\u{FB05}", "\u{FB06}", true), ("\u{390}", "\u{1FD3}", true), ("\u{1C6}", "\u{1C5}", true),
    ("\u{212B}", "\u{E5}", true), ("\u{130}", "i", false),
  ])
  func takesLettersTogetherAsSimpleFoldingDoes(_ letter: String, _ text: String, _ expected: Bool)
    throws
  {
    #expect(try matches("(?i)\(letter)", text) == expected, "\(letter) on \(text)")
  }

  /// Classes are folded before they are negated.
  @Test(arguments: [
    ("(?i)^\\w$", "\u{17F}", true), ("(?i)^\\W$", "\u{212A}", false), ("^\\w$", "\u{17F}", false),
    ("(?i)^[[:^upper:]]$", "a", false), ("(?i)^[[:upper:]]$", "a", true), ("(?i)^\\D$", "a", true),
  ])
  func foldsClasses(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try matches(pattern, text) == expected, "\(pattern) on \(text)")
  }

  @Test(arguments: [
    ("Latin", "\u{212A}", true), ("Latin", "\u{212B}", true), ("Latin", "a", true),
    ("Latin", "\u{D7}", false), ("Greek", "\u{2126}", true), ("Greek", "\u{1D26}", true),
    ("Greek", "\u{AB65}", true), ("Cyrillic", "\u{1D2B}", true), ("Cyrillic", "\u{1D78}", true),
    ("Arabic", "\u{640}", false), ("Arabic", "\u{60C}", false), ("Arabic", "\u{628}", true),
    ("Common", "a", false), ("Common", "1", true), ("Common", "\u{640}", true),
    ("Common", "\u{1F600}", true), ("Inherited", "\u{301}", true), ("Inherited", "e", false),
    ("Han", "\u{4E2D}", true),
  ])
  func knowsScripts(_ name: String, _ text: String, _ expected: Bool) throws {
    #expect(try matches("\\p{\(name)}", text) == expected, "\(name) of \(text)")
    #expect(try matches("[^\\p{\(name)}]", text) != expected, "\(name) of \(text)")
  }

  @Test func isLinearWhereBacktrackingIsNot() throws {
    let count = 200
    let pattern = String(repeating: "a?", count: count) + String(repeating: "a", count: count)
    #expect(try matches(pattern, String(repeating: "a", count: count)))
    let clock = ContinuousClock()
    let text = String(repeating: "a", count: 20_000) + "b"
    let slow = try Pattern("^(a+)+$", maximumSize: 100)
    let time = clock.measure { #expect(!slow.program.matches(text)) }
    // A backtracking engine would need longer than the universe is old.
    #expect(time < .seconds(20))
  }

  @Test func deepGroupsAreRefused() {
    #expect(throws: PatternError.self) {
      try matches(String(repeating: "(", count: 10_000), "a")
    }
  }
}
