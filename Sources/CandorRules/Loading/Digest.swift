import Crypto
import Foundation

/// Hashes as assessments print them.
enum Digest {
  /// `sha256:` and the hash of bytes in lower-case hexadecimal.
  static func text(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array("sha256:".utf8)
    text.reserveCapacity(71)
    for byte in SHA256.hash(data: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
