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
    // By Unicode scalars: a sign with a combining mark behind it is still a sign to a spreadsheet.
    let first = shown.unicodeScalars.first { !$0.properties.isWhitespace }
    let isFormula = first.map { formulaSigns.contains($0) } ?? false
    let cell = isFormula ? "'" + shown : shown
    let scalars = cell.unicodeScalars
    guard
      scalars.contains(where: { separators.contains($0) })
        || scalars.first?.properties.isWhitespace == true
        || scalars.last?.properties.isWhitespace == true
    else { return cell }
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in scalars {
      if scalar == "\"" { quoted.append("\"") }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }

  /// Several texts in one cell.
  static func list(_ texts: [String]) -> String { text(texts.joined(separator: "; ")) }

  private static let formulaSigns: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "|", "%", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]
  private static let separators: Set<Unicode.Scalar> = [",", ";", "\"", "'", "\t", "\n", "\r"]
}
