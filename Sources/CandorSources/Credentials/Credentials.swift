import Foundation

/// Finds the API key of a platform: `<PLATFORM>_API_KEY`, or `<PLATFORM>_API_KEY_FILE` naming a file
/// that only its owner can read.
public enum Credentials {
  /// Longest key file that is read, in bytes.
  static let maximumFileSize = 16 * 1024

  /// The key of a platform.
  ///
  /// - Parameters:
  ///   - platform: whose key.
  ///   - environment: the process's variables. An empty one counts as not set; where both are set
  ///     the key itself counts.
  /// - Throws: `credentialsMissing` where neither is set, `credentialsUnusable` where the file
  ///   cannot be read, others can read it, or it holds no key.
  public static func key(
    for platform: PlatformName, environment: [String: String]
  ) throws(SourceError) -> APIKey {
    guard let key = try secret(platform.keyVariable, environment: environment) else {
      throw .noKey(platform.keyVariable)
    }
    return key
  }

  /// The secret of a variable, or of the file that the variable with `_FILE` behind it names.
  ///
  /// - Returns: `nil` where neither is set.
  /// - Throws: as for the key of a platform.
  public static func secret(
    _ variable: String, environment: [String: String]
  ) throws(SourceError) -> APIKey? {
    if let secret = environment[variable], !secret.isEmpty { return try APIKey(secret) }
    guard let path = environment[variable + "_FILE"], !path.isEmpty else { return nil }
    return try APIKey(
      try read(
        path, variable: variable + "_FILE", isHandedOver: isHandedOver(path, environment)))
  }

  /// Whether systemd handed a file over to this service alone.
  ///
  /// Nobody else can enter that folder, and the right to read a file may be written as an access
  /// list, which looks like a right of the group
  /// (<https://systemd.io/CREDENTIALS/>, "Programming interface from service code").
  private static func isHandedOver(_ path: String, _ environment: [String: String]) -> Bool {
    guard let folder = environment["CREDENTIALS_DIRECTORY"], folder.hasPrefix("/") else {
      return false
    }
    let name = path.dropFirst(folder.count)
    return path.hasPrefix(folder) && name.hasPrefix("/") && !name.contains("/../")
  }

  private static func read(
    _ path: String, variable: String, isHandedOver: Bool
  ) throws(SourceError) -> String {
    // Opened once and judged by its descriptor, so that nobody swaps the file in between.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unreadableKeyFile(variable, String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadableKeyFile(variable, "it is not a file")
    }
    let others: mode_t = isHandedOver ? 0o037 : 0o077
    guard status.st_mode & others == 0 else { throw .openKeyFile(variable, status.st_mode & 0o777) }
    guard status.st_size <= maximumFileSize else {
      throw .unreadableKeyFile(
        variable, "it has \(status.st_size) bytes, at most \(maximumFileSize) are read")
    }
    var bytes = [UInt8](repeating: 0, count: maximumFileSize)
    let count = bytes.withUnsafeMutableBytes {
      Foundation.read(descriptor, $0.baseAddress, $0.count)
    }
    guard count >= 0 else { throw .unreadableKeyFile(variable, String(cString: strerror(errno))) }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}

extension SourceError {
  static func noKey(_ variable: String) -> SourceError {
    SourceError(
      .credentialsMissing, "expected `\(variable)` or `\(variable)_FILE` to be set, found neither",
      help: "set `\(variable)_FILE` to a file that holds the key and only its owner can read")
  }
  static func unreadableKeyFile(_ variable: String, _ why: String) -> SourceError {
    SourceError(
      .credentialsUnusable, "the file that `\(variable)` names cannot be read: \(why)",
      help: "name a small text file that holds the key and nothing else")
  }
  static func openKeyFile(_ variable: String, _ mode: mode_t) -> SourceError {
    SourceError(
      .credentialsUnusable,
      "expected the file that `\(variable)` names to be readable by its owner only, found mode "
        + "`\(String(mode, radix: 8))`",
      help: "run `chmod 600` on it")
  }
}
