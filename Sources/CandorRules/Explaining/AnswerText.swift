/// Answers in a sentence: counted from 1, neighbours joined.
enum AnswerText {
  /// `1-4`, `2, 5 and 7`, `3`; empty for none.
  ///
  /// - Parameter indexes: observations' indexes, counted from 0, ascending.
  static func numbers(_ indexes: [Int]) -> String {
    var parts: [String] = []
    var start: Int?
    for (position, index) in indexes.enumerated() {
      let first = start ?? index
      let isLastOfStretch =
        position + 1 == indexes.count || indexes[position + 1] != index + 1
      if isLastOfStretch {
        // Two neighbours read better as two.
        parts +=
          index == first
          ? ["\(index + 1)"]
          : index == first + 1 ? ["\(first + 1)", "\(index + 1)"] : ["\(first + 1)-\(index + 1)"]
        start = nil
      } else {
        start = first
      }
    }
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `answer 3`, `answers 3 and 4`.
  static func answers(_ indexes: [Int]) -> String {
    (indexes.count == 1 ? "answer " : "answers ") + numbers(indexes)
  }
}
