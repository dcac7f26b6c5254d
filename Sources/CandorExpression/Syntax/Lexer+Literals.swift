extension Lexer {
  mutating func number() throws(ExpressionDiagnostic) -> Token.Kind {
    let start = position
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") {
      position += 2
      return try integer(start: start, digitsFrom: position, radix: 16)
    }
    takeDigits()
    var isDouble = false
    if peek() == UInt8(ascii: "."), (48...57).contains(peek(1)) {
      isDouble = true
      position += 1
      takeDigits()
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if (48...57).contains(peek(1 + sign)) {
        isDouble = true
        position += 1 + sign
        takeDigits()
      }
    }
    guard isDouble else {
      position = start
      return try integer(start: start, digitsFrom: start, radix: 10)
    }
    let digits = String(decoding: source[start..<position], as: UTF8.self)
    // A number without a digit before the point is one of ours, not of the standard library.
    guard let number = Double(digits.hasPrefix(".") ? "0" + digits : digits) else {
      throw failure("`\(digits)` is not a number", from: start)
    }
    guard number.isFinite else {
      throw failure("`\(digits)` is out of the range of a double", from: start)
    }
    try refuseTrailingWord(start)
    return .double(number)
  }

  private mutating func takeDigits() {
    while (48...57).contains(peek()) { position += 1 }
  }

  private mutating func integer(
    start: Int, digitsFrom: Int, radix: Int
  ) throws(ExpressionDiagnostic) -> Token.Kind {
    while (48...57).contains(peek())
      || (radix == 16 && (97...102).contains(peek() | 0x20))
    {
      position += 1
    }
    let digits = String(decoding: source[digitsFrom..<position], as: UTF8.self)
    guard !digits.isEmpty else { throw failure("expected hexadecimal digits", from: start) }
    let magnitude = UInt64(digits, radix: radix)
    let isUnsigned = peek() | 0x20 == UInt8(ascii: "u")
    if isUnsigned { position += 1 }
    guard let magnitude, isUnsigned || magnitude <= UInt64(Int64.max) + 1 else {
      throw failure("`\(digits)` does not fit into 64 bits", from: start)
    }
    try refuseTrailingWord(start)
    return isUnsigned ? .uint(magnitude) : .int(magnitude)
  }

  private func refuseTrailingWord(_ start: Int) throws(ExpressionDiagnostic) {
    guard Self.isWordByte(peek()) else { return }
    // `1in [1]` is a number and an operator.
    if peek() == UInt8(ascii: "i"), peek(1) == UInt8(ascii: "n"), !Self.isWordByte(peek(2)) {
      return
    }
    throw failure("a number cannot be followed by a letter", from: start, to: position + 1)
  }

  mutating func text(isRaw: Bool, isBytes: Bool) throws(ExpressionDiagnostic) -> Token.Kind {
    let start = position
    let quote = peek()
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    var content: [UInt8] = []
    while true {
      guard position < source.count else {
        throw failure("the text is not closed. Add the closing quote", from: start)
      }
      let byte = source[position]
      if byte == quote {
        if !isTriple {
          position += 1
          break
        }
        if peek(1) == quote, peek(2) == quote {
          position += 3
          break
        }
      }
      if !isTriple, byte == 0x0A || byte == 0x0D {
        throw failure("the text is not closed before the end of the line", from: start)
      }
      // In a raw text a backslash is itself, also before a quote.
      if byte == UInt8(ascii: "\\"), !isRaw {
        try escape(into: &content, isBytes: isBytes)
        continue
      }
      if byte == 0x0D {
        // A line ends in the same way in every text, however the file that holds it was saved.
        if peek(1) != 0x0A { content.append(0x0A) }
      } else {
        content.append(byte)
      }
      position += 1
    }
    return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
  }

  private mutating func escape(
    into content: inout [UInt8], isBytes: Bool
  ) throws(ExpressionDiagnostic) {
    let start = position
    let kind = peek(1)
    position += 2
    switch kind {
    case UInt8(ascii: "a"): content.append(0x07)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      content.append(kind)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      append(try digits(2, radix: 16, from: start), to: &content, isOctet: isBytes)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      append(try digits(3, radix: 8, from: start), to: &content, isOctet: isBytes)
    case UInt8(ascii: "u") where !isBytes, UInt8(ascii: "U") where !isBytes:
      let number = try digits(kind == UInt8(ascii: "u") ? 4 : 8, radix: 16, from: start)
      guard Unicode.Scalar(number) != nil else {
        throw failure("the escape is no Unicode code point", from: start)
      }
      append(number, to: &content, isOctet: false)
    default:
      throw failure("unknown escape in a text. Write `\\\\` for a backslash", from: start)
    }
  }

  private mutating func digits(
    _ count: Int, radix: Int, from start: Int
  ) throws(ExpressionDiagnostic) -> UInt32 {
    let end = position + count
    guard end <= source.count,
      source[position..<end].allSatisfy({ Self.isWordByte($0) }),
      let number = UInt32(String(decoding: source[position..<end], as: UTF8.self), radix: radix)
    else {
      throw failure("expected \(count) digits in the escape", from: start)
    }
    position = end
    return number
  }

  private func append(_ number: UInt32, to content: inout [UInt8], isOctet: Bool) {
    if isOctet {
      content.append(UInt8(truncatingIfNeeded: number))
    } else if let scalar = Unicode.Scalar(number) {
      content.append(contentsOf: Array(String(Character(scalar)).utf8))
    }
  }
}
