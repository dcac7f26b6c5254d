import Testing

@testable import CandorExpression

@Suite struct LexerTests {
  private func kinds(_ source: String) throws -> [Token.Kind] {
    var lexer = Lexer(Array(source.utf8))
    return try lexer.tokens().map(\.kind).dropLast()
  }

  @Test(arguments: [
    ("1", Token.Kind.int(1)), ("0xfF", .int(255)), ("7u", .uint(7)), ("0x10U", .uint(16)),
    (".5", .double(0.5)), ("1e3", .double(1000)), ("2.5E-1", .double(0.25)),
    ("'a\\n'", .string("a\n")), ("r'a\\n'", .string("a\\n")), ("b'\\xff'", .bytes([0xFF])),
    ("bR'\\x'", .bytes([0x5C, 0x78])), ("'''a'b\n'''", .string("a'b\n")),
    ("'''a\r\nb\rc\n'''", .string("a\nb\nc\n")), ("r'''a\r\nb'''", .string("a\nb")),
    ("b'''\r'''", .bytes([0x0A])), ("'''\\r'''", .string("\r")),
    ("'\\u00e9\\U0001F600\\101'", .string("\u{E9}\u{1F600}A")), ("r'\\'", .string("\\")),
    ("`a-b`", .quotedIdentifier("a-b")), ("in", .keyword("in")), ("while", .reserved("while")),
    ("r", .identifier("r")), ("rb2", .identifier("rb2")),
  ])
  func readsOneToken(_ source: String, _ expected: Token.Kind) throws {
    #expect(try kinds(source) == [expected])
  }

  @Test func skipsSpaceAndComments() throws {
    #expect(try kinds("1 // two\n\t+ 3") == [.int(1), .punctuation("+"), .int(3)])
  }

  @Test(arguments: [
    ("'a", "the text is not closed. Add the closing quote", 1),
    ("'a\nb'", "the text is not closed before the end of the line", 1),
    ("'\\q'", "unknown escape in a text. Write `\\\\` for a backslash", 2),
    ("'\\ud800'", "the escape is no Unicode code point", 2),
    ("b'\\u0041'", "unknown escape in a text. Write `\\\\` for a backslash", 3),
    ("1 = 2", "unexpected `=`. Use `==` to compare", 3),
    ("1 & 2", "unexpected `&`. Use `&&` for and", 3),
    ("1 # 2", "unexpected character `#`", 3), ("1a", "a number cannot be followed by a letter", 1),
    ("99999999999999999999", "`99999999999999999999` does not fit into 64 bits", 1),
    ("0x", "expected hexadecimal digits", 1),
    ("1e400", "`1e400` is out of the range of a double", 1),
  ])
  func refuses(_ source: String, _ message: String, _ column: Int) {
    let error = #expect(throws: ExpressionDiagnostic.self) { try kinds(source) }
    #expect(error?.message == message)
    #expect(error?.column == column)
    #expect(error?.code == .syntax)
  }
}
