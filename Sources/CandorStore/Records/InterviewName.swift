import Foundation
import GRDB

/// An interview as the store names it.
public struct InterviewName: Sendable, Hashable {
  /// The platform.
  public let platform: String
  /// The interview's identifier there.
  public let interview: String

  /// Names an interview.
  public init(platform: String, interview: String) {
    self.platform = platform
    self.interview = interview
  }

  /// `platform/identifier`.
  public var text: String { "\(platform)/\(interview)" }
}

extension InterviewName {
  init(_ row: Row) throws {
    try self.init(platform: row.value("platform"), interview: row.value("interview"))
  }

  /// What stands for the name after its data was erased.
  var digest: [UInt8] { Chain.hash(of: Array(text.utf8)) }

  func isErased(in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM erasedInterview WHERE name = ?"),
      arguments: [Data(digest)]) ?? false
  }

  /// The interview that a text names: an identifier, or `platform/identifier`.
  ///
  /// - Throws: `ambiguous` where several platforms have one of this identifier.
  static func find(_ text: String, in db: Database) throws -> InterviewName? {
    let platforms = try String.fetchAll(
      db,
      sql: """
        SELECT DISTINCT platform FROM assessment WHERE interview = ?
          AND EXISTS (SELECT 1 FROM standing WHERE standing.platform = assessment.platform
            AND standing.interview = assessment.interview)
        ORDER BY platform
        """, arguments: [text])
    if platforms.count > 1 { throw StoreError.ambiguousInterview(text, platforms: platforms) }
    if let platform = platforms.first { return InterviewName(platform: platform, interview: text) }
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    return try Row.fetchOne(
      db, sql: "SELECT platform, interview FROM standing WHERE platform = ? AND interview = ?",
      arguments: [parts[0], parts[1]]
    ).map(InterviewName.init)
  }

  /// The same, where there has to be one.
  static func required(_ text: String, in db: Database) throws -> InterviewName {
    if let name = try find(text, in: db) { return name }
    // Its name alone is not kept after erasure, so all platforms are tried.
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    let platforms = try String.fetchAll(db, sql: "SELECT DISTINCT platform FROM run")
    var names = platforms.map { InterviewName(platform: $0, interview: text) }
    if parts.count == 2 { names.append(InterviewName(platform: parts[0], interview: parts[1])) }
    if try names.contains(where: { try $0.isErased(in: db) }) {
      throw StoreError.erasedInterview(text)
    }
    throw StoreError.unknownInterview(text)
  }
}
