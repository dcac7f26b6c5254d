import CandorModel
import Crypto
import Foundation

/// Hashes as assessments print them.
enum Digest {
  /// `sha256:` and the hash of bytes in lower-case hexadecimal.
  static func text(of bytes: [UInt8]) -> String {
    "sha256:" + Hexadecimal.text(SHA256.hash(data: bytes))
  }
}
