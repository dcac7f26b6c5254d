/// The forms of the operators that the checker knows. Comparisons and equality of numbers of
/// different kinds: `<` and its like take them, `==` wants one type (use `dyn()` or a conversion).
enum OperatorOverloads {
  private static let a = ExpressionType.parameter("A")
  private static let b = ExpressionType.parameter("B")

  private static func same(_ types: [ExpressionType]) -> [FunctionOverload] {
    types.map { FunctionOverload([$0, $0], $0) }
  }

  private static let comparison: [FunctionOverload] = {
    let ordered: [ExpressionType] = [
      .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
    ]
    let numbers: [ExpressionType] = [.int, .uint, .double]
    var overloads = ordered.map { FunctionOverload([$0, $0], .bool) }
    for left in numbers {
      for right in numbers where left != right {
        overloads.append(FunctionOverload([left, right], .bool))
      }
    }
    return overloads
  }()

  static func of(_ operation: BinaryOperator) -> [FunctionOverload] {
    switch operation {
    case .add: add
    case .subtract: subtract
    case .multiply, .divide: arithmetic
    case .modulo: modulo
    case .equal, .notEqual: equality
    case .less, .lessOrEqual, .greater, .greaterOrEqual: comparison
    case .in: membership
    }
  }

  private static let add =
    same([.int, .uint, .double, .string, .bytes, .list(a), .duration]) + [
      FunctionOverload([.timestamp, .duration], .timestamp),
      FunctionOverload([.duration, .timestamp], .timestamp),
    ]
  private static let subtract =
    same([.int, .uint, .double, .duration]) + [
      FunctionOverload([.timestamp, .timestamp], .duration),
      FunctionOverload([.timestamp, .duration], .timestamp),
    ]
  private static let arithmetic = same([.int, .uint, .double])
  private static let modulo = same([.int, .uint])
  private static let equality = [FunctionOverload([a, a], .bool)]
  private static let membership = [
    FunctionOverload([a, .list(a)], .bool), FunctionOverload([a, .map(a, b)], .bool),
  ]

  static let not = [FunctionOverload([.bool], .bool)]
  static let negate = [FunctionOverload([.int], .int), FunctionOverload([.double], .double)]
  static let conditional = [FunctionOverload([.bool, a, a], a)]
  static let index = [
    FunctionOverload([.list(a), .int], a), FunctionOverload([.map(a, b), a], b),
    FunctionOverload([.optional(.list(a)), .int], .optional(a)),
    FunctionOverload([.optional(.map(a, b)), a], .optional(b)),
  ]
  static let optionalIndex = [
    FunctionOverload([.list(a), .int], .optional(a)),
    FunctionOverload([.map(a, b), a], .optional(b)),
    FunctionOverload([.optional(.list(a)), .int], .optional(a)),
    FunctionOverload([.optional(.map(a, b)), a], .optional(b)),
  ]
}
