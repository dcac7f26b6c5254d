import CandorModel

extension Timeline {
  /// Marks the changes of place that are part of going away and coming back.
  ///
  /// A pattern is of the whole interview; a change that leads away for good has no part in it.
  mutating func markReturns() {
    guard let placePattern, placePattern > .oneWay else { return }
    var places: [Int?] = Array(repeating: nil, count: observations.count)
    var first: [Int: Int] = [:]
    var last: [Int: Int] = [:]
    for run in runs {
      guard let place = run.place else { continue }
      for index in run.first...run.last { places[index] = place }
      if first[place] == nil { first[place] = run.first }
      last[place] = run.last
    }
    for index in transitions.indices where transitions[index].hasChanged(.place) {
      let (from, to) = (transitions[index].from, transitions[index].to)
      let comesAgain = places[from].flatMap { last[$0] }.map { $0 > to } ?? false
      let wasBefore = places[to].flatMap { first[$0] }.map { $0 < from } ?? false
      transitions[index].placeReturns = comesAgain || wasBefore
    }
  }
}
