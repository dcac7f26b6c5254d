import CandorModel

/// Why a command cannot go on, with the exit code it ends with.
struct Failure: Error {
  let diagnostic: Diagnostic
  let status: ExitStatus

  init(
    _ status: ExitStatus, _ code: String, _ message: String, at place: Diagnostic.Place? = nil,
    help: String? = nil
  ) {
    self.status = status
    self.diagnostic = Diagnostic(.error, code, message, at: place, help: help)
  }

  init(_ status: ExitStatus, _ diagnostic: Diagnostic) {
    self.status = status
    self.diagnostic = diagnostic
  }
}

extension Failure {
  /// - Parameter help: how another place is named, where that is not `--output`.
  static func cannotWrite(
    _ path: String, _ reason: String,
    help: String = "name a place that you may write to with --output"
  ) -> Failure {
    Failure(.cannotWrite, "C001", "cannot write `\(path)`: \(reason)", help: help)
  }

  static func cannotRead(_ path: String, _ reason: String) -> Failure {
    Failure(.unreadable, "C002", "cannot read `\(path)`: \(reason)")
  }

  static func unknownConfigurationKey(
    _ key: String, at place: Diagnostic.Place, suggestion: String?
  ) -> Failure {
    Failure(
      .configuration, "C010", "expected a known setting, found `\(key)`", at: place,
      help: suggestion.map { "did you mean `\($0)`?" } ?? "docs/configuration.md lists all settings"
    )
  }

  static func badConfigurationValue(
    _ key: String, expected: String, found: String, source: String
  ) -> Failure {
    Failure(
      .configuration, "C011", "expected `\(key)` to be \(expected), found `\(found)` in \(source)")
  }

  static func wrongUsage(_ message: String, help: String? = nil) -> Failure {
    Failure(.usage, "C020", message, help: help)
  }
}
