import CandorExpression
public import CandorModel

/// Looks at a rule folder as a careful reviewer would: what loads may still be wrong.
public struct RuleLinter: Sendable {
  /// The loader whose limits, names and day are used.
  public var loader: RulePackLoader

  /// - Parameter loader: as the product sets it up.
  public init(loader: RulePackLoader = RulePackLoader()) { self.loader = loader }

  /// Looks at everything below a rule folder.
  ///
  /// - Parameters:
  ///   - files: rules, tests and the pack's own file.
  ///   - tunings: configurations that are checked with it.
  ///   - needsTests: whether a rule without tests is an error, as it is for a pack that ships.
  public func lint(
    _ files: [RuleFile], tunings: [RuleTuning] = [], needsTests: Bool = true
  ) -> RuleLintReport {
    let loaded = loader.load(files, tunings: tunings)
    var diagnostics = loaded.diagnostics
    let sources = Dictionary(
      files.filter(\.isRule).map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    for file in files where file.isRule {
      diagnostics += VerdictLint.findings(
        in: SourceText(file: file.path, text: file.text), limits: loader.limits)
    }
    for rule in loaded.pack.rules {
      guard let text = sources[rule.file] else { continue }
      var check = RuleCheck(
        rule, SourceText(file: rule.file, text: text), limits: loader.limits)
      check.run()
      diagnostics += check.diagnostics
    }
    diagnostics += exceptions(loaded.pack)
    if needsTests { diagnostics += tests(files, loaded.pack) }
    return RuleLintReport(
      ruleCount: files.count(where: \.isRule),
      diagnostics: diagnostics.sorted(by: Diagnostic.isOrderedBefore))
  }

  /// What spares people of one country hits those of the others.
  private func exceptions(_ pack: RulePack) -> [Diagnostic] {
    (pack.exceptions + pack.expiredExceptions).compactMap { exception in
      guard let place = exception.place,
        let finding = FairnessLint.findings(in: exception.condition).first
      else { return nil }
      var diagnostic = RuleDiagnostic.particularGroup(finding, in: "scope", at: place)
      diagnostic.severity = .warning
      return diagnostic
    }
  }

  private func tests(_ files: [RuleFile], _ pack: RulePack) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    let scopes = Dictionary(
      pack.rules.map { (RuleTestRunner.stem($0.file), $0.scope) },
      uniquingKeysWith: { first, _ in first })
    let ruleStems = Set(files.filter(\.isRule).map { RuleTestRunner.stem($0.path) })
    var testStems: Set<String> = []
    for file in files where file.isTests {
      testStems.insert(RuleTestRunner.stem(file.path))
      if !ruleStems.contains(RuleTestRunner.stem(file.path)) {
        diagnostics.append(RuleDiagnostic.testsWithoutRule(file: file.path))
      }
      diagnostics +=
        RuleTestRunner.read(
          file, of: scopes[RuleTestRunner.stem(file.path)], limits: loader.limits,
          countries: loader.countries
        ).1
    }
    for file in files where file.isRule && !testStems.contains(RuleTestRunner.stem(file.path)) {
      // A file lies where its id says, and the id may be what cannot be read.
      let id = RuleTestRunner.stem(file.path).split(separator: "/").suffix(2).joined(separator: "/")
      diagnostics.append(RuleDiagnostic.missingTests(id, file: file.path))
    }
    return diagnostics
  }
}

/// What the linter found.
public struct RuleLintReport: Sendable {
  /// The schema of the JSON form.
  public static let schema = "candor.rule-lint/1"

  /// How many rule files were looked at.
  public let ruleCount: Int
  /// What was found, sorted by place.
  public let diagnostics: [Diagnostic]

  /// Whether there is an error among it.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The report as text: each diagnostic with its line and a caret, and a last line that counts.
  public func text() -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    let notes = diagnostics.count - errors - warnings
    let summary =
      "\(CountText.of(ruleCount, "rule file")): \(CountText.of(errors, "error")), "
      + "\(CountText.of(warnings, "warning")), \(CountText.of(notes, "note"))"
    return (diagnostics.map(\.text) + [summary]).joined(separator: "\n") + "\n"
  }

  /// The report as JSON (`candor.rule-lint/1`), keys sorted.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("diagnostics")
    writer.beginArray()
    for diagnostic in diagnostics {
      writer.beginObject()
      writer.member("code", diagnostic.code)
      writer.member("column", diagnostic.place?.column)
      writer.member("file", diagnostic.place?.file)
      writer.member("help", diagnostic.help)
      if diagnostic.place?.column != nil { writer.member("length", diagnostic.place?.length) }
      writer.member("line", diagnostic.place?.line)
      writer.member("message", diagnostic.message)
      writer.member("severity", diagnostic.severity.rawValue)
      writer.endObject()
    }
    writer.endArray()
    writer.member("rules", ruleCount as Int?)
    writer.member("schema", Self.schema)
    writer.endObject()
  }
}
