import CandorModel

/// Test files.
extension RuleDiagnostic {
  static func missingTests(_ rule: String, file: String) -> Diagnostic {
    make(
      .error, .missingTests, "expected tests of the rule `\(rule)`, found none",
      at: Diagnostic.Place(file: file),
      help: "write them into a file beside it that ends in `.tests.yaml`")
  }

  static func missingTestSection(
    _ section: RuleTest.Section, file: String
  ) -> Diagnostic {
    make(
      .error, .missingTestSection,
      "expected a case in the section `\(section.rawValue)`, found none",
      at: Diagnostic.Place(file: file),
      help: "a rule is accepted with a case that fires, one that does not and one without data")
  }

  static func testsWithoutRule(file: String) -> Diagnostic {
    make(
      .error, .testsWithoutRule, "expected a rule beside these tests, found none",
      at: Diagnostic.Place(file: file), help: "rename or remove the file")
  }

  static func duplicateTestName(_ name: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .duplicateTestName,
      "expected each case to have a name of its own, found `\(name)` again",
      at: place, help: "say what is different about this case")
  }

  static func invalidFact(
    _ path: String, expected: String, found: String, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .invalidFact, "expected `\(path)` to be \(expected), found `\(found)`", at: place)
  }

  static func agentWithoutFacts(_ path: String, at place: Diagnostic.Place) -> Diagnostic {
    make(
      .error, .invalidFact,
      "expected the facts that `\(path)` means, found its text only", at: place,
      help: "agents are not parsed here; add `browser`, `os` and `deviceClass`")
  }

  static func factOfAnotherScope(
    _ path: String, of reader: Rule.Scope, found scope: Rule.Scope, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .invalidFact,
      "expected `\(path)` beside a rule of scope `\(reader.rawValue)`, found the scope "
        + "`\(scope.rawValue)`", at: place, help: "remove it: the rule is not asked about it")
  }

  static func misplacedExpectation(
    _ key: String, section: RuleTest.Section, at place: Diagnostic.Place
  ) -> Diagnostic {
    make(
      .error, .misplacedExpectation,
      "expected what the section `\(section.rawValue)` can be about, found `\(key)`", at: place,
      help: "move the case to the section that it belongs to")
  }
}
