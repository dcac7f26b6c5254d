import CandorFiles
import CandorKit
import CandorModel
import Crypto
import Foundation

/// The key of keyed hashes: outside of the store and of reports.
enum PrivacyKey {
  private static let smallestSize = 16

  /// Where the key is, or is going to be.
  static func path(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    namedPath(environment) ?? DataDirectories(environment: environment).data + "/privacy.key"
  }

  private static func namedPath(_ environment: [String: String]) -> String? {
    environment["CANDOR_PRIVACY_KEY_FILE"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A pseudonymiser where privacy asks for one.
  ///
  /// The key is the content of the file that `CANDOR_PRIVACY_KEY_FILE` names, or of `privacy.key` in
  /// the data directory, which is made at the first time. Whoever has it can test a name against the
  /// hashes, so only its owner may read it.
  ///
  /// - Throws: 78 where the file holds no key, 73 where none can be made.
  static func pseudonymizer(
    _ privacy: Privacy,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Pseudonymizer? {
    guard privacy == .pseudonymous else { return nil }
    let path = path(environment: environment)
    if namedPath(environment) == nil, !FileManager.default.fileExists(atPath: path) {
      try make(path)
    }
    return Pseudonymizer(key: try bytes(of: path))
  }

  /// A pseudonymiser where there is a key already; nothing is made.
  static func existing(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Pseudonymizer? {
    let path = path(environment: environment)
    guard namedPath(environment) != nil || FileManager.default.fileExists(atPath: path) else {
      return nil
    }
    return try pseudonymizer(.pseudonymous, environment: environment)
  }

  /// The key in a file.
  ///
  /// - Throws: 78 where there is no file, or one that is too short.
  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    let naming = "name a file that holds a key with CANDOR_PRIVACY_KEY_FILE"
    let making = "make one: head -c 32 /dev/urandom > \(path); chmod 600 \(path)"
    var status = stat()
    // What is no file may wait for ever, or give other bytes each time.
    guard stat(path, &status) == 0 else {
      throw cannotOpen(path, help: errno == ENOENT ? making : naming)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .configuration, "C040",
        "expected the key file `\(path)` to be a regular file, found \(kind(status.st_mode))",
        help: naming)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path, help: naming) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard let data = try? file.readToEnd(), data.count >= smallestSize else {
      throw Failure(
        .configuration, "C040",
        "expected the key file `\(path)` to hold at least \(smallestSize) bytes", help: making)
    }
    return Array(data)
  }

  private static func cannotOpen(_ path: String, help: String) -> Failure {
    Failure(
      .configuration, "C040",
      "the key file `\(path)` cannot be opened: \(String(cString: strerror(errno)))", help: help)
  }

  private static func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }

  /// Makes a key where there is none; whole, or not at all.
  ///
  /// - Throws: 73.
  private static func make(_ path: String) throws(Failure) {
    let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    let folder = FilePath.folder(of: path)
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard let file = FileReplacement(of: path, mode: 0o600) else { throw cannotMake(path, errno) }
    defer { file.discard() }
    // Of several runs that start at once one gives it the name, and all use that one.
    guard file.write(key), file.commitIfFirst() || errno == EEXIST else {
      throw cannotMake(path, errno)
    }
  }

  private static func cannotMake(_ path: String, _ number: Int32) -> Failure {
    .cannotWrite(
      path, String(cString: strerror(number)),
      help: "name a file that holds a key with CANDOR_PRIVACY_KEY_FILE")
  }
}
