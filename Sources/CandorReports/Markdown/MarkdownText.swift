/// Text from elsewhere inside Markdown.
enum MarkdownText {
  /// The text on one line with everything escaped that Markdown, its tables or a ticket system could
  /// read as markup: ASCII punctuation by a backslash (CommonMark 0.31, 2.4), `&` as an entity so that
  /// no reference is decoded, and a zero width space behind `@` and `#`, which ticket systems turn
  /// into mentions after Markdown is done.
  static func escaped(_ text: String) -> String {
    // By Unicode scalars: a sign with a combining mark behind it is one character, and still markup.
    var result = String.UnicodeScalarView()
    for scalar in ReportText.plain(text).unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "@", "#":
        result.append(contentsOf: ["\\", scalar, "\u{200B}"])
      case "\\", "`", "*", "_", "{", "}", "[", "]", "|", "~", "!", "$", ":", "^", "=", "/":
        result.append(contentsOf: ["\\", scalar])
      case ".", "-", "+", "(", ")":
        // Harmless inside a sentence, but at its beginning a list or a number, and a dot makes a
        // link of `www.` and `example.com`.
        result.append(contentsOf: ["\\", scalar])
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
