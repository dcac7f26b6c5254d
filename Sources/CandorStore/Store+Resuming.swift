public import CandorModel
import GRDB

/// What the store knows of one interview before a run reads it.
public struct InterviewStanding: Sendable, Hashable {
  /// Whether the run has assessed it already.
  public let isAssessedByRun: Bool
  /// Whether it was erased, and is not to be read again.
  public let isErased: Bool
  /// When the platform said that it changed last, at the time of the latest assessment; absent where
  /// the platform did not say, or where nothing is stored of it.
  public let changedAt: Timestamp?
}

extension Store {
  /// Takes up the run of a selection that was killed or stopped; `nil` where there is none.
  ///
  /// What it lost is asked for again, so its losses are forgotten. One that began longer ago than
  /// `notBefore` says, or is made with other parts, is ended instead: what it read then is no answer
  /// to today's question.
  public func takeUpRun(
    selection: String, parts: RunParts? = nil, notBefore: Timestamp, now: Timestamp
  ) throws(StoreError) -> StoredRun? {
    try write { db in
      let open = try Self.openRuns(selection: selection, in: db)
      let taken = open.first.flatMap { run in
        run.startedAt >= notBefore && run.parts == parts?.text ? run : nil
      }
      for run in open where run.id != taken?.id {
        try Self.endBesides(run.id, isComplete: false, now: now, in: db)
        try Self.end(run.id, state: .ended, unchanged: run.unchanged, now: now, in: db)
        // What it found is told by the next run that reaches its end.
        try db.execute(
          sql: "UPDATE run SET isTold = 0 WHERE id = ? OR besides = ?", arguments: [run.id, run.id])
      }
      guard let taken else { return nil }
      try db.execute(sql: "DELETE FROM loss WHERE run = ?", arguments: [taken.id])
      return taken
    }
  }

  /// The run of a selection that was killed or stopped, whatever it is made with; `nil` where there
  /// is none.
  public func openRun(selection: String) throws(StoreError) -> StoredRun? {
    try read { db in try Self.openRuns(selection: selection, in: db).first }
  }

  /// The latest first.
  static func openRuns(selection: String, in db: Database) throws -> [StoredRun] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM run WHERE selection = ? AND state = 'running' ORDER BY id DESC",
      arguments: [selection]
    ).map(StoredRun.init)
  }

  /// The last run of a selection that reached its end; `nil` where there is none.
  ///
  /// One that lost interviews counts: what it lost has no standing, or an old one, and is read again.
  public func lastEndedRun(selection: String) throws(StoreError) -> StoredRun? {
    try read { db in try Self.lastEndedRun(selection: selection, in: db) }
  }

  static func lastEndedRun(selection: String, in db: Database) throws -> StoredRun? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT * FROM run WHERE selection = ? AND state IN ('complete', 'ended')
        ORDER BY id DESC LIMIT 1
        """,
      arguments: [selection]
    ).map(StoredRun.init)
  }

  /// Whether an interview was erased, and is not to be read again.
  public func isErased(platform: String, interview: String) throws(StoreError) -> Bool {
    let name = InterviewName(platform: platform, interview: interview)
    return try read { db in try name.isErased(in: db) }
  }

  /// A selection without the ids of interviews and people that were erased: nobody is named again
  /// by being asked for. Nor is an e-mail address written down, which is no id of any platform.
  ///
  /// - Parameter selection: words and `key=value`, divided by spaces.
  public func forgettingErased(
    _ selection: String, platform: String
  ) throws(StoreError) -> String {
    try read { db in try Self.forgettingErased(selection, platform: platform, in: db) }
  }

  static func forgettingErased(
    _ selection: String, platform: String, in db: Database
  ) throws -> String {
    let named = try SelectionText.replacing(in: selection) {
      try ErasedNames.alias(of: $0, platform: platform, in: db)
    }
    return try SelectionText.replacing(in: named, keys: SelectionText.impersonal) {
      ErasedNames.isAddress($0) ? ErasedNames.addressAlias : nil
    }
  }

  /// What is known of an interview.
  public func standing(
    platform: String, interview: String, run: Int64
  ) throws(StoreError) -> InterviewStanding {
    try read { db in
      let isAssessed =
        try Bool.fetchOne(
          db,
          sql: "SELECT 1 FROM assessment WHERE run = ? AND platform = ? AND interview = ?",
          arguments: [run, platform, interview]) ?? false
      let changedAt = try Int64.fetchOne(
        db, sql: "SELECT changedAt FROM standing WHERE platform = ? AND interview = ?",
        arguments: [platform, interview])
      let name = InterviewName(platform: platform, interview: interview)
      return InterviewStanding(
        isAssessedByRun: isAssessed, isErased: try name.isErased(in: db),
        changedAt: changedAt.map(Timestamp.init(millisecondsSinceEpoch:)))
    }
  }

  /// What a run made of an interview; `nil` where it has not assessed it.
  public func assessment(
    platform: String, interview: String, run: Int64
  ) throws(StoreError) -> StoredAssessment? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM assessment WHERE run = ? AND platform = ? AND interview = ?",
        arguments: [run, platform, interview]
      ).map { try Self.assessment($0) }
    }
  }

  /// The assessments of a run that somebody should look at, each with the one before it.
  ///
  /// What an interview is beside others comes in the place of what it is by itself. Runs of the platform
  /// that were given up are part of it, as long as no other has reached its end.
  ///
  /// - Parameter body: is given the assessment and the same interview's latest one of an earlier
  ///   run; `nil` where there is none.
  public func eachFlagged(
    run: Int64, _ body: (StoredAssessment, StoredAssessment?) throws -> Void
  ) throws(StoreError) {
    try read { db in
      let untold = try Int64.fetchAll(
        db,
        sql: """
          SELECT id FROM run
          WHERE isTold = 0 AND platform = (SELECT platform FROM run WHERE id = ?)
          """, arguments: [run])
      let family = try (Self.family(of: run, in: db) + untold).map(String.init)
        .joined(separator: ", ")
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT * FROM assessment WHERE run IN (\(family)) AND outcome IN ('review', 'priority')
            AND NOT EXISTS (SELECT 1 FROM assessment AS later
              WHERE later.interview = assessment.interview AND later.platform = assessment.platform
                AND later.id > assessment.id AND later.run IN (\(family)))
          ORDER BY id
          """)
      while let row = try rows.next() {
        let assessment = try Self.assessment(row)
        let previous = try Row.fetchOne(
          db,
          sql: """
            SELECT * FROM assessment WHERE platform = ? AND interview = ? AND id < ?
              AND run NOT IN (\(family)) ORDER BY id DESC LIMIT 1
            """,
          arguments: [assessment.platform, assessment.interview, assessment.id]
        ).map { try Self.assessment($0) }
        try body(assessment, previous)
      }
    }
  }

  /// When a run of a platform last reached its end without losses; `nil` where none did.
  public func lastSuccess(platform: String) throws(StoreError) -> Timestamp? {
    try read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT max(finishedAt) FROM run
          WHERE platform = ? AND state = 'complete' AND besides IS NULL
          """, arguments: [platform]
      ).map(Timestamp.init(millisecondsSinceEpoch:))
    }
  }
}
