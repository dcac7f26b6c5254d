public import CandorModel
import GRDB

extension Store {
  /// Notes that a platform was told of a decision.
  public func notePush(
    of decision: Int64, status: String, by who: String, now: Timestamp
  ) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT INTO push (decision, status, pushedBy, pushedAt) VALUES (?, ?, ?, ?)",
        arguments: [decision, status, who, now.millisecondsSinceEpoch])
    }
  }

  /// What a platform was told last about an interview; `nil` where it was told nothing, or nothing
  /// that a decision which stands does not say.
  public func outdatedPush(of name: InterviewName) throws(StoreError) -> String? {
    try read { db in try Self.outdatedPushes(platform: name.platform, in: db)[name] }
  }

  /// What a platform was told about interviews that were taken up again since, and about which nobody
  /// has decided anew: by interview, the status that still stands there.
  public func outdatedPushes(platform: String) throws(StoreError) -> [InterviewName: String] {
    try read { db in try Self.outdatedPushes(platform: platform, in: db) }
  }

  private static func outdatedPushes(
    platform: String, in db: Database
  ) throws -> [InterviewName: String] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT decision.platform, decision.interview, push.status
        FROM push JOIN decision ON decision.id = push.decision
        JOIN standing ON standing.platform = decision.platform
          AND standing.interview = decision.interview
        WHERE decision.platform = ? AND decision.id <= standing.roundStart
          AND \(stateBeforePurge) NOT IN ('decided', 'unsure', 'erased')
        ORDER BY push.id
        """, arguments: [platform])
    return try rows.reduce(into: [:]) { statuses, row in
      let status: String = try row.value("status")
      let name = try InterviewName(row)
      statuses[name] = status
    }
  }

  /// Whether a platform was told of a decision.
  public func isPushed(_ decision: Int64) throws(StoreError) -> Bool {
    try read { db in
      try Bool.fetchOne(db, sql: "SELECT 1 FROM push WHERE decision = ?", arguments: [decision])
        ?? false
    }
  }
}
