extension GraphQLLexer {
  /// A string or block string; the next byte is its quote.
  ///
  /// See https://spec.graphql.org/October2021/#sec-String-Value
  mutating func string() throws(GraphQLError) -> String {
    if bytes[index...].starts(with: "\"\"\"".utf8) { return try blockString() }
    index += 1
    var result: [UInt8] = []
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: result, as: UTF8.self)
      case 0x0A, 0x0D: throw failure("Unterminated string.")
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &result)
      case 0x00...0x1F where byte != 0x09:
        throw failure("Invalid character within String: 0x\(String(byte, radix: 16)).")
      default:
        result.append(byte)
        index += 1
      }
    }
    throw failure("Unterminated string.")
  }

  private mutating func escape(into result: inout [UInt8]) throws(GraphQLError) {
    guard let byte else { throw failure("Unterminated string.") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      // A pair of surrogates is one character.
      if (0xD800...0xDBFF).contains(unit), bytes[index...].starts(with: "\\u".utf8) {
        index += 2
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low) else { throw failure("Invalid Unicode escape.") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw failure("Invalid Unicode escape.") }
      result.append(contentsOf: String(scalar).utf8)
    default: throw failure("Invalid character escape sequence.")
    }
  }

  private mutating func hexadecimal() throws(GraphQLError) -> UInt32 {
    guard index + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw failure("Invalid Unicode escape.") }
    index += 4
    return value
  }

  private mutating func blockString() throws(GraphQLError) -> String {
    index += 3
    var raw: [UInt8] = []
    while let byte {
      if bytes[index...].starts(with: "\"\"\"".utf8) {
        index += 3
        return Self.dedented(String(decoding: raw, as: UTF8.self))
      }
      if bytes[index...].starts(with: "\\\"\"\"".utf8) {
        raw.append(contentsOf: "\"\"\"".utf8)
        index += 4
        continue
      }
      index += 1
      if byte == 0x0D {
        if self.byte == 0x0A { index += 1 }
        raw.append(0x0A)
        beginLine()
      } else {
        raw.append(byte)
        if byte == 0x0A { beginLine() }
      }
    }
    throw failure("Unterminated string.")
  }

  /// Takes away the indentation that all lines but the first share, and blank lines at both ends.
  ///
  /// See https://spec.graphql.org/October2021/#BlockStringValue()
  static func dedented(_ raw: String) -> String {
    var lines = raw.split(separator: "\n", omittingEmptySubsequences: false)
    func indent(_ line: Substring) -> Int? {
      let width = line.prefix { $0 == " " || $0 == "\t" }.count
      return width == line.count ? nil : width
    }
    if let common = lines.dropFirst().compactMap(indent).min() {
      for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(common) }
    }
    while let first = lines.first, indent(first) == nil { lines.removeFirst() }
    while let last = lines.last, indent(last) == nil { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
