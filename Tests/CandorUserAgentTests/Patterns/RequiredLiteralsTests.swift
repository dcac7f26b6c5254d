import Testing

@testable import CandorUserAgentPatterns

/// What a text must contain for a pattern to match.
struct RequiredLiteralsTests {
  @Test(arguments: [
    ("abc", [["abc"]]),
    ("a(b|c)d", [["abd", "acd"]]),
    ("a[bc]d", [["abd", "acd"]]),
    ("ab?c", [["abc", "ac"]]),
    ("ab*cd", [["cd"]]),
    ("ab+cd", [["cd"]]),
    ("abx+cd", [["ab"], ["cd"]]),
    ("ab.cd", [["ab"], ["cd"]]),
    ("ab.{0,200}cd", [["ab"], ["cd"]]),
    ("(?:ab|cd.*ef)", [["ab", "cd"]]),
    ("(?:ab|.)", []),
    ("(?:ab)*", []),
    ("(?:ab){2}", [["abab"]]),
    ("^ab$", [["ab"]]),
    ("\\bab\\.c", [["ab.c"]]),
    ("a\\d", []),
    ("[a-z]bc", [["bc"]]),
    ("[^a]bc", [["bc"]]),
    ("(?i)ab", []),
    ("(?!ab)cd", [["cd"]]),
    ("(?=ab)cd", [["cd"]]),
    ("(?P<name>ab)c", [["abc"]]),
    ("a{,2}bc", [["bc"]]),
    ("a{x}b", [["a{x}b"]]),
    ("\\x41b", [["Ab"]]),
    ("(ab)\\1cd", [["ab"], ["cd"]]),
    ("ab|", []),
  ])
  func theClausesAreFound(pattern: String, expected: [[String]]) throws {
    let tree = try PatternReader.read(pattern).tree
    let clauses = RequiredLiterals.clauses(of: tree, isCaseless: false)
      .map { $0.map { String(decoding: $0, as: UTF8.self) } }
    #expect(clauses == expected)
  }

  @Test func foldedLiteralsAreLowerCase() throws {
    let tree = try PatternReader.read("AbC[Xx]").tree
    let clauses = RequiredLiterals.clauses(of: tree, isCaseless: true)
    #expect(clauses == [[Array("abcx".utf8)]])
  }

  @Test func aLongLiteralIsCutToItsRarestPart() throws {
    let tree = try PatternReader.read("Mozilla/5.0 (Windows NT 10.0; Qwxyz)").tree
    let clauses = RequiredLiterals.clauses(of: tree, isCaseless: false)
    #expect(clauses.first?.first?.count ?? 0 <= RequiredLiterals.maximumLength)
  }
}

/// Python's syntax in PCRE2's.
struct PatternReaderTests {
  @Test(arguments: [
    ("a\\Z", "a\\z"), ("a\\v", "a\\x{b}"), ("a{,5}", "a{0,5}"), ("a{2,}b{3}", "a{2,}b{3}"),
    ("a{", "a\\{"), ("[[:alpha:]]", "[\\[:alpha:]]"), ("\\s", "[\\s\\x1c-\\x1f]"),
    ("[\\s;]", "[\\s\\x1c-\\x1f;]"), ("[]a]", "[]a]"), ("[^]a]", "[^]a]"), ("a\\/b", "a\\/b"),
    ("(?P<n>a)", "(?P<n>a)"), ("a*?b++", "a*?b++"), ("[\\b]", "[\\x{8}]"),
  ])
  func theSyntaxIsTranslated(python: String, pcre: String) throws {
    #expect(try PatternReader.read(python).pcre == pcre)
  }

  @Test(arguments: [
    ("(", PatternError.Code.unclosedGroup), (")", .unopenedGroup), ("[a", .unclosedClass),
    ("*", .nothingToRepeat), ("a|+", .nothingToRepeat), ("\\", .trailingBackslash),
    ("\\Qa", .unsupportedEscape), ("[\\q]", .unsupportedEscape), ("(?R)", .unsupportedGroup),
    ("(*ACCEPT)", .unsupportedGroup), ("(?P=a)", .unsupportedGroup), ("(?C1)", .unsupportedGroup),
  ])
  func whatIsNotOfTheSyntaxIsAnError(pattern: String, code: PatternError.Code) {
    let error = #expect(throws: PatternError.self) { try PatternReader.read(pattern) }
    #expect(error?.code == code)
  }

  @Test func depthAndLengthAreLimited() {
    let deep = String(repeating: "(", count: 1_000) + String(repeating: ")", count: 1_000)
    #expect(throws: PatternError.self) { try PatternReader.read(deep) }
    #expect(throws: PatternError.self) {
      try PatternReader.read(String(repeating: "a", count: 40_000))
    }
  }
}
