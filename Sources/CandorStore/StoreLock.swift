import CandorFiles
import Foundation

/// The right to write runs into a store: one process at a time.
///
/// An advisory lock on a file beside the store, whatever links the store is named by. The kernel lets go of it when the process ends,
/// however it ends, so a killed run leaves no lock behind. The file says who holds it.
///
/// ## Thread safety
/// Immutable; the lock is let go when the value is.
public final class StoreLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or says who has it.
  ///
  /// - Parameters:
  ///   - path: of the store.
  ///   - holder: who asks, for the next one who asks: `run 12, process 4711, since ...`.
  /// - Throws: `locked` where another process holds it, `cannotOpen` where the file cannot be made.
  public init(storePath path: String, holder: String) throws(StoreError) {
    let lockPath = FilePath.withoutLinks(path) + ".lock"
    descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(
        .cannotOpen, "cannot make the lock `\(lockPath)`: \(String(cString: strerror(errno)))",
        help: "the folder of the store must be writable")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let other = Self.holder(of: descriptor)
      close(descriptor)
      throw StoreError(
        .locked, "the store `\(path)` is in use by \(other)",
        help: "wait until it is done, or name another store with --store")
    }
    let text = Array((holder + "\n").utf8)
    _ = ftruncate(descriptor, 0)
    _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit {
    _ = ftruncate(descriptor, 0)
    close(descriptor)
  }

  private static func holder(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let line = text.prefix { !$0.isNewline }
    return line.isEmpty ? "another process" : String(line)
  }
}
