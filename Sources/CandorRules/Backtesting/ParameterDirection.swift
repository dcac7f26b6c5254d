import CandorExpression

/// What more of a parameter does to how often a condition comes out true.
enum ParameterDirection: Sendable, Hashable {
  /// Nothing: it does not decide.
  case none
  /// It is true more often.
  case more
  /// It is true less often.
  case less
  /// It cannot be told.
  case unknown

  private var reversed: ParameterDirection {
    switch self {
    case .more: .less
    case .less: .more
    case .none, .unknown: self
    }
  }

  private func joined(_ other: ParameterDirection) -> ParameterDirection {
    if self == .none || self == other { return other }
    return other == .none ? self : .unknown
  }

  /// Follows a parameter through a condition: comparisons, `!`, `&&`, `||` and list macros.
  static func of(_ parameter: String, in node: SyntaxNode) -> ParameterDirection {
    switch node.kind {
    case .and(let operands), .or(let operands):
      return operands.reduce(.none) { $0.joined(of(parameter, in: $1)) }
    case .not(let operand): return of(parameter, in: operand).reversed
    case .binary(let symbol, let left, let right):
      let first = value(of: parameter, in: left)
      let second = value(of: parameter, in: right)
      switch symbol {
      case ">", ">=": return first.joined(second.reversed)
      case "<", "<=": return first.reversed.joined(second)
      default: return first == .none && second == .none ? .none : .unknown
      }
    case .comprehension(let macro, let range, _, let condition, let transform):
      let others = [range] + [transform].compactMap { $0 }
      guard others.allSatisfy({ value(of: parameter, in: $0) == .none }) else { return .unknown }
      let inner = condition.map { of(parameter, in: $0) } ?? ParameterDirection.none
      return macro == "all" || macro == "exists" || inner == .none ? inner : .unknown
    case .conditional(let condition, let then, let otherwise):
      guard value(of: parameter, in: condition) == .none else { return .unknown }
      return of(parameter, in: then).joined(of(parameter, in: otherwise))
    default: return value(of: parameter, in: node)
    }
  }

  /// Whether a number grows with the parameter.
  private static func value(of parameter: String, in node: SyntaxNode) -> ParameterDirection {
    switch node.kind {
    case .select(let operand, let field, _):
      if case .name("params") = operand.kind { return field == parameter ? .more : .none }
      return value(of: parameter, in: operand)
    case .literal, .name: return .none
    case .binary("+", let left, let right):
      return value(of: parameter, in: left).joined(value(of: parameter, in: right))
    case .binary("-", let left, let right):
      return value(of: parameter, in: left).joined(value(of: parameter, in: right).reversed)
    case .negate(let operand): return value(of: parameter, in: operand).reversed
    default:
      return node.parts.allSatisfy { value(of: parameter, in: $0) == .none } ? .none : .unknown
    }
  }
}

extension SyntaxNode {
  /// The nodes it is made of, in the order in which they are written.
  var parts: [SyntaxNode] {
    switch kind {
    case .literal, .name: []
    case .select(let operand, _, _): [operand]
    case .index(let operand, let index): [operand, index]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .not(let operand), .negate(let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .and(let operands), .or(let operands), .list(let operands), .other(let operands): operands
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(_, let range, _, let condition, let transform):
      [range] + [condition, transform].compactMap { $0 }
    case .bind(_, let value, let body): [value, body]
    }
  }

  /// Where texts are written in it, from left to right.
  var texts: [SourceRange] {
    switch kind {
    case .literal(.string), .literal(.bytes): [range]
    default: parts.flatMap(\.texts).sorted { $0.start < $1.start }
    }
  }
}
