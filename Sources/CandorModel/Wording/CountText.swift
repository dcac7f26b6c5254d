/// How many there are of something, as English says it.
package enum CountText {
  /// `1 interview`, `2 interviews`.
  ///
  /// - Parameter plural: where it is not the noun with an `s`.
  package static func of(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}
