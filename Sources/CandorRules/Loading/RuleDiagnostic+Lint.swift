import CandorModel

/// What the linter says of rules that load.
extension RuleDiagnostic {
  static func verdictOnPerson(
    _ word: String, in path: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .verdictOnPerson,
      "expected `\(path)` to say what was observed, found a verdict on a person: `\(word)`",
      at: place, help: "name what came from where and what changed; judging is the reviewer's")
  }

  static func unusedParameter(_ name: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .warning, .unusedParameter,
      "expected the parameter `\(name)` to be used, found no `params.\(name)`", at: place,
      help: "use it or remove it")
  }

  static func linkingParameterKind(
    _ name: String, expected: RuleParameter.Kind, found: RuleParameter.Kind,
    at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .warning, .linkingParameterKind,
      "expected the parameter `\(name)`, by which links are found, to be \(expected.noun), found "
        + found.noun,
      at: place, help: "write `type: \(expected.rawValue)`")
  }

  static func bareThreshold(
    _ number: String, in path: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .warning, .bareThreshold,
      "expected a threshold with a name and a unit in `\(path)`, found `\(number)`", at: place,
      help: "declare a parameter with `unit`, `default` and `description`, and use `params.NAME`")
  }

  static func parameterWithoutUnit(_ name: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .warning, .parameterWithoutUnit,
      "expected the number `\(name)` to have a unit, found none", at: place,
      help: "add `unit`, for example `km`, `km/h`, `s`, `percent` or `count`")
  }

  static func particularGroup(
    _ finding: FairnessLint.Finding, in path: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .particularGroup,
      "expected `\(path)` to compare \(finding.subject) with what was declared or with another "
        + "answer, found it measured against \(finding.standard)",
      at: place,
      help:
        "a particular country, language, name or system is no sign of anything, and a rule that "
        + "takes it for one hits people for where they are from; ask whether two sides differ, for "
        + "example `from.place.country != to.place.country`")
  }

  static func noInnocentReasons(at place: Diagnostic.Place) -> Diagnostic {
    make(
      .warning, .noInnocentReasons, "expected `innocent` to name a reason, found none", at: place,
      help: "say what a person may have done for it to look like this")
  }

  static func noReferences(at place: Diagnostic.Place) -> Diagnostic {
    make(
      .note, .noReferences, "expected `references` for the numbers of this rule, found none",
      at: place, help: "say where the defaults come from")
  }
}
