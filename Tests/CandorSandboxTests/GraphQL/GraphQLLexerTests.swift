import Testing

@testable import CandorSandbox

@Suite struct GraphQLLexerTests {
  private func kinds(_ text: String) throws(GraphQLError) -> [GraphQLToken.Kind] {
    var lexer = GraphQLLexer(text)
    var result: [GraphQLToken.Kind] = []
    while true {
      let token = try lexer.next()
      if token.kind == .end { return result }
      result.append(token.kind)
    }
  }

  @Test func commasCommentsAndMarksMeanNothing() throws {
    let expected: [GraphQLToken.Kind] = [.sign("{"), .name("a"), .name("b"), .sign("}")]
    #expect(try kinds("\u{FEFF}{ a, # comment } \n\r\n,,b }") == expected)
  }

  @Test func numbersKeepTheirDigits() throws {
    #expect(
      try kinds("0 -12 3.5 1e10 -2.5E-3")
        == [.int("0"), .int("-12"), .float("3.5"), .float("1e10"), .float("-2.5E-3")])
  }

  @Test func stringsAreUnescaped() throws {
    #expect(
      try kinds(#""a\n\"\u00e9\ud83d\ude00\/""#) == [.string("a\n\"é😀/")])
  }

  @Test func blockStringsLoseTheirIndentation() throws {
    let text = "\"\"\"\n    first\n      second \\\"\"\" \"quoted\"\n\n    third\n  \"\"\""
    #expect(try kinds(text) == [.string("first\n  second \"\"\" \"quoted\"\n\nthird")])
  }

  @Test func placesCountLinesAndCharacters() throws {
    var lexer = GraphQLLexer("\"é\" a\r\n  b")
    _ = try lexer.next()
    #expect(try lexer.next().location == GraphQLLocation(line: 1, column: 5))
    #expect(try lexer.next().location == GraphQLLocation(line: 2, column: 3))
  }

  @Test(arguments: [
    ("01", "Syntax Error: Invalid number, unexpected digit after 0."),
    ("1.", "Syntax Error: Invalid number, expected digit but got: <EOF>."),
    ("1x", "Syntax Error: Invalid number, expected digit but got: \"x\"."),
    ("-", "Syntax Error: Invalid number, expected digit but got: <EOF>."),
    ("\"open", "Syntax Error: Unterminated string."),
    ("\"line\n\"", "Syntax Error: Unterminated string."),
    ("\"\"\"open", "Syntax Error: Unterminated string."),
    (#""\q""#, "Syntax Error: Invalid character escape sequence."),
    (#""\ud800x""#, "Syntax Error: Invalid Unicode escape."),
    ("..", "Syntax Error: Unexpected character: \".\"."),
    ("?", "Syntax Error: Unexpected character: \"?\"."),
    ("\u{07}", "Syntax Error: Unexpected character: 0x7."),
  ])
  func mistakesAreNamed(text: String, message: String) {
    #expect {
      _ = try kinds(text)
    } throws: { error in
      (error as? GraphQLError)?.message == message
    }
  }
}
