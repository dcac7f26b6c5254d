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
      index: "assessmentByInterview", on: "assessment", columns: ["platform", "interview", "id"])
    try db.create(index: "assessmentByCandidate", on: "assessment", columns: ["candidate"])
    // The latest of each interview, and where it stands in the queue.
    try db.create(table: "standing", options: .withoutRowID) { table in
      table.column("platform", .text).notNull()
      table.column("interview", .text).notNull()
      table.column("assessment", .integer).notNull().references("assessment")
      table.column("urgency", .integer).notNull()
      table.column("state", .text).notNull()
      table.column("assessedAt", .integer).notNull()
      table.column("position", .text)
      // When the platform says it changed last; NULL where it does not say.
      table.column("changedAt", .integer)
      table.primaryKey(["platform", "interview"])
    }
    try db.create(
      index: "standingByUrgency", on: "standing",
      columns: ["state", "urgency", "assessedAt", "platform", "interview"])
    try db.create(table: "chain") { table in
      table.autoIncrementedPrimaryKey("sequence")
      table.column("kind", .text).notNull()
      table.column("subject", .integer).notNull()
      table.column("content", .blob).notNull()
      table.column("hash", .blob).notNull()
    }
    try db.create(index: "chainBySubject", on: "chain", columns: ["kind", "subject"])
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
    try db.create(table: "access") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("at", .integer).notNull()
      table.column("reader", .text).notNull()
      table.column("action", .text).notNull()
      table.column("platform", .text)
      table.column("interview", .text)
    }
  }
}
