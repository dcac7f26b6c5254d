import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Puts a file in the place of another so that a reader sees the old or the new one, never a part.
///
/// The bytes go into a hidden file beside it, are forced to the disk, and the file is renamed. A run
/// that has the old file mapped keeps it to its end.
enum FileReplacement {
  /// What the names of unfinished files begin with; such files are never read.
  static let temporaryPrefix = ".candor-"

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
    let url = URL(filePath: path)
    let name = url.lastPathComponent
    let directory = url.deletingLastPathComponent()
    let temporary = directory.appending(path: "\(temporaryPrefix)\(UUID().uuidString).part").path
    // The name is new, so a link that somebody left under it is not followed.
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(name, reason: reason(errno)) }
    do throws(LocationDataError) {
      try write(bytes, to: descriptor, name: name)
      try check(temporary)
      guard rename(temporary, path) == 0 else {
        throw .cannotWrite(name, reason: reason(errno))
      }
    } catch {
      unlink(temporary)
      throw error
    }
    // Without this a crash may undo the renaming, which loses nothing but the new file.
    let folder = open(directory.path, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, name: String
  ) throws(LocationDataError) {
    var failure: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let more = systemWrite(
          descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
        if more < 0, errno == EINTR { continue }
        guard more > 0 else {
          failure = more < 0 ? errno : ENOSPC
          return
        }
        written += more
      }
    }
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    guard failure == 0 else { throw .cannotWrite(name, reason: reason(failure)) }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
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
