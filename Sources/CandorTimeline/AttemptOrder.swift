import CandorModel

/// What the answers say whatever the order of attempts inside a step was: without times no platform tells
/// it, so that coming back inside a step is nothing that was seen.
struct AttemptOrder {
  /// The values of each step, or rank, that has any, without repetitions.
  private var steps: [[Int]] = []

  /// - Parameters:
  ///   - observations: in order.
  ///   - ranks: of the observations; see `Timeline.ranks`.
  ///   - runs: of these observations.
  ///   - number: the place or device of a run; `nil` where that is not known.
  ///   - isKnown: whether an observation tells it: a run may hold some that do not.
  init(
    of observations: [Observation], ranks: [Int], in runs: [Run], number: (Run) -> Int?,
    isKnown: (Observation) -> Bool
  ) {
    var rank: Int?
    for run in runs {
      guard let value = number(run) else { continue }
      for index in run.first...run.last where isKnown(observations[index]) {
        if ranks[index] != rank {
          steps.append([])
          rank = ranks[index]
        }
        if !steps[steps.count - 1].contains(value) { steps[steps.count - 1].append(value) }
      }
    }
  }

  /// The weakest pattern that any order of the attempts inside the steps leaves, among those with the
  /// fewest changes.
  var weakestPattern: Pattern? {
    var paths: [[Path]] = []
    for values in steps {
      let before = paths.last
      paths.append(
        values.prefix(Self.maximumEnds).map { end in Self.shortest(values, to: end, before) })
    }
    guard let last = paths.last else { return nil }
    return last.indices.compactMap { Pattern.of(sequence(paths, endingIn: $0)) }.min()
  }

  /// How many values of a step are tried as its last: more are never seen but in forged evidence.
  private static let maximumEnds = 8

  /// The fewest changes up to a value that a step ends in.
  private struct Path {
    let end: Int
    /// How many values were entered so far.
    let count: Int
    /// The way through the step before that leads here; absent for the first step.
    let before: Int?
  }

  private static func shortest(_ values: [Int], to end: Int, _ before: [Path]?) -> Path {
    guard let before else { return Path(end: end, count: values.count, before: nil) }
    var best: Path?
    for (index, path) in before.enumerated() {
      // Whoever is there already need not go there, unless the step ends there and has others too.
      let isThere = values.contains(path.end) && (path.end != end || values.count == 1)
      let count = path.count + values.count - (isThere ? 1 : 0)
      if count < best?.count ?? .max { best = Path(end: end, count: count, before: index) }
    }
    return best ?? Path(end: end, count: values.count, before: nil)
  }

  /// The values one after another, no two neighbours alike.
  private func sequence(_ paths: [[Path]], endingIn last: Int) -> [Int] {
    var ends: [Int] = []
    var index: Int? = last
    for step in paths.indices.reversed() {
      guard let place = index else { break }
      ends.append(paths[step][place].end)
      index = paths[step][place].before
    }
    ends.reverse()
    var sequence: [Int] = []
    for (step, end) in ends.enumerated() {
      let start = sequence.last
      sequence += steps[step].filter { $0 != start && $0 != end }
      if start != end || steps[step].count > 1 { sequence.append(end) }
    }
    return sequence
  }
}

extension Timeline {
  /// Takes back what only the order of attempts inside a step would say.
  mutating func weakenPatterns() {
    let strongest = max(placePattern ?? .steady, devicePattern ?? .steady)
    guard strongest > .oneWay else { return }
    let ranks = ranks
    guard zip(ranks, ranks.dropFirst()).contains(where: { $0 == $1 }) else { return }
    placePattern = weakest(placePattern, ranks, { $0.place }, isKnown: \.tellsPlace)
    devicePattern = weakest(devicePattern, ranks, { $0.device }, isKnown: \.tellsDevice)
  }

  /// The rank of each observation in the order that is known; those of one rank may have been made in
  /// any order. Without times they are the attempts of a step; with times the attempts of a step at one
  /// moment, which are one answer that several addresses were logged for.
  var ranks: [Int] {
    guard order == .time else { return observations.map(\.step) }
    var ranks = Array(observations.indices)
    for index in observations.indices.dropFirst()
    where observations[index].step == observations[index - 1].step
      && observations[index].at == observations[index - 1].at
    {
      ranks[index] = ranks[index - 1]
    }
    return ranks
  }

  private func weakest(
    _ pattern: Pattern?, _ ranks: [Int], _ number: (Run) -> Int?, isKnown: (Observation) -> Bool
  ) -> Pattern? {
    guard let pattern, pattern > .oneWay,
      let weakest = AttemptOrder(
        of: observations, ranks: ranks, in: runs, number: number, isKnown: isKnown
      ).weakestPattern
    else { return pattern }
    return min(pattern, weakest)
  }
}
