import CandorFiles
import Foundation

/// Puts files of location data in their places, and tells why not in the terms of location data.
enum DataFile {
  /// Makes a folder and those above it.
  static func makeDirectory(_ path: String) throws(LocationDataError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(
        URL(filePath: path).lastPathComponent, reason: "the folder cannot be made")
    }
  }

  /// Whether a file is there and has exactly these bytes.
  static func holds(_ bytes: [UInt8], path: String) -> Bool {
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe),
      data.count == bytes.count
    else { return false }
    return data.withUnsafeBytes { $0.elementsEqual(bytes) }
  }

  /// Replaces a file.
  ///
  /// - Parameter check: called with the path of the complete new file before it takes the old one's
  ///   place; what it throws leaves the old file as it was.
  static func replace(
    path: String, with bytes: [UInt8],
    check: (String) throws(LocationDataError) -> Void = { _ in }
  ) throws(LocationDataError) {
    let name = URL(filePath: path).lastPathComponent
    guard let file = FileReplacement(of: path, mode: 0o644, isMasked: true) else {
      throw .cannotWrite(name, reason: reason(errno))
    }
    defer { file.discard() }
    guard file.write(bytes) else { throw .cannotWrite(name, reason: reason(errno)) }
    try check(file.temporaryPath)
    guard file.commit() else { throw .cannotWrite(name, reason: reason(errno)) }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "its folder is not there"
    case EACCES, EPERM, EROFS: "the permissions of its folder forbid it"
    case ENOSPC, EDQUOT: "there is no space left"
    default: "the system says `\(String(cString: strerror(code)))`"
    }
  }
}
