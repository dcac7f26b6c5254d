import Foundation
import GRDB

/// What people who were erased were called, so that nobody is named again by being asked for.
///
/// Of each name only its SHA-256 is kept. E-mail addresses are not: whoever has the file could try
/// those that they know. No platform's id is one, so none is written down beside runs at all.
enum ErasedNames {
  /// What stands in the place of a name.
  static let alias = "erased"

  /// - Parameter identities: what people are called, and interviews as `platform/identifier`; as
  ///   names are compared.
  static func insert(_ identities: Set<String>, at moment: Int64, in db: Database) throws {
    for identity in identities where !isAddress(identity) {
      try db.cachedStatement(
        sql: "INSERT OR IGNORE INTO erasedName (name, erasedAt) VALUES (?, ?)"
      ).execute(arguments: [digest(identity), moment])
    }
  }

  /// What may be written in the place of a name that something was asked for by; `nil` where the
  /// name itself may.
  ///
  /// - Parameters:
  ///   - name: of an interview, a person or anything else.
  ///   - platform: that was asked.
  static func alias(of name: String, platform: String, in db: Database) throws -> String? {
    if isAddress(name) { return "e-mail" }
    let interview = InterviewName(platform: platform, interview: name)
    if try interview.isErased(in: db) { return alias }
    // A store that is only looked into may be of before there were any.
    guard try db.tableExists("erasedName") else { return nil }
    let isErased = try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM erasedName WHERE name IN (?, ?)"),
      arguments: [
        digest(PersonSearch.identity(name)), digest(PersonSearch.identity(interview.text)),
      ])
    return isErased == true ? alias : nil
  }

  private static func digest(_ identity: String) -> Data {
    Data(Chain.hash(of: Array(identity.utf8)))
  }

  private static func isAddress(_ name: String) -> Bool { name.contains("@") }
}
