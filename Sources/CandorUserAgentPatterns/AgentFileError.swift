/// Why a file of regular expressions cannot be used.
package struct AgentFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  package enum Code: String, Sendable {
    /// Larger than `AgentFile.maximumBytes`.
    case tooLarge
    /// Not UTF-8.
    case notText
    /// Not YAML.
    case notYAML
    /// YAML of another shape: lists of maps under the three known keys are expected.
    case unexpectedShape
    /// More entries than `AgentFile.maximumEntries`.
    case tooManyEntries
    /// A pattern that cannot be read.
    case badPattern
    /// A table that was cut, changed, or made by another version.
    case damagedTable
  }

  /// What went wrong.
  package let code: Code
  /// The line, from 1; 0 where it is not known.
  package let line: Int
  /// One sentence without a full stop.
  package let text: String

  package init(_ code: Code, line: Int = 0, _ text: String) {
    self.code = code
    self.line = line
    self.text = text
  }

  /// One line: where and what.
  package var description: String { line > 0 ? "line \(line): \(text)" : text }

  static func tooLarge(_ count: Int) -> AgentFileError {
    AgentFileError(
      .tooLarge, "expected at most \(AgentFile.maximumBytes) bytes, found \(count)")
  }

  static func expected(_ what: String, line: Int) -> AgentFileError {
    AgentFileError(.unexpectedShape, line: line, "expected \(what)")
  }

  static func badPattern(_ reason: String, line: Int) -> AgentFileError {
    AgentFileError(.badPattern, line: line, reason)
  }
}
