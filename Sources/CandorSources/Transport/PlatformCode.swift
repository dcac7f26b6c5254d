/// A platform's own name of a failure, which may be shown where its words may not.
enum PlatformCode {
  /// Whether a text can be one, and is no sentence, address or e-mail.
  static func matches(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 60
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      }
  }
}
