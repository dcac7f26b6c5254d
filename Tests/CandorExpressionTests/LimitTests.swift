import Testing

@testable import CandorExpression

@Suite struct LimitTests {
  private func diagnostic(_ source: String, _ environment: Environment) -> ExpressionDiagnostic? {
    #expect(throws: ExpressionError.self) {
      try CompiledExpression.compile(source, in: environment)
    }?.diagnostics.first
  }

  private func failure(_ source: String, _ limits: ExpressionLimits) throws -> EvaluationError? {
    var environment = Environment()
    environment.limits = limits
    let expression = try CompiledExpression.compile(source, in: environment)
    return #expect(throws: EvaluationError.self) { try expression.evaluate(Activation([])) }
  }

  @Test func boundsTheLength() {
    var environment = Environment()
    environment.limits.maximumExpressionLength = 10
    let found = diagnostic("1 + 1 + 1 + 1", environment)
    #expect(found?.message == "expected at most 10 bytes of expression, found 13")
    #expect(found?.code == .limitExceeded)
  }

  @Test(arguments: [
    String(repeating: "(", count: 5000) + "1", String(repeating: "[", count: 5000),
    String(repeating: "!", count: 5000) + "true", String(repeating: "-", count: 5000) + "1",
    String(repeating: "1+", count: 5000) + "1", "x" + String(repeating: ".a", count: 5000),
    String(repeating: "true?1:", count: 5000) + "1", "a" + String(repeating: "[0]", count: 5000),
  ])
  func boundsTheNesting(_ source: String) {
    #expect(diagnostic(source, .standard)?.code == .limitExceeded)
  }

  @Test func longChainsOfLogicAreNotDeep() throws {
    let source = String(repeating: "true && ", count: 5000) + "true"
    let expression = try CompiledExpression.compile(source, in: .standard)
    #expect(try expression.evaluateBool(Activation([])))
  }

  @Test func boundsTheNodes() {
    var environment = Environment()
    environment.limits.maximumNodes = 5
    #expect(diagnostic("[1, 2, 3, 4, 5]", environment)?.code == .limitExceeded)
  }

  @Test func boundsTheCostOfNestedComprehensions() throws {
    var limits = ExpressionLimits()
    limits.maximumCost = 1000
    let list = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
    let source = "\(list).all(a, \(list).all(b, \(list).all(c, a + b + c >= 0)))"
    #expect(try failure(source, limits)?.code == .limitExceeded)
    let error = try failure(source, limits)
    #expect(
      error?.message == "expected an evaluation cost of at most 1000, found more. "
        + "Make lists or texts shorter, or nest fewer comprehensions")
  }

  @Test func limitsAreNotAbsorbedByLogic() throws {
    var limits = ExpressionLimits()
    limits.maximumCost = 500
    let source = "lists.range(400).map(x, x).size() > 0 || true"
    #expect(try failure(source, limits)?.code == .limitExceeded)
  }

  @Test func doublingTextsEndsAtTheCost() throws {
    var source = "x29"
    for index in (0..<30).reversed() {
      let inner = index == 0 ? "'0123456789abcdef'" : "x\(index - 1)"
      source = "cel.bind(x\(index), \(inner) + \(inner), \(source))"
    }
    #expect(try failure(source, ExpressionLimits())?.code == .limitExceeded)
  }

  @Test func sharedListsCannotHideTheirSize() throws {
    var source = "x40 == y40"
    for index in (0...40).reversed() {
      for name in ["x", "y"] {
        let inner = index == 0 ? "1" : "\(name)\(index - 1)"
        source = "cel.bind(\(name)\(index), [\(inner), \(inner)], \(source))"
      }
    }
    #expect(try failure(source, ExpressionLimits())?.code == .limitExceeded)
  }

  /// Each step uses the type before it twice.
  @Test func typesThatDoubleEndAtTheLimit() {
    var source = "true"
    for index in (1..<60).reversed() {
      source = "cel.bind(a\(index), {a\(index - 1): a\(index - 1)}, \(source))"
    }
    let found = diagnostic("cel.bind(a0, 1, \(source))", .standard)
    #expect(
      found?.message == "expected at most 500 parts in the type of an expression, found more")
    #expect(found?.code == .limitExceeded)
  }

  /// The same where the types of empty lists are found out one behind the other, in both orders.
  @Test(arguments: [false, true])
  func typesThatDoubleAfterwardsEndAtTheLimit(isReversed: Bool) {
    let steps = (0..<60).map { "x\($0) == [{x\($0 + 1)[0]: x\($0 + 1)[0]}]" }
    var source = ((isReversed ? steps.reversed() : steps) + ["x0 == x0"])
      .joined(separator: " && ")
    for index in 0...60 { source = "cel.bind(x\(index), [], \(source))" }
    #expect(diagnostic(source, .standard)?.code == .limitExceeded)
  }

  /// Two types within the limit whose parts together would be without number.
  @Test func stepsOfTypesAreCounted() {
    let names = (0..<40).map { "x\($0)[0]" }
    let chain = (1..<40).map { "{x\($0)[0]: x\($0)[0]}" } + ["1"]
    func nested(_ parts: [String]) -> String {
      parts.reversed().reduce("1") { "{\($1): \($0)}" }
    }
    var source = "\(nested(names)) == \(nested(chain))"
    for index in 0..<40 { source = "cel.bind(x\(index), [], \(source))" }
    let found = diagnostic(source, .standard)
    #expect(found?.code == .limitExceeded)
  }

  @Test func longTypesAreShortenedInMessages() {
    let source = String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + " + 1"
    let message = diagnostic(source, .standard)?.message ?? ""
    #expect(message.hasSuffix("..., int)") && message.utf8.count < 500)
  }

  @Test(arguments: [
    "x == long", "x <= long", "long in [x]", "long in {x: 1}", "{long: 1}[x] == 1", "isIP(long)",
    "!isCIDR(long)", "{long: 1} == {x: 1}", "[x, long].sort() == []", "bytes == b",
  ])
  func longTextsAreCountedWhereTheyAreCompared(_ condition: String) throws {
    let environment = Environment(variables: [
      .init("long", .string), .init("x", .string), .init("bytes", .bytes), .init("b", .bytes),
    ])
    let expression = try CompiledExpression.compile(condition, in: environment)
    func cost(_ count: Int) throws -> Int {
      let text = Value.string(String(repeating: "a", count: count))
      let bytes = Value.bytes([UInt8](repeating: 0, count: count))
      return try expression.evaluateCounting(Activation([text, text, bytes, bytes])).cost
    }
    #expect(try cost(63) == cost(1))
    #expect(try cost(16_000) >= cost(1) + 1_000)
  }

  @Test func boundsLists() throws {
    var limits = ExpressionLimits()
    limits.maximumListSize = 10
    #expect(try failure("lists.range(11)", limits)?.code == .limitExceeded)
    #expect(
      try failure("lists.range(6) + lists.range(6)", limits)?.message
        == "expected a list or map of at most 10 elements, found more")
  }

  @Test func boundsPatterns() throws {
    var limits = ExpressionLimits()
    limits.maximumPatternSize = 100
    let error = try failure("'a'.matches('(a{10}){20}')", limits)
    #expect(
      error?.message
        == "invalid pattern: expected a program of at most 100 instructions, found more")
  }

  @Test func countsTheSameEveryTime() throws {
    let expression = try CompiledExpression.compile(
      "[1, 2, 3].map(x, x * 2).exists(y, y == 4)", in: .standard)
    let first = try expression.evaluateCounting(Activation([])).cost
    #expect(try expression.evaluateCounting(Activation([])).cost == first)
    #expect(first > 10)
  }

  /// What the limits allow must fit on the stack of any thread.
  @Test(arguments: [
    (String(repeating: "[", count: 190), String(repeating: "]", count: 190)),
    (String(repeating: "-(", count: 95), String(repeating: ")", count: 95)),
    (String(repeating: "[1].map(x, ", count: 90), String(repeating: ")", count: 90)),
    (String(repeating: "true ? 1 : ", count: 190), ""),
    (String(repeating: "cel.bind(x, 1, ", count: 190), String(repeating: ")", count: 190)),
    (String(repeating: "size([", count: 90), String(repeating: "])", count: 90)),
    (String(repeating: "{1: ", count: 190), String(repeating: "}", count: 190)),
    ("", String(repeating: " + 1", count: 190)),
  ])
  func deepExpressionsWithinTheLimitAreEvaluated(_ before: String, _ after: String) throws {
    let expression = try CompiledExpression.compile(before + "1" + after, in: .standard)
    _ = try expression.evaluate(Activation([]))
    #expect(expression.explain(Activation([])).count >= 90)
  }
}
