package import Foundation
import Synchronization

/// A file that is written beside its place and put there when it is whole, so that whoever is ended
/// leaves the earlier one as it was, and a reader sees the old or the new one, never a part.
///
/// A link stays one: the file that it names is replaced. Who has the old file open or mapped keeps it.
package struct FileReplacement: Sendable {
  /// The file that is replaced.
  package let target: String
  /// Where it is written; a name of its own, also beside processes of other containers, which may have
  /// the same number.
  package let temporaryPath: String
  /// Open for reading and writing, until `discard` or the caller closes it.
  package let descriptor: Int32

  /// What stands between the name of a file and the number of the process that writes it anew.
  private static let mark = ".candor-"
  /// Where this process writes files that are not in their place yet.
  private static let begun = Mutex<Set<String>>([])

  /// Opens an empty file beside a path; `nil` where that cannot be, and `errno` tells why.
  ///
  /// - Parameters:
  ///   - mode: of the file.
  ///   - isMasked: takes away from the mode what the process masks; else it has the mode whatever that
  ///     is.
  package init?(of path: String, mode: mode_t, isMasked: Bool = false) {
    // A link that leads nowhere yet is followed, too; any other path stays as it was named.
    let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    let target = FilePath.real(path) ?? (isLink ? FilePath.withoutLinks(path) : path)
    let process = ProcessInfo.processInfo.processIdentifier
    let temporaryPath = "\(target)\(Self.mark)\(process)-\(Int32.random(in: 1...Int32.max))"
    (self.target, self.temporaryPath) = (target, temporaryPath)
    Self.removeLeftovers(beside: target)
    // What somebody put here is not written to.
    descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return nil }
    _ = Self.begun.withLock { $0.insert(Self.absolute(temporaryPath)) }
    if !isMasked { fchmod(descriptor, mode) }
  }

  /// Writes bytes behind those that were written before.
  ///
  /// - Returns: whether all of them were; `errno` tells why not.
  package func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          if count == 0 { errno = ENOSPC }
          return false
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return true
    }
  }

  /// Puts the file in its place. Its bytes are on the disk before it has the name, so that a crash
  /// leaves the old or the new one.
  ///
  /// - Returns: whether that was done; `errno` tells why it was not.
  package func commit() -> Bool {
    // Not every file system synchronises; that is no failure.
    guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporaryPath, target) == 0 else {
      return false
    }
    // Without this a crash may undo the renaming, which loses nothing but the new file.
    let folder = open(Self.folder(of: target), O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
    return true
  }

  /// Gives the file the name where nothing has it yet, whole: of several processes that do so at once
  /// one is first, and no reader sees a part. `discard` follows in either case.
  ///
  /// - Returns: whether that was done; `errno` tells why it was not, `EEXIST` where another was first.
  package func commitIfFirst() -> Bool {
    guard fsync(descriptor) == 0 || errno == EINVAL else { return false }
    if link(temporaryPath, target) == 0 { return true }
    // Some file systems have no second names.
    guard [EPERM, ENOSYS, EOPNOTSUPP, EMLINK].contains(errno) else { return false }
    guard access(target, F_OK) != 0 else {
      errno = EEXIST
      return false
    }
    return rename(temporaryPath, target) == 0
  }

  /// Closes the file, and removes it where it was not put in its place.
  package func discard() {
    close(descriptor)
    unlink(temporaryPath)
    _ = Self.begun.withLock { $0.remove(Self.absolute(temporaryPath)) }
  }

  /// Whether something is there that is no file: a device, a pipe, a folder. Run by root, putting a
  /// file in its place would be in everybody's way.
  package static func isNoFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Removes what processes left that were killed: it may hold what others were told is erased.
  ///
  /// One that is a process of another container goes on writing within the hour. In a container every
  /// process has the same number, so what has that of this one and was not begun by it was left too.
  private static func removeLeftovers(beside target: String) {
    let own = ProcessInfo.processInfo.processIdentifier
    let start = URL(filePath: target).lastPathComponent + mark
    let folder = folder(of: target)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard name.hasPrefix(start), let process = process(name.dropFirst(start.count)) else {
        continue
      }
      let path = folder + "/" + name
      let isLeft =
        process == own
        ? !begun.withLock { $0.contains(absolute(path)) } : kill(process, 0) != 0 && errno == ESRCH
      guard isLeft, let facts = try? FileManager.default.attributesOfItem(atPath: path),
        facts[.type] as? FileAttributeType == .typeRegular,
        let changed = facts[.modificationDate] as? Date, changed.timeIntervalSinceNow < -3600
      else { continue }
      unlink(path)
    }
  }

  /// The process that the end of a name tells, `PROCESS` or `PROCESS-NUMBER`; `nil` where it is a name
  /// of somebody's own.
  private static func process(_ end: Substring) -> Int32? {
    let numbers = end.split(separator: "-", omittingEmptySubsequences: false).map { Int32($0) ?? 0 }
    guard numbers.count <= 2, numbers.allSatisfy({ $0 > 0 }) else { return nil }
    return numbers.first
  }

  private static func absolute(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
  }

  private static func folder(of path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
  }
}
