import GRDB

/// The tables of the store. Migrations have permanent names and are never edited after release.
enum StoreSchema {
  /// Written into the file's header, so that other SQLite files are told apart (`PRAGMA
  /// application_id`): "Cndr".
  static let applicationID: Int32 = 0x436E_6472

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("0.1.0 runs, evidence, assessments") { db in
      try makeRuns(db)
      try makeEvidence(db)
      try makeAssessments(db)
      try makeReview(db)
      try makePrivacy(db)
    }
    migrator.registerMigration("0.1.0 runs beside others") { db in
      // Another run, where this one holds what that one's interviews are beside others.
      try db.alter(table: "run") { table in
        table.add(column: "besides", .integer).references("run")
        // 0 for a run that was given up before anybody could be told of what it found.
        table.add(column: "isTold", .integer).notNull().defaults(to: 1)
      }
      try db.create(index: "runByBesides", on: "run", columns: ["besides"])
    }
    migrator.registerMigration("0.1.0 order of the queue") { db in
      // Since when a reviewer is asked to look: another audit does not begin it anew.
      try db.alter(table: "standing") { table in
        table.add(column: "waitingSince", .integer)
        // 0 for what stands before all else of its urgency: two places in turns, each with a device.
        table.add(column: "isSecondary", .integer).notNull().defaults(to: 1)
      }
      try db.execute(sql: "UPDATE standing SET waitingSince = assessedAt WHERE isWaiting = 1")
      try db.drop(index: "queue")
      // With everything that counting needs, so that it touches no row.
      try db.create(
        index: "queue", on: "standing",
        columns: [
          "urgency", "isSecondary", "waitingSince", "platform", "interview", "isWaiting", "state",
        ],
        condition: Column("isWaiting") == 1)
    }
    migrator.registerMigration("0.1.0 what runs and decisions rest on") { db in
      // Rules, databases and privacy, so that a run is only taken up with the same.
      try db.alter(table: "run") { $0.add(column: "parts", .text) }
      // What the reader of the platform noticed, packed: rules see it, the hash does not hold it.
      try db.alter(table: "evidence") { $0.add(column: "notes", .blob) }
      // SHA-256 of what the candidate left; NULL for rows of before, and after erasure.
      try db.alter(table: "assessment") { $0.add(column: "facts", .blob) }
      // What a purged interview stood at, for when it is assessed again.
      try db.alter(table: "standing") { $0.add(column: "stateBefore", .text) }
    }
    migrator.registerMigration("0.1.0 names of erased people") { db in
      // SHA-256 of ids of erased people and interviews, as names are compared, so that no later run
      // writes them down as what it was asked for or lost.
      try db.create(table: "erasedName", options: .withoutRowID) { table in
        table.primaryKey("name", .blob).notNull()
        table.column("erasedAt", .integer).notNull()
      }
    }
    migrator.registerMigration("0.1.0 assessments whose evidence is kept") { db in
      // When its evidence was stored, 0 where only the hash was; NULL for rows of before.
      try db.alter(table: "assessment") { $0.add(column: "evidenceStoredAt", .integer) }
    }
    return migrator
  }

  private static func makeRuns(_ db: Database) throws {
    try db.create(table: "run") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("platform", .text).notNull()
      // Platform and selectors in a canonical form: what `--since last` looks for.
      table.column("selection", .text).notNull()
      table.column("startedAt", .integer).notNull()
      table.column("finishedAt", .integer)
      // running, complete (everything was asked for, nothing lost), ended (stopped or with losses)
      table.column("state", .text).notNull()
      table.column("done", .integer).notNull().defaults(to: 0)
      table.column("flagged", .integer).notNull().defaults(to: 0)
      table.column("lost", .integer).notNull().defaults(to: 0)
      table.column("unchanged", .integer).notNull().defaults(to: 0)
    }
    try db.create(index: "runBySelection", on: "run", columns: ["selection", "state", "id"])
    try db.create(table: "loss") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("run", .integer).notNull().references("run", onDelete: .cascade)
      table.column("item", .text).notNull()
      table.column("code", .text).notNull()
      table.column("message", .text).notNull()
    }
    try db.create(index: "lossByRun", on: "loss", columns: ["run"])
  }

  private static func makeEvidence(_ db: Database) throws {
    try db.create(table: "evidence") { table in
      table.column("hash", .blob).primaryKey().notNull()
      table.column("platform", .text).notNull()
      table.column("interview", .text).notNull()
      table.column("candidate", .text)
      table.column("storedAt", .integer).notNull()
      // Packed; NULL where retention does not allow to keep it.
      table.column("body", .blob)
    }
    try db.create(index: "evidenceByInterview", on: "evidence", columns: ["platform", "interview"])
    try db.create(index: "evidenceByCandidate", on: "evidence", columns: ["candidate"])
  }

  private static func makeAssessments(_ db: Database) throws {
    // Rules, databases and engine are the same for thousands of rows.
    try db.create(table: "provenance") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("hash", .blob).notNull().unique()
      table.column("rulePackHash", .text).notNull()
      table.column("databasesHash", .blob).notNull()
      table.column("body", .blob).notNull()
    }
    try db.create(table: "assessment") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("run", .integer).notNull().references("run")
      table.column("platform", .text).notNull()
      table.column("interview", .text).notNull()
      table.column("candidate", .text)
      table.column("position", .text)
      table.column("outcome", .text).notNull()
      table.column("assessedAt", .integer).notNull()
      table.column("evidence", .blob).notNull()
      table.column("provenance", .integer).notNull().references("provenance")
      // The assessment as contracted, packed; NULL after erasure.
      table.column("body", .blob)
      table.uniqueKey(["run", "platform", "interview"])
    }
    try db.create(
      index: "assessmentByInterview", on: "assessment", columns: ["interview", "platform", "id"])
    try db.create(
      index: "assessmentByCandidate", on: "assessment", columns: ["candidate"],
      condition: Column("candidate") != nil)
    try makeStanding(db)
    try makeChain(db)
  }

  /// The latest of each interview, and where it stands in the queue.
  private static func makeStanding(_ db: Database) throws {
    try db.create(table: "standing", options: .withoutRowID) { table in
      table.column("platform", .text).notNull()
      table.column("interview", .text).notNull()
      table.column("assessment", .integer).notNull().references("assessment")
      table.column("urgency", .integer).notNull()
      // open, second, unsure, escalated, decided, clear, purged, erased
      table.column("state", .text).notNull()
      // 1 where a reviewer is asked to look: open, second, unsure, escalated.
      table.column("isWaiting", .integer).notNull()
      // Decisions above this number count for the state; earlier ones are history.
      table.column("roundStart", .integer).notNull().defaults(to: 0)
      table.column("assessedAt", .integer).notNull()
      table.column("position", .text)
      // When the platform says it changed last; NULL where it does not say.
      table.column("changedAt", .integer)
      table.primaryKey(["platform", "interview"])
    }
    // With everything that counting needs, so that it touches no row.
    try db.create(
      index: "queue", on: "standing",
      columns: ["urgency", "assessedAt", "platform", "interview", "isWaiting", "state"],
      condition: Column("isWaiting") == 1)
  }

  private static func makeChain(_ db: Database) throws {
    try db.create(table: "chain") { table in
      table.primaryKey("sequence", .integer)
      // 1 assessment, 2 decision, 3 erasure
      table.column("kind", .integer).notNull()
      table.column("subject", .integer).notNull()
      table.column("content", .blob).notNull()
      table.column("hash", .blob).notNull()
    }
    // One row: the last link, so that a cut tail shows.
    try db.create(table: "chainHead") { table in
      table.primaryKey("id", .integer)
      table.column("sequence", .integer).notNull()
      table.column("hash", .blob).notNull()
    }
  }

  private static func makeReview(_ db: Database) throws {
    try db.create(table: "decision") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("platform", .text).notNull()
      table.column("interview", .text).notNull()
      table.column("assessment", .integer).notNull().references("assessment")
      // confirmed, innocent, unsure, escalated, reopened
      table.column("verdict", .text).notNull()
      table.column("reason", .text)
      table.column("reviewer", .text).notNull()
      table.column("decidedAt", .integer).notNull()
    }
    try db.create(
      index: "decisionByInterview", on: "decision", columns: ["platform", "interview", "id"])
    // What a platform was told, and by whose wish.
    try db.create(table: "push") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("decision", .integer).notNull().references("decision")
      table.column("status", .text).notNull()
      table.column("pushedBy", .text).notNull()
      table.column("pushedAt", .integer).notNull()
    }
    try db.create(index: "pushByDecision", on: "push", columns: ["decision"])
  }

  private static func makePrivacy(_ db: Database) throws {
    try db.create(table: "access") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("at", .integer).notNull()
      table.column("reader", .text).notNull()
      table.column("action", .text).notNull()
      table.column("platform", .text).notNull()
      table.column("interview", .text).notNull()
    }
    try db.create(
      index: "accessByInterview", on: "access", columns: ["platform", "interview", "id"])
    try protectAccess(db)
    // What was taken out of a row that the chain stands for, and a hash of what is left of the row.
    try db.create(table: "erasure") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("at", .integer).notNull()
      // erase, purge
      table.column("cause", .text).notNull()
      // As in the chain: 1 assessment, 2 decision; 4 for all evidence up to a moment
      table.column("kind", .integer).notNull()
      // The row's number; of evidence the moment
      table.column("subject", .integer).notNull()
      // The hash; of evidence the number of the latest assessment by then, in digits
      table.column("remainder", .blob).notNull()
    }
    try db.create(index: "erasureBySubject", on: "erasure", columns: ["kind", "subject", "id"])
    // SHA-256 of the names of erased interviews, so that no later run stores them again.
    try db.create(table: "erasedInterview", options: .withoutRowID) { table in
      table.primaryKey("name", .blob).notNull()
      table.column("erasedAt", .integer).notNull()
    }
  }

  /// The log of who looked at whom only grows.
  static func protectAccess(_ db: Database) throws {
    for change in ["UPDATE", "DELETE"] {
      try db.execute(
        sql: """
          CREATE TRIGGER accessKeeps\(change) BEFORE \(change) ON access
          BEGIN SELECT raise(ABORT, 'the access log only grows'); END
          """)
    }
  }

  /// Lets purge and erasure work on the log, within a transaction that ends with `protectAccess`.
  static func releaseAccess(_ db: Database) throws {
    try db.execute(sql: "DROP TRIGGER IF EXISTS accessKeepsUPDATE")
    try db.execute(sql: "DROP TRIGGER IF EXISTS accessKeepsDELETE")
  }
}
