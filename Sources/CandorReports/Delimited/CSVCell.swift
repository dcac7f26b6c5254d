/// A cell of a table that a spreadsheet may open.
enum CSVCell {
  /// The text as one cell.
  ///
  /// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a
  /// formula, also in quotes; such a cell gets an apostrophe before it, as OWASP advises (CSV
  /// Injection, https://owasp.org/www-community/attacks/CSV_Injection). The full-width forms of these
  /// characters count too, and so does a sign behind white space. Text that is shown has passed
  /// `ReportText.plain`, so no line end or other control character is left in it.
  static func text(_ text: String) -> String {
    let shown = ReportText.plain(text)
    let first = shown.first { !$0.isWhitespace }
    let isFormula = first.map { formulaSigns.contains($0) } ?? false
    let cell = isFormula ? "'" + shown : shown
    guard
      cell.contains(where: { separators.contains($0) }) || cell.first?.isWhitespace == true
        || cell.last?.isWhitespace == true
    else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }

  /// Several texts in one cell.
  static func list(_ texts: [String]) -> String { text(texts.joined(separator: "; ")) }

  private static let formulaSigns: Set<Character> = [
    "=", "+", "-", "@", "|", "%", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]
  private static let separators: Set<Character> = [",", ";", "\"", "'", "\t", "\n", "\r", "\r\n"]
}
