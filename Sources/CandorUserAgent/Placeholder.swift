/// Texts that platforms send where they have nothing.
enum Placeholder {
  private static let words: Set<String> = [
    "", "-", "--", "null", "(null)", "nil", "none", "unknown", "undefined", "not available", "n/a",
    "na", "not provided", "not set", "empty", "?", "other",
  ]

  /// Whether the text stands for nothing.
  static func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let kept = WhiteSpace.trimmed(text)
    guard kept.count <= 16 else { return false }
    return words.contains(String(decoding: kept, as: UTF8.self).lowercased())
  }

  /// Whether the text stands for nothing.
  static func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }
}
