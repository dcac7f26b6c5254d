import CandorModel

/// The time between two observations, with what is known of it.
struct Gap {
  /// What is known.
  let known: Switch.GapKnowledge
  /// Seconds, 0 or more; an upper bound where `known` is `bounded`; `nil` where nothing is known.
  let seconds: Double?

  /// The gap between two observations of an interview, which were made at these times.
  ///
  /// - Parameter boundSeconds: how long it is at most where one of the two has no time: from the
  ///   interview's start to its end, or between the answers around; `nil` where that is not known.
  init(from: Timestamp?, to: Timestamp?, boundSeconds: Double?) {
    if let start = from, let end = to {
      let seconds = start.seconds(to: end)
      // Below zero the two orders contradict each other, and the true one is not known.
      known = seconds < 0 ? .unknown : .exact
      self.seconds = seconds < 0 ? nil : seconds
    } else {
      known = boundSeconds == nil ? .unknown : .bounded
      seconds = boundSeconds
    }
  }

  /// Kilometres an hour for a distance; `nil` where the gap is zero or not known.
  func speedKmh(over distanceKm: Double?) -> Double? {
    guard let seconds, seconds > 0, let distanceKm else { return nil }
    return distanceKm / seconds * 3600
  }

  /// The same for a distance that lies between at least: infinite where both were at the same moment
  /// and the places are apart.
  func minimumSpeedKmh(over minimumDistanceKm: Double?) -> Double? {
    guard let seconds, let minimumDistanceKm else { return nil }
    if seconds > 0 { return minimumDistanceKm / seconds * 3600 }
    return minimumDistanceKm > 0 ? .infinity : 0
  }
}
