import CandorModel
import Crypto

/// Identifiers that are made up, and made up the same way every time.
///
/// An evidence file need not hold what every platform has: positions, candidates and steps may lack
/// an identifier, and an identifier of one platform has another shape on the next.
enum StableIdentifier {
  /// Lower-case hexadecimal digits made of some words; MongoDB's identifiers have 24.
  static func hexadecimal(_ words: String..., length: Int) -> String {
    String(digits(words).prefix(length))
  }

  /// Prefix, underscore and digits, as InterviewRelay writes its identifiers: `ses_0a1b2c3d4e5f`.
  static func prefixed(_ prefix: String, _ words: String...) -> String {
    "\(prefix)_\(digits([prefix] + words).prefix(16))"
  }

  /// A UUID (version 8: made by a rule of one's own, RFC 9562 section 5.8).
  static func uuid(_ words: String...) -> String {
    var digits = Array(digits(words).utf8.prefix(32))
    digits[12] = UInt8(ascii: "8")
    digits[16] = UInt8(ascii: "a")
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text += "-" }
      text.unicodeScalars.append(Unicode.Scalar(digit))
    }
    return text
  }

  /// Whether a text has the shape of a UUID.
  static func isUUID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy(isHexadecimalDigit) }
  }

  /// Letters and digits made of some words; Hireflix puts eight into public links.
  static func alphanumeric(_ words: String..., length: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let bytes = SHA256.hash(data: joined(words)).prefix(length)
    return String(decoding: bytes.map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
  }

  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private static func digits(_ words: [String]) -> String {
    Hexadecimal.text(SHA256.hash(data: joined(words)))
  }

  private static func joined(_ words: [String]) -> [UInt8] {
    // A byte that is in no word keeps `ab`, `c` apart from `a`, `bc`.
    Array(words.map { Array($0.utf8) }.joined(separator: [0]))
  }
}
