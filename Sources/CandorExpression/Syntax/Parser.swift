/// Turns tokens into a syntax tree, and expands macros on the way (`Parser+Macros.swift`).
struct Parser {
  let source: [UInt8]
  let limits: ExpressionLimits
  let expandsMacros: Bool
  var tokens: [Token]
  var position = 0
  var nodeCount = 0
  /// How deep the parser itself is, so that it stops before the tree is made.
  var depth = 0

  /// The tree of a source.
  static func parse(
    _ source: String, limits: ExpressionLimits, expandsMacros: Bool = true
  ) throws(ExpressionDiagnostic) -> (root: Expr, nodeCount: Int) {
    let bytes = Array(source.utf8)
    guard bytes.count <= limits.maximumExpressionLength else {
      throw ExpressionDiagnostic(
        .error, .limitExceeded,
        "expected at most \(limits.maximumExpressionLength) bytes of expression, "
          + "found \(bytes.count)",
        at: SourceRange(start: 0, end: 0), in: [])
    }
    var lexer = Lexer(bytes)
    var parser = Parser(
      source: bytes, limits: limits, expandsMacros: expandsMacros, tokens: try lexer.tokens())
    let root = try parser.expression()
    guard parser.current.kind == .end else {
      throw parser.failure("expected the end, found \(parser.current.description)")
    }
    return (root, parser.nodeCount)
  }

  // MARK: Tokens

  var current: Token { tokens[position] }

  /// Where the last word that was taken stands. A node ends there and not with its last part,
  /// which may stand in parentheses.
  var previousRange: SourceRange { tokens[max(0, position - 1)].range }

  func failure(_ message: String, at range: SourceRange? = nil) -> ExpressionDiagnostic {
    ExpressionDiagnostic(.error, .syntax, message, at: range ?? current.range, in: source)
  }

  mutating func take(_ text: String) -> Bool {
    guard current.kind == .punctuation(text) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ text: String) throws(ExpressionDiagnostic) {
    guard take(text) else { throw failure("expected `\(text)`, found \(current.description)") }
  }

  func isAt(_ text: String) -> Bool { current.kind == .punctuation(text) }

  // MARK: Nodes

  mutating func node(
    _ kind: Expr.Kind, from start: SourceRange, to end: SourceRange? = nil
  ) throws(ExpressionDiagnostic) -> Expr {
    let expr = Expr(id: nodeCount, range: start.through(end ?? start), kind: kind)
    nodeCount += 1
    if expr.depth > limits.maximumNesting { throw nestingExceeded(expr.range) }
    if nodeCount > limits.maximumNodes {
      throw ExpressionDiagnostic(
        .error, .limitExceeded,
        "expected at most \(limits.maximumNodes) nodes in an expression, found more",
        at: expr.range, in: source)
    }
    return expr
  }

  private func nestingExceeded(_ range: SourceRange) -> ExpressionDiagnostic {
    ExpressionDiagnostic(
      .error, .limitExceeded,
      "expected at most \(limits.maximumNesting) levels of nesting, found more",
      at: range, in: source)
  }

  // MARK: Grammar

  /// A whole expression: the conditional operator and everything that binds tighter.
  mutating func expression() throws(ExpressionDiagnostic) -> Expr {
    depth += 1
    defer { depth -= 1 }
    if depth > limits.maximumNesting { throw nestingExceeded(current.range) }
    let start = current.range
    let condition = try logical(.or)
    guard take("?") else { return condition }
    let then = try logical(.or)
    try expect(":")
    let otherwise = try expression()
    return try node(.conditional(condition, then, otherwise), from: start, to: previousRange)
  }

  private mutating func logical(_ kind: LogicalOperator) throws(ExpressionDiagnostic) -> Expr {
    let start = current.range
    let first = kind == .or ? try logical(.and) : try binary(3)
    guard isAt(kind.rawValue) else { return first }
    var operands = [first]
    while take(kind.rawValue) {
      operands.append(kind == .or ? try logical(.and) : try binary(3))
    }
    return try node(.logical(kind, operands), from: start, to: previousRange)
  }

  private var binaryOperator: BinaryOperator? {
    switch current.kind {
    case .punctuation(let text): BinaryOperator(rawValue: text)
    case .keyword("in"): .in
    default: nil
    }
  }

  private mutating func binary(_ minimum: Int) throws(ExpressionDiagnostic) -> Expr {
    let start = current.range
    var left = try unary()
    while let found = binaryOperator, found.precedence >= minimum {
      position += 1
      let right = try binary(found.precedence + 1)
      left = try node(.binary(found, left, right), from: start, to: previousRange)
    }
    return left
  }

  private mutating func unary() throws(ExpressionDiagnostic) -> Expr {
    let start = current.range
    for found in [UnaryOperator.not, .negate] where isAt(found.rawValue) {
      if found == .negate, case .int(let magnitude) = tokens[position + 1].kind {
        position += 2
        let value = Int64(truncatingIfNeeded: 0 &- magnitude)
        let literal = try node(
          .literal(.int(value)), from: start, to: tokens[position - 1].range)
        return try postfix(literal, from: start)
      }
      if found == .negate, case .double(let magnitude) = tokens[position + 1].kind {
        position += 2
        let literal = try node(
          .literal(.double(-magnitude)), from: start, to: tokens[position - 1].range)
        return try postfix(literal, from: start)
      }
      position += 1
      depth += 1
      defer { depth -= 1 }
      if depth > limits.maximumNesting { throw nestingExceeded(start) }
      let operand = try unary()
      return try node(.unary(found, operand), from: start, to: previousRange)
    }
    return try postfix(try primary(), from: start)
  }

  private mutating func postfix(
    _ first: Expr, from start: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr {
    var operand = first
    while true {
      if take(".") {
        operand = try member(of: operand, from: start)
      } else if take("[") {
        let isOptional = take("?")
        let index = try expression()
        let end = current.range
        try expect("]")
        operand = try node(
          .index(operand, index, isOptional: isOptional), from: start, to: end)
      } else if isAt("{"), let name = Self.qualifiedName(operand) {
        operand = try message(name, operand.range)
      } else {
        return operand
      }
    }
  }

  private mutating func member(
    of operand: Expr, from start: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr {
    let isOptional = take("?")
    let range = current.range
    let name: String
    switch current.kind {
    case .identifier(let text), .reserved(let text): name = text
    case .quotedIdentifier(let text):
      position += 1
      return try node(
        .select(operand, field: text, isTest: false, isOptional: isOptional),
        from: start, to: range)
    default: throw failure("expected a field or function, found \(current.description)")
    }
    position += 1
    if isAt("("), !isOptional {
      position += 1
      let arguments = try arguments()
      let whole = start.through(previousRange)
      return try call(name, target: operand, arguments: arguments, range: whole, nameRange: range)
    }
    return try node(
      .select(operand, field: name, isTest: false, isOptional: isOptional),
      from: start, to: range)
  }

  private mutating func arguments() throws(ExpressionDiagnostic) -> [Expr] {
    var arguments: [Expr] = []
    if take(")") { return arguments }
    repeat {
      arguments.append(try expression())
    } while take(",")
    try expect(")")
    return arguments
  }

  private mutating func primary() throws(ExpressionDiagnostic) -> Expr {
    let token = current
    position += token.kind == .end ? 0 : 1
    switch token.kind {
    case .int(let magnitude):
      guard let value = Int64(exactly: magnitude) else {
        throw failure("`\(magnitude)` does not fit into 64 bits", at: token.range)
      }
      return try node(.literal(.int(value)), from: token.range)
    case .uint(let value): return try node(.literal(.uint(value)), from: token.range)
    case .double(let value): return try node(.literal(.double(value)), from: token.range)
    case .string(let value): return try node(.literal(.string(value)), from: token.range)
    case .bytes(let value): return try node(.literal(.bytes(value)), from: token.range)
    case .keyword("true"): return try node(.literal(.bool(true)), from: token.range)
    case .keyword("false"): return try node(.literal(.bool(false)), from: token.range)
    case .keyword("null"): return try node(.literal(.null), from: token.range)
    case .identifier(let name): return try identifier(name, absolute: false, start: token.range)
    case .reserved(let name):
      throw failure("`\(name)` is a reserved word and cannot be a name", at: token.range)
    case .punctuation("."):
      guard case .identifier(let name) = current.kind else {
        throw failure("expected a name after `.`, found \(current.description)")
      }
      position += 1
      return try identifier(name, absolute: true, start: token.range)
    case .punctuation("("):
      let inner = try expression()
      try expect(")")
      return inner
    case .punctuation("["): return try list(token.range)
    case .punctuation("{"): return try map(token.range)
    default:
      throw failure("expected an expression, found \(token.description)", at: token.range)
    }
  }

  private mutating func identifier(
    _ name: String, absolute: Bool, start: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr {
    let range = start.through(tokens[position - 1].range)
    guard take("(") else { return try node(.name(name, absolute: absolute), from: range) }
    let arguments = try arguments()
    return try call(
      absolute ? "." + name : name, target: nil, arguments: arguments,
      range: range.through(tokens[position - 1].range), nameRange: range)
  }

  private mutating func list(_ start: SourceRange) throws(ExpressionDiagnostic) -> Expr {
    var elements: [Expr.ListElement] = []
    takeLoneComma(before: "]")
    while !isAt("]") {
      let isOptional = take("?")
      elements.append(.init(value: try expression(), isOptional: isOptional))
      guard take(",") else { break }
    }
    let end = current.range
    try expect("]")
    return try node(.list(elements), from: start, to: end)
  }

  /// The grammar allows a comma behind the elements also where there are none: `[,]`.
  private mutating func takeLoneComma(before closing: String) {
    guard isAt(","), tokens[position + 1].kind == .punctuation(closing) else { return }
    position += 1
  }

  private mutating func map(_ start: SourceRange) throws(ExpressionDiagnostic) -> Expr {
    var entries: [Expr.MapEntry] = []
    takeLoneComma(before: "}")
    while !isAt("}") {
      let isOptional = take("?")
      let key = try expression()
      try expect(":")
      entries.append(.init(key: key, value: try expression(), isOptional: isOptional))
      guard take(",") else { break }
    }
    let end = current.range
    try expect("}")
    return try node(.map(entries), from: start, to: end)
  }

  private mutating func message(
    _ name: String, _ start: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr {
    try expect("{")
    var values: [Expr] = []
    while !isAt("}") {
      _ = take("?")
      switch current.kind {
      case .identifier, .reserved, .quotedIdentifier: position += 1
      default: throw failure("expected a field, found \(current.description)")
      }
      try expect(":")
      values.append(try expression())
      guard take(",") else { break }
    }
    let end = current.range
    try expect("}")
    return try node(.message(name, values), from: start, to: end)
  }

  /// `a.b.c` of a chain of plain fields; `nil` for anything else.
  static func qualifiedName(_ expr: Expr) -> String? {
    switch expr.kind {
    case .name(let name, let absolute): return absolute ? "." + name : name
    case .select(let operand, let field, isTest: false, isOptional: false):
      return qualifiedName(operand).map { "\($0).\(field)" }
    default: return nil
    }
  }
}
