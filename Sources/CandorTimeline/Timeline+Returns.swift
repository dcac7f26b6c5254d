import CandorModel

extension Timeline {
  /// Marks the changes of place that are part of going away and coming back.
  ///
  /// A pattern is of the whole interview; a change that leads away for good has no part in it. Without
  /// times nobody knows the order of attempts inside a step, so that attempts of one step tell nothing
  /// of one another's return, and of two of them either may have been first.
  mutating func markReturns() {
    guard let placePattern, placePattern > .oneWay else { return }
    let appearances = PlaceAppearances(of: self)
    for index in transitions.indices where transitions[index].hasChanged(.place) {
      let (from, to) = (transitions[index].from, transitions[index].to)
      var returns = appearances.isReturn(from: from, to: to)
      if appearances.areOfOneRank(from, to) {
        returns = returns && appearances.isReturn(from: to, to: from)
      }
      transitions[index].placeReturns = returns
    }
  }
}

/// Where each place was met first and last.
private struct PlaceAppearances {
  private var places: [Int?]
  /// See `Timeline.ranks`.
  private let ranks: [Int]
  private var first: [Int: Int] = [:]
  private var last: [Int: Int] = [:]

  init(of timeline: Timeline) {
    let observations = timeline.observations
    places = Array(repeating: nil, count: observations.count)
    ranks = timeline.ranks
    for run in timeline.runs {
      guard let place = run.place else { continue }
      for index in run.first...run.last where observations[index].tellsPlace {
        places[index] = place
        first[place] = min(first[place] ?? .max, ranks[index])
        last[place] = max(last[place] ?? .min, ranks[index])
      }
    }
  }

  func areOfOneRank(_ one: Int, _ other: Int) -> Bool { ranks[one] == ranks[other] }

  /// Whether the place of one observation comes again behind another one, or the other's place was there
  /// before the one.
  func isReturn(from: Int, to: Int) -> Bool {
    guard let left = places[from], let entered = places[to] else { return false }
    let comesAgain = last[left].map { $0 > ranks[to] } ?? false
    let wasBefore = first[entered].map { $0 < ranks[from] } ?? false
    return comesAgain || wasBefore
  }
}
