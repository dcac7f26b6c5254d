/// Why a text is not the JSON that was expected.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// The text ends before the value does.
    case unexpectedEnd
    /// A byte that cannot stand there.
    case unexpectedByte
    /// A value of another kind than the one asked for.
    case unexpectedKind
    /// A string that is not UTF-8, or an escape that stands for no character.
    case invalidString
    /// A number that is not one, or does not fit.
    case invalidNumber
    /// More arrays and objects inside one another than allowed.
    case tooDeep
    /// Something after the value.
    case trailingBytes
    /// A required key is missing.
    case missingKey
    /// A value outside of what the format allows.
    case invalidValue
  }

  /// What went wrong.
  public let code: Code
  /// Where, in bytes from the start of the text, counted from 0.
  public let offset: Int
  /// What was expected, in words; holds no value of the text.
  public let expected: String

  /// Makes an error.
  public init(_ code: Code, at offset: Int, expected: String) {
    self.code = code
    self.offset = offset
    self.expected = expected
  }

  /// One line: what was expected and where. It never holds a value of the text.
  public var description: String { "expected \(expected) at byte \(offset)" }
}
