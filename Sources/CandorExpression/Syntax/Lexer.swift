/// Turns the source into tokens. Works on bytes; the source is valid UTF-8 by construction.
struct Lexer {
  let source: [UInt8]
  var position = 0

  init(_ source: [UInt8]) {
    self.source = source
  }

  static let reservedWords: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]
  static let keywords: Set<String> = ["true", "false", "null", "in"]

  /// All tokens, the last of which is `.end`.
  mutating func tokens() throws(ExpressionDiagnostic) -> [Token] {
    var tokens: [Token] = []
    while true {
      let token = try next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  func peek(_ offset: Int = 0) -> UInt8 {
    position + offset < source.count ? source[position + offset] : 0
  }

  func failure(_ message: String, from start: Int, to end: Int? = nil) -> ExpressionDiagnostic {
    ExpressionDiagnostic(
      .error, .syntax, message,
      at: SourceRange(start: start, end: min(end ?? position, source.count)), in: source)
  }

  private mutating func skipSpace() {
    while position < source.count {
      switch source[position] {
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D: position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while position < source.count, source[position] != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func next() throws(ExpressionDiagnostic) -> Token {
    skipSpace()
    let start = position
    guard start < source.count else {
      return Token(kind: .end, range: SourceRange(start: start, end: start))
    }
    let kind: Token.Kind
    let byte = source[start]
    switch byte {
    case 48...57:
      kind = try number()
    case UInt8(ascii: ".") where (48...57).contains(peek(1)):
      kind = try number()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      kind = try text(isRaw: false, isBytes: false)
    case UInt8(ascii: "`"):
      kind = try quotedIdentifier()
    case 65...90, 97...122, 0x5F:
      kind = try word()
    default:
      kind = try punctuation()
    }
    return Token(kind: kind, range: SourceRange(start: start, end: position))
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 0x5F: true
    default: false
    }
  }

  private mutating func word() throws(ExpressionDiagnostic) -> Token.Kind {
    // A prefix of a text literal: `b`, `r`, or both in this order, in any case.
    var isRaw = false
    var isBytes = false
    for length in 0..<3 {
      let byte = peek(length)
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        guard length > 0 else { break }
        position += length
        return try text(isRaw: isRaw, isBytes: isBytes)
      }
      if byte | 0x20 == UInt8(ascii: "r"), !isRaw {
        isRaw = true
      } else if byte | 0x20 == UInt8(ascii: "b"), !isBytes, !isRaw {
        isBytes = true
      } else {
        break
      }
    }
    let start = position
    while Self.isWordByte(peek()) { position += 1 }
    let word = String(decoding: source[start..<position], as: UTF8.self)
    if Self.keywords.contains(word) { return .keyword(word) }
    return Self.reservedWords.contains(word) ? .reserved(word) : .identifier(word)
  }

  private mutating func quotedIdentifier() throws(ExpressionDiagnostic) -> Token.Kind {
    let start = position
    position += 1
    while true {
      let byte = peek()
      if byte == UInt8(ascii: "`") { break }
      // The characters that the grammar's ESC_IDENTIFIER allows.
      guard Self.isWordByte(byte) || [0x2E, 0x2D, 0x2F, 0x20].contains(byte) else {
        throw failure("a name in back-ticks has letters, digits and ` _.-/` only", from: start)
      }
      position += 1
    }
    let name = String(decoding: source[start + 1..<position], as: UTF8.self)
    position += 1
    guard !name.isEmpty else { throw failure("expected a name in back-ticks", from: start) }
    return .quotedIdentifier(name)
  }

  private static let pairs: Set<String> = ["==", "!=", "<=", ">=", "&&", "||"]

  private mutating func punctuation() throws(ExpressionDiagnostic) -> Token.Kind {
    let start = position
    let pair = String(decoding: [peek(), peek(1)], as: UTF8.self)
    if Self.pairs.contains(pair) {
      position += 2
      return .punctuation(pair)
    }
    let byte = peek()
    guard "()[]{}.,?:+-*/%<>!".utf8.contains(byte) else {
      position += 1
      while peek() & 0xC0 == 0x80 { position += 1 }
      let found = String(decoding: source[start..<position], as: UTF8.self)
      switch found {
      case "=": throw failure("unexpected `=`. Use `==` to compare", from: start)
      case "&": throw failure("unexpected `&`. Use `&&` for and", from: start)
      case "|": throw failure("unexpected `|`. Use `||` for or", from: start)
      default: throw failure("unexpected character `\(found)`", from: start)
      }
    }
    position += 1
    return .punctuation(String(UnicodeScalar(byte)))
  }
}
