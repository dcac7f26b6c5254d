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

  /// Whether a platform was told of a decision.
  public func isPushed(_ decision: Int64) throws(StoreError) -> Bool {
    try read { db in
      try Bool.fetchOne(db, sql: "SELECT 1 FROM push WHERE decision = ?", arguments: [decision])
        ?? false
    }
  }
}
