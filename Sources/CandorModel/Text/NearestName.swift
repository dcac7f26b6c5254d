/// The known name that somebody probably meant.
package enum NearestName {
  /// Longer words are nobody's spelling mistake, and are not compared.
  private static let maximumLength = 64

  /// The nearest name by edits, where it is near enough to be meant; of equals the first in order.
  ///
  /// A letter too many, too few, wrong or swapped with its neighbour is one edit, letter case is
  /// none; a third of the letters may differ, two at least from four letters on.
  package static func find(_ name: String, among known: some Sequence<String>) -> String? {
    ranked(name, among: known).first
  }

  /// All names that are near enough to be meant, the nearest first; of equals the first in order.
  package static func ranked(_ name: String, among known: some Sequence<String>) -> [String] {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(maximumLength + 1))
    guard wanted.count <= maximumLength else { return [] }
    let allowed = wanted.count < 4 ? 1 : max(2, wanted.count / 3)
    var near: [(distance: Int, name: String)] = []
    for candidate in known {
      let letters = Array(candidate.lowercased().unicodeScalars)
      guard letters.count.distance(to: wanted.count).magnitude <= allowed else { continue }
      let distance = distance(wanted, letters)
      if distance <= allowed { near.append((distance, candidate)) }
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.map(\.name)
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int]()
    var last = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      row.reserveCapacity(right.count + 1)
      for j in 0..<right.count {
        var value = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          value = min(value, beforeLast[j - 1] + 1)
        }
        row.append(value)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
