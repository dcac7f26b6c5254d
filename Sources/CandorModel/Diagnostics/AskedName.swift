/// How messages name what somebody asked for: a candidate, an interview.
///
/// It is repeated as it was typed, unless it is an e-mail address: that belongs to a person, and
/// messages go into logs.
package enum AskedName {
  /// Whether a text is, or holds, an e-mail address. Identifiers of the platforms have no `@`.
  package static func isEmail(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "@")) }

  /// The name for a message: between backticks, with nothing in it that steers a terminal; or that it
  /// is the e-mail that was given.
  package static func text(_ name: String) -> String {
    isEmail(name) ? "the e-mail given" : "`\(TerminalText.safe(name))`"
  }

  /// The name in a command that a message proposes, or a word in its place.
  package static func argument(_ name: String, else word: String) -> String {
    isEmail(name) ? word : TerminalText.safe(name)
  }
}
