public import CandorModel
import GRDB

extension Store {
  /// What stands behind the selection of a run that holds what interviews are beside others.
  static let besideOthers = " beside others"

  /// Begins a run, or takes up the one of the same selection and parts that was killed.
  ///
  /// - Parameters:
  ///   - platform: the platform.
  ///   - selection: what is asked, in a canonical form: the same question, the same text. Who was
  ///     erased is named in it no more.
  ///   - parts: what its assessments are made with; absent where nothing is known of that.
  ///   - now: when it begins.
  /// - Returns: the run; `startedAt` is before `now` where one was taken up.
  public func beginRun(
    platform: String, selection: String, parts: RunParts? = nil, now: Timestamp
  ) throws(StoreError) -> StoredRun {
    try write { db in
      let selection = try Self.forgettingErased(selection, platform: platform, in: db)
      if let open = try Self.openRuns(selection: selection, in: db).first,
        open.parts == parts?.text
      {
        return open
      }
      // What waited no more when the last run ended begins to wait anew.
      try db.execute(
        sql: """
          UPDATE standing SET waitingSince = NULL WHERE isWaiting = 0 AND waitingSince IS NOT NULL
          """)
      try db.execute(
        sql: """
          INSERT INTO run (platform, selection, parts, startedAt, state)
          VALUES (?, ?, ?, ?, 'running')
          """, arguments: [platform, selection, parts?.text, now.millisecondsSinceEpoch])
      let id = db.lastInsertedRowID
      return try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
        .map(StoredRun.init)!
    }
  }

  /// Begins the run that holds what the interviews of a run, and those linked with them, are beside
  /// others. One that was killed is ended: more may be known by now.
  public func beginRun(besides run: StoredRun, now: Timestamp) throws(StoreError) -> StoredRun {
    try write { db in
      try Self.endBesides(run.id, isComplete: false, now: now, in: db)
      // What was asked is read from its row: somebody may have been erased since it began.
      try db.execute(
        sql: """
          INSERT INTO run (platform, selection, parts, startedAt, state, besides)
          SELECT platform, selection || ?, parts, ?, 'running', id
          FROM run WHERE id = ?
          """, arguments: [Self.besideOthers, now.millisecondsSinceEpoch, run.id])
      let id = db.lastInsertedRowID
      return try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
        .map(StoredRun.init)!
    }
  }

  static func endBesides(
    _ run: Int64, isComplete: Bool, now: Timestamp, in db: Database
  ) throws {
    let open = try Int64.fetchAll(
      db, sql: "SELECT id FROM run WHERE besides = ? AND state = 'running'", arguments: [run])
    for id in open {
      try end(id, state: isComplete ? .complete : .ended, unchanged: 0, now: now, in: db)
    }
  }

  /// The number of a run, and those of the runs that hold its interviews as they are beside others.
  static func family(of run: Int64, in db: Database) throws -> [Int64] {
    try [run]
      + Int64.fetchAll(
        db, sql: "SELECT id FROM run WHERE besides = ? ORDER BY id", arguments: [run])
  }

  /// Ends a run, and with it the one that holds its interviews as they are beside others.
  ///
  /// - Parameters:
  ///   - isComplete: everything was asked for; with losses it counts as ended all the same.
  ///   - unchanged: interviews that had not changed and were not assessed again.
  public func finishRun(
    _ run: Int64, isComplete: Bool, unchanged: Int, now: Timestamp
  ) throws(StoreError) {
    try write { db in
      try Self.endBesides(run, isComplete: isComplete, now: now, in: db)
      try db.execute(
        sql: """
          UPDATE run SET isTold = 1
          WHERE isTold = 0 AND platform = (SELECT platform FROM run WHERE id = ?)
          """, arguments: [run])
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

  /// Notes what a run could not read; under no name of somebody who was erased.
  ///
  /// - Parameter pseudonym: what the item is called where nobody may be named; absent where it may.
  public func recordLoss(
    run: Int64, item: String, code: String, message: String, pseudonym: String? = nil
  ) throws(StoreError) {
    try write { db in
      let platform = try String.fetchOne(
        db, sql: "SELECT platform FROM run WHERE id = ?", arguments: [run])
      var alias = try ErasedNames.alias(of: item, platform: platform ?? "", in: db)
      if alias == nil, let pseudonym {
        alias = try ErasedNames.alias(of: pseudonym, platform: platform ?? "", in: db) ?? pseudonym
      }
      let text = alias.map { LossName.replacing(item, by: $0, in: message) } ?? message
      try db.execute(
        sql: "INSERT INTO loss (run, item, code, message) VALUES (?, ?, ?, ?)",
        arguments: [run, alias ?? item, code, text])
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

  /// The runs that asked a platform, the latest first.
  public func runs(limit: Int = 100) throws(StoreError) -> [StoredRun] {
    try read { db in try Self.latestRuns(limit, in: db) }
  }

  static func latestRuns(_ limit: Int, in db: Database) throws -> [StoredRun] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM run WHERE besides IS NULL ORDER BY id DESC LIMIT ?",
      arguments: [limit]
    ).map(StoredRun.init)
  }
}

extension StoredRun {
  init(_ row: Row) throws {
    try self.init(
      id: row.value("id"), platform: row.value("platform"), selection: row.value("selection"),
      startedAt: row.moment("startedAt"), finishedAt: row.optionalMoment("finishedAt"),
      state: row.word("state"), done: row.value("done"),
      flagged: row.value("flagged"), lost: row.value("lost"), unchanged: row.value("unchanged"),
      besides: row.optional("besides"), parts: row.optional("parts"))
  }
}
