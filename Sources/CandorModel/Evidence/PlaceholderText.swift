/// Texts that platforms send where they have nothing.
package enum PlaceholderText {
  /// The words, in small letters.
  package static let words: Set<String> = [
    "", "-", "--", "null", "(null)", "nil", "none", "unknown", "undefined", "not available", "n/a",
    "na", "not provided", "not set", "empty", "?", "other",
  ]

  private static let longestWord = words.map(\.utf8.count).max() ?? 0

  /// Whether there is a digit, as in most ids and addresses and in none of the words.
  package static func hasDigit(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.contains { (0x30...0x39).contains($0) }
  }

  /// A text with no white space around it and single spaces within; `nil` where it stands for nothing.
  package static func meaning(of text: String?) -> String? {
    guard let text else { return nil }
    // Nearly all are written in plain letters, most of them longer than any of the words.
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      let isWord =
        text.utf8.count <= longestWord && !hasDigit(text.utf8) && words.contains(text.lowercased())
      return isWord ? nil : text
    }
    let kept = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.contains(kept.lowercased()) ? nil : kept
  }
}
