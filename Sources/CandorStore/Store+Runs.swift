public import CandorModel
import GRDB

extension Store {
  /// Begins a run, or takes up the one of the same selection that was killed.
  ///
  /// - Parameters:
  ///   - platform: the platform.
  ///   - selection: what is asked, in a canonical form: the same question, the same text.
  ///   - now: when it begins.
  /// - Returns: the run; `startedAt` is before `now` where one was taken up.
  public func beginRun(
    platform: String, selection: String, now: Timestamp
  ) throws(StoreError) -> StoredRun {
    try write { db in
      if let row = try Row.fetchOne(
        db, sql: "SELECT * FROM run WHERE selection = ? AND state = 'running' ORDER BY id DESC",
        arguments: [selection])
      {
        return StoredRun(row)
      }
      try db.execute(
        sql: "INSERT INTO run (platform, selection, startedAt, state) VALUES (?, ?, ?, 'running')",
        arguments: [platform, selection, now.millisecondsSinceEpoch])
      let id = db.lastInsertedRowID
      return try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
        .map(StoredRun.init)!
    }
  }

  /// Ends a run.
  ///
  /// - Parameters:
  ///   - isComplete: everything was asked for; with losses it counts as ended all the same.
  ///   - unchanged: interviews that had not changed and were not assessed again.
  public func finishRun(
    _ run: Int64, isComplete: Bool, unchanged: Int, now: Timestamp
  ) throws(StoreError) {
    try write { db in
      let isWhole =
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM loss WHERE run = ?", arguments: [run]) == 0
      try Self.end(
        run, state: isComplete && isWhole ? .complete : .ended, unchanged: unchanged, now: now,
        in: db)
    }
  }

  static func end(
    _ run: Int64, state: StoredRun.State, unchanged: Int, now: Timestamp, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE run SET finishedAt = ?, state = ?, unchanged = ?,
          lost = (SELECT count(*) FROM loss WHERE loss.run = run.id),
          done = (SELECT count(*) FROM assessment WHERE assessment.run = run.id),
          flagged = (SELECT count(*) FROM assessment
            WHERE assessment.run = run.id AND outcome IN ('review', 'priority'))
        WHERE id = ?
        """,
      arguments: [now.millisecondsSinceEpoch, state.rawValue, unchanged, run])
  }

  /// Notes what a run could not read.
  public func recordLoss(
    run: Int64, item: String, code: String, message: String
  ) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT INTO loss (run, item, code, message) VALUES (?, ?, ?, ?)",
        arguments: [run, item, code, message])
    }
  }

  /// The last complete run of a selection; `nil` where there is none.
  public func lastCompleteRun(selection: String) throws(StoreError) -> StoredRun? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM run WHERE selection = ? AND state = 'complete' ORDER BY id DESC",
        arguments: [selection]
      ).map(StoredRun.init)
    }
  }

  /// One run; `nil` where there is none of this number.
  public func run(_ id: Int64) throws(StoreError) -> StoredRun? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
        .map(StoredRun.init)
    }
  }

  /// All runs, the latest first.
  public func runs(limit: Int = 100) throws(StoreError) -> [StoredRun] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [limit])
        .map(StoredRun.init)
    }
  }
}

extension StoredRun {
  init(_ row: Row) {
    self.init(
      id: row["id"], platform: row["platform"], selection: row["selection"],
      startedAt: Timestamp(millisecondsSinceEpoch: row["startedAt"]),
      finishedAt: (row["finishedAt"] as Int64?).map(Timestamp.init(millisecondsSinceEpoch:)),
      state: State(rawValue: row["state"]) ?? .ended, done: row["done"], flagged: row["flagged"],
      lost: row["lost"], unchanged: row["unchanged"])
  }
}
