public import CandorModel
import Foundation
import GRDB

/// Everything that is stored of one interview of a person.
public struct PersonalRecord: Sendable {
  /// A document of evidence.
  public struct StoredEvidence: Sendable {
    /// When it was stored.
    public let storedAt: Timestamp
    /// The document: its canonical form, and what the reader of the platform noticed.
    public let document: [UInt8]
  }

  /// The interview.
  public let name: InterviewName
  /// Where it stands.
  public let state: ReviewState
  /// What was concluded, the first assessment first.
  public let assessments: [StoredAssessment]
  /// What the platform logged.
  public let evidence: [StoredEvidence]
  /// What was decided.
  public let decisions: [StoredDecision]
  /// Who looked.
  public let accesses: [StoredAccess]
}

extension Store {
  /// Everything that is stored of one person, by platform and interview.
  ///
  /// - Parameter names: external id, id or e-mail, or keyed hashes of them; any of them.
  /// - Throws: `notFound` where nothing is stored of this person.
  public func export(candidate names: [String]) throws(StoreError) -> [PersonalRecord] {
    try read { db in
      let interviews = try PersonSearch(names).interviews(in: db)
      guard !interviews.isEmpty else { throw StoreError.unknownCandidate() }
      return try interviews.map { try Self.record($0, in: db) }
    }
  }

  private static func record(_ name: InterviewName, in db: Database) throws -> PersonalRecord {
    func rows(_ table: String, by order: String) throws -> [Row] {
      try Row.fetchAll(
        db, sql: "SELECT * FROM \(table) WHERE platform = ? AND interview = ? ORDER BY \(order)",
        arguments: [name.platform, name.interview])
    }
    return PersonalRecord(
      name: name, state: try item(name, in: db).state,
      assessments: try rows("assessment", by: "id").map { try assessment($0) },
      evidence: try rows("evidence", by: "storedAt, hash").compactMap { row in
        guard let body = try row.optional("body") as Data? else { return nil }
        return try PersonalRecord.StoredEvidence(
          storedAt: row.moment("storedAt"),
          document: EvidenceBody.document(body: body, notes: row.optional("notes")))
      },
      decisions: try rows("decision", by: "id").map(StoredDecision.init),
      accesses: try accesses(to: name, in: db))
  }
}
