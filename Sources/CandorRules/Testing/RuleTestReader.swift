import CandorModel

/// Reads the test file of a rule.
struct RuleTestReader {
  let source: SourceText
  /// The scope of the rule; `nil` where the rule could not be read.
  let scope: Rule.Scope?
  let limits: RuleLimits
  let countries: CountryNames
  var diagnostics: [Diagnostic] = []

  init(
    _ source: SourceText, of scope: Rule.Scope?, limits: RuleLimits, countries: CountryNames
  ) {
    self.source = source
    self.scope = scope
    self.limits = limits
    self.countries = countries
  }

  /// Reads the cases; what is wrong is in `diagnostics`.
  mutating func read() -> RuleTestFile {
    var tests: [RuleTest] = []
    do throws(Diagnostic) {
      var yaml = YAMLReader(source, limits: limits)
      let root = try yaml.read()
      if let fields = YAMLFields(
        root, path: "", known: RuleTest.Section.allCases.map(\.rawValue), source: source,
        into: &diagnostics)
      {
        for section in RuleTest.Section.allCases { tests += read(section, fields) }
      }
    } catch {
      diagnostics.append(error)
    }
    var names: Set<String> = []
    for test in tests where !names.insert(test.name).inserted {
      diagnostics.append(RuleDiagnostic.duplicateTestName(test.name, at: test.place))
    }
    return RuleTestFile(
      file: source.file, tests: tests,
      sections: RuleTest.Section.allCases.filter { section in
        tests.contains { $0.section == section }
      })
  }

  private mutating func read(_ section: RuleTest.Section, _ fields: YAMLFields) -> [RuleTest] {
    let key = section.rawValue
    var tests: [RuleTest] = []
    for (index, node) in (fields.list(key, into: &diagnostics) ?? []).enumerated() {
      let path = "\(key)[\(index)]"
      guard
        let inner = YAMLFields(
          node, path: path,
          known: [
            "name", "interview", "observations", "seen", "contacts", "interviews", "links",
            "expect",
          ],
          source: source, into: &diagnostics)
      else { continue }
      inner.require("name", into: &diagnostics)
      refuseFactsOfOtherScopes(inner)
      let name = inner.text("name", into: &diagnostics) ?? path
      var facts = TestFacts(source: source, countries: countries)
      let interview = facts.interview(inner)
      let interviews = facts.interviews(inner)
      let traces = facts.traces(inner, observations: interview.observations.count)
      diagnostics += facts.diagnostics
      tests.append(
        RuleTest(
          section: section, name: name, place: source.place(node.start),
          interview: interview, interviews: interviews, traces: traces,
          expectation: readExpectation(inner, section)))
    }
    return tests
  }

  /// A case with facts that nobody reads would say something of nothing.
  private mutating func refuseFactsOfOtherScopes(_ fields: YAMLFields) {
    guard let scope else { return }
    for (key, reader) in [("interviews", Rule.Scope.candidate), ("links", Rule.Scope.link)]
    where fields.has(key) && scope != reader {
      diagnostics.append(
        RuleDiagnostic.factOfAnotherScope(
          fields.path(key), of: reader, found: scope, at: fields.place(key)))
    }
  }

  /// What is expected of a finding.
  private static let ofFinding = ["severity", "summary", "observations", "values"]

  private mutating func readExpectation(
    _ fields: YAMLFields, _ section: RuleTest.Section
  ) -> RuleTest.Expectation {
    var expectation = RuleTest.Expectation()
    guard let node = fields.node("expect"),
      let inner = YAMLFields(
        node, path: fields.path("expect"),
        known: ["findings", "severity", "summary", "observations", "values", "reason"],
        source: source, into: &diagnostics)
    else { return expectation }
    expectation.findings = inner.integer("findings", into: &diagnostics)
    expectation.severity = inner.word("severity", as: Severity.self, into: &diagnostics)
    expectation.summary = inner.text("summary", into: &diagnostics)
    expectation.reason = inner.word("reason", as: NotEvaluable.Reason.self, into: &diagnostics)
    if let nodes = inner.list("observations", into: &diagnostics) {
      expectation.observations = nodes.compactMap { node in
        if case .int(let index)? = node.scalar?.resolved { return Int(index) }
        diagnostics.append(
          RuleDiagnostic.wrongShape(
            inner.path("observations"), expected: "a list of indexes", found: node.shape,
            at: source.place(node.start, node.end)))
        return nil
      }
    }
    for entry in inner.members("values", into: &diagnostics) {
      let text = entry.value.elements.map { nodes in
        nodes.map { $0.scalar?.text ?? "" }.joined(separator: ", ")
      }
      expectation.values.append(
        RuleTest.NamedText(name: entry.key, text: text ?? entry.value.scalar?.text ?? ""))
    }
    expectation.values.sort { $0.name < $1.name }
    refuse(inner, section, expectation)
    return expectation
  }

  /// A case that fires has a finding and no reason for not answering; one that does not fire has no
  /// finding, and where data are missing there is only one that the case counts.
  private mutating func refuse(
    _ fields: YAMLFields, _ section: RuleTest.Section, _ expectation: RuleTest.Expectation
  ) {
    let count = expectation.findings
    var misplaced: [String] = []
    switch section {
    case .fires:
      misplaced = ["reason"]
      if let count, count < 1 { misplaced.append("findings") }
    case .doesNotFire:
      misplaced = Self.ofFinding
      if let count, count != 0 { misplaced.append("findings") }
    case .missingData:
      if (count ?? 0) < 1 { misplaced = Self.ofFinding }
      if let count, count < 0 { misplaced.append("findings") }
    }
    for key in misplaced where fields.has(key) {
      diagnostics.append(
        RuleDiagnostic.misplacedExpectation(key, section: section, at: fields.place(key)))
    }
  }
}
