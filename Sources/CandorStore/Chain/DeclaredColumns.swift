import GRDB

/// The columns of the tables as the migrations declare them.
///
/// SQLite keeps a value of any kind in nearly every column (<https://www.sqlite.org/flextypegood.html>),
/// so what a column was declared to hold has to be asked for.
struct DeclaredColumns {
  private let columns: [String: [ColumnInfo]]

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

  /// An SQL expression: 1 for a row of the table in which a column holds a value of another kind, or
  /// a text with a NUL in it, behind which nobody reads on; else 0.
  func isOfOtherKinds(_ table: String) -> String {
    let conditions = columns[table, default: []].map { column in
      let name = "\(table).\(column.name)"
      let kind = column.type.lowercased()
      let isNeeded = column.isNotNull || column.primaryKeyIndex > 0
      let isOther = "typeof(\(name)) NOT IN ('\(kind)'\(isNeeded ? "" : ", 'null'"))"
      return kind == "text" ? "\(isOther) OR instr(\(name), char(0)) > 0" : isOther
    }
    return "(\(conditions.joined(separator: " OR "))) IS TRUE"
  }
}
