import CandorExpression

/// The least that would have to be otherwise for a condition to come out true.
///
/// The condition is taken apart at `&&`, `||` and `!`; what is left are parts that can be asked on
/// their own. Of alternatives the one with the fewest parts to change is named.
struct ConditionDifference {
  private let expression: CompiledExpression
  private let activation: Activation

  init(_ expression: CompiledExpression, _ activation: Activation) {
    self.expression = expression
    self.activation = activation
  }

  /// The parts to change for a node to come out as wanted.
  func least(_ node: SyntaxNode, wanted: Bool) -> [RuleExplanation.Difference] {
    switch node.kind {
    case .not(let operand): return least(operand, wanted: !wanted)
    case .and(let operands): return combine(operands, wanted: wanted, needsAll: wanted)
    case .or(let operands): return combine(operands, wanted: wanted, needsAll: !wanted)
    default: return part(node, wanted: wanted)
    }
  }

  private func combine(
    _ operands: [SyntaxNode], wanted: Bool, needsAll: Bool
  ) -> [RuleExplanation.Difference] {
    let each = operands.map { least($0, wanted: wanted) }
    if needsAll { return each.flatMap { $0 } }
    return each.min { $0.count < $1.count } ?? []
  }

  private func part(_ node: SyntaxNode, wanted: Bool) -> [RuleExplanation.Difference] {
    let value = value(of: node)
    if case .success(.bool(wanted)) = value { return [] }
    var was = text(value)
    if case .binary(let symbol, let left, let right) = node.kind {
      was = "\(text(self.value(of: left))) \(symbol) \(text(self.value(of: right))) is \(was)"
    } else {
      was = "it is \(was)"
    }
    return [
      RuleExplanation.Difference(
        text: RuleExplainer.oneLine(Self.balanced(node.range.text(in: expression.source))),
        was: was, wanted: wanted)
    ]
  }

  private func value(of node: SyntaxNode) -> Result<Value, EvaluationError> {
    let text = Self.balanced(node.range.text(in: expression.source))
    // A part of a condition that compiled compiles too.
    guard let part = try? CompiledExpression.compile(text, in: expression.declarations) else {
      return .failure(EvaluationError(.invalidArgument, "this part cannot be asked on its own"))
    }
    do throws(EvaluationError) {
      return .success(try part.evaluate(activation))
    } catch {
      return .failure(error)
    }
  }

  /// The range of an operation does not hold the parenthesis around its first or last operand.
  static func balanced(_ text: String) -> String {
    var open = 0
    var missing = 0
    var quote: Character?
    var isEscaped = false
    for character in text {
      if let inside = quote {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == inside {
          quote = nil
        }
        continue
      }
      switch character {
      case "'", "\"": quote = character
      case "(": open += 1
      case ")":
        if open > 0 { open -= 1 } else { missing += 1 }
      default: break
      }
    }
    return String(repeating: "(", count: missing) + text + String(repeating: ")", count: open)
  }

  private func text(_ value: Result<Value, EvaluationError>) -> String {
    switch value {
    case .success(let value): RuleExplainer.text(.value(value))
    case .failure(let error): RuleExplainer.text(.error(error))
    }
  }
}
