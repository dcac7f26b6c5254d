import Crypto
import Foundation
import GRDB

/// The hash chain over assessments, decisions and erasures.
///
/// Each link holds the hash of what it stands for and the hash over the link before it, so that a
/// row that was changed, removed or put in shows, and so does a link. The head stands beside the
/// chain, so that a cut tail shows too.
enum Chain {
  /// What a link stands for; the numbers are stored.
  enum Kind: Int64, CaseIterable {
    case assessment = 1
    case decision = 2
    case erasure = 3

    var table: String {
      switch self {
      case .assessment: "assessment"
      case .decision: "decision"
      case .erasure: "erasure"
      }
    }
  }

  /// The hash before the first link.
  static let origin = [UInt8](repeating: 0, count: 32)

  static func link(
    previous: [UInt8], kind: Kind, subject: Int64, content: [UInt8]
  ) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(data: previous)
    hasher.update(data: Array("\(kind.rawValue):\(subject):".utf8))
    hasher.update(data: content)
    return Array(hasher.finalize())
  }

  /// The hash of a row's fields; what is absent differs from what is empty.
  static func hash(_ parts: [[UInt8]?]) -> [UInt8] {
    var hasher = SHA256()
    for part in parts {
      // Lengths in between, so that no two lists of parts give the same bytes.
      hasher.update(data: Array((part.map { "\($0.count):" } ?? "-:").utf8))
      if let part { hasher.update(data: part) }
    }
    return Array(hasher.finalize())
  }

  /// Plain SHA-256.
  static func hash(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// Adds links within the transaction that writes their rows; the head is written once, at its end.
struct ChainWriter {
  private var sequence: Int64
  private var hash: [UInt8]
  private let database: GRDB.Database

  init(_ db: GRDB.Database) throws {
    database = db
    let head = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM chainHead WHERE id = 1")
    sequence = try head?.value("sequence") ?? 0
    hash = try head?.value("hash") ?? Chain.origin
  }

  mutating func append(_ kind: Chain.Kind, subject: Int64, content: [UInt8]) throws {
    // No chain is as long as that: somebody wrote the number.
    guard sequence < Int64.max else { throw DamagedCell(column: "sequence") }
    sequence += 1
    hash = Chain.link(previous: hash, kind: kind, subject: subject, content: content)
    let statement = try database.cachedStatement(
      sql: "INSERT INTO chain (sequence, kind, subject, content, hash) VALUES (?, ?, ?, ?, ?)")
    try statement.execute(
      arguments: [sequence, kind.rawValue, subject, Data(content), Data(hash)])
  }

  /// Writes the head.
  func finish() throws {
    try database.execute(
      sql: """
        INSERT INTO chainHead (id, sequence, hash) VALUES (1, ?, ?)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
        """, arguments: [sequence, Data(hash)])
  }
}
