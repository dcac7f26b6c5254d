import Crypto
import Foundation
import GRDB

/// The hash chain over assessments, decisions and erasures.
///
/// Each link holds the hash of what it stands for and the hash over the link before it, so that a
/// row that was changed or removed shows, and so does a link.
enum Chain {
  /// What a link stands for.
  enum Kind: String {
    case assessment, decision, erasure
  }

  /// The hash before the first link.
  static let origin = [UInt8](repeating: 0, count: 32)

  /// Adds a link; within the transaction that writes the row.
  static func append(
    _ kind: Kind, subject: Int64, content: [UInt8], in db: Database
  ) throws {
    let previous =
      try Row.fetchOne(db, sql: "SELECT hash FROM chain ORDER BY sequence DESC LIMIT 1")
      .map { row -> [UInt8] in Array(row["hash"] as Data) } ?? origin
    let hash = link(previous: previous, kind: kind, subject: subject, content: content)
    try db.execute(
      sql: "INSERT INTO chain (kind, subject, content, hash) VALUES (?, ?, ?, ?)",
      arguments: [kind.rawValue, subject, Data(content), Data(hash)])
  }

  static func link(
    previous: [UInt8], kind: Kind, subject: Int64, content: [UInt8]
  ) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(data: previous)
    hasher.update(data: Array("\(kind.rawValue):\(subject):".utf8))
    hasher.update(data: content)
    return Array(hasher.finalize())
  }

  static func hash(_ parts: [[UInt8]]) -> [UInt8] {
    var hasher = SHA256()
    for part in parts {
      // Lengths in between, so that no two lists of parts give the same bytes.
      hasher.update(data: Array("\(part.count):".utf8))
      hasher.update(data: part)
    }
    return Array(hasher.finalize())
  }
}
