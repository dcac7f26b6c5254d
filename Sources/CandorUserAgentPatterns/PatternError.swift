/// Why a pattern is not one of the syntax that `regexes.yaml` is written in.
///
/// Patterns come from files, never from candidates, so the description may name what was found.
package struct PatternError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  package enum Code: String, Sendable {
    case unsupportedEscape, unsupportedGroup, unclosedClass, unclosedGroup, unopenedGroup
    case nothingToRepeat, tooDeep, tooLong, trailingBackslash
  }

  /// What went wrong.
  package let code: Code
  /// Where, in bytes from the start of the pattern, counted from 0.
  package let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// One line: what was expected.
  package var description: String {
    let what =
      switch code {
      case .unsupportedEscape: "expected an escape of Python's `re`, found another letter"
      case .unsupportedGroup: "expected a group of Python's `re`, found another kind"
      case .unclosedClass: "expected `]` to close the class, found the end of the pattern"
      case .unclosedGroup: "expected `)` to close the group, found the end of the pattern"
      case .unopenedGroup: "expected `(` before `)`, found none"
      case .nothingToRepeat: "expected something to repeat, found nothing"
      case .tooDeep:
        "expected at most \(PatternReader.maximumDepth) groups inside one another, found more"
      case .tooLong:
        "expected a pattern of at most \(PatternReader.maximumLength) bytes, found a longer one"
      case .trailingBackslash: "expected a character after `\\`, found the end of the pattern"
      }
    return "\(what) at byte \(offset) of the pattern"
  }
}
