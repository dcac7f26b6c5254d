package import Foundation

/// A file that is written beside its place and put there when it is whole, so that whoever is ended
/// leaves the earlier one as it was.
///
/// A link stays one: the file that it names is replaced.
package struct FileReplacement: Sendable {
  /// The file that is replaced.
  package let target: String
  /// Where it is written.
  package let temporaryPath: String
  /// Open for reading and writing; the caller closes it.
  package let descriptor: Int32

  /// Opens an empty file beside a path; `nil` where that cannot be, and `errno` tells why.
  ///
  /// - Parameter mode: of the file, whatever the process masks.
  package init?(of path: String, mode: mode_t) {
    target = Self.resolved(path)
    temporaryPath = target + ".candor-\(ProcessInfo.processInfo.processIdentifier)"
    // What an ended process of this number left, or somebody put here, is not written to.
    unlink(temporaryPath)
    Self.removeLeftovers(beside: target)
    descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return nil }
    fchmod(descriptor, mode)
  }

  /// Puts the file in its place.
  ///
  /// - Returns: whether that was done; `errno` tells why it was not.
  package func commit() -> Bool { rename(temporaryPath, target) == 0 }

  /// Whether something is there that is no file: a device, a pipe, a folder. Run by root, putting a
  /// file in its place would be in everybody's way.
  package static func isNoFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Removes what processes left that were killed: it may hold what others were told is erased.
  ///
  /// One that is a process of another container goes on writing within the hour.
  private static func removeLeftovers(beside target: String) {
    let url = URL(filePath: target)
    let start = url.lastPathComponent + ".candor-"
    let folder = url.deletingLastPathComponent().path(percentEncoded: false)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard name.hasPrefix(start), let process = Int32(name.dropFirst(start.count)), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      let path = folder + "/" + name
      guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
        facts[.type] as? FileAttributeType == .typeRegular,
        let changed = facts[.modificationDate] as? Date, changed.timeIntervalSinceNow < -3600
      else { continue }
      unlink(path)
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
