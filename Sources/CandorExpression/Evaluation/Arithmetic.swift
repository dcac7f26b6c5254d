/// The arithmetic operators. Integers are checked; doubles follow IEEE 754.
enum Arithmetic {
  static func integer<Number: FixedWidthInteger>(
    _ operation: BinaryOperator, _ a: Number, _ b: Number, type: String
  ) throws(EvaluationError) -> Number {
    let result: (partialValue: Number, overflow: Bool)
    switch operation {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divide:
      guard b != 0 else { throw .divisionByZero }
      result = a.dividedReportingOverflow(by: b)
    case .modulo:
      guard b != 0 else { throw .modulusByZero }
      result = a.remainderReportingOverflow(dividingBy: b)
    default: throw EvaluationError(.noSuchOverload, "`\(operation.rawValue)` is no arithmetic")
    }
    guard !result.overflow else { throw .overflow(type) }
    return result.partialValue
  }

  static func apply(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ frame: inout Frame
  ) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.int(let a), .int(let b)): return .int(try integer(operation, a, b, type: "int"))
    case (.uint(let a), .uint(let b)): return .uint(try integer(operation, a, b, type: "uint"))
    case (.double(let a), .double(let b)):
      switch operation {
      case .add: return .double(a + b)
      case .subtract: return .double(a - b)
      case .multiply: return .double(a * b)
      case .divide: return .double(a / b)
      default: break
      }
    case (.string(let a), .string(let b)) where operation == .add:
      try frame.charge(bytes: a.utf8.count + b.utf8.count)
      return .string(a + b)
    case (.bytes(let a), .bytes(let b)) where operation == .add:
      try frame.charge(bytes: a.count + b.count)
      return .bytes(a + b)
    case (.list(let a), .list(let b)) where operation == .add:
      try frame.checkSize(a.count + b.count)
      try frame.charge(1 + a.count + b.count)
      return .list(a + b)
    default: return try time(operation, left, right)
    }
    throw .noSuchOverload(operation.rawValue, left, right)
  }

  private static func time(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(EvaluationError) -> Value {
    switch (operation, left, right) {
    case (.add, .timestamp(let time), .duration(let span)),
      (.add, .duration(let span), .timestamp(let time)):
      guard let result = time.advanced(by: span) else { throw .overflow("timestamp") }
      return .timestamp(result)
    case (.subtract, .timestamp(let time), .duration(let span)):
      guard span.nanoseconds != .min,
        let result = time.advanced(by: DurationValue(nanoseconds: -span.nanoseconds))
      else { throw .overflow("timestamp") }
      return .timestamp(result)
    case (.subtract, .timestamp(let a), .timestamp(let b)):
      guard let span = a.since(b) else { throw .overflow("duration") }
      return .duration(span)
    case (.add, .duration(let a), .duration(let b)),
      (.subtract, .duration(let a), .duration(let b)):
      let result = try integer(operation, a.nanoseconds, b.nanoseconds, type: "duration")
      return .duration(DurationValue(nanoseconds: result))
    default: throw .noSuchOverload(operation.rawValue, left, right)
    }
  }
}

extension Frame {
  /// Equality with its cost counted: values may share parts, so that a few nodes of source make
  /// a list whose elements are without number.
  mutating func equals(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
    switch (left, right) {
    case (.string(let a), .string(let b)):
      // Texts of different lengths are not gone through.
      if a.utf8.count == b.utf8.count { try chargeIfLong(a) }
      return a.hasSameBytes(as: b)
    case (.bytes(let a), .bytes(let b)):
      if a.count == b.count, a.count >= Self.longText { try charge(bytes: a.count) }
      return a == b
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return false }
      try charge(1 + a.count)
      for (a, b) in zip(a, b) where try !equals(a, b) { return false }
      return true
    case (.map(let a), .map(let b)):
      guard a.count == b.count else { return false }
      try charge(1 + a.count)
      for entry in a.entries {
        try chargeIfLong(key: entry.key)
        guard let other = b[entry.key], try equals(entry.value, other) else { return false }
      }
      return true
    case (.optional(let a), .optional(let b)):
      guard let a, let b else { return a == nil && b == nil }
      try charge(1)
      return try equals(a, b)
    default: return left.equals(right)
    }
  }

  /// Order with its cost counted.
  mutating func ordering(
    _ left: Value, _ right: Value
  ) throws(EvaluationError) -> Value.Ordering {
    switch (left, right) {
    case (.string(let a), .string(let b)):
      try chargeIfLong(a.utf8.count < b.utf8.count ? a : b)
    case (.bytes(let a), .bytes(let b)):
      let count = min(a.count, b.count)
      if count >= Self.longText { try charge(bytes: count) }
    default: break
    }
    return left.ordering(right)
  }
}
