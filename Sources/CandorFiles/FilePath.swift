import Foundation

/// Paths to what links name.
package enum FilePath {
  /// The path of something that is there, absolute and without links; `nil` where nothing is.
  package static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// What stands before the last name of a path; empty where that is all of it.
  ///
  /// `NSString.deletingLastPathComponent` of Foundation 6.3 traps on a path of one character.
  package static func folder(of path: String) -> String {
    let named = path.utf8.reversed().drop { $0 == slash }
    let folder = named.drop { $0 != slash }.drop { $0 == slash }
    if folder.isEmpty { return path.utf8.first == slash ? "/" : "" }
    return String(decoding: folder.reversed(), as: UTF8.self)
  }

  private static let slash = UInt8(ascii: "/")

  /// The path without links; of a file that is not there yet, its folder without links, also where a
  /// link leads to it.
  package static func withoutLinks(_ path: String) -> String {
    if let found = real(path) { return found }
    var path = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        break
      }
      let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
      path = next.hasPrefix("/") ? next : folder + "/" + next
    }
    let url = URL(filePath: path).absoluteURL.standardizedFileURL
    let folder = url.deletingLastPathComponent().path(percentEncoded: false)
    return (real(folder) ?? folder) + "/" + url.lastPathComponent
  }
}
