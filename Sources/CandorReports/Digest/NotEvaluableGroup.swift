import CandorModel

/// Rules that lack the same thing, which is one sentence for a reader.
struct NotEvaluableGroup {
  let text: String
  fileprivate(set) var rules: [String]

  /// The groups in the order in which each sentence first stands.
  static func groups(of entries: [NotEvaluable], _ messages: Messages) -> [Self] {
    var groups: [Self] = []
    var places: [String: Int] = [:]
    for entry in entries {
      let text = messages.reason(entry)
      if let place = places[text] {
        groups[place].rules.append(entry.rule)
      } else {
        places[text] = groups.count
        groups.append(Self(text: text, rules: [entry.rule]))
      }
    }
    return groups
  }
}
