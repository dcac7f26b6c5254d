/// Optional values: made, asked and opened.
enum OptionalFunctions {
  private static let t = ExpressionType.parameter("T")

  static let all: [FunctionDeclaration] = [
    .one("optional.of", [(t, .optional(t))]) { (_, value) throws(EvaluationError) -> Value in
      .optional(value)
    },
    .one("optional.ofNonZeroValue", [(t, .optional(t))]) {
      (_, value) throws(EvaluationError) -> Value in
      .optional(value.isZero ? nil : value)
    },
    .many("optional.none", [], .optional(t)) { (_, _) throws(EvaluationError) -> Value in
      .optional(nil)
    },
    .one("optional.unwrap", [(.list(.optional(t)), .list(t))], unwrapList),
    .one("unwrapOpt", [(.list(.optional(t)), .list(t))], isMethod: true, unwrapList),
    .one("hasValue", [(.optional(t), .bool)], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      .bool(try content("hasValue", value) != nil)
    },
    .one("value", [(.optional(t), t)], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      guard let content = try content("value", value) else {
        throw .invalid("`value()` of an optional without a value")
      }
      return content
    },
    // The lowering evaluates the alternative only where it is needed; these are for the checker.
    .two("or", [(.optional(t), .optional(t), .optional(t))], isMethod: true) {
      (_, value, other) throws(EvaluationError) -> Value in
      try content("or", value) != nil ? value : other
    },
    .two("orValue", [(.optional(t), t, t)], isMethod: true) {
      (_, value, other) throws(EvaluationError) -> Value in
      try content("orValue", value) ?? other
    },
    .one("first", [(.list(t), .optional(t))], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      guard case .list(let list) = value else { throw .noSuchOverload("first", value) }
      return .optional(list.first)
    },
    .one("last", [(.list(t), .optional(t))], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      guard case .list(let list) = value else { throw .noSuchOverload("last", value) }
      return .optional(list.last)
    },
  ]

  private static func content(
    _ name: String, _ value: Value
  ) throws(EvaluationError) -> Value? {
    guard case .optional(let content) = value else { throw .noSuchOverload(name, value) }
    return content
  }

  private static func unwrapList(
    _ frame: inout Frame, _ value: Value
  ) throws(EvaluationError) -> Value {
    guard case .list(let list) = value else { throw .noSuchOverload("optional.unwrap", value) }
    try frame.charge(1 + list.count)
    var result: [Value] = []
    for element in list {
      if let content = try content("optional.unwrap", element) { result.append(content) }
    }
    return .list(result)
  }
}
