import Foundation
import GRDB

/// What people who were erased were called, so that nobody is named again by being asked for.
///
/// Of each name only its SHA-256 is kept. E-mail addresses are not: whoever has the file could try
/// those that they know. No platform's id is one, so none is written down beside runs at all.
enum ErasedNames {
  /// What stands in the place of a name.
  static let alias = "erased"
  /// What stands in the place of an e-mail address.
  static let addressAlias = "e-mail"

  /// - Parameters:
  ///   - names: what a person, or an interview, is called on a platform.
  ///   - platforms: where; another one may call somebody else so.
  static func insert(
    _ names: Set<String>, of platforms: Set<String>, at moment: Int64, in db: Database
  ) throws {
    for platform in platforms {
      for name in names where !isAddress(name) {
        try db.cachedStatement(
          sql: "INSERT OR IGNORE INTO erasedName (name, erasedAt) VALUES (?, ?)"
        ).execute(arguments: [digest(of: name, platform: platform), moment])
      }
    }
  }

  /// What may be written in the place of a name that something was asked for by; `nil` where the
  /// name itself may.
  ///
  /// - Parameters:
  ///   - name: of an interview, a person or anything else.
  ///   - platform: that was asked.
  static func alias(of name: String, platform: String, in db: Database) throws -> String? {
    if isAddress(name) { return addressAlias }
    let interview = InterviewName(platform: platform, interview: name)
    if try interview.isErased(in: db) { return alias }
    // A store that is only looked into may be of before there were any.
    guard try db.tableExists("erasedName") else { return nil }
    let isErased = try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM erasedName WHERE name = ?"),
      arguments: [digest(of: name, platform: platform)])
    return isErased == true ? alias : nil
  }

  /// By what a name is known, compared as names are.
  private static func digest(of name: String, platform: String) -> Data {
    let text = InterviewName(platform: platform, interview: name).text
    return Data(Chain.hash(of: Array(PersonSearch.identity(text).utf8)))
  }

  static func isAddress(_ name: String) -> Bool { name.contains("@") }
}
