import CandorModel

extension Messages {
  /// The device of an observation in words.
  func device(_ client: Lookup<Client>) -> String {
    ObservationWords.device(client, self)
  }

  /// The place of an observation in words.
  func place(_ observation: Observation) -> String {
    ObservationWords.place(observation, self)
  }

  /// The network of an observation in words; `nil` where none is known.
  func network(_ observation: Observation) -> String? {
    ObservationWords.network(observation, self)
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
