import CandorModel

/// The rule as a whole and its parameters.
extension RuleDiagnostic {
  static func invalidRuleID(_ id: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .invalidRuleID,
      "expected `id` to be an area and what is observed, `area/what-is-observed`, found `\(id)`",
      at: place, help: "use lower-case letters, digits and hyphens, and one slash")
  }

  static func misplacedRuleFile(
    id: String, expected: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .misplacedRuleFile,
      "expected the rule `\(id)` in a file `\(expected)`, found it elsewhere", at: place,
      help: "rename the file; an id is permanent")
  }

  static func duplicateRuleID(
    _ id: String, other: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .duplicateRuleID, "expected each rule id once, found `\(id)` again", at: place,
      help: "it is in `\(other)` already; give this rule an id of its own")
  }

  static func invalidVersion(
    _ path: String, _ version: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .invalidVersion,
      "expected `\(path)` to be a version like `1.0.0`, found `\(version)`", at: place,
      help: "write three whole numbers without leading zeros (SemVer)")
  }

  static func tooManyRules(limit: Int, actual: Int) -> Diagnostic {
    make(
      .error, .tooManyRules, "expected at most \(limit) rules in a pack, found \(actual)", at: nil,
      help: "split the pack")
  }

  static func noRules() -> Diagnostic {
    make(
      .error, .noRules, "expected rule files, found none", at: nil,
      help: "a rule file ends in `.yaml` and lies anywhere below the folder")
  }

  static func scopeOutsideArea(
    _ scope: Rule.Scope, id: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    let parts = id.split(separator: "/")
    let (area, name) = (parts.first ?? "", parts.last ?? "")
    return scope == .link
      ? make(
        .error, .scopeOutsideArea,
        "expected a rule of the scope `link` in the area `link`, found `\(id)`", at: place,
        help: "name it `link/\(name)`: by its area a stored finding is known to speak of other "
          + "people")
      : make(
        .error, .scopeOutsideArea,
        "expected a rule of the area `\(area)` to have the scope `\(area)`, found "
          + "`\(scope.rawValue)`",
        at: place, help: "write `scope: \(area)`, or choose another area")
  }

  static func deprecationMismatch(
    isDeprecated: Bool, at place: Diagnostic.Place
  ) -> Diagnostic {
    isDeprecated
      ? make(
        .error, .deprecationMismatch,
        "expected a deprecated rule to have `deprecation`, found none", at: place,
        help: "add `deprecation: {reason: ..., replacement: ...}`")
      : make(
        .error, .deprecationMismatch,
        "expected `deprecation` in a deprecated rule only, found it in another", at: place,
        help: "set `status: deprecated` or remove `deprecation`")
  }

  static func deprecatedRule(
    _ id: String, replacement: String?, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .warning, .deprecatedRule, "the rule `\(id)` is deprecated", at: place,
      help: replacement.map { "use `\($0)` instead" } ?? "switch it off")
  }

  static func invalidParameterName(_ name: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .invalidParameterName,
      "expected a parameter's name in camel case, found `\(name)`", at: place,
      help: "begin with a lower-case letter, then letters and digits; end with the unit")
  }

  static func parameterTypeMismatch(
    _ path: String, kind: RuleParameter.Kind, found: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .parameterTypeMismatch, "expected `\(path)` to be \(kind.noun), found \(found)",
      at: place, help: kind == .double ? "write doubles with a point: `500.0`" : nil)
  }

  static func parameterOutOfRange(
    _ path: String, minimum: String?, maximum: String?, found: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    let range =
      switch (minimum, maximum) {
      case (let minimum?, let maximum?): "between \(minimum) and \(maximum)"
      case (let minimum?, nil): "at least \(minimum)"
      case (nil, let maximum?): "at most \(maximum)"
      case (nil, nil): "in range"
      }
    return make(
      .error, .parameterOutOfRange, "expected `\(path)` to be \(range), found `\(found)`",
      at: place)
  }

  static func emptyParameterRange(_ path: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .emptyParameterRange,
      "expected `\(path).minimum` to be at most `\(path).maximum`, found it above", at: place)
  }

  static func severityWithoutDefault(at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .severityWithoutDefault,
      "expected the last case of `severity` to have no condition, found one", at: place,
      help: "add `- {is: medium}` at the end, so that every match has a level")
  }

  static func unreachableSeverity(at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .unreachableSeverity,
      "expected the case without a condition to be the last, found another behind it", at: place,
      help: "cases are tried in order; move it to the end")
  }

  static func unknownRequirement(
    _ path: String, suggestion: String?, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .unknownRequirement, "expected a path that the scope knows, found `\(path)`",
      at: place,
      help: suggestion.map { "did you mean `\($0)`?" }
        ?? "docs/rule-authoring.md lists the fields of each scope")
  }
}
