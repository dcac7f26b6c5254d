import CandorFiles
import Foundation
import GRDB

extension Store {
  /// Copies the store into another file, also while a run writes; the copy is of one moment.
  ///
  /// The copy is written beside its place, readable by its owner only, and put there when it is whole.
  ///
  /// - Throws: `cannotWrite` where the file cannot be made, or something is there that is none.
  public func backUp(to target: String) throws(StoreError) {
    guard !FileReplacement.isNoFile(target) else {
      throw Self.cannotBackUp(target, "something is there that is no file")
    }
    guard let file = FileReplacement(of: target, mode: 0o600) else {
      throw Self.cannotBackUp(target, String(cString: strerror(errno)))
    }
    let temporary = file.temporaryPath
    defer {
      file.discard()
      for suffix in ["-wal", "-shm", "-journal"] { unlink(temporary + suffix) }
    }
    do {
      // By its whole path, as a store is opened.
      let copy = try DatabaseQueue(path: StoreFile(temporary).path)
      try database.backup(to: copy)
      // The copy is one file: what stands beside the store stays there.
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.close()
    } catch { throw Self.translated(error, target) }
    guard file.commit() else {
      throw Self.cannotBackUp(target, String(cString: strerror(errno)))
    }
  }

  private static func cannotBackUp(_ path: String, _ reason: String) -> StoreError {
    StoreError(
      .cannotWrite, "cannot write the backup `\(path)`: \(reason)",
      help: "name a place that you may write to")
  }
}
