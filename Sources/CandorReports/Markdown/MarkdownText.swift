/// Text from elsewhere inside Markdown.
enum MarkdownText {
  /// The text on one line with everything escaped that Markdown, its tables or a ticket system could
  /// read as markup: ASCII punctuation by a backslash (CommonMark 0.31, 2.4), `&` as an entity so that
  /// no reference is decoded, and a zero width space behind `@` and `#`, which ticket systems turn
  /// into mentions after Markdown is done.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in ReportText.plain(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "@", "#": result += "\\\(character)\u{200B}"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "|", "~", "!", "$", ":", "^", "=":
        result += "\\\(character)"
      case "/": result += "\\/"
      case ".", "-", "+", "(", ")":
        // Harmless inside a sentence, but at its beginning a list or a number, and a dot makes a
        // link of `www.` and `example.com`.
        result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }
}
