/// Finds comparisons whose answer does not depend on the data: most are slips, such as a
/// misspelt text or a limit on the wrong side.
struct ComparisonCheck {
  let checker: Checker
  private(set) var diagnostics: [ExpressionDiagnostic] = []

  init(checker: Checker) {
    self.checker = checker
  }

  mutating func visit(_ expr: Expr) {
    switch expr.kind {
    case .binary(let operation, let left, let right):
      check(expr, operation, left, right)
    case .logical(.and, let operands): checkBounds(expr, operands)
    default: break
    }
    for child in expr.kind.children { visit(child) }
  }

  private mutating func warn(_ message: String, _ range: SourceRange, suggestion: String? = nil) {
    diagnostics.append(
      ExpressionDiagnostic(
        .warning, .constantComparison, message, at: range, in: checker.source,
        suggestion: suggestion))
  }

  private mutating func check(
    _ expr: Expr, _ operation: BinaryOperator, _ left: Expr, _ right: Expr
  ) {
    switch operation {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: break
    case .in:
      if case .list(let elements) = right.kind {
        for element in elements { checkAllowed(left, element.value) }
      }
      return
    default: return
    }
    if let path = onlyPath(left), path == onlyPath(right),
      types(left) != .double
    {
      let holds = [.equal, .lessOrEqual, .greaterOrEqual].contains(operation)
      warn("`\(path)` is compared with itself, which is always \(holds)", expr.range)
      return
    }
    checkAllowed(left, right)
    checkAllowed(right, left)
    checkRange(expr, operation, left, right)
    checkNull(expr, operation, left, right)
  }

  /// The path where it means one value: an element of a list is one of many.
  private func onlyPath(_ expr: Expr) -> String? {
    checker.path(of: expr).flatMap { $0.contains("[") ? nil : $0 }
  }

  private func types(_ expr: Expr) -> ExpressionType { checker.types[expr.id] }

  /// A field that holds one of a few texts, beside a text that is not among them.
  private mutating func checkAllowed(_ field: Expr, _ literal: Expr) {
    guard case .literal(.string(let text)) = literal.kind,
      case .select(let operand, let name, _, _) = field.kind,
      case .object(let typeName) = types(operand),
      let type = checker.environment.objectTypes[typeName], let slot = type.slot(of: name)
    else { return }
    let allowed = type.fields[slot].allowedValues
    guard !allowed.isEmpty, !allowed.contains(where: { $0.hasSameBytes(as: text) }) else {
      return
    }
    let suggestion = NameSuggestion.nearest(to: text, in: allowed)
    let list = allowed.map { "`\($0)`" }.joined(separator: ", ")
    warn(
      "`\(name)` is never `\(text)`, expected one of \(list)"
        + Checker.didYouMean(suggestion), literal.range, suggestion: suggestion)
  }

  /// Sizes and unsigned integers beside a number that they cannot reach.
  private mutating func checkRange(
    _ expr: Expr, _ operation: BinaryOperator, _ left: Expr, _ right: Expr
  ) {
    let mirrored: [BinaryOperator: BinaryOperator] = [
      .less: .greater, .lessOrEqual: .greaterOrEqual, .greater: .less,
      .greaterOrEqual: .lessOrEqual, .equal: .equal, .notEqual: .notEqual,
    ]
    if let number = literal(left), literal(right) == nil, let mirror = mirrored[operation] {
      checkRange(expr, mirror, right, number)
    } else if let number = literal(right), literal(left) == nil {
      checkRange(expr, operation, left, number)
    }
  }

  private mutating func checkRange(
    _ expr: Expr, _ operation: BinaryOperator, _ operand: Expr, _ number: Value
  ) {
    if case .double(let content) = number, content.isNaN {
      warn("a comparison with not-a-number is never true", expr.range)
      return
    }
    guard isNeverNegative(operand) else { return }
    let order = number.numericOrder(.int(0)) ?? 0
    let answer: Bool? =
      switch operation {
      case .less: order <= 0 ? false : nil
      case .lessOrEqual: order < 0 ? false : nil
      case .equal: order < 0 ? false : nil
      case .notEqual: order < 0 ? true : nil
      case .greater: order < 0 ? true : nil
      case .greaterOrEqual: order <= 0 ? true : nil
      default: nil
      }
    if let answer {
      warn("the left and right side make this always \(answer): it is never negative", expr.range)
    }
  }

  private func isNeverNegative(_ expr: Expr) -> Bool {
    if types(expr) == .uint { return true }
    guard case .call("size", _, _) = expr.kind else { return false }
    return true
  }

  private func literal(_ expr: Expr) -> Value? {
    guard case .literal(let value) = expr.kind, value.isNumber else { return nil }
    return value
  }

  private mutating func checkNull(
    _ expr: Expr, _ operation: BinaryOperator, _ left: Expr, _ right: Expr
  ) {
    guard operation == .equal || operation == .notEqual else { return }
    for (side, other) in [(left, right), (right, left)] {
      guard case .literal(.null) = side.kind else { continue }
      switch types(other) {
      case .object, .timestamp, .duration, .address, .prefix:
        warn(
          "this is always \(operation == .notEqual): an absent field is an error and never "
            + "null. Use `has()`", expr.range)
      default: break
      }
    }
  }

  /// `x > 5 && x < 3`, and `x == "a" && x == "b"`.
  private mutating func checkBounds(_ expr: Expr, _ operands: [Expr]) {
    struct Bounds {
      var lower: Value?
      var isLowerStrict = false
      var upper: Value?
      var isUpperStrict = false
      var equal: Value?
    }
    var known: [String: Bounds] = [:]
    for operand in operands {
      guard case .binary(let operation, let left, let right) = operand.kind,
        let path = onlyPath(left), case .literal(let value) = right.kind
      else { continue }
      var bounds = known[path] ?? Bounds()
      switch operation {
      case .greater, .greaterOrEqual:
        bounds.lower = value
        bounds.isLowerStrict = operation == .greater
      case .less, .lessOrEqual:
        bounds.upper = value
        bounds.isUpperStrict = operation == .less
      case .equal:
        if let equal = bounds.equal, !equal.equals(value) {
          warn("`\(path)` cannot equal two different values, so this is never true", operand.range)
        }
        bounds.equal = value
      default: continue
      }
      known[path] = bounds
      guard let lower = bounds.lower, let upper = bounds.upper,
        let order = lower.numericOrder(upper)
      else { continue }
      let isStrict = bounds.isLowerStrict || bounds.isUpperStrict
      if order > 0 || (order == 0 && isStrict) {
        warn(
          "`\(path)` cannot be above and below these limits, so this is never true",
          operand.range)
      }
    }
  }
}
