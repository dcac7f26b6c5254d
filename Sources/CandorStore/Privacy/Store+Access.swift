public import CandorModel
import GRDB

/// An entry of the log of who looked at whom.
public struct StoredAccess: Sendable, Hashable {
  /// When.
  public let at: Timestamp
  /// Who looked.
  public let reader: String
  /// The command: `show`, `review next`, `store export`.
  public let action: String
  /// Whose interview.
  public let name: InterviewName
}

extension Store {
  /// Notes who looks at an interview; before it is shown.
  ///
  /// - Throws: where it cannot be noted; then nothing may be shown.
  public func noteAccess(
    by reader: String, action: String, to names: [InterviewName], now: Timestamp
  ) throws(StoreError) {
    try write { db in
      for name in names {
        try db.execute(
          sql: """
            INSERT INTO access (at, reader, action, platform, interview) VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            now.millisecondsSinceEpoch, reader, action, name.platform, name.interview,
          ])
      }
    }
  }

  /// Who looked at an interview, the first look first.
  public func accesses(to name: InterviewName) throws(StoreError) -> [StoredAccess] {
    try read { db in try Self.accesses(to: name, in: db) }
  }

  static func accesses(to name: InterviewName, in db: Database) throws -> [StoredAccess] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM access WHERE platform = ? AND interview = ? ORDER BY id",
      arguments: [name.platform, name.interview]
    ).map { row in
      try StoredAccess(
        at: row.moment("at"), reader: row.value("reader"), action: row.value("action"),
        name: InterviewName(row))
    }
  }
}
