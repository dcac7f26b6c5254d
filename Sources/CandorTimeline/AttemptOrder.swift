import CandorModel

/// What the answers say whatever the order of attempts inside a step was: without times no platform tells
/// it, so that coming back inside a step is nothing that was seen.
struct AttemptOrder {
  /// The values of each step that has any, without repetitions.
  private var steps: [[Int]] = []

  /// - Parameters:
  ///   - observations: in the order of their steps.
  ///   - runs: of these observations.
  ///   - number: the place or device of a run; `nil` where that is not known.
  init(of observations: [Observation], in runs: [Run], number: (Run) -> Int?) {
    var step: Int?
    for run in runs {
      guard let value = number(run) else { continue }
      for index in run.first...run.last {
        if observations[index].step != step {
          steps.append([])
          step = observations[index].step
        }
        if !steps[steps.count - 1].contains(value) { steps[steps.count - 1].append(value) }
      }
    }
  }

  /// The pattern with the fewest changes: each step goes on where the one before it ended, and ends where
  /// the next one begins, as far as it can.
  var weakestPattern: Pattern? {
    var sequence: [Int] = []
    for (position, values) in steps.enumerated() {
      var left = values
      if let last = sequence.last { left.removeAll { $0 == last } }
      if position + 1 < steps.count,
        let place = left.firstIndex(where: { steps[position + 1].contains($0) })
      {
        left.append(left.remove(at: place))
      }
      sequence += left
    }
    return Pattern.of(sequence)
  }
}

extension Timeline {
  /// Takes back what only the order of attempts inside a step would say.
  mutating func weakenPatterns() {
    guard order == .step,
      zip(observations, observations.dropFirst()).contains(where: { $0.step == $1.step })
    else { return }
    placePattern = weakest(placePattern) { $0.place }
    devicePattern = weakest(devicePattern) { $0.device }
  }

  private func weakest(_ pattern: Pattern?, _ number: (Run) -> Int?) -> Pattern? {
    guard let pattern, pattern > .oneWay,
      let weakest = AttemptOrder(of: observations, in: runs, number: number).weakestPattern
    else { return pattern }
    return min(pattern, weakest)
  }
}
