import Foundation

/// The bytes of a file that the user named, which may also be a pipe or a device: `<(command)`.
enum NamedFile {
  /// All there is; `nil` where there is no such file, or it may not be read.
  static func contents(_ path: String) -> Data? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    do { return try file.readToEnd() ?? Data() } catch { return nil }
  }

  /// The same as text; `nil` where it is not UTF-8 either.
  static func text(_ path: String) -> String? {
    contents(path).flatMap { String(data: $0, encoding: .utf8) }
  }
}
