import CandorExpression
import CandorModel
import Foundation

/// Expressions, templates and what they may give.
extension RuleDiagnostic {
  /// - Parameter variables: what the expression may refer to.
  static func expression(
    _ diagnostic: ExpressionDiagnostic, variables: [String], at place: Diagnostic.Place
  ) -> Diagnostic {
    let code: RuleCode =
      switch diagnostic.code {
      case .syntax: .expressionSyntax
      case .limitExceeded: .expressionLimit
      case .unknownName: .unknownName
      case .unknownField: .unknownField
      case .unknownFunction: .unknownFunction
      case .typeMismatch: .typeMismatch
      case .invalidLiteral: .invalidLiteral
      case .constantComparison: .constantComparison
      }
    // The suggestion stands in the help, so it need not end the message too.
    var message = diagnostic.message
    if diagnostic.suggestion != nil, let end = message.range(of: ". Did you mean ") {
      message.removeSubrange(end.lowerBound...)
    }
    return make(
      diagnostic.severity == .error ? .error : .warning, code, message, at: place,
      help: diagnostic.suggestion.map { "did you mean `\($0)`?" } ?? help(code, variables))
  }

  private static func help(_ code: RuleCode, _ variables: [String]) -> String? {
    switch code {
    case .unknownName: "known here are \(variables.map { "`\($0)`" }.joined(separator: ", "))"
    case .unknownField: "docs/rule-authoring.md lists the fields of each object"
    case .unknownFunction: "docs/rule-authoring.md lists the functions"
    default: nil
    }
  }

  static func conditionNotTruthValue(
    _ path: String, found: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .conditionNotTruthValue, "expected `\(path)` to give `bool`, found `\(found)`",
      at: place, help: "compare the value with something")
  }

  static func unprintableResult(
    _ path: String, found: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .unprintableResult,
      "expected `\(path)` to give a text, a number, a truth value, a time or a list of texts, "
        + "found `\(found)`",
      at: place, help: "name the field that should be printed")
  }

  static func notObservations(found: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .notObservations,
      "expected `observations` to give a list of observations, switches, runs or indexes, "
        + "found `\(found)`",
      at: place, help: "for example `runs.filter(r, r.device == 0)`")
  }

  static func malformedTemplate(
    _ path: String, _ problem: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .malformedTemplate, "expected each `{{` of `\(path)` to have its `}}`, \(problem)",
      at: place, help: "write an expression between `{{` and `}}`")
  }

  static func tooManyTemplatePieces(
    _ path: String, limit: Int, actual: Int, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .tooManyTemplatePieces,
      "expected at most \(limit) expressions in `\(path)`, found \(actual)", at: place,
      help: "say less")
  }
}
