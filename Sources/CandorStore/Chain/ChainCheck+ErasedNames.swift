import CandorModel
import Foundation
import GRDB

extension ChainCheck {
  /// As many names are kept from being stored again as interviews were erased at a time, and none of
  /// people but where somebody was erased; the erasures are part of the chain.
  mutating func checkErasedNames() throws {
    let moments = try Row.fetchAll(
      db,
      sql: """
        WITH gone AS (
          SELECT erasure.at AS moment,
            count(DISTINCT assessment.platform || '/' || assessment.interview) AS interviews
          FROM erasure JOIN assessment ON assessment.id = erasure.subject
          WHERE erasure.kind = 1 AND erasure.cause = 'erase' AND typeof(erasure.at) = 'integer'
          GROUP BY erasure.at
        ), kept AS (
          SELECT erasedAt AS moment, count(*) AS names FROM erasedInterview
          WHERE typeof(erasedAt) = 'integer' GROUP BY erasedAt
        )
        SELECT gone.moment AS moment, 0 AS isMore FROM gone LEFT JOIN kept USING (moment)
        WHERE interviews > coalesce(names, 0)
        UNION ALL
        SELECT kept.moment, 1 FROM kept LEFT JOIN gone USING (moment)
        WHERE names > coalesce(interviews, 0)
        ORDER BY 1 LIMIT 100
        """)
    for row in moments {
      let text = try Timestamp(millisecondsSinceEpoch: row.value("moment")).text
      if try row.value("isMore") {
        result.note(
          .inserted, "erasedInterview", nil,
          "a name of \(text) that is not stored again is that of no interview erased then")
      } else {
        result.note(
          .removed, "erasedInterview", nil,
          "the name of an interview that was erased at \(text) is gone, so it may be stored again")
      }
    }
    let strange = try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT erasedAt FROM erasedName
        WHERE typeof(erasedAt) = 'integer'
          AND erasedAt NOT IN (SELECT at FROM erasure WHERE kind = 1 AND cause = 'erase')
        ORDER BY 1 LIMIT 100
        """)
    for moment in strange {
      let text = Timestamp(millisecondsSinceEpoch: moment).text
      result.note(
        .inserted, "erasedName", nil,
        "a name of \(text) that is not written down again is that of nobody erased then")
    }
    try checkNamesThatStand()
  }

  /// What was erased is called otherwise, so no interview of the queue has a name that is kept out.
  private mutating func checkNamesThatStand() throws {
    let erased = try Set<Data>(
      Data.fetchAll(db, sql: "SELECT name FROM erasedInterview WHERE typeof(name) = 'blob'"))
    guard !erased.isEmpty else { return }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT platform, interview, assessment FROM standing
        WHERE NOT (\(columns.isOfOtherKinds("standing")))
        """)
    while let row = try rows.next() {
      guard try erased.contains(Data(InterviewName(row).digest)) else { continue }
      let id: Int64 = try row.value("assessment")
      result.note(
        .inserted, "erasedInterview", nil,
        "the name of assessment \(id)'s interview is among those that are not stored again")
    }
  }
}
