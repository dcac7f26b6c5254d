import Foundation

/// Paths to what links name.
package enum FilePath {
  /// The path of something that is there, absolute and without links; `nil` where nothing is.
  package static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

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
