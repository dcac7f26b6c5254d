/// What an expression and its evaluation may grow to. Rules come from users, so every dimension
/// that an expression can grow in has a limit; each error names the limit and what was found.
public struct ExpressionLimits: Sendable, Hashable {
  /// Bytes of source, default 65,536.
  public var maximumExpressionLength = 65_536
  /// Levels of the syntax tree, default 200: parentheses, calls, and the operands of a chain of
  /// `+` each count one. Evaluation recurses as deep, so this bounds the stack too.
  public var maximumNesting = 200
  /// Nodes of the syntax tree, default 20,000.
  public var maximumNodes = 20_000
  /// Parts of the type of a node, default 500: `map(string, list(int))` has four. A type in which
  /// another one stands twice doubles with each step of a chain.
  public var maximumTypeSize = 500
  /// Elements of a list or map that an evaluation makes, default 100,000.
  public var maximumListSize = 100_000
  /// Cost of one evaluation, default 5,000,000. Counted, not timed, so that the same input always
  /// ends the same way: one for each node of the expression, as much again for each round of a
  /// comprehension, and one for each 16 bytes or each element that a function goes through; a
  /// comparison, a look-up or a conversion counts only the bytes of texts of 64 bytes and more.
  public var maximumCost = 5_000_000
  /// Instructions of a compiled pattern of `matches`, default 10,000.
  public var maximumPatternSize = 10_000
  /// Problems after which the checker stops, default 50.
  public var maximumDiagnostics = 50

  /// The defaults.
  public init() {}
}
