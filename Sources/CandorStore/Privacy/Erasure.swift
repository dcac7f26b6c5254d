import CandorModel
import Foundation
import GRDB

/// That something was taken out of a row, and a hash of what is left of the row; or that all evidence
/// up to a moment was removed.
///
/// The chain stands for what a row held at first. A row without its document is checked against
/// the erasure, which has a link of its own.
struct Erasure {
  /// The `kind` of evidence, which has no links of its own: `subject` is the moment up to which all
  /// of it that was stored is gone, and `remainder` the number of the latest assessment by then.
  static let evidence: Int64 = 4

  enum Cause: String {
    case erase, purge
  }

  let at: Int64
  let cause: String
  let kind: Int64
  let subject: Int64
  let remainder: [UInt8]

  var content: [UInt8] {
    Chain.hash([
      Array("\(at)".utf8), Array(cause.utf8), Array("\(kind)".utf8), Array("\(subject)".utf8),
      remainder,
    ])
  }
}

extension Erasure {
  init(_ row: Row) throws {
    try self.init(
      at: row.value("at"), cause: row.value("cause"), kind: row.value("kind"),
      subject: row.value("subject"), remainder: row.value("remainder"))
  }
}

/// Takes documents out of rows, within one transaction.
struct Eraser {
  let now: Timestamp
  let cause: Erasure.Cause
  private let db: Database
  private var chain: ChainWriter

  init(_ cause: Erasure.Cause, now: Timestamp, in db: Database) throws {
    self.cause = cause
    self.now = now
    self.db = db
    chain = try ChainWriter(db)
  }

  func finish() throws { try chain.finish() }

  /// Takes document and candidate out of an assessment. Who it is about is kept as long as a reason of a
  /// decision on the interview is, which else could neither be told to the person nor be erased.
  ///
  /// - Parameter alias: what the interview is called from now on; `nil` to keep its name.
  mutating func empty(assessment id: Int64, alias: String? = nil) throws {
    try db.cachedStatement(
      sql: """
        UPDATE assessment SET body = NULL, interview = coalesce(:alias, interview),
          candidate = CASE WHEN :alias IS NULL AND EXISTS (SELECT 1 FROM decision
            WHERE decision.platform = assessment.platform AND decision.interview = assessment.interview
              AND decision.reason IS NOT NULL) THEN candidate END,
          evidence = CASE WHEN :alias IS NULL THEN evidence ELSE x'' END,
          facts = CASE WHEN :alias IS NULL THEN facts END WHERE id = :id
        """
    ).execute(arguments: ["id": id, "alias": alias])
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM assessment WHERE id = ?"), arguments: [id])
    guard let row else { return }
    try record(
      Chain.Kind.assessment.rawValue, id,
      remainder: Store.content(AssessmentRow(row), document: nil))
  }

  /// Takes the reason out of a decision.
  mutating func empty(decision id: Int64, alias: String? = nil) throws {
    try db.cachedStatement(
      sql: """
        UPDATE decision SET reason = NULL, interview = coalesce(:alias, interview) WHERE id = :id
        """
    ).execute(arguments: ["id": id, "alias": alias])
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM decision WHERE id = ?"), arguments: [id])
    guard let row else { return }
    try record(Chain.Kind.decision.rawValue, id, remainder: StoredDecision(row).content)
  }

  /// Removes all evidence that was stored up to a moment.
  ///
  /// - Returns: how many rows.
  mutating func removeEvidence(upTo moment: Int64) throws -> Int {
    try db.execute(sql: "DELETE FROM evidence WHERE storedAt <= ?", arguments: [moment])
    let count = db.changesCount
    if count > 0 {
      let latest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM assessment") ?? 0
      try record(Erasure.evidence, moment, remainder: Array("\(latest)".utf8))
    }
    return count
  }

  private mutating func record(_ kind: Int64, _ subject: Int64, remainder: [UInt8]) throws {
    let erasure = Erasure(
      at: now.millisecondsSinceEpoch, cause: cause.rawValue, kind: kind, subject: subject,
      remainder: remainder)
    try db.cachedStatement(
      sql: "INSERT INTO erasure (at, cause, kind, subject, remainder) VALUES (?, ?, ?, ?, ?)"
    ).execute(
      arguments: [
        erasure.at, erasure.cause, erasure.kind, erasure.subject, Data(erasure.remainder),
      ])
    try chain.append(.erasure, subject: db.lastInsertedRowID, content: erasure.content)
  }
}
