import CandorModel
import GRDB

/// The columns of the tables as the migrations declare them.
///
/// SQLite keeps a value of any kind in nearly every column (<https://www.sqlite.org/flextypegood.html>),
/// so what a column was declared to hold has to be asked for.
struct DeclaredColumns {
  private let columns: [String: [ColumnInfo]]

  /// The columns that hold words or numbers of a list and no others, with the list as SQL has it.
  private static let lists: [String: String] = [
    "assessment.outcome": list(Outcome.allCases.map(\.rawValue)),
    "decision.verdict": list(StoredDecision.Verdict.allCases.map(\.rawValue)),
    "run.state": list(StoredRun.State.allCases.map(\.rawValue)),
    "standing.state": list(ReviewState.allCases.map(\.rawValue)),
    "standing.stateBefore": list(ReviewState.allCases.map(\.rawValue)),
    "standing.urgency": Outcome.allCases.map { "\($0.urgency)" }.joined(separator: ", "),
  ]

  private static func list(_ words: [String]) -> String {
    words.map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Reads them off an empty store in memory.
  init() throws {
    let empty = try DatabaseQueue()
    try StoreSchema.migrator.migrate(empty)
    columns = try empty.read { db in
      let tables = try String.fetchAll(
        db,
        sql: """
          SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
            AND name NOT LIKE 'grdb%'
          """)
      return try Dictionary(uniqueKeysWithValues: tables.map { ($0, try db.columns(in: $0)) })
    }
  }

  /// The tables of a store in which a column is missing, or which are missing themselves, by name.
  func incompleteTables(in db: Database) throws -> [String] {
    try columns.keys.sorted().filter { table in
      let there = try String.fetchSet(
        db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
      return columns[table, default: []].contains { !there.contains($0.name) }
    }
  }

  /// An SQL expression: 1 for a row of the table in which a column holds a value of another kind, a
  /// text with a NUL in it, behind which nobody reads on, or a word that is none of its list; else 0.
  func isOfOtherKinds(_ table: String) -> String {
    let conditions = columns[table, default: []].map { column in
      let name = "\(table).\(column.name)"
      let kind = column.type.lowercased()
      let isNeeded = column.isNotNull || column.primaryKeyIndex > 0
      var isOther = "typeof(\(name)) NOT IN ('\(kind)'\(isNeeded ? "" : ", 'null'"))"
      if let list = Self.lists[name] { isOther += " OR \(name) NOT IN (\(list))" }
      return kind == "text" ? "\(isOther) OR instr(\(name), char(0)) > 0" : isOther
    }
    return "(\(conditions.joined(separator: " OR "))) IS TRUE"
  }
}
