/// Something that somebody should know: what, where, and what to do.
///
/// Text and JSON are two renderings of this one value. It never holds personal data.
public struct Diagnostic: Error, Sendable, Hashable {
  /// Consequence, not mood.
  public enum Severity: String, Sendable, Comparable {
    /// Good to know.
    case note
    /// We went on without it.
    case warning
    /// This item was dropped, or the run stopped.
    case error

    /// From note to error.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
  }

  /// A place in a text file.
  public struct Place: Sendable, Hashable {
    /// The file as the user named it.
    public var file: String
    /// Counted from 1; absent where the whole file is meant.
    public var line: Int?
    /// Counted from 1, in characters.
    public var column: Int?
    /// The line's text, for the caret.
    public var source: String?
    /// How many characters are meant, from `column` on; at least 1.
    public var length: Int

    /// Makes a place.
    public init(
      file: String, line: Int? = nil, column: Int? = nil, source: String? = nil, length: Int = 1
    ) {
      self.file = file
      self.line = line
      self.column = column
      self.source = source
      self.length = length
    }
  }

  /// Consequence.
  public var severity: Severity
  /// The stable code, listed in `docs/diagnostics.md` and never used for anything else.
  public var code: String
  /// What is wrong: expected before found, no full stop.
  public var message: String
  /// Where.
  public var place: Place?
  /// What to do about it.
  public var help: String?

  /// Makes a diagnostic.
  public init(
    _ severity: Severity, _ code: String, _ message: String, at place: Place? = nil,
    help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.place = place
    self.help = help
  }

  /// The diagnostic as lines of text: place, code, message, source line with caret, help.
  ///
  /// Names of files and what messages repeat come from outside: nothing in them can steer a terminal
  /// or begin a line that looks like one of ours.
  public var text: String {
    var text = ""
    if let place {
      text += TerminalText.safe(place.file)
      if let line = place.line { text += ":\(line)" }
      if let column = place.column { text += ":\(column)" }
      text += ": "
    }
    text += "\(severity.rawValue)[\(code)]: \(TerminalText.safe(message))"
    if let place, let line = place.line, let source = place.source {
      let gutter = String(repeating: " ", count: String(line).count)
      text += "\n \(gutter) |\n \(line) | \(TerminalText.safe(source))"
      if let column = place.column {
        let indent = String(repeating: " ", count: max(0, column - 1))
        let caret = String(repeating: "^", count: max(1, place.length))
        text += "\n \(gutter) | \(indent)\(caret)"
      }
    }
    if let help { text += "\n  help: \(TerminalText.safe(help))" }
    return text
  }

  /// Sorted by place, then code: same input, same order.
  public static func isOrderedBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    let leftPlace = (left.place?.file ?? "", left.place?.line ?? 0, left.place?.column ?? 0)
    let rightPlace = (right.place?.file ?? "", right.place?.line ?? 0, right.place?.column ?? 0)
    return leftPlace == rightPlace
      ? (left.code, left.message) < (right.code, right.message) : leftPlace < rightPlace
  }
}
