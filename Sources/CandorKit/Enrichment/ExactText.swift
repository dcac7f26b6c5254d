/// A text that equals another one of the same bytes, and none that is only written alike: what a composed
/// letter and one with a combining accent lead to is printed with the bytes that came.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Texts that are written alike have one hash, and are seldom.
  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
