/// Base64 with padding (RFC 4648 section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encoded(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let padded = Array(group) + Array(repeating: 0, count: 3 - group.count)
      let word = Int(padded[0]) << 16 | Int(padded[1]) << 8 | Int(padded[2])
      for place in 0..<4 {
        let index = word >> (18 - 6 * place) & 63
        text.append(place <= group.count ? alphabet[index] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes; `nil` where the text is no Base64. Missing padding is forgiven.
  static func decoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var word = 0
    var bits = 0
    var rest = text.utf8[...]
    while rest.last == UInt8(ascii: "=") { rest.removeLast() }
    for byte in rest {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      word = (word << 6 | value) & 0xFFFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(word >> bits & 0xFF))
      }
    }
    return bytes
  }
}
