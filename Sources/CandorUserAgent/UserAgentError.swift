import CandorUserAgentPatterns

/// Why a file of regular expressions cannot be used for user agents.
///
/// It is about files of the operator, never about an agent: every agent has an answer.
public struct UserAgentError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The code's name, which does not change.
    public let rawValue: String

    /// Makes a code of its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file is larger than 16 MiB.
    public static let tooLarge = Code(rawValue: "tooLarge")
    /// The file is not UTF-8.
    public static let notText = Code(rawValue: "notText")
    /// The file is not YAML.
    public static let notYAML = Code(rawValue: "notYAML")
    /// The file is YAML of another shape.
    public static let unexpectedShape = Code(rawValue: "unexpectedShape")
    /// A list has more than 20,000 entries.
    public static let tooManyEntries = Code(rawValue: "tooManyEntries")
    /// A pattern cannot be read or compiled.
    public static let badPattern = Code(rawValue: "badPattern")
    /// A stored table was cut, changed, or made by another version.
    public static let damagedTable = Code(rawValue: "damagedTable")
  }

  /// What went wrong.
  public let code: Code
  /// What the file is called.
  public let file: String
  /// The line of the file, from 1; 0 where it is not known.
  public let line: Int
  /// One sentence without a full stop: what was expected, what was found.
  public let text: String

  /// Place and sentence in one line.
  public var description: String {
    line > 0 ? "`\(file)` line \(line): \(text)" : "`\(file)`: \(text)"
  }

  init(_ code: Code, file: String, line: Int, text: String) {
    self.code = code
    self.file = file
    self.line = line
    self.text = text
  }

  init(_ error: AgentFileError, in file: String) {
    self.init(
      Code(rawValue: error.code.rawValue), file: file, line: error.line, text: error.text)
  }
}
