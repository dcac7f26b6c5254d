import CandorModel

extension Messages {
  /// The device of an observation in words.
  func device(_ client: Lookup<Client>) -> String {
    ObservationWords.device(client, self)
  }

  /// The network of an observation in words; `nil` where none is known.
  func network(_ observation: Observation) -> String? {
    ObservationWords.network(observation, self)
  }

  /// A distance for a sentence: `2,249`, with the thousands as the language writes them; one that no
  /// place has, as an altered assessment may say, without them.
  func kilometres(_ value: Double) -> String {
    guard let whole = Int(exactly: value.rounded()) else {
      return DecimalText.text(value, decimals: 0)
    }
    let text = DecimalText.grouped(whole)
    switch language {
    case .english: return text
    case .spanish, .german: return text.replacing(",", with: ".")
    }
  }
}
