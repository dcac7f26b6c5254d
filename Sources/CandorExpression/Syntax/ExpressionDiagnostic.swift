/// Something the parser or the checker has to say about an expression.
public struct ExpressionDiagnostic: Sendable, Hashable, Error {
  /// The consequence.
  public enum Severity: String, Sendable, Hashable {
    /// The expression works, but likely not as meant.
    case warning
    /// The expression cannot be used.
    case error
  }

  /// What was found; the raw value is permanent and for machines.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The text is not an expression.
    case syntax = "expression-syntax"
    /// A limit of `ExpressionLimits` was exceeded.
    case limitExceeded = "expression-limit"
    /// A name that is neither a variable nor a type.
    case unknownName = "expression-unknown-name"
    /// A field that the type does not declare.
    case unknownField = "expression-unknown-field"
    /// A function that does not exist.
    case unknownFunction = "expression-unknown-function"
    /// Types that do not fit the function, operator or macro.
    case typeMismatch = "expression-type-mismatch"
    /// A literal that can never be what the function wants: a pattern, a time, an address.
    case invalidLiteral = "expression-invalid-literal"
    /// A comparison that has the same answer whatever the values.
    case constantComparison = "expression-constant-comparison"
  }

  /// The consequence.
  public let severity: Severity
  /// What was found.
  public let code: Code
  /// The sentence: lower case, values in backticks. Holds only text of the expression and of the
  /// declarations, never of the data.
  public let message: String
  /// Where in the source.
  public let range: SourceRange
  /// The line of the start, from 1.
  public let line: Int
  /// The column of the start in code points, from 1.
  public let column: Int
  /// The nearest right name, where there is one.
  public let suggestion: String?

  init(
    _ severity: Severity, _ code: Code, _ message: String, at range: SourceRange,
    in source: [UInt8], suggestion: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.range = range
    self.suggestion = suggestion
    var line = 1
    var column = 1
    for byte in source.prefix(range.start) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }

  /// The diagnostic as text of three lines: place and sentence, the line of the source, a caret.
  package func rendered(in source: String) -> String {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let text = line <= lines.count ? String(lines[line - 1]) : ""
    let length = max(1, range.text(in: source).prefix { $0 != "\n" }.unicodeScalars.count)
    let carets = "^" + String(repeating: "~", count: length - 1)
    // A tab before the caret must be a tab below too, or the caret stands elsewhere.
    let indent = String(
      text.unicodeScalars.prefix(column - 1).map { $0 == "\t" ? "\t" : " " as Character })
    return """
      \(line):\(column): \(severity.rawValue)[\(code.rawValue)]: \(message)
      \(text)
      \(indent)\(carets)
      """
  }
}

/// Why an expression could not be compiled: one or more diagnostics, of which at least one is an
/// error, in order of position.
public struct ExpressionError: Error, Sendable, CustomStringConvertible {
  /// What was found, errors and warnings.
  public let diagnostics: [ExpressionDiagnostic]

  init(_ diagnostics: [ExpressionDiagnostic]) {
    self.diagnostics = diagnostics.sorted {
      ($0.range.start, $0.message) < ($1.range.start, $1.message)
    }
  }

  /// The errors' sentences with their places.
  public var description: String {
    diagnostics.filter { $0.severity == .error }
      .map { "\($0.line):\($0.column): \($0.message)" }.joined(separator: "; ")
  }
}
