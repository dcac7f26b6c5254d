/// Two letters of a country (ISO 3166-1 alpha-2) as a number from 1 on; 0 for none.
enum CountryNumber {
  private static let letters: UInt32 = 26

  /// - Returns: 0 where the bytes are no two letters.
  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard bytes.count == 2, let first = letter(bytes[0]), let second = letter(bytes[1]) else {
      return 0
    }
    return 1 + first * letters + second
  }

  /// The letters of a number; `nil` for 0.
  static func code(of number: UInt32) -> String? {
    guard number > 0, number <= letters * letters else { return nil }
    let bytes = [(number - 1) / letters, (number - 1) % letters].map {
      UInt8(ascii: "A") + UInt8($0)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func letter(_ byte: UInt8) -> UInt32? {
    // Lower case becomes upper case.
    let upper = byte & 0xDF
    guard upper >= UInt8(ascii: "A"), upper <= UInt8(ascii: "Z"), byte >= UInt8(ascii: "A") else {
      return nil
    }
    return UInt32(upper - UInt8(ascii: "A"))
  }
}
