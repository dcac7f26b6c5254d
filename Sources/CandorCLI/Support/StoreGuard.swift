import CandorFiles
import Foundation

/// Keeps results out of the place of a store, and of the key of keyed hashes: a slip of the hand would
/// cost every decision, or whose the hashes are.
enum StoreGuard {
  /// What SQLite, and the lock of an audit, have beside a store.
  private static let suffixes = ["-wal", "-shm", "-journal", ".lock"]
  /// The first bytes of every database of SQLite (<https://www.sqlite.org/fileformat2.html>).
  private static let start = Data("SQLite format 3\0".utf8)

  /// Refuses a file that is a database, stands beside one by its name, or is the key.
  ///
  /// - Parameters:
  ///   - path: where results are to go.
  ///   - store: of this run, which may not be there yet.
  /// - Throws: 64.
  static func check(_ path: String, store: String? = nil) throws(Failure) {
    let place = FilePath.withoutLinks(path)
    let owners = suffixes.filter { place.hasSuffix($0) }.map { String(place.dropLast($0.count)) }
    let own = store.map { FilePath.withoutLinks($0) }
    guard !([place] + owners).contains(where: { $0 == own || isDatabase($0) }) else {
      throw .wrongUsage(
        "expected another file than a store for results, found `\(path)`",
        help: "name a file of its own; `candor store backup` copies a store")
    }
    try checkKey(path)
  }

  private static func checkKey(_ path: String) throws(Failure) {
    guard !SameFile.areOne(path, PrivacyKey.path()) else {
      throw .wrongUsage(
        "expected another file than the key of keyed hashes, found `\(path)`",
        help: "name a file of its own; without the key no hash tells whose it is")
    }
  }

  /// Refuses a copy in the place of the store itself, or of a file that SQLite has beside it.
  ///
  /// - Throws: 64.
  static func check(copy path: String, of store: String) throws(Failure) {
    let (place, own) = (FilePath.withoutLinks(path), FilePath.withoutLinks(store))
    guard place != own, !suffixes.contains(where: { place == own + $0 }) else {
      throw .wrongUsage(
        "expected another file than the store itself and those beside it, found `\(path)`")
    }
    try checkKey(path)
  }

  private static func isDatabase(_ path: String) -> Bool {
    guard !FileReplacement.isNoFile(path), let file = FileHandle(forReadingAtPath: path) else {
      return false
    }
    defer { try? file.close() }
    return (try? file.read(upToCount: start.count)) == start
  }
}
