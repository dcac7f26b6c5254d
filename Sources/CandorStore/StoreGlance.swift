import CandorFiles
public import CandorModel
import Foundation
import GRDB

/// What a store says of the runs of one selection, looked up without changing anything: no file is
/// made beside the store, none is migrated.
public struct StoreGlance: Sendable {
  /// The run that was killed or stopped, which the next one would take up.
  public let open: StoredRun?
  /// The last run that reached its end, which `--since last` would take up; also one that did not and is
  /// too old to go on, which the next run ends.
  public let lastEnded: StoredRun?

  /// Looks into a store.
  ///
  /// - Parameters:
  ///   - selection: what is asked, in a canonical form.
  ///   - platform: that is asked, so that those who were erased are left out of the selection, as a
  ///     run does; absent to take it as it is.
  ///   - notBefore: the begin of the oldest run that would be taken up; absent for any.
  ///   - pseudonym: of a name, where runs name nobody; those of before there were pseudonyms are of
  ///     the same selection.
  /// - Returns: `nil` where there is no store yet.
  /// - Throws: `notAStore` for a file of another program, `laterVersion`, and others where it cannot
  ///   be read.
  public init?(
    path: String, selection: String, platform: String? = nil, notBefore: Timestamp? = nil,
    pseudonym: ((String) -> String)? = nil
  ) throws(StoreError) {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard !FileReplacement.isNoFile(path) else { throw StoreError.notAStore(path) }
    do {
      let queue = try Self.queue(path)
      defer { try? queue.close() }
      (open, lastEnded) = try queue.read { db in
        _ = try Store.isEmpty(db, path: path)
        guard try db.tableExists("run") else { return (nil, nil) }
        var asked: Set<String> = [selection]
        if let platform {
          let named = try Store.forgettingErased(selection, platform: platform, in: db)
          asked = [named]
          if let pseudonym {
            asked.insert(
              try Store.hidingPeople(in: named, platform: platform, as: pseudonym, in: db))
          }
        }
        let open = try asked.compactMap { try Store.openRuns(selection: $0, in: db).first }
          .max { $0.id < $1.id }
        let ended = try asked.compactMap { try Store.lastEndedRun(selection: $0, in: db) }
        guard let open, let notBefore, open.startedAt < notBefore else {
          return (open, ended.max { $0.id < $1.id })
        }
        return (nil, (ended + [open]).max { $0.id < $1.id })
      }
    } catch { throw Store.translated(error, path) }
  }

  /// Opens a store to look into it, and leaves nothing behind beside it.
  static func queue(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    let file = StoreFile(path)
    let source = try file.reading()
    // Where SQLite was built without such names, the file has to do.
    if let queue = try? DatabaseQueue(path: source, configuration: configuration) { return queue }
    return try DatabaseQueue(path: file.path, configuration: configuration)
  }
}
