/// The word somebody may have meant.
enum Spelling {
  /// The nearest word, at most a third of its letters away; `nil` where none is near.
  static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    words.map { ($0, distance(word, $0)) }
      .filter { $0.1 <= max(1, $0.0.count / 3) }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// Insertions, removals and replacements that make one word the other.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.unicodeScalars)
    var row = Array(0...right.count)
    for (index, scalar) in left.unicodeScalars.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let cost = min(
          row[column + 1] + 1, row[column] + 1, diagonal + (right[column] == scalar ? 0 : 1))
        diagonal = row[column + 1]
        row[column + 1] = cost
      }
    }
    return row[right.count]
  }
}
