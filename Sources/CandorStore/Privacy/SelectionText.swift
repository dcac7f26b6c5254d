/// What a run was asked for, as the store keeps it: words and `key=value`, divided by spaces.
enum SelectionText {
  /// The keys that name an interview or a person.
  static let personal: Set<Substring> = ["candidate", "interview", "session"]
  /// The keys that name something else, for which somebody may have typed an e-mail address.
  static let impersonal: Set<Substring> = ["position", "campaign", "company", "agent"]
  /// The keys that name a person. An interview's id stays where nothing else names anybody, since
  /// reviewers need it.
  static let people: Set<Substring> = ["candidate"]
  /// Words that are no part of a value which has spaces in it.
  private static let ends: Set<Substring> = ["all", "beside"]

  /// The text with other words in the place of names.
  ///
  /// - Parameters:
  ///   - keys: whose values are replaced.
  ///   - alias: what stands in the place of a value of such a key; `nil` where the value stays.
  static func replacing(
    in selection: String, keys: Set<Substring> = personal, _ alias: (String) throws -> String?
  ) throws -> String {
    var result: [String] = []
    var words = selection.split(separator: " ", omittingEmptySubsequences: false)[...]
    while let word = words.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, keys.contains(parts[0]) else {
        result.append(String(word))
        continue
      }
      var value = String(parts[1])
      while let next = words.first, !next.contains("="), !ends.contains(next) {
        value += " " + next
        words.removeFirst()
      }
      result.append("\(parts[0])=\(try alias(value) ?? value)")
    }
    return result.joined(separator: " ")
  }
}
