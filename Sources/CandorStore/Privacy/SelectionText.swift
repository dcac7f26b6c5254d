/// What a run was asked for, as the store keeps it: words and `key=value`, divided by spaces.
enum SelectionText {
  /// The keys that name an interview or a person.
  private static let personal: Set<Substring> = ["candidate", "interview", "session"]

  /// The text with `erased` in the place of names.
  ///
  /// - Parameter isErased: whether a value of a key that names somebody goes.
  static func replacing(
    in selection: String, where isErased: (String) throws -> Bool
  ) throws -> String {
    try selection.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, personal.contains(parts[0]), try isErased(String(parts[1])) else {
        return String(word)
      }
      return "\(parts[0])=erased"
    }.joined(separator: " ")
  }
}
