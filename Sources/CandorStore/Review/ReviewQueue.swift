public import CandorModel
import Foundation
import GRDB

/// One interview in the reviewer's queue.
public struct ReviewItem: Sendable {
  /// The interview.
  public let name: InterviewName
  /// The number of its latest assessment.
  public let assessment: Int64
  /// The latest outcome.
  public let outcome: Outcome
  /// Where it stands.
  public let state: ReviewState
  /// When the latest assessment was made.
  public let assessedAt: Timestamp
  /// Since when a reviewer is asked to look; absent where nobody is.
  public let waitingSince: Timestamp?
  /// The position, as its platform names it.
  public let position: String?
}

/// Which interviews of the queue.
public struct ReviewFilter: Sendable, Hashable {
  /// Only of this platform.
  public var platform: String?
  /// Only for this position.
  public var position: String?
  /// Only with one of these outcomes; empty for all.
  public var outcomes: [Outcome] = []
  /// Only in one of these states; empty for those that wait for a reviewer.
  public var states: [ReviewState] = []
  /// Only assessed at this moment or later.
  public var since: Timestamp?
  /// Leaves out what this reviewer has spoken about since it was opened.
  public var reviewer: String?

  /// All that waits for a reviewer.
  public init() {}
}

extension Store {
  /// The queue: most urgent first, of these where two places alternate, each with a device of its own,
  /// then the longest waiting.
  ///
  /// - Parameter limit: how many; `nil` for all.
  public func queue(_ filter: ReviewFilter, limit: Int?) throws(StoreError) -> [ReviewItem] {
    try read { db in
      var query = QueueQuery(filter)
      // What waits comes in the order of the index; the rest waits for nobody.
      let since = filter.states.isEmpty ? "waitingSince" : "coalesce(waitingSince, assessedAt)"
      query.sql =
        "SELECT * FROM standing WHERE \(query.sql) "
        + "ORDER BY urgency, isSecondary, \(since), platform, interview"
      if let limit { query.sql += " LIMIT \(limit)" }
      return try Row.fetchAll(db, sql: query.sql, arguments: query.arguments).map(ReviewItem.init)
    }
  }

  /// How many interviews of the queue there are, by outcome.
  public func queueCounts(_ filter: ReviewFilter) throws(StoreError) -> [Outcome: Int] {
    try read { db in
      let query = QueueQuery(filter)
      let rows = try Row.fetchAll(
        db,
        sql: "SELECT urgency, count(*) AS count FROM standing WHERE \(query.sql) GROUP BY urgency",
        arguments: query.arguments)
      return try rows.reduce(into: [:]) { counts, row in
        let outcome = try row.outcome(ofUrgency: "urgency")
        let count: Int = try row.value("count")
        counts[outcome] = count
      }
    }
  }

  /// Where one interview stands.
  ///
  /// - Throws: `notFound`, `ambiguous`.
  public func reviewItem(_ interview: String) throws(StoreError) -> ReviewItem {
    try read { db in try Self.item(try InterviewName.required(interview, in: db), in: db) }
  }

  static func item(_ name: InterviewName, in db: Database) throws -> ReviewItem {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM standing WHERE platform = ? AND interview = ?",
      arguments: [name.platform, name.interview])
    guard let row else { throw StoreError.unknownInterview(name.text) }
    return try ReviewItem(row)
  }
}

extension ReviewItem {
  init(_ row: Row) throws {
    let isWaiting: Bool = try row.value("isWaiting")
    let waitingSince = try row.optionalMoment("waitingSince")
    try self.init(
      name: InterviewName(row), assessment: row.value("assessment"),
      outcome: row.outcome(ofUrgency: "urgency"), state: row.word("state"),
      assessedAt: row.moment("assessedAt"), waitingSince: isWaiting ? waitingSince : nil,
      position: row.optional("position"))
  }
}

extension Row {
  /// The outcome whose place in the queue a column holds.
  ///
  /// - Throws: `DamagedCell`, also for a number that is no outcome's.
  fileprivate func outcome(ofUrgency column: String) throws -> Outcome {
    let urgency: Int = try value(column)
    guard let outcome = Outcome.allCases.first(where: { $0.urgency == urgency }) else {
      throw DamagedCell(column: column)
    }
    return outcome
  }
}

/// The condition that a filter stands for.
private struct QueueQuery {
  var sql: String
  var arguments = StatementArguments()

  init(_ filter: ReviewFilter) {
    // The index of the queue holds what waits and nothing else.
    sql = "isWaiting = 1"
    if !filter.states.isEmpty {
      sql = "state IN (\(filter.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")))"
    }
    if !filter.outcomes.isEmpty {
      let places = filter.outcomes.map { "\($0.urgency)" }.joined(separator: ", ")
      sql += " AND urgency IN (\(places))"
    }
    if let platform = filter.platform { add("platform = ?", platform) }
    if let position = filter.position { add("position = ?", position) }
    if let since = filter.since { add("assessedAt >= ?", since.millisecondsSinceEpoch) }
    if let reviewer = filter.reviewer {
      add(
        """
        (state = 'open' OR NOT EXISTS (SELECT 1 FROM decision
          WHERE decision.platform = standing.platform
            AND decision.interview = standing.interview AND decision.id > standing.roundStart
            AND reviewerIdentity(reviewer) = ?))
        """, StoredDecision.identity(reviewer))
    }
  }

  private mutating func add(_ condition: String, _ value: some DatabaseValueConvertible) {
    sql += " AND " + condition
    arguments += [value]
  }
}
