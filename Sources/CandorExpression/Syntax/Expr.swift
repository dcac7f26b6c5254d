/// A node of the syntax tree. Immutable; `id` counts the nodes of one expression from 0, so that
/// what is found out about a node is kept in arrays.
final class Expr: Sendable {
  let id: Int
  let range: SourceRange
  let kind: Kind
  /// How many levels of nodes there are from here down, for the nesting limit.
  let depth: Int
  /// How many nodes there are from here down: what one evaluation of it costs.
  let weight: Int

  init(id: Int, range: SourceRange, kind: Kind) {
    self.id = id
    self.range = range
    self.kind = kind
    var depth = 0
    var weight = 1
    for child in kind.children {
      depth = max(depth, child.depth)
      weight += child.weight
    }
    self.depth = depth + 1
    self.weight = weight
  }

  enum Kind: Sendable {
    case literal(Value)
    /// A name; absolute when it was written with a leading dot.
    case name(String, absolute: Bool)
    /// `operand.field`; `isTest` inside `has()`, `isOptional` for `operand.?field`.
    case select(Expr, field: String, isTest: Bool, isOptional: Bool)
    /// `operand[index]`; `isOptional` for `operand[?index]`.
    case index(Expr, Expr, isOptional: Bool)
    case call(function: String, target: Expr?, arguments: [Expr])
    case unary(UnaryOperator, Expr)
    case binary(BinaryOperator, Expr, Expr)
    /// Two or more operands, flattened, so that long chains are not deep.
    case logical(LogicalOperator, [Expr])
    case conditional(Expr, Expr, Expr)
    case list([ListElement])
    case map([MapEntry])
    /// `a.b{field: value}`. No message types are known, so the checker refuses it.
    case message(String, [Expr])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`.
    case bind(String, Expr, Expr)
    /// `target.optMap(name, body)`, or `optFlatMap` where the body is itself optional.
    case optionalMap(Expr, String, Expr, isFlat: Bool)
    /// `cel.block([values], body)`; the body and later values refer to `cel.index(n)`.
    case block([Expr], Expr)
    case blockIndex(Int)
  }

  struct ListElement: Sendable {
    let value: Expr
    let isOptional: Bool
  }

  struct MapEntry: Sendable {
    let key: Expr
    let value: Expr
    let isOptional: Bool
  }

  struct Comprehension: Sendable {
    let kind: ComprehensionKind
    let range: Expr
    let variables: [String]
    /// The condition of `all`, `exists`, `filter` and the like; optional for those that transform.
    let condition: Expr?
    /// What an element becomes; only for those that transform, and the sort key of `sortBy`.
    let transform: Expr?
  }
}

enum ComprehensionKind: String, Sendable {
  case all, exists, existsOne = "exists_one", filter, map, transformList, transformMap,
    transformMapEntry, sortBy
}

enum UnaryOperator: String, Sendable {
  case not = "!"
  case negate = "-"
}

enum LogicalOperator: String, Sendable {
  case and = "&&"
  case or = "||"
}

enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case `in` = "in"

  var precedence: Int {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in: 3
    case .add, .subtract: 4
    case .multiply, .divide, .modulo: 5
    }
  }
}

extension Expr.Kind {
  /// The direct sub-expressions in source order.
  var children: [Expr] {
    switch self {
    case .literal, .name, .blockIndex: []
    case .select(let operand, _, _, _): [operand]
    case .index(let operand, let index, _): [operand, index]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .unary(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .logical(_, let operands): operands
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .list(let elements): elements.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .message(_, let values): values
    case .comprehension(let comprehension):
      [comprehension.range] + [comprehension.condition, comprehension.transform].compactMap { $0 }
    case .bind(_, let value, let body): [value, body]
    case .optionalMap(let target, _, let body, _): [target, body]
    case .block(let values, let body): values + [body]
    }
  }
}
