import Foundation
import GRDB

/// What a run could not read, under a name that tells nothing.
enum LossName {
  /// A loss's message with another name; it begins with the name, between backticks.
  static func replacing(_ item: String, by alias: String, in message: String) -> String {
    guard message.hasPrefix("`"), let end = message.range(of: "`: ") else {
      return message.replacingOccurrences(of: item, with: alias)
    }
    return "`\(alias)`: "
      + message[end.upperBound...].replacingOccurrences(of: item, with: alias)
  }

  /// Names losses anew.
  ///
  /// - Parameter losses: rows with `id`, `item` and `message`.
  static func replace(in losses: [Row], by alias: String, in db: Database) throws {
    for loss in losses {
      let id: Int64 = try loss.value("id")
      let message = try replacing(loss.value("item"), by: alias, in: loss.value("message"))
      try db.execute(
        sql: "UPDATE loss SET item = ?, message = ? WHERE id = ?",
        arguments: [alias, message, id])
    }
  }
}
