extension Assessment {
  /// Whether two places alternate, each with a device of its own: the strongest sign of two people that
  /// an interview can show, which stands before all else of its outcome.
  public var showsTwoInTurns: Bool {
    guard outcome == .priority, timeline.pattern == .interleaved else { return false }
    let changes = timeline.transitions.lazy.filter { $0.hasChanged(.place) }
    // A B A B: three changes.
    return changes.count >= 3 && changes.allSatisfy { $0.hasChanged(.device) }
  }

  /// Where it stands in a list sorted by urgency: less comes first.
  public var urgency: Int { 2 * outcome.urgency + (showsTwoInTurns ? 0 : 1) }
}
