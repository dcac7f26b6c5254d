/// The extension `lists`.
enum ListFunctions {
  private static let t = ExpressionType.parameter("T")

  static let all: [FunctionDeclaration] = [
    .many("slice", [.list(t), .int, .int], .list(t), isMethod: true) {
      (frame, values) throws(EvaluationError) -> Value in
      guard case .list(let list) = values[0], case .int(let start) = values[1],
        case .int(let end) = values[2]
      else { throw .noSuchOverload("slice", values[0], values[1], values[2]) }
      guard start >= 0, start <= end, end <= list.count else {
        throw .invalid("cannot slice \(start) to \(end) of a list of \(list.count)")
      }
      try frame.charge(1 + Int(end - start))
      return .list(Array(list[Int(start)..<Int(end)]))
    },
    .one("flatten", [(.list(.list(t)), .list(t))], isMethod: true) {
      (frame, value) throws(EvaluationError) -> Value in
      try flatten(&frame, value, depth: .int(1))
    },
    .two("flatten", [(.list(.dyn), .int, .list(.dyn))], isMethod: true) {
      (frame, value, depth) throws(EvaluationError) -> Value in
      try flatten(&frame, value, depth: depth)
    },
    .one("distinct", [(.list(t), .list(t))], isMethod: true) {
      (frame, value) throws(EvaluationError) -> Value in
      guard case .list(let list) = value else { throw .noSuchOverload("distinct", value) }
      var result: [Value] = []
      outer: for element in list {
        try frame.charge(1 + result.count)
        for known in result where try frame.equals(known, element) { continue outer }
        result.append(element)
      }
      return .list(result)
    },
    .one("sort", [(.list(t), .list(t))], isMethod: true) {
      (frame, value) throws(EvaluationError) -> Value in
      guard case .list(let list) = value else { throw .noSuchOverload("sort", value) }
      return .list(try sorted(list, by: list, &frame))
    },
    .one("lists.range", [(.int, .list(.int))]) {
      (frame, value) throws(EvaluationError) -> Value in
      guard case .int(let count) = value else { throw .noSuchOverload("lists.range", value) }
      try frame.checkSize(Int(clamping: count))
      try frame.charge(1 + Int(max(0, count)))
      return .list((0..<max(0, count)).map { .int($0) })
    },
  ]

  private static func flatten(
    _ frame: inout Frame, _ value: Value, depth: Value
  ) throws(EvaluationError) -> Value {
    guard case .list(let list) = value, case .int(let depth) = depth else {
      throw .noSuchOverload("flatten", value, depth)
    }
    guard depth >= 0 else { throw .invalid("`flatten` with a negative depth") }
    var result: [Value] = []
    try append(list, depth, &result, &frame)
    return .list(result)
  }

  private static func append(
    _ list: [Value], _ depth: Int64, _ result: inout [Value], _ frame: inout Frame
  ) throws(EvaluationError) {
    for element in list {
      try frame.charge(1)
      if depth > 0, case .list(let inner) = element {
        try append(inner, depth - 1, &result, &frame)
      } else {
        result.append(element)
        try frame.checkSize(result.count)
      }
    }
  }

  /// The elements in the order of their keys, which must be of one ordered kind. Equal ones stay
  /// in place.
  static func sorted(
    _ list: [Value], by keys: [Value], _ frame: inout Frame
  ) throws(EvaluationError) -> [Value] {
    guard let first = keys.first else { return [] }
    for key in keys {
      guard key.ordering(first) != .unsupported, key.ordering(key) != .unordered else {
        throw .noSuchOverload("sort", first, key)
      }
    }
    // Each key is compared about as often as the count has bits.
    let rounds = max(1, list.count.bitWidth - list.count.leadingZeroBitCount)
    try frame.charge(list.count * rounds)
    for key in keys {
      guard case .string(let text) = key, text.utf8.count >= Frame.longText else { continue }
      try frame.charge(text.utf8.count / 16 * rounds)
    }
    let order = list.indices.sorted { a, b in
      switch keys[a].ordering(keys[b]) {
      case .ascending: true
      case .descending: false
      default: a < b
      }
    }
    return order.map { list[$0] }
  }
}
