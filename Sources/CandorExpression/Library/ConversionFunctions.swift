/// Conversions between types, `size`, `type` and `dyn`.
enum ConversionFunctions {
  private static let a = ExpressionType.parameter("A")

  static let all: [FunctionDeclaration] = [
    .one(
      "int",
      [
        (.int, .int), (.uint, .int), (.double, .int), (.string, .int),
        (.timestamp, .int), (.duration, .int),
      ], int),
    .one("uint", [(.uint, .uint), (.int, .uint), (.double, .uint), (.string, .uint)], uint),
    .one(
      "double", [(.double, .double), (.int, .double), (.uint, .double), (.string, .double)],
      double),
    .one("bool", [(.bool, .bool), (.string, .bool)], bool),
    .one("bytes", [(.bytes, .bytes), (.string, .bytes)], bytes),
    .one(
      "string",
      [
        (.string, .string), (.bool, .string), (.int, .string), (.uint, .string),
        (.double, .string), (.bytes, .string), (.timestamp, .string), (.duration, .string),
        (.address, .string), (.prefix, .string),
      ], string),
    .one(
      "timestamp", [(.timestamp, .timestamp), (.string, .timestamp), (.int, .timestamp)],
      timestamp),
    .one("duration", [(.duration, .duration), (.string, .duration)], duration),
    .one("type", [(a, .type(a))]) { (_, value) throws(EvaluationError) -> Value in
      .type(value.typeValue)
    },
    .one("dyn", [(a, .dyn)]) { (_, value) throws(EvaluationError) -> Value in value },
    // How many there are, whatever they are.
    .one("size", sizes, reading: [], size),
    .one("size", sizes, isMethod: true, reading: [], size),
  ]

  private static let sizes: [(ExpressionType, ExpressionType)] = [
    (.string, .int), (.bytes, .int), (.list(a), .int),
    (.map(a, .parameter("B")), .int),
  ]

  private static func size(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .string(let text):
      try frame.charge(bytes: text.utf8.count)
      return .int(Int64(text.scalarCount))
    case .bytes(let bytes): return .int(Int64(bytes.count))
    case .list(let list): return .int(Int64(list.count))
    case .map(let map): return .int(Int64(map.count))
    default: throw .noSuchOverload("size", value)
    }
  }

  private static func int(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .int: return value
    case .uint(let number):
      guard let result = Int64(exactly: number) else { throw .overflow("int") }
      return .int(result)
    case .double(let number):
      // The ends themselves are refused: as doubles they stand for numbers beyond them as well.
      guard number > -0x1p63, number < 0x1p63 else { throw .overflow("int") }
      return .int(Int64(number))
    case .string(let text):
      try frame.chargeIfLong(text)
      guard let result = Int64(text) else {
        throw .invalid("the text is not an `int`", detail: text)
      }
      return .int(result)
    case .timestamp(let time): return .int(time.seconds)
    case .duration(let span): return .int(span.nanoseconds / 1_000_000_000)
    default: throw .noSuchOverload("int", value)
    }
  }

  private static func uint(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .uint: return value
    case .int(let number):
      guard let result = UInt64(exactly: number) else { throw .overflow("uint") }
      return .uint(result)
    case .double(let number):
      guard number >= 0, number < 0x1p64 else { throw .overflow("uint") }
      return .uint(UInt64(number))
    case .string(let text):
      try frame.chargeIfLong(text)
      // A sign is refused before the zero too, which the standard library would take.
      guard let first = text.utf8.first, (48...57).contains(first), let result = UInt64(text) else {
        throw .invalid("the text is not a `uint`", detail: text)
      }
      return .uint(result)
    default: throw .noSuchOverload("uint", value)
    }
  }

  private static func double(
    _ frame: inout Frame, _ value: Value
  ) throws(EvaluationError) -> Value {
    switch value {
    case .double: return value
    case .int(let number): return .double(Double(number))
    case .uint(let number): return .double(Double(number))
    case .string(let text):
      try frame.charge(bytes: text.utf8.count)
      guard let number = Formatting.parseDouble(text) else {
        throw .invalid("the text is not a `double`", detail: text)
      }
      return .double(number)
    default: throw .noSuchOverload("double", value)
    }
  }

  private static func bool(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .bool: return value
    case .string("1"), .string("t"), .string("T"), .string("true"), .string("TRUE"),
      .string("True"):
      return .bool(true)
    case .string("0"), .string("f"), .string("F"), .string("false"), .string("FALSE"),
      .string("False"):
      return .bool(false)
    case .string(let text):
      throw .invalid("type conversion error: the text is not a `bool`", detail: text)
    default: throw .noSuchOverload("bool", value)
    }
  }

  private static func bytes(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .bytes: return value
    case .string(let text):
      try frame.charge(bytes: text.utf8.count)
      return .bytes(Array(text.utf8))
    default: throw .noSuchOverload("bytes", value)
    }
  }

  private static func string(
    _ frame: inout Frame, _ value: Value
  ) throws(EvaluationError) -> Value {
    switch value {
    case .string: return value
    case .bytes(let bytes):
      try frame.charge(bytes: bytes.count)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .invalid("invalid UTF-8 in bytes, cannot convert to string")
      }
      return .string(text)
    case .bool, .int, .uint, .double, .timestamp, .duration, .address, .prefix:
      return .string(Formatting.text(value))
    default: throw .noSuchOverload("string", value)
    }
  }

  private static func timestamp(
    _ frame: inout Frame, _ value: Value
  ) throws(EvaluationError) -> Value {
    switch value {
    case .timestamp: return value
    case .string(let text):
      try frame.chargeIfLong(text)
      guard let time = TimestampValue(parsing: text) else {
        throw .invalid("the text is no RFC 3339 time in the range of years 1 to 9999", detail: text)
      }
      return .timestamp(time)
    case .int(let seconds):
      guard let time = TimestampValue(seconds: seconds) else { throw .overflow("timestamp") }
      return .timestamp(time)
    default: throw .noSuchOverload("timestamp", value)
    }
  }

  private static func duration(
    _ frame: inout Frame, _ value: Value
  ) throws(EvaluationError) -> Value {
    switch value {
    case .duration: return value
    case .string(let text):
      try frame.chargeIfLong(text)
      guard let span = DurationValue(parsing: text) else {
        throw .invalid("the text is no duration such as `1h30m`, or out of range", detail: text)
      }
      return .duration(span)
    default: throw .noSuchOverload("duration", value)
    }
  }
}
