/// A mistake in a table of ours or of a user.
public struct TableError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The table's name, without a folder.
  public let table: String
  /// The line, 1-based; the header is line 1.
  public let line: Int
  /// What was expected and what was found.
  public let message: String

  /// `table:line: message`.
  public var description: String { "\(table):\(line): \(message)" }
}

/// Reads the small comma-separated tables that the project carries (RFC 4180 quoting on one line).
package enum DelimitedTable {
  /// One row, with its cells in the order of the columns asked for.
  package struct Row {
    package let table: String
    package let line: Int
    package let columns: [String]
    package let cells: [String]

    package subscript(_ column: Int) -> String { cells[column] }

    package func mistake(column: Int, expected: String) -> TableError {
      TableError(
        table: table, line: line,
        message: "expected `\(columns[column])` to be \(expected), found `\(cells[column])`")
    }
  }

  /// Calls `body` with every row that is neither empty nor a comment (`#` first).
  ///
  /// - Parameter columns: the columns that are needed, all of which the header must have; others
  ///   are skipped.
  package static func read(
    _ text: String, name: String, columns: [String],
    _ body: (Row) throws(TableError) -> Void
  ) throws(TableError) {
    var places: [Int]?
    var number = 0
    var rest = Substring(text).utf8
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      var line = rest[..<end]
      rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
      number += 1
      if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let cells = split(line)
      guard let places else {
        places = try header(cells, name: name, line: number, columns: columns)
        continue
      }
      try body(
        Row(
          table: name, line: number, columns: columns,
          cells: places.map { $0 < cells.count ? cells[$0] : "" }))
    }
    if places == nil {
      throw TableError(
        table: name, line: 1, message: "expected a header with `\(columns.joined(separator: ","))`")
    }
  }

  private static func header(
    _ cells: [String], name: String, line: Int, columns: [String]
  ) throws(TableError) -> [Int] {
    var places: [Int] = []
    for column in columns {
      guard let place = cells.firstIndex(of: column) else {
        throw TableError(
          table: name, line: line,
          message: "expected a column `\(column)`, found `\(cells.joined(separator: ","))`")
      }
      places.append(place)
    }
    return places
  }

  /// The cells of one line; a cell in quotes may hold commas, and a quote as two.
  private static func split(_ line: Substring.UTF8View) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let next = line.index(after: index)
      if byte == UInt8(ascii: "\"") {
        if isQuoted, next < line.endIndex, line[next] == byte {
          cell.append(byte)
          index = line.index(after: next)
          continue
        }
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ","), !isQuoted {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
      } else {
        cell.append(byte)
      }
      index = next
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    return cells
  }
}
