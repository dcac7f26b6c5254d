import CandorModel
import Foundation
import GRDB

/// What a store says of the runs of one selection, looked up without changing anything: no file is
/// made beside the store, none is migrated.
public struct StoreGlance: Sendable {
  /// The run that was killed or stopped, which the next one would take up.
  public let open: StoredRun?
  /// The last run that reached its end, which `--since last` would take up.
  public let lastEnded: StoredRun?

  /// Looks into a store.
  ///
  /// - Returns: `nil` where there is no store yet.
  /// - Throws: `notAStore` and others where it cannot be read.
  public init?(path: String, selection: String) throws(StoreError) {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    do {
      let queue = try Self.queue(path, configuration)
      defer { try? queue.close() }
      (open, lastEnded) = try queue.read { db in
        guard try db.tableExists("run") else { return (nil, nil) }
        let open = try Row.fetchOne(
          db,
          sql: """
            SELECT * FROM run WHERE selection = ? AND state = 'running' ORDER BY id DESC LIMIT 1
            """, arguments: [selection]
        ).map(StoredRun.init)
        return (open, try Store.lastEndedRun(selection: selection, in: db))
      }
    } catch { throw Store.translated(error, path) }
  }

  /// A store that nobody has open is read as it is; reading it the usual way would leave the files
  /// of shared memory behind (<https://www.sqlite.org/wal.html>, section 5).
  private static func queue(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue
  {
    if !FileManager.default.fileExists(atPath: path + "-wal") {
      let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#;"))
      let encoded = path.addingPercentEncoding(withAllowedCharacters: allowed)
      if let encoded,
        let queue = try? DatabaseQueue(
          path: "file:\(encoded)?immutable=1", configuration: configuration)
      {
        return queue
      }
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }
}
