/// The extension `encoders`.
enum EncoderFunctions {
  static let all: [FunctionDeclaration] = [
    .one("base64.encode", [(.bytes, .string)]) { (frame, value) throws(EvaluationError) -> Value in
      guard case .bytes(let bytes) = value else { throw .noSuchOverload("base64.encode", value) }
      try frame.charge(bytes: bytes.count)
      return .string(Base64.encode(bytes))
    },
    .one("base64.decode", [(.string, .bytes)]) { (frame, value) throws(EvaluationError) -> Value in
      guard case .string(let text) = value else { throw .noSuchOverload("base64.decode", value) }
      try frame.charge(bytes: text.utf8.count)
      guard let bytes = Base64.decode(text) else {
        throw .invalid("the text is no base64", detail: text)
      }
      return .bytes(bytes)
    },
  ]
}

/// Base64 with the standard alphabet (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        let letter = alphabet[Int(bits >> UInt32(18 - 6 * index) & 0x3F)]
        result.append(index <= group.count ? letter : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes of a text with or without padding; `nil` where it is no base64. Ends of lines, as
  /// in mail, count for nothing.
  static func decode(_ text: String) -> [UInt8]? {
    var letters = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }
    if letters.count % 4 == 0 {
      for _ in 0..<2 where letters.last == UInt8(ascii: "=") { letters.removeLast() }
    }
    guard letters.count % 4 != 1 else { return nil }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for letter in letters {
      let digit: UInt8
      switch letter {
      case 65...90: digit = letter - 65
      case 97...122: digit = letter - 71
      case 48...57: digit = letter + 4
      case UInt8(ascii: "+"): digit = 62
      case UInt8(ascii: "/"): digit = 63
      default: return nil
      }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
        bits &= (1 << count) - 1
      }
    }
    return result
  }
}
