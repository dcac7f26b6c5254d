import CandorModel

/// Text as a shell takes it for one word.
enum ShellText {
  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_.-@:+")

  /// The text, in quotes where it needs them, with nothing that could steer a terminal.
  static func quoted(_ text: String) -> String {
    let safe = TerminalText.safe(text)
    guard safe.isEmpty || !safe.allSatisfy({ plain.contains($0) }) else { return safe }
    return "'" + safe.replacing("'", with: #"'\''"#) + "'"
  }
}
