import CandorModel
import Rainbow

/// Colours with a meaning, never alone: a word or a sign says the same.
struct Palette {
  /// Whether colours are printed at all.
  let isEnabled: Bool

  func strong(_ text: String) -> String { styled(text, Style.bold.value) }
  func faint(_ text: String) -> String { styled(text, Style.dim.value) }

  func outcome(_ outcome: Outcome, _ text: String) -> String {
    switch outcome {
    case .priority: styled(text, Style.bold.value + NamedColor.red.value)
    case .review: styled(text, Style.bold.value + NamedColor.yellow.value)
    case .notAssessable: styled(text, Style.bold.value + NamedColor.magenta.value)
    case .clear: styled(text, NamedColor.green.value)
    }
  }

  func severity(_ severity: Severity, _ text: String) -> String {
    switch severity {
    case .high: styled(text, NamedColor.red.value)
    case .medium: styled(text, NamedColor.yellow.value)
    case .low: styled(text, NamedColor.cyan.value)
    case .none: styled(text, NamedColor.green.value)
    }
  }

  func innocent(_ text: String) -> String { styled(text, NamedColor.green.value) }

  private func styled(_ text: String, _ codes: [UInt8]) -> String {
    guard isEnabled, !text.isEmpty else { return text }
    return "\u{1B}[" + codes.map(String.init).joined(separator: ";") + "m" + text + "\u{1B}[0m"
  }
}
