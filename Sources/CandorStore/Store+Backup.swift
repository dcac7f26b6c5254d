import Foundation
import GRDB

extension Store {
  /// Copies the store into another file, also while a run writes; the copy is of one moment.
  ///
  /// The copy is written beside its place, readable by its owner only, and put there when it is whole.
  ///
  /// - Throws: `cannotWrite` where the file cannot be made.
  public func backUp(to target: String) throws(StoreError) {
    let temporary = target + ".candor-\(ProcessInfo.processInfo.processIdentifier)"
    let descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.cannotBackUp(target) }
    defer {
      close(descriptor)
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(temporary + suffix) }
    }
    do {
      let copy = try DatabaseQueue(path: temporary)
      try database.backup(to: copy)
      // The copy is one file: what stands beside the store stays there.
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.close()
    } catch { throw Self.translated(error, target) }
    guard fsync(descriptor) == 0, rename(temporary, target) == 0 else {
      throw Self.cannotBackUp(target)
    }
  }

  private static func cannotBackUp(_ path: String) -> StoreError {
    StoreError(
      .cannotWrite, "cannot write the backup `\(path)`: \(String(cString: strerror(errno)))",
      help: "name a place that you may write to")
  }
}
