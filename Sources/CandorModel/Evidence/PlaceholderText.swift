/// Texts that platforms send where they have nothing.
package enum PlaceholderText {
  /// The words, in small letters.
  package static let words: Set<String> = [
    "", "-", "--", "null", "(null)", "nil", "none", "unknown", "undefined", "not available", "n/a",
    "na", "not provided", "not set", "empty", "?", "other",
  ]

  /// A text with no white space around it and single spaces within; `nil` where it stands for nothing.
  package static func meaning(of text: String?) -> String? {
    guard let text else { return nil }
    let kept = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.contains(kept.lowercased()) ? nil : kept
  }
}
