/// A JSON value (RFC 8259). Numbers keep their text, so that none is changed on the way.
///
/// `CandorModel` has another: this target imports none of ours, and the batch door refuses, with texts
/// of its own, what that reader puts up with (half of a surrogate pair, a byte order mark).
indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Of two members with one name the last is used.
  case object([String: JSONValue])

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { return members[key] }
    return nil
  }

  var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  var bool: Bool? {
    if case .bool(let content) = self { return content }
    return nil
  }

  var array: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  var members: [String: JSONValue]? {
    if case .object(let members) = self { return members }
    return nil
  }

  /// A text between quotes, with escapes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{00}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Reads JSON strictly, to a depth.
struct JSONReader {
  private let source: [UInt8]
  private var position = 0
  private var depth = 0
  private static let maximumDepth = 512

  struct Failure: Error {
    let message: String
  }

  static func read(_ text: some Sequence<UInt8>) throws(Failure) -> JSONValue {
    var reader = JSONReader(source: Array(text))
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == reader.source.count else { throw reader.failure("the end") }
    return value
  }

  private init(source: [UInt8]) {
    self.source = source
  }

  private func failure(_ wanted: String) -> Failure {
    Failure(message: "not JSON: expected \(wanted) at byte \(position)")
  }

  private mutating func skipSpace() {
    while position < source.count, [0x20, 0x09, 0x0A, 0x0D].contains(source[position]) {
      position += 1
    }
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < source.count, source[position] == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard source[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func value() throws(Failure) -> JSONValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw failure("fewer levels") }
    if take("{") { return try object() }
    if take("[") { return try array() }
    skipSpace()
    guard position < source.count else { throw failure("a value") }
    if source[position] == UInt8(ascii: "\"") { return .string(try string()) }
    if takeWord("true") { return .bool(true) }
    if takeWord("false") { return .bool(false) }
    if takeWord("null") { return .null }
    return .number(try number())
  }

  private mutating func object() throws(Failure) -> JSONValue {
    var members: [String: JSONValue] = [:]
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard position < source.count, source[position] == UInt8(ascii: "\"") else {
        throw failure("a name")
      }
      let name = try string()
      guard take(":") else { throw failure("`:`") }
      members[name] = try value()
    } while take(",")
    guard take("}") else { throw failure("`}`") }
    return .object(members)
  }

  private mutating func array() throws(Failure) -> JSONValue {
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    repeat { elements.append(try value()) } while take(",")
    guard take("]") else { throw failure("`]`") }
    return .array(elements)
  }

  private mutating func number() throws(Failure) -> String {
    let start = position
    func digits(_ position: inout Int) -> Int {
      let first = position
      while position < source.count, (48...57).contains(source[position]) { position += 1 }
      return position - first
    }
    if position < source.count, source[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    let count = digits(&position)
    guard count > 0, count == 1 || source[first] != 48 else { throw failure("a value") }
    if position < source.count, source[position] == UInt8(ascii: ".") {
      position += 1
      guard digits(&position) > 0 else { throw failure("a digit") }
    }
    if position < source.count, source[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < source.count, source[position] == 0x2B || source[position] == 0x2D {
        position += 1
      }
      guard digits(&position) > 0 else { throw failure("a digit") }
    }
    return String(decoding: source[start..<position], as: UTF8.self)
  }

  private mutating func string() throws(Failure) -> String {
    position += 1
    var content: [UInt8] = []
    while true {
      guard position < source.count else { throw failure("the end of a text") }
      let byte = source[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw failure("UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw failure("no control character in a text")
      default: content.append(byte)
      }
    }
  }

  private mutating func escape(into content: inout [UInt8]) throws(Failure) {
    guard position < source.count else { throw failure("an escape") }
    let byte = source[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      var value = try hexadecimal()
      if (0xD800..<0xDC00).contains(value), takeWord("\\u") {
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw failure("a low surrogate") }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw failure("a code point") }
      content += Array(String(Character(scalar)).utf8)
    default: throw failure("an escape")
    }
  }

  private mutating func hexadecimal() throws(Failure) -> UInt32 {
    guard position + 4 <= source.count,
      source[position..<position + 4].allSatisfy({
        (48...57).contains($0) || (97...102).contains($0 | 0x20)
      }),
      let value = UInt32(
        String(decoding: source[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits") }
    position += 4
    return value
  }
}
