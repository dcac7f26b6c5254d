import CandorFiles
import CandorModel
import Foundation
import GRDB

/// Evidence, assessments, runs and decisions in one SQLite file.
///
/// ## Thread safety
/// Shared by all tasks; GRDB serialises writers, readers see the last committed state (WAL).
public final class Store: Sendable {
  /// Whether the file may be changed.
  public enum Access: Sendable {
    /// It has to be there; it is only read, apart from the log of who looked. It may be one that
    /// cannot be written.
    case read
    /// It has to be there, and is changed.
    case change
    /// It is made where there is none.
    case write
  }

  /// The file as it was named.
  public let path: String
  /// Whether nothing can be noted in it, since file or folder may not be written; only of one that
  /// was opened to be read.
  public let isReadOnly: Bool
  let database: DatabasePool
  private let file: StoreFile
  /// The file as it was when it was opened without locks; absent where SQLite keeps others from
  /// changing what is being read.
  private let stamp: StoreFile.Stamp?

  /// Opens a store; makes it where it may be written and there is none.
  ///
  /// The file, its journal and its lock are made readable by their owner only. One that may not be
  /// written is read as it is: nothing is made beside it, and it is not brought up to date.
  ///
  /// - Throws: `noStore` where one has to be there, also for a file with nothing in it, `cannotOpen`,
  ///   `notAStore` for another SQLite file or none at all, `laterVersion`; where it may not be
  ///   written `earlierVersion` and `unwrittenJournal`.
  public init(path: String, access: Access) throws(StoreError) {
    self.path = path
    if access == .write { try Self.prepareFile(path) }
    guard FileManager.default.fileExists(atPath: path) else { throw StoreError.noStore(path) }
    // SQLite would put a journal beside a device.
    guard !FileReplacement.isNoFile(path) else { throw StoreError.notAStore(path) }
    let file = StoreFile(path)
    let isReadOnly = file.isReadOnly
    // Before anything of it is looked at: a journal that cannot be read would be told instead.
    if isReadOnly, access != .read { throw StoreError.readOnly(path) }
    self.file = file
    self.isReadOnly = isReadOnly
    var configuration = Configuration()
    configuration.readonly = isReadOnly
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      // What is erased or purged is overwritten, not only forgotten.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      db.add(function: Self.reviewerIdentity)
      db.add(function: PersonSearch.identityFunction)
    }
    do {
      if try Self.checkedIsEmpty(path) {
        guard access == .write else { throw StoreError.noStore(path) }
        // Somebody else made it, for whomever; nothing that is stored in it was yet.
        chmod(path, 0o600)
      }
      // By its whole path: SQLite has a meaning of its own for `:memory:` and `file:...`.
      let source = isReadOnly ? try file.reading() : file.path
      stamp = isReadOnly && source != file.path ? file.stamp : nil
      database = try DatabasePool(path: source, configuration: configuration)
      if isReadOnly {
        let isOfToday = try database.read { try StoreSchema.migrator.hasCompletedMigrations($0) }
        guard isOfToday else { throw StoreError.earlierVersion(path) }
      } else {
        try database.write { db in
          try db.execute(sql: "PRAGMA application_id = \(StoreSchema.applicationID)")
        }
        try Self.migrate(database)
      }
    } catch let error as StoreError { throw error } catch { throw Self.translated(error, path) }
  }

  /// Brings the tables up to date; another process may do the same at the same time.
  private static func migrate(_ database: DatabasePool) throws {
    for _ in StoreSchema.migrator.migrations {
      do { return try StoreSchema.migrator.migrate(database) } catch let error as DatabaseError
        where error.resultCode == .SQLITE_ERROR || error.resultCode == .SQLITE_CONSTRAINT
      {
        // The other one made a step meanwhile: what is left is looked up again.
        continue
      }
    }
    try StoreSchema.migrator.migrate(database)
  }

  /// `reviewerIdentity(text)`: by what reviewers are told apart.
  private static let reviewerIdentity = DatabaseFunction(
    "reviewerIdentity", argumentCount: 1, pure: true
  ) { values in
    String.fromDatabaseValue(values[0]).map(StoredDecision.identity)
  }

  /// Makes an empty file that only its owner may read, before SQLite makes one for everybody.
  private static func prepareFile(_ path: String) throws(StoreError) {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    let folder = FilePath.folder(of: path)
    if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw StoreError(
          .cannotOpen, "cannot make the folder `\(folder)`",
          help: "name a place that you may write to with --store")
      }
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(
        .cannotOpen, "cannot make `\(path)`: \(String(cString: strerror(errno)))",
        help: "name a place that you may write to with --store")
    }
    close(descriptor)
  }

  /// Refuses files of somebody else and of later versions, before anything is changed: opening one for
  /// writing sets its journal mode.
  ///
  /// - Returns: whether there is nothing in the file.
  private static func checkedIsEmpty(_ path: String) throws -> Bool {
    func check() throws -> Bool {
      let queue = try StoreGlance.queue(path)
      defer { try? queue.close() }
      return try queue.read { db in try isEmpty(db, path: path) }
    }
    do { return try check() } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CANTOPEN
    {
      // Whoever had it open may just have closed it, which removes the files beside it.
      return try check()
    }
  }

  /// Whether there is nothing in a file.
  ///
  /// - Throws: `notAStore`, `laterVersion`.
  static func isEmpty(_ db: Database, path: String) throws -> Bool {
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard tables > 0 else { return true }
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id")
    guard application == StoreSchema.applicationID else {
      throw StoreError(
        .notAStore, "`\(path)` is an SQLite file of another program",
        help: "name another place with --store")
    }
    guard try !StoreSchema.migrator.hasBeenSuperseded(db) else {
      throw StoreError(
        .laterVersion, "`\(path)` was written by a later version of Candor",
        help: "use that version, or name another store with --store")
    }
    return false
  }

  /// What SQLite says, in the store's terms.
  static func translated(_ error: any Error, _ path: String) -> StoreError {
    if let error = error as? StoreError { return error }
    if let cell = error as? DamagedCell { return .damagedCell(cell.column, path) }
    guard let error = error as? DatabaseError else {
      return StoreError(.damaged, "cannot use the store `\(path)`")
    }
    switch error.resultCode {
    case .SQLITE_NOTADB:
      return .notAStore(path)
    case .SQLITE_CORRUPT:
      return StoreError(
        .damaged, "the store `\(path)` is damaged",
        help: "restore a backup made by `candor store backup`")
    case .SQLITE_FULL:
      return StoreError(
        .cannotWrite, "the disk of the store `\(path)` is full",
        help: "nothing was damaged: make room and run again")
    case .SQLITE_READONLY:
      return .readOnly(path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      return StoreError(
        .cannotOpen, "cannot open the store `\(path)`", help: "check who may read and write it")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(
        .locked, "the store `\(path)` is in use by another process", help: "try again later")
    case .SQLITE_IOERR:
      return StoreError(
        .cannotWrite, "reading or writing the store `\(path)` failed",
        help: "check disk and file system; a full disk shows like this too")
    default:
      return StoreError(.damaged, "the store `\(path)` answered: \(error.resultCode)")
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      let value = try database.read(body)
      try checkUnchanged()
      return value
    } catch {
      try checkUnchanged()
      throw Self.translated(error, path)
    }
  }

  /// Refuses what was read without locks while somebody wrote.
  private func checkUnchanged() throws(StoreError) {
    guard let stamp, file.stamp != stamp else { return }
    throw StoreError.changedMeanwhile(path)
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try database.write(body) } catch { throw Self.translated(error, path) }
  }
}
