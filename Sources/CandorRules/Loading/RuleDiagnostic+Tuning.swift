import CandorModel

/// Configurations: parameters, severities and exceptions.
extension RuleDiagnostic {
  static func unknownRule(
    _ id: String, known: [String], at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .unknownRule, "expected the id of a rule, found `\(id)`", at: place,
      help: NearestName.find(id, among: known).map { "did you mean `\($0)`?" }
        ?? "`candor rules list` shows all ids")
  }

  static func unknownParameter(
    _ name: String, rule: String, known: [String], at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .unknownParameter, "expected a parameter of `\(rule)`, found `\(name)`", at: place,
      help: NearestName.find(name, among: known).map { "did you mean `\($0)`?" }
        ?? (known.isEmpty
          ? "the rule has no parameters"
          : "it has \(known.sorted().map { "`\($0)`" }.joined(separator: ", "))"))
  }

  static func duplicateException(_ name: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .duplicateException, "expected each exception once, found `\(name)` again",
      at: place, help: "assessments name the exceptions that acted; give this one a name of its own"
    )
  }

  static func invalidDate(
    _ path: String, found: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .invalidDate, "expected `\(path)` to be a date like `2026-12-31`, found `\(found)`",
      at: place)
  }

  static func expiredException(
    _ name: String, expiry: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .warning, .expiredException,
      "the exception `\(name)` expired on \(expiry) and no longer acts", at: place,
      help: "ask its owner whether it is still needed; renew the date or remove it")
  }
}
