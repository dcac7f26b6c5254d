public import CandorModel
import Foundation
import GRDB

extension Store {
  /// Stores a decision and answers where the interview stands now.
  ///
  /// - Parameters:
  ///   - interview: the platform's identifier, or `platform/identifier`.
  ///   - verdict: anything but `reopened`.
  ///   - reason: why.
  ///   - reviewer: who decided.
  ///   - needsTwo: whether a decision that ends the review needs a second, different reviewer.
  /// - Throws: `notAllowed` where it was decided, or where the same reviewer decides twice and a
  ///   second one is asked for; `notFound` where what could be looked at is gone.
  public func decide(
    _ interview: String, as verdict: StoredDecision.Verdict, reason: String, by reviewer: String,
    needsTwo: Bool, now: Timestamp
  ) throws(StoreError) -> ReviewItem {
    precondition(verdict != .reopened, "taking up again is `reopen`")
    return try write { db in
      let name = try InterviewName.required(interview, in: db)
      let item = try Self.item(name, in: db)
      let round = try Self.round(of: name, in: db)
      if item.state == .decided { throw StoreError.decidedAlready(name) }
      try Self.requireDocuments(item)
      let state: ReviewState
      switch verdict {
      case .unsure: state = .unsure
      case .escalated: state = .escalated
      case .confirmed, .innocent, .reopened:
        guard needsTwo else {
          state = .decided
          break
        }
        // What each said last; somebody may have changed their mind.
        let latest = round.reduce(into: [String: StoredDecision.Verdict]()) {
          $0[StoredDecision.identity($1.reviewer)] = $1.verdict
        }
        let identity = StoredDecision.identity(reviewer)
        if latest[identity] == verdict { throw StoreError.secondReviewerNeeded(name) }
        let agrees = latest.contains { $0.key != identity && $0.value == verdict }
        state = agrees ? .decided : .second
      }
      try Self.store(
        verdict, of: name, assessment: item.assessment, reason: reason, by: reviewer, now: now,
        in: db)
      try Self.set(state, of: name, now: now, in: db)
      return try Self.item(name, in: db)
    }
  }

  /// Takes an interview up again: what was decided becomes history.
  ///
  /// - Throws: `notAllowed` where nothing was decided; `notFound` where what could be looked at is
  ///   gone.
  public func reopen(
    _ interview: String, reason: String, by reviewer: String, now: Timestamp
  ) throws(StoreError) -> ReviewItem {
    try write { db in
      let name = try InterviewName.required(interview, in: db)
      let item = try Self.item(name, in: db)
      try Self.requireDocuments(item)
      guard item.state.restsOnDecisions else { throw StoreError.notDecided(name) }
      let id = try Self.store(
        .reopened, of: name, assessment: item.assessment, reason: reason, by: reviewer, now: now,
        in: db)
      try Self.set(.open, of: name, now: now, in: db)
      try db.execute(
        sql: "UPDATE standing SET roundStart = ? WHERE platform = ? AND interview = ?",
        arguments: [id, name.platform, name.interview])
      return try Self.item(name, in: db)
    }
  }

  /// Nothing is decided, and no reason written down, about what nobody can look at any more.
  private static func requireDocuments(_ item: ReviewItem) throws(StoreError) {
    switch item.state {
    case .purged: throw StoreError.purgedInterview(item.name)
    case .erased: throw StoreError.erasedInterview(item.name.text)
    case .open, .second, .unsure, .escalated, .decided, .clear: return
    }
  }

  /// What was decided about an interview, the first decision first.
  public func decisions(of name: InterviewName) throws(StoreError) -> [StoredDecision] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM decision WHERE platform = ? AND interview = ? ORDER BY id",
        arguments: [name.platform, name.interview]
      ).map(StoredDecision.init)
    }
  }

  /// The decisions that ended a review and still stand, by platform and interview.
  ///
  /// A purge takes documents and no decision: what was decided before it stands. About an interview
  /// that was erased nothing stands, since nobody can tell any more whom it is about.
  ///
  /// - Parameter includesUnsure: gives those too about which the last word was that it cannot be told.
  public func standingDecisions(
    platform: String? = nil, includesUnsure: Bool = false
  ) throws(StoreError) -> [StoredDecision] {
    try read { db in
      let states = includesUnsure ? "'decided', 'unsure'" : "'decided'"
      return try Row.fetchAll(
        db,
        sql: """
          SELECT decision.* FROM standing JOIN decision ON decision.id = (
            SELECT max(id) FROM decision WHERE decision.platform = standing.platform
              AND decision.interview = standing.interview AND decision.id > standing.roundStart)
          WHERE \(Self.stateBeforePurge) IN (\(states))
            AND (:platform IS NULL OR standing.platform = :platform)
          ORDER BY standing.platform, standing.interview
          """, arguments: ["platform": platform]
      ).map(StoredDecision.init)
    }
  }

  /// SQL for where an interview stands by what was decided, whether its documents are there or not.
  static let stateBeforePurge = """
    CASE standing.state WHEN 'purged' THEN coalesce(standing.stateBefore, 'purged')
      ELSE standing.state END
    """

  /// The decisions since the interview was opened last.
  private static func round(of name: InterviewName, in db: Database) throws -> [StoredDecision] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT decision.* FROM decision JOIN standing USING (platform, interview)
        WHERE platform = ? AND interview = ? AND decision.id > standing.roundStart
        ORDER BY decision.id
        """, arguments: [name.platform, name.interview]
    ).map(StoredDecision.init)
  }

  @discardableResult
  private static func store(
    _ verdict: StoredDecision.Verdict, of name: InterviewName, assessment: Int64, reason: String,
    by reviewer: String, now: Timestamp, in db: Database
  ) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO decision (platform, interview, assessment, verdict, reason, reviewer, decidedAt)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        name.platform, name.interview, assessment, verdict.rawValue, reason, reviewer,
        now.millisecondsSinceEpoch,
      ])
    let decision = StoredDecision(
      id: db.lastInsertedRowID, name: name, assessment: assessment, verdict: verdict,
      reason: reason, reviewer: reviewer, decidedAt: now)
    var chain = try ChainWriter(db)
    try chain.append(.decision, subject: decision.id, content: decision.content)
    try chain.finish()
    return decision.id
  }

  /// - Parameter now: since when it waits, where it did not wait before.
  static func set(
    _ state: ReviewState, of name: InterviewName, now: Timestamp, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE standing SET state = :state, isWaiting = :isWaiting,
          waitingSince = CASE WHEN :isWaiting THEN coalesce(waitingSince, :now) END
        WHERE platform = :platform AND interview = :interview
        """,
      arguments: [
        "state": state.rawValue, "isWaiting": state.isWaiting, "now": now.millisecondsSinceEpoch,
        "platform": name.platform, "interview": name.interview,
      ])
  }
}
