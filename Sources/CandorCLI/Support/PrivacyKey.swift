import CandorKit
import CandorModel
import Crypto
import Foundation

/// The key of keyed hashes: outside of the store and of reports.
enum PrivacyKey {
  private static let size = 32

  /// A pseudonymiser where privacy asks for one.
  ///
  /// The key is the content of the file that `CANDOR_PRIVACY_KEY_FILE` names, or of `privacy.key` in
  /// the data directory, which is made at the first time. Whoever has it can test a name against the
  /// hashes, so only its owner may read it.
  static func pseudonymizer(
    _ privacy: Privacy,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Pseudonymizer? {
    guard privacy == .pseudonymous else { return nil }
    let named = environment["CANDOR_PRIVACY_KEY_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    let path = named ?? DataDirectories(environment: environment).data + "/privacy.key"
    if named == nil, !FileManager.default.fileExists(atPath: path) { try make(path) }
    guard let data = FileManager.default.contents(atPath: path), data.count >= 16 else {
      throw Failure(
        .configuration, "C040", "expected the key file `\(path)` to hold at least 16 bytes",
        help: "make one: head -c 32 /dev/urandom > \(path); chmod 600 \(path)")
    }
    return Pseudonymizer(key: Array(data))
  }

  /// A pseudonymiser where there is a key already; nothing is made.
  static func existing(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Pseudonymizer? {
    let isNamed = environment["CANDOR_PRIVACY_KEY_FILE"].map { !$0.isEmpty } ?? false
    let path = DataDirectories(environment: environment).data + "/privacy.key"
    guard isNamed || FileManager.default.fileExists(atPath: path) else { return nil }
    return try pseudonymizer(.pseudonymous, environment: environment)
  }

  private static func make(_ path: String) throws {
    let help = "name a file that holds a key with CANDOR_PRIVACY_KEY_FILE"
    let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // Exclusively: of two runs that start at once one makes the key and both use it.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0, errno == EEXIST { return }
    guard descriptor >= 0 else {
      throw Failure.cannotWrite(path, String(cString: strerror(errno)), help: help)
    }
    defer { close(descriptor) }
    guard key.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == size else {
      throw Failure.cannotWrite(path, String(cString: strerror(errno)), help: help)
    }
  }
}
