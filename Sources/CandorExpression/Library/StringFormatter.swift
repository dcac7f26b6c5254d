/// `format`: a text with clauses such as `%s` and `%.2f`, filled with the arguments in order.
struct StringFormatter {
  let arguments: [Value]
  private var used = 0
  /// Decimals that a clause may ask for, so that a few letters do not make a long text.
  private static let maximumPrecision = 1000

  init(arguments: [Value]) {
    self.arguments = arguments
  }

  private static func failure(_ message: String) -> EvaluationError {
    .invalid("error during formatting: " + message)
  }

  mutating func format(_ text: String, _ frame: inout Frame) throws(EvaluationError) -> String {
    try frame.charge(bytes: text.utf8.count)
    var result: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      guard source[index] == UInt8(ascii: "%") else {
        result.append(source[index])
        index += 1
        continue
      }
      index += 1
      if index < source.count, source[index] == UInt8(ascii: "%") {
        result.append(source[index])
        index += 1
        continue
      }
      var precision: Int?
      if index < source.count, source[index] == UInt8(ascii: ".") {
        let digits = source[(index + 1)...].prefix { (48...57).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)),
          number <= Self.maximumPrecision
        else {
          throw .invalid(
            "could not parse formatting clause: expected a precision of 0 to "
              + "\(Self.maximumPrecision)")
        }
        precision = number
        index += 1 + digits.count
      }
      guard index < source.count else {
        throw .invalid("could not parse formatting clause: unexpected end of the text")
      }
      let part = try clause(source[index], precision, &frame)
      try frame.charge(bytes: part.utf8.count)
      result += Array(part.utf8)
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func clause(
    _ letter: UInt8, _ precision: Int?, _ frame: inout Frame
  ) throws(EvaluationError) -> String {
    guard "sdfebxXo".utf8.contains(letter) else {
      throw .invalid(
        "could not parse formatting clause: unrecognized formatting clause "
          + "\"\(String(decoding: [letter], as: UTF8.self))\"")
    }
    guard used < arguments.count else { throw .invalid("index \(used) out of range") }
    let value = arguments[used]
    used += 1
    switch letter {
    case UInt8(ascii: "s"): return try Self.text(value, &frame)
    case UInt8(ascii: "d"): return try Self.decimal(value)
    case UInt8(ascii: "f"):
      return Formatting.fixed(try Self.number(value, "fixed-point"), precision: precision ?? 6)
    case UInt8(ascii: "e"):
      return Formatting.scientific(
        try Self.number(value, "scientific"), precision: precision ?? 6)
    case UInt8(ascii: "b"):
      if case .bool(let content) = value { return content ? "1" : "0" }
      return try Self.integer(value, radix: 2, "binary", also: "and booleans ")
    case UInt8(ascii: "o"): return try Self.integer(value, radix: 8, "octal")
    default: return try Self.hexadecimal(value, uppercase: letter == UInt8(ascii: "X"))
    }
  }

  private static func decimal(_ value: Value) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return Formatting.decimal(number)
    default:
      throw failure("decimal clause can only be used on integers, was given \(value.typeName)")
    }
  }

  private static func number(_ value: Value, _ clause: String) throws(EvaluationError) -> Double {
    switch value {
    case .double(let number): return number
    case .int(let number): return Double(number)
    case .uint(let number): return Double(number)
    // How the formats that know no such numbers write them.
    case .string("NaN"): return .nan
    case .string("Infinity"): return .infinity
    case .string("-Infinity"): return -.infinity
    default:
      throw failure("\(clause) clause can only be used on doubles, was given \(value.typeName)")
    }
  }

  private static func integer(
    _ value: Value, radix: Int, _ clause: String, also: String = ""
  ) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number, radix: radix)
    case .uint(let number): return String(number, radix: radix)
    default:
      throw failure(
        "\(clause) clause can only be used on integers \(also)was given \(value.typeName)")
    }
  }

  private static func hexadecimal(
    _ value: Value, uppercase: Bool
  ) throws(EvaluationError) -> String {
    let bytes: [UInt8]
    switch value {
    case .int(let number): return String(number, radix: 16, uppercase: uppercase)
    case .uint(let number): return String(number, radix: 16, uppercase: uppercase)
    case .string(let text): bytes = Array(text.utf8)
    case .bytes(let content): bytes = content
    default:
      throw failure(
        "only integers, byte buffers, and strings can be formatted as hex, was given "
          + value.typeName)
    }
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: uppercase) }
      .joined()
  }

  /// A value for `%s`: maps with sorted keys, so that the text is always the same.
  static func text(_ value: Value, _ frame: inout Frame) throws(EvaluationError) -> String {
    try frame.charge(1)
    switch value {
    case .double(let number): return Formatting.decimal(number)
    case .list(let list):
      var parts: [String] = []
      for element in list { parts.append(try text(element, &frame)) }
      return "[" + parts.joined(separator: ", ") + "]"
    case .map(let map):
      var parts: [(key: String, value: String)] = []
      for entry in map.entries {
        parts.append((try text(entry.key, &frame), try text(entry.value, &frame)))
      }
      parts.sort { $0.key.precedesByBytes($1.key) }
      return "{" + parts.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    case .object, .optional:
      throw failure(
        "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, "
          + "types, durations, and timestamps, was given \(value.typeName)")
    default: return Formatting.text(value)
    }
  }
}
