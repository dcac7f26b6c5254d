public import CandorModel
import Foundation
import GRDB

extension Store {
  /// An assessment with the evidence it was made of, ready to be stored.
  public struct Entry: Sendable {
    /// The evidence.
    public let evidence: Evidence
    /// The assessment.
    public let assessment: Assessment
    /// When the platform says the interview changed last.
    public let changedAt: Timestamp?

    /// Makes an entry.
    public init(evidence: Evidence, assessment: Assessment, changedAt: Timestamp? = nil) {
      self.evidence = evidence
      self.assessment = assessment
      self.changedAt = changedAt
    }
  }

  /// Stores assessments in one transaction: all of them, or none.
  ///
  /// An interview that the run has assessed already is left as it is, so that a run taken up again
  /// stores nothing twice.
  ///
  /// - Parameters:
  ///   - keepsEvidence: stores the evidence itself, not only its hash.
  ///   - now: when they were made.
  public func save(
    _ entries: [Entry], run: Int64, keepsEvidence: Bool, now: Timestamp
  ) throws(StoreError) {
    try write { db in
      for entry in entries {
        try save(entry, run: run, keepsEvidence: keepsEvidence, now: now, in: db)
      }
    }
  }

  private func save(
    _ entry: Entry, run: Int64, keepsEvidence: Bool, now: Timestamp, in db: Database
  ) throws {
    let assessment = entry.assessment
    let subject = assessment.interview
    let document = assessment.jsonBytes
    let canonical = entry.evidence.canonicalBytes
    let evidenceHash = Chain.hash([canonical])
    let position = entry.evidence.interview.position?.id
    try db.execute(
      sql: """
        INSERT INTO evidence (hash, platform, interview, candidate, storedAt, body)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET body = coalesce(body, excluded.body)
        """,
      arguments: [
        Data(evidenceHash), subject.platform, subject.id, subject.candidate,
        now.millisecondsSinceEpoch, keepsEvidence ? Data(try BodyCodec.pack(canonical)) : nil,
      ])
    let provenance = try provenanceID(assessment.provenance, in: db)
    try db.execute(
      sql: """
        INSERT INTO assessment (run, platform, interview, candidate, position, outcome, assessedAt,
          evidence, provenance, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, platform, interview) DO NOTHING
        """,
      arguments: [
        run, subject.platform, subject.id, subject.candidate, position,
        assessment.outcome.rawValue, now.millisecondsSinceEpoch, Data(evidenceHash), provenance,
        Data(try BodyCodec.pack(document)),
      ])
    guard db.changesCount > 0 else { return }
    let id = db.lastInsertedRowID
    try Chain.append(
      .assessment, subject: id,
      content: Self.content(
        run: run, platform: subject.platform, interview: subject.id,
        assessedAt: now.millisecondsSinceEpoch, outcome: assessment.outcome.rawValue,
        evidence: evidenceHash, document: document),
      in: db)
    try db.execute(
      sql: """
        INSERT INTO standing (platform, interview, assessment, urgency, state, assessedAt, position,
          changedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (platform, interview) DO UPDATE SET assessment = excluded.assessment,
          urgency = excluded.urgency, state = excluded.state, assessedAt = excluded.assessedAt,
          position = excluded.position, changedAt = excluded.changedAt
        """,
      arguments: [
        subject.platform, subject.id, id, assessment.outcome.urgency,
        assessment.outcome == .clear ? "done" : "open", now.millisecondsSinceEpoch, position,
        entry.changedAt?.millisecondsSinceEpoch,
      ])
  }

  /// What the chain holds of an assessment.
  static func content(
    run: Int64, platform: String, interview: String, assessedAt: Int64, outcome: String,
    evidence: [UInt8], document: [UInt8]
  ) -> [UInt8] {
    Chain.hash([
      Array("\(run)".utf8), Array(platform.utf8), Array(interview.utf8),
      Array("\(assessedAt)".utf8), Array(outcome.utf8), evidence, document,
    ])
  }

  private func provenanceID(_ provenance: Provenance, in db: Database) throws -> Int64 {
    var common = provenance
    common.input = ""
    var writer = JSONWriter()
    common.write(to: &writer)
    let hash = Chain.hash([writer.bytes])
    if let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM provenance WHERE hash = ?", arguments: [Data(hash)])
    {
      return id
    }
    let databases = Chain.hash(common.databases.map { Array($0.hash.utf8) })
    try db.execute(
      sql: "INSERT INTO provenance (hash, rulePackHash, databasesHash, body) VALUES (?, ?, ?, ?)",
      arguments: [
        Data(hash), common.rulePack.hash, Data(databases), Data(try BodyCodec.pack(writer.bytes)),
      ])
    return db.lastInsertedRowID
  }

  /// The latest assessment of an interview.
  ///
  /// - Parameters:
  ///   - interview: the platform's identifier, or `platform/identifier`.
  /// - Returns: `nil` where there is none.
  public func latestAssessment(interview: String) throws(StoreError) -> StoredAssessment? {
    try read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT * FROM assessment WHERE interview = :name OR platform || '/' || interview = :name
          ORDER BY id DESC LIMIT 1
          """, arguments: ["name": interview]
      ).map { try Self.assessment($0) }
    }
  }

  /// The latest assessment of every interview, by platform and interview, one after another.
  ///
  /// - Parameter withEvidence: reads the evidence too, where it was kept.
  public func eachLatest(
    withEvidence: Bool = false, _ body: (StoredAssessment) throws -> Void
  ) throws(StoreError) {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT assessment.*, \(withEvidence ? "evidence.body" : "NULL") AS evidenceBody
          FROM standing JOIN assessment ON assessment.id = standing.assessment
          LEFT JOIN evidence ON evidence.hash = assessment.evidence
          ORDER BY standing.platform, standing.interview
          """)
      while let row = try rows.next() { try body(try Self.assessment(row)) }
    }
  }

  /// An assessment by its number, with its evidence where that was kept; `nil` where there is none.
  public func assessment(_ id: Int64) throws(StoreError) -> StoredAssessment? {
    try read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT assessment.*, evidence.body AS evidenceBody FROM assessment
          LEFT JOIN evidence ON evidence.hash = assessment.evidence WHERE assessment.id = ?
          """, arguments: [id]
      ).map { try Self.assessment($0) }
    }
  }

  /// The interviews that a run has assessed already.
  public func assessedInterviews(run: Int64) throws(StoreError) -> Set<String> {
    try read { db in
      try String.fetchSet(
        db, sql: "SELECT interview FROM assessment WHERE run = ?", arguments: [run])
    }
  }

  /// The evidence of a hash; `nil` where it was not kept.
  public func evidence(hash: [UInt8]) throws(StoreError) -> [UInt8]? {
    try read { db in
      try Data.fetchOne(
        db, sql: "SELECT body FROM evidence WHERE hash = ? AND body IS NOT NULL",
        arguments: [Data(hash)]
      ).map { try BodyCodec.unpack(Array($0)) }
    }
  }

  static func assessment(_ row: Row) throws -> StoredAssessment {
    StoredAssessment(
      id: row["id"], run: row["run"], platform: row["platform"], interview: row["interview"],
      assessedAt: Timestamp(millisecondsSinceEpoch: row["assessedAt"]),
      outcome: Outcome(rawValue: row["outcome"]) ?? .notAssessable,
      evidenceHash: Array(row["evidence"] as Data),
      document: try (row["body"] as Data?).map { try BodyCodec.unpack(Array($0)) },
      position: row["position"],
      evidence: try row.hasColumn("evidenceBody")
        ? (row["evidenceBody"] as Data?).map { try BodyCodec.unpack(Array($0)) } : nil)
  }
}
