import CandorFiles
import Foundation
import GRDB

/// The file of a store, and what SQLite has beside it: the journal (`-wal`) and the memory that is
/// shared by those who have it open (`-shm`; <https://www.sqlite.org/wal.html>).
struct StoreFile {
  /// The file itself, where a link names it: what is beside it is beside the file.
  let path: String

  init(_ path: String) {
    self.path = FilePath.real(path) ?? path
  }

  /// Whether it may only be read: SQLite reads the usual way where file and folder may be written.
  var isReadOnly: Bool {
    let folder = FilePath.folder(of: path)
    let files = FileManager.default
    return !files.isWritableFile(atPath: path)
      || !files.isWritableFile(atPath: folder.isEmpty ? "." : folder)
  }

  /// What SQLite is given to read the file and to leave nothing behind beside it.
  ///
  /// A store that nobody has open is read as it is, without locks; reading it the usual way would
  /// make journal and shared memory. Beside a store that may only be read these would also be
  /// somebody else's, and keep its owner from writing.
  ///
  /// - Throws: `unwrittenJournal` where the journal holds what is not in the file yet, and cannot
  ///   be read.
  func reading() throws -> String {
    guard has("-wal") else { return asItIs }
    guard isReadOnly else { return path }
    // Whoever has it open has made the memory, or it was copied with the journal.
    if has("-shm"), try isShared() { return path }
    guard isJournalEmpty else { throw StoreError.unwrittenJournal(path) }
    return asItIs
  }

  /// The file without what is beside it (<https://www.sqlite.org/uri.html>, `immutable`).
  var asItIs: String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#;"))
    let encoded = path.addingPercentEncoding(withAllowedCharacters: allowed)
    return encoded.map { "file:\($0)?immutable=1" } ?? path
  }

  /// What is another one when somebody has written into the file.
  struct Stamp: Equatable {
    let size: Int64
    let seconds: Int64
    let nanoseconds: Int64
  }

  /// The file's stamp; `nil` where it is gone.
  var stamp: Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let moment = status.st_mtimespec
    #else
      let moment = status.st_mtim
    #endif
    return Stamp(
      size: Int64(status.st_size), seconds: Int64(moment.tv_sec),
      nanoseconds: Int64(moment.tv_nsec))
  }

  private func has(_ suffix: String) -> Bool {
    FileManager.default.fileExists(atPath: path + suffix)
  }

  private var isJournalEmpty: Bool {
    var status = stat()
    return stat(path + "-wal", &status) == 0 && status.st_size == 0
  }

  /// Whether journal and shared memory can be read as they are.
  private func isShared() throws -> Bool {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
      return true
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: return false
      default: throw error
      }
    }
  }
}
