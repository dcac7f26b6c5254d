import CandorModel
import Crypto

/// SHA-256 over bytes that come in pieces, as text.
///
/// For checksums of downloads and the hashes of database files, not for secrets.
struct Checksum: Sendable {
  private var hash = SHA256()

  /// A digest of nothing so far.
  init() {}

  /// The digest of some bytes, 64 lower-case hexadecimal digits.
  static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
    var digest = Checksum()
    digest.update(bytes)
    return digest.finished()
  }

  /// The digest of some bytes, 64 lower-case hexadecimal digits.
  static func hexadecimal(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { hexadecimal(of: $0) }
  }

  /// Takes the next bytes in.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  /// The digest of all bytes, 64 lower-case hexadecimal digits.
  consuming func finished() -> String {
    Hexadecimal.text(hash.finalize())
  }
}
