import CandorModel
import Foundation
import GRDB

/// A column of a row that holds what Candor never writes there: a value of another kind, a moment that
/// has no date, or a word that is none of those it knows.
///
/// It names the column and not the value, which may be personal data.
struct DamagedCell: Error {
  let column: String
}

/// A kind of value that Candor writes.
protocol StoredValue {
  /// - Returns: `nil` for a value of another kind.
  init?(stored: DatabaseValue.Storage)
}

extension Row {
  /// The moments of the years 0 to 9999, which can be written down (`Timestamp.text`).
  private static let writableMoments: Range<Int64> = -62_167_219_200_000..<253_402_300_800_000

  /// What a column holds.
  ///
  /// GRDB's subscripts end the process where it is of another kind, and print the whole row; others of
  /// its ways cut fractions off, and take text for bytes.
  ///
  /// - Throws: `DamagedCell`, also where the column is missing or empty.
  func value<Value: StoredValue>(_ column: String) throws -> Value {
    guard let value = Value(stored: try storage(column)) else { throw DamagedCell(column: column) }
    return value
  }

  /// The same of a column that may be empty.
  func optional<Value: StoredValue>(_ column: String) throws -> Value? {
    let storage = try storage(column)
    if case .null = storage { return nil }
    guard let value = Value(stored: storage) else { throw DamagedCell(column: column) }
    return value
  }

  /// The moment in a column.
  func moment(_ column: String) throws -> Timestamp {
    let milliseconds: Int64 = try value(column)
    guard Self.writableMoments.contains(milliseconds) else { throw DamagedCell(column: column) }
    return Timestamp(millisecondsSinceEpoch: milliseconds)
  }

  /// The same of a column that may be empty.
  func optionalMoment(_ column: String) throws -> Timestamp? {
    if case .null = try storage(column) { return nil }
    return try moment(column)
  }

  /// The word in a column.
  ///
  /// - Throws: `DamagedCell`, also for a word that is none of the type's.
  func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
    let text: String = try value(column)
    guard let word = Word(rawValue: text) else { throw DamagedCell(column: column) }
    return word
  }

  /// The same of a column that may be empty.
  func optionalWord<Word: RawRepresentable<String>>(_ column: String) throws -> Word? {
    if case .null = try storage(column) { return nil }
    return try word(column) as Word
  }

  private func storage(_ column: String) throws -> DatabaseValue.Storage {
    do { return try decode(DatabaseValue.self, forColumn: column).storage } catch {
      // What GRDB throws holds the row.
      throw DamagedCell(column: column)
    }
  }
}

extension Int64: StoredValue {
  init?(stored: DatabaseValue.Storage) {
    guard case .int64(let number) = stored else { return nil }
    self = number
  }
}

extension Int: StoredValue {
  init?(stored: DatabaseValue.Storage) {
    guard case .int64(let number) = stored else { return nil }
    self.init(exactly: number)
  }
}

extension Bool: StoredValue {
  init?(stored: DatabaseValue.Storage) {
    guard case .int64(let number) = stored, number == 0 || number == 1 else { return nil }
    self = number == 1
  }
}

extension String: StoredValue {
  init?(stored: DatabaseValue.Storage) {
    guard case .string(let text) = stored else { return nil }
    self = text
  }
}

extension Data: StoredValue {
  init?(stored: DatabaseValue.Storage) {
    guard case .blob(let bytes) = stored else { return nil }
    self = bytes
  }
}

extension [UInt8]: StoredValue {
  init?(stored: DatabaseValue.Storage) {
    guard case .blob(let bytes) = stored else { return nil }
    self = Array(bytes)
  }
}
