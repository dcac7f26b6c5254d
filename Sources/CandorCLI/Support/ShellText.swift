import CandorModel

/// Text as a shell takes it for one word.
enum ShellText {
  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_.-@:+")

  /// The text, in quotes where it needs them, with nothing that could steer a terminal.
  static func quoted(_ text: String) -> String {
    let safe = TerminalText.safe(text)
    guard safe == text else { return escaped(text) }
    guard safe.isEmpty || !safe.allSatisfy({ plain.contains($0) }) else { return safe }
    return "'" + safe.replacing("'", with: #"'\''"#) + "'"
  }

  /// In quotes in which a shell reads escapes (POSIX.1-2024, 2.2.4), so that what cannot be shown is there
  /// all the same.
  private static func escaped(_ text: String) -> String {
    let parts = text.unicodeScalars.map { scalar -> String in
      let character = String(scalar)
      if scalar == "'" || scalar == "\\" { return "\\" + character }
      guard TerminalText.safe(character) != character else { return character }
      // A byte each: `\u` is not in every shell.
      return character.utf8.map { byte in
        let digits = String(byte, radix: 8)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }.joined()
    }
    return "$'" + parts.joined() + "'"
  }
}
