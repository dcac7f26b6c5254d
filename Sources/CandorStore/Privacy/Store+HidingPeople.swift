import GRDB

extension Store {
  /// A selection as a store keeps it that names nobody: with pseudonyms in the place of people.
  ///
  /// The same question, the same text, so that runs of it are known. Runs that asked it before there
  /// were pseudonyms, and what they could not read, are named anew.
  ///
  /// - Parameters:
  ///   - selection: words and `key=value`, divided by spaces.
  ///   - pseudonym: of a name; the same for the same name.
  public func hidingPeople(
    in selection: String, platform: String, as pseudonym: (String) -> String
  ) throws(StoreError) -> String {
    try write { db in
      let named = try Self.forgettingErased(selection, platform: platform, in: db)
      let hidden = try Self.hidingPeople(in: named, platform: platform, as: pseudonym, in: db)
      guard hidden != named else { return named }
      let runs = try Row.fetchAll(
        db, sql: "SELECT id, selection FROM run WHERE selection IN (?, ?)",
        arguments: [named, named + Self.besideOthers])
      for run in runs {
        let id: Int64 = try run.value("id")
        let asked: String = try run.value("selection")
        let suffix = String(asked.dropFirst(named.count))
        try db.execute(
          sql: "UPDATE run SET selection = ? WHERE id = ?", arguments: [hidden + suffix, id])
        _ = try SelectionText.replacing(in: named, keys: SelectionText.people) { name in
          let losses = try Row.fetchAll(
            db, sql: "SELECT id, item, message FROM loss WHERE run = ? AND item = ?",
            arguments: [id, name])
          let alias = pseudonym(name)
          let erased = try ErasedNames.alias(of: alias, platform: platform, in: db)
          try LossName.replace(in: losses, by: erased ?? alias, in: db)
          return nil
        }
      }
      return hidden
    }
  }

  /// - Parameter selection: without those who were erased.
  static func hidingPeople(
    in selection: String, platform: String, as pseudonym: (String) -> String, in db: Database
  ) throws -> String {
    let hidden = try SelectionText.replacing(in: selection, keys: SelectionText.people) { name in
      name == ErasedNames.alias || name == ErasedNames.addressAlias ? nil : pseudonym(name)
    }
    // Who was erased from a store without names was known by the pseudonym.
    return try forgettingErased(hidden, platform: platform, in: db)
  }
}
