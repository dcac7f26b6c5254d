public import CandorModel

/// What a run came to, also as far as its report does not show it.
public struct ReportTotals: Sendable {
  /// Interviews by outcome; a report may have been given only some of them.
  public var counts: [Outcome: Int]
  /// Interviews, pages or lines that could not be read.
  public var lost: Int

  /// Makes totals.
  public init(counts: [Outcome: Int], lost: Int) {
    self.counts = counts
    self.lost = lost
  }

  /// All interviews.
  var interviews: Int { counts.values.reduce(0, +) }
}
