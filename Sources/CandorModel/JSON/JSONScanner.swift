/// Walks over JSON text without building a tree.
///
/// A pull parser on bytes that somebody else keeps alive: `nextKey` and `nextElement` step through
/// objects and arrays, strings are named by their place and turned into text only when asked for.
/// It accepts exactly RFC 8259; depth is bounded. Text that ends where it could go on, be it inside a
/// literal or behind a comma, is `unexpectedEnd` and no other error: callers wait for more by it.
///
/// Thread safety: a value of one task; the bytes must stay unchanged while it is used.
package struct JSONScanner {
  /// A string by its place: the bytes between the quotes, and whether an escape is among them.
  package struct Slice {
    package let start: Int
    package let end: Int
    package let isEscaped: Bool
  }

  /// The kind of the value that comes next.
  package enum Kind { case object, array, string, number, bool, null }

  /// Deepest nesting of arrays and objects.
  package static let defaultMaximumDepth = 64

  package let bytes: UnsafeBufferPointer<UInt8>
  package private(set) var offset = 0
  private var depth = 0
  private let maximumDepth: Int

  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = JSONScanner.defaultMaximumDepth
  ) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    // A byte order mark is no JSON, but files from elsewhere begin with it (RFC 8259, section 8.1).
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { offset = 3 }
  }

  /// The kind of the next value; the value is not consumed.
  package mutating func peek() throws(JSONError) -> Kind {
    skipSpace()
    guard offset < bytes.count else { throw end("a value") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw JSONError(.unexpectedByte, at: offset, expected: "a value")
    }
  }

  /// Steps into an object; call `nextKey` until it answers `nil`.
  package mutating func beginObject() throws(JSONError) {
    try open(UInt8(ascii: "{"), "an object")
  }

  /// Steps into an array; call `nextElement` until it answers `false`.
  package mutating func beginArray() throws(JSONError) {
    try open(UInt8(ascii: "["), "an array")
  }

  /// The next key of the innermost object, or `nil` at its end.
  package mutating func nextKey(_ isFirst: inout Bool) throws(JSONError) -> Slice? {
    guard try advance(&isFirst, closing: UInt8(ascii: "}"), "`,` or `}`") else { return nil }
    let key = try string()
    // Keys that nobody asks for are checked, too: a document is UTF-8 or it is none.
    if key.isEscaped || bytes[key.start..<key.end].contains(where: { $0 >= 0x80 }) {
      _ = try text(key)
    }
    skipSpace()
    guard offset < bytes.count else { throw end("`:`") }
    guard bytes[offset] == UInt8(ascii: ":") else {
      throw JSONError(.unexpectedByte, at: offset, expected: "`:`")
    }
    offset += 1
    return key
  }

  /// Whether the innermost array has another element.
  package mutating func nextElement(_ isFirst: inout Bool) throws(JSONError) -> Bool {
    try advance(&isFirst, closing: UInt8(ascii: "]"), "`,` or `]`")
  }

  /// The next value, which must be a string, by its place.
  package mutating func string() throws(JSONError) -> Slice {
    skipSpace()
    guard offset < bytes.count else { throw end("a string") }
    guard bytes[offset] == UInt8(ascii: "\"") else {
      throw JSONError(.unexpectedKind, at: offset, expected: "a string")
    }
    offset += 1
    let start = offset
    var isEscaped = false
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return Slice(start: start, end: offset - 1, isEscaped: isEscaped)
      }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        offset += 1
      } else if byte < 0x20 {
        throw JSONError(.invalidString, at: offset, expected: "control characters to be escaped")
      }
      offset += 1
    }
    throw JSONError(.unexpectedEnd, at: bytes.count, expected: "the end of a string")
  }

  /// The next value, which must be a number: its text.
  package mutating func number() throws(JSONError) -> Slice {
    guard try peek() == .number else {
      throw JSONError(.unexpectedKind, at: offset, expected: "a number")
    }
    let start = offset
    if at(UInt8(ascii: "-")) { offset += 1 }
    if at(UInt8(ascii: "0")) { offset += 1 } else { try digits() }
    if at(UInt8(ascii: ".")) {
      offset += 1
      try digits()
    }
    if at(UInt8(ascii: "e")) || at(UInt8(ascii: "E")) {
      offset += 1
      if at(UInt8(ascii: "+")) || at(UInt8(ascii: "-")) { offset += 1 }
      try digits()
    }
    return Slice(start: start, end: offset, isEscaped: false)
  }

  /// The next value, which must be `true` or `false`.
  package mutating func bool() throws(JSONError) -> Bool {
    guard try peek() == .bool else {
      throw JSONError(.unexpectedKind, at: offset, expected: "`true` or `false`")
    }
    if bytes[offset] == UInt8(ascii: "t") {
      try word("true")
      return true
    }
    try word("false")
    return false
  }

  /// Consumes `null` if it comes next.
  package mutating func takeNull() throws(JSONError) -> Bool {
    guard try peek() == .null else { return false }
    try word("null")
    return true
  }

  /// Steps over the next value, whatever it is, and checks that it is well formed.
  package mutating func skipValue() throws(JSONError) {
    switch try peek() {
    case .object:
      try beginObject()
      var isFirst = true
      while try nextKey(&isFirst) != nil { try skipValue() }
    case .array:
      try beginArray()
      var isFirst = true
      while try nextElement(&isFirst) { try skipValue() }
    case .string: _ = try text(string())
    case .number: _ = try number()
    case .bool: _ = try bool()
    case .null: _ = try takeNull()
    }
  }

  /// Fails where anything but white space is left.
  package mutating func end() throws(JSONError) {
    skipSpace()
    guard offset == bytes.count else {
      throw JSONError(.trailingBytes, at: offset, expected: "nothing after the value")
    }
  }

  /// Whether a key or string has exactly this text; keys with escapes are compared unescaped.
  package func matches(_ slice: Slice, _ text: StaticString) -> Bool {
    if slice.isEscaped {
      return (try? self.text(slice)) == "\(text)"
    }
    guard slice.end - slice.start == text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount
    where bytes[slice.start + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  private mutating func open(_ byte: UInt8, _ expected: String) throws(JSONError) {
    skipSpace()
    guard offset < bytes.count else { throw end(expected) }
    guard bytes[offset] == byte else {
      throw JSONError(.unexpectedKind, at: offset, expected: expected)
    }
    depth += 1
    guard depth <= maximumDepth else {
      throw JSONError(
        .tooDeep, at: offset, expected: "at most \(maximumDepth) arrays and objects in one another")
    }
    offset += 1
  }

  private mutating func advance(
    _ isFirst: inout Bool, closing: UInt8, _ expected: String
  ) throws(JSONError) -> Bool {
    skipSpace()
    guard offset < bytes.count else { throw end(expected) }
    if bytes[offset] == closing {
      offset += 1
      depth -= 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard bytes[offset] == UInt8(ascii: ",") else {
      throw JSONError(.unexpectedByte, at: offset, expected: expected)
    }
    offset += 1
    skipSpace()
    guard offset < bytes.count else { throw end("another entry after `,`") }
    guard bytes[offset] != closing else {
      throw JSONError(.unexpectedByte, at: offset, expected: "another entry after `,`")
    }
    return true
  }

  @inline(__always)
  private mutating func skipSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  private func at(_ byte: UInt8) -> Bool { offset < bytes.count && bytes[offset] == byte }

  private mutating func digits() throws(JSONError) {
    let start = offset
    while offset < bytes.count, bytes[offset] >= UInt8(ascii: "0"),
      bytes[offset] <= UInt8(ascii: "9")
    { offset += 1 }
    guard offset > start else {
      guard offset < bytes.count else { throw end("a digit") }
      throw JSONError(.invalidNumber, at: offset, expected: "a digit")
    }
  }

  private mutating func word(_ word: StaticString) throws(JSONError) {
    for index in 0..<word.utf8CodeUnitCount {
      guard at(word.utf8Start[index]) else {
        guard offset < bytes.count else { throw end("`\(word)`") }
        throw JSONError(.unexpectedByte, at: offset, expected: "`\(word)`")
      }
      offset += 1
    }
  }

  private func end(_ expected: String) -> JSONError {
    JSONError(.unexpectedEnd, at: bytes.count, expected: expected)
  }
}
