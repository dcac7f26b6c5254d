/// What became of one part of an expression in an evaluation.
public struct ExplainedNode: Sendable {
  /// What became of it.
  public enum Outcome: Sendable {
    /// Its value; of the last round where it stands inside of a comprehension.
    case value(Value)
    /// Why it has none.
    case error(EvaluationError)
    /// It was not needed for the answer.
    case notEvaluated
  }

  /// Where the part stands.
  public let range: SourceRange
  /// The part as written.
  public let text: String
  /// How deep it is inside of the expression, 0 for the whole.
  public let depth: Int
  /// What became of it.
  public let outcome: Outcome
  /// How often it was evaluated: more than once only inside of a comprehension.
  public let evaluations: Int
}

/// Collects the values of nodes. A reference, because the frame passes through closures; used by
/// one evaluation only.
final class EvaluationTrace {
  var outcomes: [Int: (outcome: ExplainedNode.Outcome, count: Int)] = [:]

  func note(_ id: Int, _ outcome: ExplainedNode.Outcome) {
    outcomes[id] = (outcome, (outcomes[id]?.count ?? 0) + 1)
  }
}

extension Lowering {
  static func traced(_ code: Code, id: Int) -> Code {
    let value = code.value
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      do throws(EvaluationError) {
        let result = try value(&frame)
        frame.trace?.note(id, .value(result))
        return result
      } catch {
        frame.trace?.note(id, .error(error))
        throw error
      }
    })
  }
}

extension CompiledExpression {
  /// Evaluates the expression and tells what each part of it was, in the order of the source;
  /// constants and names of types are left out. Slower than `evaluate`, with the same answer.
  public func explain(_ activation: Activation) -> [ExplainedNode] {
    var lowering = Lowering(
      environment: environment, types: checkedTypes, resolutions: resolutions,
      source: Array(source.utf8))
    lowering.isTraced = true
    let code = lowering.code(root)
    let trace = EvaluationTrace()
    // The error of the whole is noted like that of any part.
    _ = try? activation.withValues { (variables) throws(EvaluationError) in
      var frame = Frame(
        variables: variables, localCount: localCount, initialCost: initialCost,
        limits: environment.limits)
      frame.trace = trace
      return try code.value(&frame)
    }
    var nodes: [ExplainedNode] = []
    collect(root, depth: 0, trace, into: &nodes)
    return nodes
  }

  private func collect(
    _ expr: Expr, depth: Int, _ trace: EvaluationTrace, into nodes: inout [ExplainedNode]
  ) {
    if case .literal = expr.kind { return }
    if case .typeValue = resolutions[expr.id] { return }
    let found = trace.outcomes[expr.id]
    nodes.append(
      ExplainedNode(
        range: expr.range, text: expr.range.text(in: source), depth: depth,
        outcome: found?.outcome ?? .notEvaluated, evaluations: found?.count ?? 0))
    // What stands before the last dot of a qualified variable is no part of its own.
    if case .variable = resolutions[expr.id] { return }
    if case .function = resolutions[expr.id], case .call(_, _, let arguments) = expr.kind {
      for child in arguments { collect(child, depth: depth + 1, trace, into: &nodes) }
      return
    }
    for child in expr.kind.children { collect(child, depth: depth + 1, trace, into: &nodes) }
  }
}
