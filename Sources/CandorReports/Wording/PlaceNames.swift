import CandorModel

/// What the places of an interview are called: `Madrid, Spain`, and where two cities of one name are
/// among them, `Springfield, Illinois, United States`.
struct PlaceNames {
  private struct City: Hashable {
    let name: String
    let country: String?
  }

  private let messages: Messages
  /// The parts of their countries in which the cities lie.
  private var parts: [City: Set<String>] = [:]

  init(_ timeline: Timeline, _ messages: Messages) {
    self.messages = messages
    for observation in timeline.observations {
      guard let place = observation.place.value, let name = place.city, let part = place.partName
      else { continue }
      parts[City(name: name, country: place.country), default: []].insert(part)
    }
  }

  /// The place of one of the observations.
  func name(of observation: Observation) -> String {
    guard let place = observation.place.value, let city = place.city, let part = place.partName,
      let all = parts[City(name: city, country: place.country)], all.count > 1
    else { return ObservationWords.place(observation, messages) }
    return [city, part, messages.countryName(of: place)].compactMap { $0 }.joined(separator: ", ")
  }
}
