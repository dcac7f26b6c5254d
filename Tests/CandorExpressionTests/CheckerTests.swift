import Testing

@testable import CandorExpression

@Suite struct CheckerTests {
  private let environment = ObjectTests.environment

  private func errors(_ source: String) -> [ExpressionDiagnostic] {
    do throws(ExpressionError) {
      _ = try CompiledExpression.compile(source, in: environment)
      return []
    } catch {
      return error.diagnostics
    }
  }

  private func warnings(_ source: String) throws -> [ExpressionDiagnostic] {
    try CompiledExpression.compile(source, in: environment).diagnostics
  }

  @Test(arguments: [
    ("swich.minimumDistanceKm > 1.0", "unknown name `swich`. Did you mean `switch`", 1, "switch"),
    (
      "switch.minimumDistnaceKm > 1.0",
      "unknown field `minimumDistnaceKm` of `switch`. Did you mean `minimumDistanceKm`", 8,
      "minimumDistanceKm"
    ),
    ("sise(observations)", "unknown function `sise`. Did you mean `size`", 1, "size"),
    ("to.index == 'a'", "expected `==` of (A, A), found (int, string)", 1, nil),
    ("to.index && true", "expected an operand of `&&` to be `bool`, found `int`", 1, nil),
    ("to.index.foo", "expected an object or map before `.foo`, found `int`", 1, nil),
    ("[?null]", "expected an optional value after `?`, found `null_type`", 3, nil),
    ("null.optMap(x, x)", "expected an optional value before `optMap`, found `null_type`", 1, nil),
    ("to.index.all(x, true)", "expected a list or map before `all`, found `int`", 1, nil),
    (
      "'a'.startsWith('a', 'b')",
      "expected `startsWith` with 1 arguments, found (string, string, string)", 1, nil
    ),
    ("a.B{c: 1}", "unknown type `a.B`", 1, nil),
    (
      ".math.greatest(1, 2)", "unknown function `.math.greatest`. Did you mean `math.greatest`", 1,
      "math.greatest"
    ),
    (
      ".math.least([1])", "unknown function `.math.least`. Did you mean `math.least`", 1,
      "math.least"
    ),
    ("{'math': 1}.math.greatest(1, 2)", "unknown function `greatest`", 1, nil),
  ])
  func pointsAtMistakes(
    _ source: String, _ message: String, _ column: Int, _ suggestion: String?
  ) {
    let found = errors(source)
    #expect(found.map(\.message) == [message])
    #expect(found.first?.column == column)
    #expect(found.first?.suggestion == suggestion)
  }

  /// A container is no way to what is known by one spelling; to other functions it is.
  @Test func aContainerLeadsToNoMacro() throws {
    var inside = Environment.standard
    inside.container = "math"
    let error = #expect(throws: ExpressionError.self) {
      try CompiledExpression.compile("greatest(1, 2)", in: inside)
    }
    #expect(error?.diagnostics.map(\.code) == [.unknownFunction])
    for source in ["math.greatest(1, 2)", "abs(-2)", ".math.abs(-2)"] {
      let value = try CompiledExpression.compile(source, in: inside).evaluate(Activation([]))
      #expect(value == .int(2), "\(source)")
    }
  }

  @Test func tellsAllMistakesAtOnce() {
    #expect(errors("swich.a == 1 && to.indx == 2").count == 2)
  }

  @Test(arguments: [
    (
      "switch.gapKnown == 'exakt'",
      "`gapKnown` is never `exakt`, expected one of `exact`, `bounded`, `unknown`."
        + " Did you mean `exact`"
    ),
    (
      "switch.gapKnown in ['exact', 'guess']",
      "`gapKnown` is never `guess`, expected one of `exact`, `bounded`, `unknown`"
    ),
    ("to.index == to.index", "`to.index` is compared with itself, which is always true"),
    (
      "size(observations) < 0",
      "the left and right side make this always false: it is never negative"
    ),
    (
      "to.index > 5 && to.index < 3",
      "`to.index` cannot be above and below these limits, so this is never true"
    ),
    (
      "to.index == 1 && to.index == 2",
      "`to.index` cannot equal two different values, so this is never true"
    ),
    (
      "to.network == null",
      "this is always false: an absent field is an error and never null. Use `has()`"
    ),
    ("'a'.matches('(')", "this pattern always fails: invalid pattern: missing `)`"),
  ])
  func warnsOfConstantComparisons(_ source: String, _ message: String) throws {
    let found = try warnings(source)
    #expect(found.map(\.message) == [message])
    #expect(found.allSatisfy { $0.severity == .warning })
  }

  @Test(arguments: [
    "switch.gapKnown == 'exact'", "to.index > 3 && to.index < 5", "size(observations) > 0",
    "observations[0].index != observations[1].index",
    "observations[0].index == 0 && observations[1].index == 1",
    "to.index >= 3 && to.index <= 3", "switch.minimumDistanceKm == switch.minimumDistanceKm",
  ])
  func staysQuietOtherwise(_ source: String) throws {
    #expect(try warnings(source).isEmpty)
  }

  @Test(arguments: [
    ("1", "int"), ("[1, 2u]", "list(dyn)"), ("{'a': 1.0}", "map(string, double)"),
    ("[]", "list(dyn)"), ("{1: true}.a", "bool"), ("[[1]].flatten()", "list(int)"),
    ("observations", "list(observation)"), ("observations.map(o, o.index)", "list(int)"),
    ("to.network.?asn", "optional_type(int)"), ("{'a': [1]}.?a[0]", "optional_type(int)"),
    ("type(1)", "type(int)"), ("int", "type(int)"), ("timestamp(0)", "google.protobuf.Timestamp"),
    ("ip('::1')", "net.IP"), ("[1, null]", "list(dyn)"),
    (
      "[duration('0s'), null][0]",
      "google.protobuf.Duration"
    ), ("optional.none()", "optional_type(dyn)"),
    ("true ? 1 : dyn('a')", "dyn"), ("math.greatest(1, 2)", "int"),
    ("math.greatest(1, 2.0)", "dyn"),
    ("[1].transformMap(i, x, string(x))", "map(int, string)"),
    ("{1: 'a'}.transformMapEntry(k, v, {v: k})", "map(string, int)"),
    ("optional.of(1).optMap(x, string(x))", "optional_type(string)"),
  ])
  func deducesTypes(_ source: String, _ type: String) throws {
    let expression = try CompiledExpression.compile(source, in: environment)
    #expect(expression.resultType.description == type)
  }
}
