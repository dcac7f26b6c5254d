import CandorModel

/// The addition that made an outcome, as a reader follows it.
enum ContributionWords {
  /// `high (place) + 4 x high (combined) + medium (device)`: equal parts are counted, in the order
  /// in which each first stands.
  static func sum(_ contributions: [Contribution]) -> String {
    parts(contributions).map { part, count in
      let text = "\(part.severity.rawValue) (\(part.kind.rawValue))"
      return count == 1 ? text : "\(count) x \(text)"
    }.joined(separator: " + ")
  }

  /// Equal contributions with how many there are.
  static func parts(
    _ contributions: [Contribution]
  ) -> [(part: Contribution, count: Int)] {
    var parts: [(part: Contribution, count: Int)] = []
    for contribution in contributions {
      let place = parts.firstIndex {
        $0.part.kind == contribution.kind && $0.part.severity == contribution.severity
      }
      if let place {
        parts[place].count += 1
      } else {
        parts.append((contribution, 1))
      }
    }
    return parts
  }
}
