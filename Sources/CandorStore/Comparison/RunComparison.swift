public import CandorModel
import Foundation
import GRDB

/// What two runs made of the same interviews.
public struct RunComparison: Sendable {
  /// Why an outcome may differ: what the two assessments were made of and with.
  public enum Cause: String, Sendable, CaseIterable {
    /// The platform logged something else.
    case evidence
    /// The rules are others.
    case rules
    /// The location databases are others.
    case databases
    /// The patterns for agents are others.
    case agents
    /// Candor itself is another version.
    case engine
    /// "In the future" referred to another day.
    case referenceDate = "reference-date"
    /// Nothing of these differs: other interviews, to which this one is linked, do.
    case links
  }

  /// An interview whose outcome differs.
  public struct Change: Sendable, Hashable {
    /// The interview.
    public let name: InterviewName
    /// The outcome of the first run.
    public let before: Outcome
    /// The outcome of the second.
    public let after: Outcome
    /// What differs between the two.
    public let causes: [Cause]
    /// Rules that counted in the second alone, sorted; empty where documents are gone.
    public let added: [String]
    /// Rules that counted in the first alone, sorted; empty where documents are gone.
    public let removed: [String]
  }

  /// The first run.
  public let first: StoredRun
  /// The second run.
  public let second: StoredRun
  /// How many interviews both have assessed.
  public let compared: Int
  /// How many only the first has.
  public let onlyInFirst: Int
  /// How many only the second has.
  public let onlyInSecond: Int
  /// The interviews whose outcome differs, by platform and identifier.
  public let changes: [Change]
}

extension Store {
  /// Compares two runs, in which what an interview is beside others comes in the place of what it is
  /// by itself. Where one of the two is the run that holds just that for the other, the other is
  /// taken by itself.
  ///
  /// - Throws: `notFound` where there is no such run.
  public func compare(_ first: Int64, _ second: Int64) throws(StoreError) -> RunComparison {
    try read { db in
      let runs = try [first, second].map { try Self.requiredRun($0, in: db) }
      let latest = try [(first, second), (second, first)].map { run, other -> String in
        let family = try Self.family(of: run, in: db).filter { $0 == run || $0 != other }
          .map { "\($0)" }.joined(separator: ", ")
        return """
          (SELECT max(id) AS id, platform, interview FROM assessment WHERE run IN (\(family))
            GROUP BY platform, interview)
          """
      }
      let counts = try latest.map {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0
      }
      let pairs = "\(latest[0]) AS one JOIN \(latest[1]) AS two USING (platform, interview)"
      let compared = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(pairs)") ?? 0
      var makings: [Int64: Making] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT a.platform, a.interview, a.outcome AS outcomeBefore, b.outcome AS outcomeAfter,
            a.evidence <> b.evidence AS hasOtherEvidence, a.provenance AS madeBefore,
            b.provenance AS madeAfter, a.body AS bodyBefore, b.body AS bodyAfter
          FROM \(pairs) JOIN assessment AS a ON a.id = one.id JOIN assessment AS b ON b.id = two.id
          WHERE a.outcome <> b.outcome ORDER BY a.platform, a.interview
          """)
      var changes: [RunComparison.Change] = []
      while let row = try rows.next() {
        changes.append(try Self.change(row, &makings, in: db))
      }
      return RunComparison(
        first: runs[0], second: runs[1], compared: compared, onlyInFirst: counts[0] - compared,
        onlyInSecond: counts[1] - compared, changes: changes)
    }
  }

  /// The interviews whose latest assessment was made after a run and has another outcome than the one
  /// of that time, or that had none then.
  ///
  /// - Throws: `notFound` where there is no such run.
  public func changedInterviews(since run: Int64) throws(StoreError) -> Set<InterviewName> {
    try read { db in
      let run = try Self.family(of: Self.requiredRun(run, in: db).id, in: db).max() ?? run
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT standing.platform, standing.interview
          FROM standing JOIN assessment AS latest ON latest.id = standing.assessment
          WHERE latest.run > :run AND latest.outcome IS NOT (
            SELECT earlier.outcome FROM assessment AS earlier
            WHERE earlier.interview = standing.interview AND earlier.platform = standing.platform
              AND earlier.run <= :run
            ORDER BY earlier.id DESC LIMIT 1)
          """, arguments: ["run": run])
      return Set(try rows.map(InterviewName.init))
    }
  }

  /// A run by its number.
  ///
  /// - Throws: `notFound` where there is none.
  public func requiredRun(_ id: Int64) throws(StoreError) -> StoredRun {
    try read { db in try Self.requiredRun(id, in: db) }
  }

  private static func requiredRun(_ id: Int64, in db: Database) throws -> StoredRun {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
    else {
      throw StoreError.unknownRun("\(id)", latest: try latestRuns(5, in: db))
    }
    return try StoredRun(row)
  }

  /// The run that asked a platform so many runs before the latest that did; 0 for the latest itself.
  ///
  /// - Throws: `notFound` where there are not so many.
  public func requiredRun(back count: Int) throws(StoreError) -> StoredRun {
    try read { db in
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT * FROM run WHERE besides IS NULL ORDER BY id DESC LIMIT 1 OFFSET ?",
          arguments: [count])
      else {
        throw StoreError.unknownRun(
          count == 0 ? "last" : "last-\(count)", latest: try Self.latestRuns(5, in: db))
      }
      return try StoredRun(row)
    }
  }

  private static func change(
    _ row: Row, _ makings: inout [Int64: Making], in db: Database
  ) throws -> RunComparison.Change {
    func making(_ id: Int64) throws -> Making {
      if let known = makings[id] { return known }
      let making = try Making(provenance: id, in: db)
      makings[id] = making
      return making
    }
    let hasOtherEvidence: Bool = try row.value("hasOtherEvidence")
    var causes: [RunComparison.Cause] = hasOtherEvidence ? [.evidence] : []
    causes += try making(row.value("madeBefore"))
      .differences(from: making(row.value("madeAfter")))
    let before = try rules(row.optional("bodyBefore"))
    let after = try rules(row.optional("bodyAfter"))
    var added: Set<String> = []
    var removed: Set<String> = []
    if let before, let after {
      added = after.subtracting(before)
      removed = before.subtracting(after)
    }
    return try RunComparison.Change(
      name: InterviewName(row), before: row.word("outcomeBefore"), after: row.word("outcomeAfter"),
      causes: causes.isEmpty ? [.links] : causes,
      added: added.sorted(), removed: removed.sorted())
  }

  /// The rules whose findings counted; `nil` where the document is gone.
  private static func rules(_ body: Data?) throws -> Set<String>? {
    guard let body else { return nil }
    let document = try JSONValue(parsing: try BodyCodec.unpack(Array(body)))
    let findings = document["findings"]?.array ?? []
    return Set(
      findings.filter { $0["effectiveSeverity"]?.string != Severity.none.rawValue }
        .compactMap { $0["rule"]?.string })
  }
}

/// What an assessment was made with.
private struct Making {
  private let parts: [(cause: RunComparison.Cause, text: String)]

  init(provenance id: Int64, in db: Database) throws {
    let body = try Data.fetchOne(
      db, sql: "SELECT body FROM provenance WHERE id = ?", arguments: [id])
    let value = try body.map { try JSONValue(parsing: try BodyCodec.unpack(Array($0))) }
    let databases = (value?["databases"]?.array ?? []).compactMap { $0["hash"]?.string }
    parts = [
      (.rules, value?["rulePack"]?["hash"]?.string ?? ""),
      (.databases, databases.joined(separator: " ")),
      (.agents, value?["userAgents"]?.string ?? ""), (.engine, value?["engine"]?.string ?? ""),
      (.referenceDate, value?["referenceDate"]?.string ?? ""),
    ]
  }

  func differences(from other: Making) -> [RunComparison.Cause] {
    zip(parts, other.parts).filter { $0.0.text != $0.1.text }.map(\.0.cause)
  }
}
