import CandorModel
import Foundation
import GRDB

extension Store {
  /// The latest assessment of an interview.
  ///
  /// - Parameters:
  ///   - interview: the platform's identifier, or `platform/identifier`.
  /// - Returns: `nil` where there is none.
  /// - Throws: `ambiguous` where several platforms have an interview of this identifier.
  public func latestAssessment(interview: String) throws(StoreError) -> StoredAssessment? {
    try read { db in
      guard let name = try InterviewName.find(interview, in: db) else { return nil }
      return try Self.latest(name, in: db)
    }
  }

  /// The latest assessment of an interview.
  ///
  /// - Throws: `notFound` where there is none, and says so where it was erased; `ambiguous`.
  public func requiredAssessment(interview: String) throws(StoreError) -> StoredAssessment {
    try read { db in
      let name = try InterviewName.required(interview, in: db)
      guard let assessment = try Self.latest(name, in: db) else {
        throw StoreError.unknownInterview(interview)
      }
      return assessment
    }
  }

  /// The number of an interview's latest assessment; `nil` where there is none.
  public func latestNumber(of name: InterviewName) throws(StoreError) -> Int64? {
    try read { db in
      try Int64.fetchOne(
        db.cachedStatement(
          sql: "SELECT assessment FROM standing WHERE platform = ? AND interview = ?"),
        arguments: [name.platform, name.interview])
    }
  }

  static func latest(_ name: InterviewName, in db: Database) throws -> StoredAssessment? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT assessment.* FROM standing JOIN assessment ON assessment.id = standing.assessment
        WHERE standing.platform = ? AND standing.interview = ?
        """, arguments: [name.platform, name.interview]
    ).map { try Self.assessment($0) }
  }

  /// The latest assessment of every interview, by platform and interview, one after another.
  ///
  /// Where data was erased or purged the assessment has no document, only its outcome.
  ///
  /// - Parameters:
  ///   - withEvidence: reads the evidence too, where it was kept.
  ///   - besideOthers: gives each interview as it is beside others, where it was compared with them;
  ///     else as it is by itself.
  public func eachLatest(
    withEvidence: Bool = false, besideOthers: Bool = true,
    _ body: (StoredAssessment) throws -> Void
  ) throws(StoreError) {
    let byItself = """
      coalesce((SELECT max(own.id) FROM assessment AS own JOIN run ON run.id = own.run
        WHERE own.platform = standing.platform AND own.interview = standing.interview
          AND run.besides IS NULL), standing.assessment)
      """
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT assessment.*, \(withEvidence ? "evidence.body" : "NULL") AS evidenceBody,
            \(withEvidence ? "evidence.notes" : "NULL") AS evidenceNotes
          FROM standing
          JOIN assessment ON assessment.id = \(besideOthers ? "standing.assessment" : byItself)
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
          SELECT assessment.*, evidence.body AS evidenceBody, evidence.notes AS evidenceNotes
          FROM assessment LEFT JOIN evidence ON evidence.hash = assessment.evidence
          WHERE assessment.id = ?
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

  /// The evidence of a hash, with what its reader noticed; `nil` where it was not kept.
  public func evidence(hash: [UInt8]) throws(StoreError) -> [UInt8]? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT body, notes FROM evidence WHERE hash = ? AND body IS NOT NULL",
        arguments: [Data(hash)]
      ).map { row in
        try EvidenceBody.document(body: row.value("body"), notes: row.optional("notes"))
      }
    }
  }

  static func assessment(_ row: Row) throws -> StoredAssessment {
    let document: [UInt8]? = try row.optional("body")
    let evidence: Data? = try row.hasColumn("evidenceBody") ? row.optional("evidenceBody") : nil
    return try StoredAssessment(
      id: row.value("id"), run: row.value("run"), platform: row.value("platform"),
      interview: row.value("interview"), assessedAt: row.moment("assessedAt"),
      outcome: row.word("outcome"),
      evidenceHash: row.value("evidence"), document: document.map { try BodyCodec.unpack($0) },
      position: row.optional("position"),
      evidence: evidence.map {
        try EvidenceBody.document(body: $0, notes: row.optional("evidenceNotes"))
      })
  }
}
