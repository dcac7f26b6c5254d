/// A word or sign of a GraphQL document.
struct GraphQLToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case end
    /// `!`, `$`, `&`, `(`, `)`, `...`, `:`, `=`, `@`, `[`, `]`, `{`, `|` or `}`.
    case sign(String)
    case name(String)
    case int(String)
    case float(String)
    case string(String)
  }

  var kind: Kind
  var location: GraphQLLocation

  /// How the token is named in a message.
  var text: String {
    switch kind {
    case .end: "<EOF>"
    case .sign(let sign): "\"\(sign)\""
    case .name(let name): "Name \"\(name)\""
    case .int(let digits): "Int \"\(digits)\""
    case .float(let digits): "Float \"\(digits)\""
    case .string(let text): "String \"\(text)\""
    }
  }
}

/// Cuts a GraphQL document into words and signs.
///
/// See https://spec.graphql.org/October2021/#sec-Language.Source-Text
struct GraphQLLexer {
  let bytes: [UInt8]
  var index = 0
  private var line = 1
  private var lineStart = 0

  init(_ text: String) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    self.bytes = bytes
  }

  /// The byte ahead; `nil` at the end.
  var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// The next word or sign.
  mutating func next() throws(GraphQLError) -> GraphQLToken {
    skipIgnored()
    let location = self.location
    guard let byte else { return GraphQLToken(kind: .end, location: location) }
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      return GraphQLToken(kind: .name(name()), location: location)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      return GraphQLToken(kind: try number(), location: location)
    case UInt8(ascii: "\""):
      return GraphQLToken(kind: .string(try string()), location: location)
    case UInt8(ascii: "."):
      guard bytes[index...].starts(with: "...".utf8) else { throw unexpected(byte) }
      index += 3
      return GraphQLToken(kind: .sign("..."), location: location)
    default:
      guard "!$&():=@[]{|}".utf8.contains(byte) else { throw unexpected(byte) }
      index += 1
      return GraphQLToken(
        kind: .sign(String(decoding: [byte], as: UTF8.self)), location: location)
    }
  }

  /// Where the next byte stands; columns count characters, not bytes.
  var location: GraphQLLocation {
    let column = bytes[lineStart..<index].count { $0 & 0xC0 != 0x80 }
    return GraphQLLocation(line: line, column: column + 1)
  }

  /// Notes that a line ended before the next byte.
  mutating func beginLine() {
    line += 1
    lineStart = index
  }

  /// An error at the next byte.
  func failure(_ message: String) -> GraphQLError {
    GraphQLError(code: .parseFailed, message: "Syntax Error: \(message)", locations: [location])
  }

  /// White space, line ends, commas and comments mean nothing.
  private mutating func skipIgnored() {
    while let byte {
      switch byte {
      case 0x20, 0x09, UInt8(ascii: ","): index += 1
      case 0x0A:
        index += 1
        beginLine()
      case 0x0D:
        index += 1
        if self.byte == 0x0A { index += 1 }
        beginLine()
      case UInt8(ascii: "#"):
        while let byte = self.byte, byte != 0x0A, byte != 0x0D { index += 1 }
      default: return
      }
    }
  }

  private mutating func name() -> String {
    let start = index
    while let byte, Self.isNameByte(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func number() throws(GraphQLError) -> GraphQLToken.Kind {
    let start = index
    var isFloat = false
    if byte == UInt8(ascii: "-") { index += 1 }
    if byte == UInt8(ascii: "0") {
      index += 1
      if let byte, Self.isDigit(byte) {
        throw failure("Invalid number, unexpected digit after 0.")
      }
    } else {
      try digits()
    }
    if byte == UInt8(ascii: ".") {
      isFloat = true
      index += 1
      try digits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      isFloat = true
      index += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    // `1x` and `1.2.3` are no two tokens but a mistake.
    if let byte, byte == UInt8(ascii: ".") || Self.isNameByte(byte) {
      throw failure("Invalid number, expected digit but got: \(Self.shown(byte)).")
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    return isFloat ? .float(text) : .int(text)
  }

  private mutating func digits() throws(GraphQLError) {
    guard let first = byte, Self.isDigit(first) else {
      throw failure("Invalid number, expected digit but got: \(byte.map(Self.shown) ?? "<EOF>").")
    }
    while let byte, Self.isDigit(byte) { index += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func unexpected(_ byte: UInt8) -> GraphQLError {
    failure("Unexpected character: \(Self.shown(byte)).")
  }

  private static func shown(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? "\"\(String(decoding: [byte], as: UTF8.self))\"" : "0x\(String(byte, radix: 16))"
  }
}
