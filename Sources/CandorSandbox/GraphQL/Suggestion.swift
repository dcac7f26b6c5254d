/// What a misspelt name may have meant.
enum Suggestion {
  /// A sentence to append to a message, with a leading space; empty where nothing is similar.
  static func text(for name: String, among known: [String]) -> String {
    let limit = name.count / 3 + 1
    let similar = known.map { (name: $0, distance: distance(name, $0)) }
      .filter { $0.distance <= limit }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(3).map { "\"\($0.name)\"" }
    return similar.isEmpty ? "" : " Did you mean \(similar.joined(separator: " or "))?"
  }

  /// How many letters differ, case apart (Levenshtein).
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased().utf8.prefix(64))
    let right = Array(right.lowercased().utf8.prefix(64))
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var row = Array(0...right.count)
    for i in 1...left.count {
      var diagonal = row[0]
      row[0] = i
      for j in 1...right.count {
        let substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)
        diagonal = row[j]
        row[j] = min(row[j] + 1, row[j - 1] + 1, substituted)
      }
    }
    return row[right.count]
  }
}
