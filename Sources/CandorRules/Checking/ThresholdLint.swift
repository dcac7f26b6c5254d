import CandorExpression

/// Finds numbers in conditions that should be parameters.
enum ThresholdLint {
  /// Numbers that are compared or calculated with, where they stand in the expression.
  ///
  /// Nought, one and two count things or tell sides apart; what is larger, or has a fraction, was
  /// chosen and could have been chosen otherwise.
  static func findings(in expression: CompiledExpression) -> [SourceRange] {
    var ranges: [SourceRange] = []
    visit(expression.syntax, isOperand: false, into: &ranges)
    return ranges
  }

  private static func visit(
    _ node: SyntaxNode, isOperand: Bool, into ranges: inout [SourceRange]
  ) {
    switch node.kind {
    case .literal(let value):
      if isOperand, isThreshold(value) { ranges.append(node.range) }
    case .name: break
    case .select(let operand, _, _): visit(operand, isOperand: false, into: &ranges)
    case .index(let operand, _): visit(operand, isOperand: false, into: &ranges)
    case .call(let function, let target, let arguments):
      if let target { visit(target, isOperand: isOperand, into: &ranges) }
      let compares =
        function.hasPrefix("math.") || ["double", "int", "duration"].contains(function)
      for argument in arguments { visit(argument, isOperand: compares, into: &ranges) }
    case .not(let operand), .negate(let operand):
      visit(operand, isOperand: isOperand, into: &ranges)
    case .binary(_, let left, let right):
      visit(left, isOperand: true, into: &ranges)
      visit(right, isOperand: true, into: &ranges)
    case .and(let operands), .or(let operands), .other(let operands):
      for operand in operands { visit(operand, isOperand: false, into: &ranges) }
    case .conditional(let condition, let then, let otherwise):
      visit(condition, isOperand: false, into: &ranges)
      visit(then, isOperand: isOperand, into: &ranges)
      visit(otherwise, isOperand: isOperand, into: &ranges)
    case .list(let elements):
      for element in elements { visit(element, isOperand: isOperand, into: &ranges) }
    case .map(let entries):
      for entry in entries { visit(entry.value, isOperand: isOperand, into: &ranges) }
    case .comprehension(_, let range, _, let condition, let transform):
      visit(range, isOperand: false, into: &ranges)
      if let condition { visit(condition, isOperand: false, into: &ranges) }
      if let transform { visit(transform, isOperand: false, into: &ranges) }
    case .bind(_, let value, let body):
      visit(value, isOperand: isOperand, into: &ranges)
      visit(body, isOperand: isOperand, into: &ranges)
    }
  }

  private static func isThreshold(_ value: Value) -> Bool {
    switch value {
    case .int(let number): !(-2...2).contains(number)
    case .uint(let number): number > 2
    case .double(let number): ![-1, 0, 1].contains(number)
    case .string(let text): DurationValue(parsing: text) != nil && text != "0"
    default: false
    }
  }
}
