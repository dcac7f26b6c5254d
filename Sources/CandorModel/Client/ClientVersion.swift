/// Version texts, compared number by number.
enum ClientVersion {
  /// What is between two versions.
  struct Step: Equatable {
    /// Which way; `nil` where nothing that both state differs.
    var direction: Switch.Direction?
    /// Major versions between them, 0 or more.
    var majors: Int
  }

  /// Compares number by number.
  ///
  /// `17` says nothing of what follows, so it does not differ from `17.1`. From two numbers on the
  /// text is whole, and what is not there is zero: `17.1` comes before `17.1.2`.
  static func step(from old: String, to new: String, jumps: [Jump] = []) -> Step {
    var left = old.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    var right = new.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    for jump in jumps {
      jump.apply(to: &left)
      jump.apply(to: &right)
    }
    if min(left.count, right.count) >= 2 {
      let count = max(left.count, right.count)
      left += repeatElement(0, count: count - left.count)
      right += repeatElement(0, count: count - right.count)
    }
    for (index, (old, new)) in zip(left, right).enumerated() {
      guard let old, let new else { break }
      if old == new { continue }
      return Step(
        direction: new > old ? .upgrade : .downgrade,
        majors: index == 0 ? distance(min(old, new), max(old, new)) : 0)
    }
    return Step(direction: nil, majors: 0)
  }

  /// How far it is from one number to a larger one, at most `Int.max`: a version may be any number.
  private static func distance(_ smaller: Int, _ larger: Int) -> Int {
    let (distance, isBeyond) = larger.subtractingReportingOverflow(smaller)
    return isBeyond ? .max : distance
  }

  /// A place where a vendor's numbers leap although only one version came out.
  struct Jump {
    let from: Int
    let by: Int

    /// Apple went from Safari and iOS 18 to 26 in 2025.
    static let appleYears = Jump(from: 26, by: 7)
    /// Apple went from macOS 15 to 26 in 2025.
    static let macYears = Jump(from: 26, by: 10)

    func apply(to parts: inout [Int?]) {
      if let major = parts.first ?? nil, major >= from { parts[0] = major - by }
    }
  }
}
