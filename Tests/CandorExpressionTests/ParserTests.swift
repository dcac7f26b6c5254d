import Testing

@testable import CandorExpression

@Suite struct ParserTests {
  private func evaluate(_ source: String) throws -> Value {
    try CompiledExpression.compile(source, in: .standard).evaluate(Activation([]))
  }

  private func error(_ source: String) -> ExpressionDiagnostic? {
    #expect(throws: ExpressionError.self) {
      try CompiledExpression.compile(source, in: .standard)
    }?.diagnostics.first
  }

  @Test(arguments: [
    ("1 + 2 * 3", Value.int(7)), ("(1 + 2) * 3", .int(9)), ("10 - 4 - 3", .int(3)),
    ("1 < 2 == true", .bool(true)), ("true || false && false", .bool(true)),
    ("false ? 1 : true ? 2 : 3", .int(2)), ("-9223372036854775808", .int(.min)),
    ("-2.5", .double(-2.5)), ("!!true", .bool(true)), ("[1, 2,][1]", .int(2)),
    ("{'a': 1,}.a", .int(1)), ("{'a-b': 1}.`a-b`", .int(1)), ("{'if': 1}.if", .int(1)),
  ])
  func readsInTheOrderOfTheLanguage(_ source: String, _ expected: Value) throws {
    #expect(try evaluate(source) == expected)
  }

  @Test(arguments: [
    ("", "expected an expression, found the end of the expression", 1),
    ("1 +", "expected an expression, found the end of the expression", 4),
    ("(1", "expected `)`, found the end of the expression", 3),
    ("1 2", "expected the end, found a number", 3),
    ("if", "`if` is a reserved word and cannot be a name", 1),
    (
      "has(1)",
      "expected a field inside `has()`, found another expression. Write `has(object.field)`", 5
    ),
    ("[1].all(1, true)", "expected a simple name as the variable of `all`", 9),
    ("[1].all(a, a, true)", "expected two different variables in `all`", 12),
    ("9223372036854775808", "`9223372036854775808` does not fit into 64 bits", 1),
  ])
  func refuses(_ source: String, _ message: String, _ column: Int) {
    let found = error(source)
    #expect(found?.message == message)
    #expect(found?.column == column)
  }

  @Test func drawsACaretBelowThePlace() {
    let source = "1 +\n\t2 + * 3"
    #expect(
      error(source)?.rendered(in: source) == """
        2:6: error[expression-syntax]: expected an expression, found `*`
        \t2 + * 3
        \t    ^
        """)
  }
}
