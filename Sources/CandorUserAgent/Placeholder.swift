import CandorModel

/// Texts that platforms send where they have nothing.
enum Placeholder {
  /// Whether the text stands for nothing.
  static func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let kept = WhiteSpace.trimmed(text)
    guard kept.count <= 16 else { return false }
    return PlaceholderText.words.contains(String(decoding: kept, as: UTF8.self).lowercased())
  }

  /// Whether the text stands for nothing.
  static func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }
}
