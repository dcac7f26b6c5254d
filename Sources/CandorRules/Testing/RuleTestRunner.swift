public import CandorModel

/// Runs the test files of a pack.
public struct RuleTestRunner: Sendable {
  /// Builds the timeline of an interview, as the product does.
  public typealias MakeTimeline = @Sendable (EnrichedInterview) -> Timeline

  private let pack: RulePack
  private let limits: RuleLimits
  private let countries: CountryNames
  private let makeTimeline: MakeTimeline

  /// - Parameters:
  ///   - pack: loaded without a configuration, so that tests say the same everywhere.
  ///   - countries: names for places whose database gives only a code.
  ///   - makeTimeline: builds the timeline of an interview.
  public init(
    pack: RulePack, limits: RuleLimits = RuleLimits(), countries: CountryNames = .none,
    makeTimeline: @escaping MakeTimeline
  ) {
    self.pack = pack
    self.limits = limits
    self.countries = countries
    self.makeTimeline = makeTimeline
  }

  /// Runs the tests.
  ///
  /// - Parameters:
  ///   - files: everything below the rule folder.
  ///   - rules: the ids to run; empty for all.
  public func run(_ files: [RuleFile], rules: [String] = []) -> RuleTestReport {
    var results: [RuleTestReport.Result] = []
    var diagnostics: [Diagnostic] = []
    let testFiles = Dictionary(
      files.filter(\.isTests).map { (Self.stem($0.path), $0) },
      uniquingKeysWith: { first, _ in first })
    for rule in pack.rules where rules.isEmpty || rules.contains(rule.id) {
      guard let file = testFiles[Self.stem(rule.file)] else {
        diagnostics.append(RuleDiagnostic.missingTests(rule.id, file: rule.file))
        continue
      }
      let (tests, found) = Self.read(
        file, of: rule.scope, limits: limits, countries: countries)
      diagnostics += found
      let worker = RuleEngine(pack: pack.only(rule), countries: countries).makeWorker()
      let explainer = RuleExplainer(rule, countries: countries)
      for test in tests.tests { results.append(run(test, of: rule, worker, explainer)) }
    }
    return RuleTestReport(
      results: results, diagnostics: diagnostics.sorted(by: Diagnostic.isOrderedBefore))
  }

  /// The path without what tells rules and tests apart.
  static func stem(_ path: String) -> String {
    for suffix in [".tests.yaml", ".tests.yml", ".yaml", ".yml"] where path.hasSuffix(suffix) {
      return String(path.dropLast(suffix.count))
    }
    return path
  }

  /// Reads a test file with what is wrong with it, missing sections included.
  ///
  /// - Parameter scope: of the rule; `nil` where the rule could not be read.
  static func read(
    _ file: RuleFile, of scope: Rule.Scope?, limits: RuleLimits, countries: CountryNames
  ) -> (RuleTestFile, [Diagnostic]) {
    var reader = RuleTestReader(
      SourceText(file: file.path, text: file.text), of: scope, limits: limits,
      countries: countries)
    let tests = reader.read()
    var diagnostics = reader.diagnostics
    for section in RuleTest.Section.allCases where !tests.sections.contains(section) {
      diagnostics.append(RuleDiagnostic.missingTestSection(section, file: file.path))
    }
    return (tests, diagnostics)
  }

  private func run(
    _ test: RuleTest, of rule: Rule, _ worker: RuleWorker, _ explainer: RuleExplainer
  ) -> RuleTestReport.Result {
    let timeline = makeTimeline(test.interview)
    let several = test.interviews.map { ($0, makeTimeline($0)) }
    let got =
      switch rule.scope {
      case .candidate: worker.evaluateCandidate(several)
      case .link: worker.evaluateLinks(test.traces, test.interview, timeline)
      case .observation, .switch, .interview: worker.evaluate(test.interview, timeline)
      }
    let failures = Self.failures(test, got)
    var values: [String] = []
    if !failures.isEmpty {
      let explanation =
        switch rule.scope {
        case .candidate: explainer.explain(candidate: several)
        case .link: explainer.explain(test.traces, test.interview, timeline)
        case .observation, .switch, .interview: explainer.explain(test.interview, timeline)
        }
      if let nearest = explanation.nearest {
        values = Self.values(explanation.sites[nearest])
      }
    }
    return RuleTestReport.Result(
      rule: rule.id, section: test.section, name: test.name, place: test.place,
      failures: failures, values: values)
  }

  /// The place and the innermost parts: fields and parameters with their values.
  private static func values(_ site: RuleExplanation.Site) -> [String] {
    var lines = ["at \(site.name)"]
    for part in site.parts where part.value != "not needed" {
      let isPath =
        part.text.contains(".")
        && part.text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
      let line = "\(part.text) = \(part.value)"
      if isPath, !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  private static func failures(_ test: RuleTest, _ got: RuleResult) -> [String] {
    var failures: [String] = []
    let expected = test.expectation
    func compare(_ what: String, _ wanted: String, _ found: String) {
      if wanted != found { failures.append("\(what): expected \(wanted), found \(found)") }
    }
    let reason = got.notEvaluable.first?.reason
    switch test.section {
    case .fires:
      if let count = expected.findings {
        compare("findings", "\(count)", "\(got.findings.count)")
      } else if got.findings.isEmpty {
        failures.append("findings: expected one at least, found none")
      }
    case .doesNotFire:
      compare("findings", "\(expected.findings ?? 0)", "\(got.findings.count)")
      // A rule that could not answer did not answer with no; a case may say that this is meant.
      compare("answer", text(expected.reason), text(reason))
    case .missingData:
      if let count = expected.findings {
        compare("findings", "\(count)", "\(got.findings.count)")
        if let wanted = expected.reason {
          compare("reason", wanted.rawValue, reason?.rawValue ?? "an answer")
        } else if count == 0, reason != nil {
          // Without findings and reason the case is that the rule answers all the same.
          compare("answer", text(nil), text(reason))
        }
      } else {
        compare("findings", "0", "\(got.findings.count)")
        if let wanted = expected.reason {
          compare("reason", wanted.rawValue, reason?.rawValue ?? "an answer")
        } else if reason == nil {
          failures.append("answer: expected not evaluable, found not fired")
        }
      }
    }
    guard let finding = got.findings.first else { return failures }
    if let severity = expected.severity {
      compare("severity", severity.rawValue, finding.severity.rawValue)
    }
    if let summary = expected.summary { compare("summary", "`\(summary)`", "`\(finding.summary)`") }
    if let observations = expected.observations {
      compare("observations", "\(observations)", "\(finding.observations)")
    }
    for value in expected.values {
      let found = finding.values.first { $0.name == value.name }.map { text($0.content) }
      compare("values.\(value.name)", "`\(value.text)`", found.map { "`\($0)`" } ?? "none")
    }
    return failures
  }

  private static func text(_ reason: NotEvaluable.Reason?) -> String {
    reason.map { "not evaluable, \($0.rawValue)" } ?? "not fired"
  }

  private static func text(_ content: FindingValue.Content) -> String {
    switch content {
    case .text(let text): text
    case .integer(let number): String(number)
    case .number(let number, let decimals): DecimalText.text(number, decimals: decimals)
    case .flag(let flag): String(flag)
    case .texts(let texts): texts.joined(separator: ", ")
    }
  }
}

extension RulePack {
  /// The pack with one rule and no exceptions.
  func only(_ rule: Rule) -> RulePack {
    RulePack(
      name: name, version: version, hash: hash, rules: [rule], exceptions: [],
      expiredExceptions: [])
  }
}
