/// The extension `sets`: lists taken as sets.
enum SetFunctions {
  private static let t = ExpressionType.parameter("T")
  private static let form = [(ExpressionType.list(t), ExpressionType.list(t), ExpressionType.bool)]

  static let all: [FunctionDeclaration] = [
    .two("sets.contains", form) { (frame, a, b) throws(EvaluationError) -> Value in
      let (list, part) = try lists("sets.contains", a, b)
      return .bool(try contains(&frame, list, part))
    },
    .two("sets.equivalent", form) { (frame, a, b) throws(EvaluationError) -> Value in
      let (list, other) = try lists("sets.equivalent", a, b)
      guard try contains(&frame, list, other) else { return .bool(false) }
      return .bool(try contains(&frame, other, list))
    },
    .two("sets.intersects", form) { (frame, a, b) throws(EvaluationError) -> Value in
      let (list, other) = try lists("sets.intersects", a, b)
      for element in other where try has(&frame, list, element) { return .bool(true) }
      return .bool(false)
    },
  ]

  private static func lists(
    _ name: String, _ a: Value, _ b: Value
  ) throws(EvaluationError) -> ([Value], [Value]) {
    guard case .list(let first) = a, case .list(let second) = b else {
      throw .noSuchOverload(name, a, b)
    }
    return (first, second)
  }

  private static func has(
    _ frame: inout Frame, _ list: [Value], _ element: Value
  ) throws(EvaluationError) -> Bool {
    try frame.charge(1 + list.count)
    for other in list where try frame.equals(other, element) { return true }
    return false
  }

  private static func contains(
    _ frame: inout Frame, _ list: [Value], _ part: [Value]
  ) throws(EvaluationError) -> Bool {
    for element in part where try !has(&frame, list, element) { return false }
    return true
  }
}
