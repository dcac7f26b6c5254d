/// Tells how many entries left a list between two of its pages, by the totals that the pages tell.
///
/// Lists whose pages are counted from the beginning move forward behind what leaves them, over the border
/// up to which they were read.
struct ListShrinkage: Sendable {
  private var total: Int?
  /// The fewest that a page told; `nil` where none told any.
  private(set) var least: Int?
  private var rises = 0
  /// Copies of a platform that disagree would have the same pages read again and again.
  private static let maximumRises = 20

  /// Takes the total of another page.
  ///
  /// - Returns: by how many there are fewer now, at least; 0 where a page tells no total.
  mutating func entriesGone(at total: Int?) -> Int {
    guard let total, total >= 0 else { return 0 }
    defer {
      self.total = total
      least = min(least ?? total, total)
    }
    guard let before = self.total, let least, total < before else { return 0 }
    if total >= least {
      // It had grown meanwhile.
      rises += 1
      guard rises <= Self.maximumRises else { return 0 }
    }
    return before - total
  }
}
