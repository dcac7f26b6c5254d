import CandorModel

/// When observations can have been made at the earliest and at the latest, where some of them lack a
/// time: the steps before and behind tell.
struct KnownMoments {
  private let earliest: [Timestamp?]
  private let latest: [Timestamp?]
  private let steps: [Int]

  /// - Parameter observations: in the order of their steps.
  /// - Returns: `nil` where none has a time or all have one, and where times and steps contradict each
  ///   other, for then the order tells nothing.
  init?(_ observations: [Observation]) {
    let times = observations.compactMap(\.at)
    guard !times.isEmpty, times.count < observations.count,
      zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return nil }
    steps = observations.map(\.step)
    earliest = Self.filled(observations, along: observations.indices)
    latest = Self.filled(observations, along: observations.indices.reversed())
  }

  /// The times of observations; of those that lack one that of the last step met before.
  ///
  /// The order of attempts inside a step is not known, so they tell nothing of one another.
  private static func filled(
    _ observations: [Observation], along indices: some Sequence<Int>
  ) -> [Timestamp?] {
    var times = observations.map(\.at)
    var step: Int?
    var before: Timestamp?
    var inStep: Timestamp?
    for index in indices {
      if observations[index].step != step {
        step = observations[index].step
        before = inStep ?? before
        inStep = nil
      }
      if let at = observations[index].at { inStep = at } else { times[index] = before }
    }
    return times
  }

  /// The most seconds that lie between two observations; `nil` where nothing bounds them.
  func seconds(from: Int, to: Int) -> Double? {
    guard let seconds = span(from, to) else { return nil }
    guard steps[from] == steps[to] else { return seconds }
    // Of two attempts in a step either may have been first.
    return span(to, from).map { max($0, seconds) }
  }

  private func span(_ first: Int, _ second: Int) -> Double? {
    guard let start = earliest[first], let end = latest[second], start <= end else { return nil }
    return start.seconds(to: end)
  }
}
