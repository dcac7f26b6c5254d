import CandorModel

extension Messages {
  /// The device of an observation in words.
  func device(_ client: Lookup<Client>) -> String {
    client.value == nil ? self["word.unknown-device"] : ObservationWords.device(client)
  }

  /// The place of an observation in words.
  func place(_ observation: Observation) -> String {
    switch observation.place {
    case .found:
      let words = ObservationWords.place(observation)
      return words == "no place known" ? self["place.unknown"] : words
    case .absent:
      return self[observation.address.value == nil ? "place.no-address" : "place.unknown"]
    case .notAttempted: return self["place.no-data"]
    case .failed: return self["place.failed"]
    }
  }

  /// A distance for a sentence: `2,249`, with the thousands as the language writes them.
  func kilometres(_ value: Double) -> String {
    let text = DecimalText.grouped(Int(value.rounded()))
    switch language {
    case .english: return text
    case .spanish, .german: return text.replacing(",", with: ".")
    }
  }
}
