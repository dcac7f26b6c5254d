import CandorModel
import Foundation
import GRDB

/// What is looked at through hashes, in no order of its own.
extension ChainCheck {
  mutating func checkProvenance() throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, body, hash, \(columns.isOfOtherKinds("provenance")) AS isOfOtherKinds
        FROM provenance ORDER BY id
        """)
    while let row = try rows.next() {
      result.rows["provenance", default: 0] += 1
      if try !isPacked(row) {
        let id: Int64 = try row.value("id")
        result.note(.changed, "provenance", id, "provenance \(id) was changed")
      }
    }
    let missing = try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT provenance FROM assessment
        WHERE typeof(provenance) = 'integer' AND provenance NOT IN (SELECT id FROM provenance)
        ORDER BY 1
        """)
    for id in missing {
      result.note(.removed, "provenance", id, "provenance \(id) was removed")
    }
  }

  mutating func checkEvidence() throws {
    let isOfOtherKinds = columns.isOfOtherKinds("evidence")
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT hash, body, notes, \(isOfOtherKinds) AS isOfOtherKinds
        FROM evidence WHERE body IS NOT NULL OR \(isOfOtherKinds) ORDER BY hash
        """)
    while let row = try rows.next() {
      result.rows["evidence", default: 0] += 1
      if try !isPacked(row) || !areNotesReadable(row) {
        result.note(.changed, "evidence", nil, "\(Self.evidenceName(row)) was changed")
      }
    }
    try checkNamesOfEvidence(isOfOtherKinds)
    try checkRemovedEvidence()
  }

  private static func evidenceName(_ row: Row) -> String {
    let hash = (try? row.value("hash") as [UInt8]) ?? []
    return "evidence sha256:\(Hexadecimal.text(hash.prefix(8)))..."
  }

  /// Evidence stands under the names that its assessments have, which are part of the chain; where they
  /// are purged its document says whose it is.
  private mutating func checkNamesOfEvidence(_ isOfOtherKinds: String) throws {
    let own = """
      SELECT 1 FROM assessment WHERE assessment.interview = evidence.interview
        AND assessment.platform = evidence.platform AND assessment.evidence = evidence.hash
      """
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT hash, platform, interview, candidate, body, EXISTS (\(own)) AS isAssessed
        FROM evidence WHERE body IS NOT NULL AND NOT \(isOfOtherKinds)
          AND NOT EXISTS (\(own) AND assessment.body IS NOT NULL
            AND assessment.candidate IS evidence.candidate)
        ORDER BY rowid
        """)
    while let row = try rows.next() {
      // One that was changed itself is told above.
      let hash: [UInt8] = try row.value("hash")
      guard let document = try? BodyCodec.unpack(row.value("body")),
        Chain.hash(of: document) == hash, let evidence = try? Evidence(json: document)
      else { continue }
      let candidate: String? = try row.optional("candidate")
      let isAssessed: Bool = try row.value("isAssessed")
      let name = InterviewName(platform: evidence.platform, interview: evidence.interview.id)
      if try InterviewName(row) != name || !Self.isReference(candidate, of: evidence.candidate) {
        result.note(
          .changed, "evidence", nil, "\(Self.evidenceName(row)) stands under a name not its own")
      } else if !isAssessed {
        result.note(
          .inserted, "evidence", nil, "\(Self.evidenceName(row)) is that of no assessment")
      }
    }
  }

  /// Whether evidence of a candidate is stored under this text; once that was also what stands for
  /// nothing.
  private static func isReference(_ text: String?, of candidate: Candidate?) -> Bool {
    let asWritten = candidate?.externalId ?? candidate?.id ?? candidate?.email
    return text == candidate?.reference || text == asWritten
  }

  /// Evidence that was stored with an assessment goes with the erasure of the interview, which takes its
  /// hash too, or with a purge, which is part of the chain.
  private mutating func checkRemovedEvidence() throws {
    let missing = try Int64.fetchAll(
      db,
      sql: """
        SELECT max(kept.id) FROM assessment AS kept
        WHERE kept.evidenceStoredAt > 0 AND length(kept.evidence) > 0
          AND NOT EXISTS (
            SELECT 1 FROM evidence WHERE evidence.hash = kept.evidence AND body IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM erasure
            WHERE erasure.kind = ? AND erasure.cause = 'purge'
              AND CAST(CAST(erasure.remainder AS TEXT) AS INTEGER) >= kept.id
              AND erasure.subject >= kept.evidenceStoredAt)
        GROUP BY kept.evidence ORDER BY 1 LIMIT 100
        """, arguments: [Erasure.evidence])
    for id in missing {
      result.note(.removed, "evidence", nil, "the evidence of assessment \(id) was removed")
    }
  }

  /// Whether a row holds the document that its hash names.
  private func isPacked(_ row: Row) throws -> Bool {
    let isOfOtherKinds: Bool = try row.value("isOfOtherKinds")
    guard !isOfOtherKinds, let bytes = try? BodyCodec.unpack(row.value("body")) else {
      return false
    }
    let hash: [UInt8] = try row.value("hash")
    return Chain.hash(of: bytes) == hash
  }

  private func areNotesReadable(_ row: Row) throws -> Bool {
    guard let notes = try row.optional("notes") as [UInt8]? else { return true }
    return (try? BodyCodec.unpack(notes)) != nil
  }
}
