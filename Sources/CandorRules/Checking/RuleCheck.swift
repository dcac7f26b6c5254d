import CandorExpression
import CandorModel

/// Looks at one rule that loaded.
struct RuleCheck {
  private let rule: Rule
  private let source: SourceText
  private let limits: RuleLimits
  private(set) var diagnostics: [Diagnostic] = []

  init(_ rule: Rule, _ source: SourceText, limits: RuleLimits) {
    self.rule = rule
    self.source = source
    self.limits = limits
  }

  /// Looks at everything.
  mutating func run() {
    // The rule loaded, so its file reads.
    var yaml = YAMLReader(source, limits: limits)
    guard let root = try? yaml.read() else { return }
    checkStatus(root)
    checkParameters(root)
    checkConditions(root)
    checkReasons(root)
  }

  private mutating func checkStatus(_ root: YAMLNode) {
    guard rule.status == .deprecated, let entry = root.entry("status") else { return }
    diagnostics.append(
      RuleDiagnostic.deprecatedRule(
        rule.id, replacement: rule.deprecation?.replacement,
        at: source.place(entry.value.start, entry.value.end)))
  }

  // MARK: Parameters

  private mutating func checkParameters(_ root: YAMLNode) {
    let used = Set(rule.compiled.all.flatMap(\.referencedPaths))
    for entry in root.entry("parameters")?.value.entries ?? [] {
      let place = source.place(entry.keyStart, entry.keyEnd)
      let path = "params.\(entry.key)"
      let isUsed = used.contains { $0 == "params" || $0 == path || $0.hasPrefix(path + "[") }
      if !isUsed { diagnostics.append(RuleDiagnostic.unusedParameter(entry.key, at: place)) }
      let parameter = rule.parameters.first { $0.name == entry.key }
      if let parameter, parameter.kind == .double || parameter.kind == .int, parameter.unit == nil {
        diagnostics.append(RuleDiagnostic.parameterWithoutUnit(entry.key, at: place))
      }
      if let parameter { checkLinking(parameter, entry) }
    }
  }

  private mutating func checkLinking(_ parameter: RuleParameter, _ entry: YAMLEntry) {
    let read = LinkingParameter.allCases.first { $0.rule == rule.id && $0.name == parameter.name }
    guard let read, !read.isTaken(as: parameter.kind) else { return }
    let place =
      entry.value.entry("type").map { source.place($0.value.start, $0.value.end) }
      ?? source.place(entry.keyStart, entry.keyEnd)
    diagnostics.append(
      RuleDiagnostic.linkingParameterKind(
        parameter.name, expected: read.kind, found: parameter.kind, at: place))
  }

  // MARK: Conditions

  private mutating func checkConditions(_ root: YAMLNode) {
    if let expression = rule.compiled.applies {
      check(expression, root.entry("applies")?.value, path: "applies")
    }
    check(rule.compiled.condition, root.entry("when")?.value, path: "when")
    if let expression = rule.compiled.mergeKey {
      check(expression, root.entry("mergeBy")?.value, path: "mergeBy")
    }
    if let expression = rule.compiled.observations {
      check(expression, root.entry("observations")?.value, path: "observations")
    }
    for (index, node) in (root.entry("severity")?.value.elements ?? []).enumerated()
    where index < rule.compiled.levels.count {
      guard let expression = rule.compiled.levels[index].condition else { continue }
      check(expression, node.entry("when")?.value, path: "severity[\(index)].when")
    }
  }

  private mutating func check(
    _ expression: CompiledExpression, _ node: YAMLNode?, path: String
  ) {
    guard let node else { return }
    let compiler = ExpressionCompiler(source)
    func place(_ range: SourceRange) -> Diagnostic.Place {
      compiler.place(of: node, range.start, range.end)
    }
    for finding in FairnessLint.findings(in: expression) {
      diagnostics.append(
        RuleDiagnostic.particularGroup(finding, in: path, at: place(finding.range)))
    }
    for range in ThresholdLint.findings(in: expression) {
      diagnostics.append(
        RuleDiagnostic.bareThreshold(
          range.text(in: expression.source), in: path, at: place(range)))
    }
  }

  // MARK: Reasons

  private mutating func checkReasons(_ root: YAMLNode) {
    let counts = rule.severities.contains { $0.severity != .none }
    let place = root.entry("id").map { source.place($0.keyStart, $0.keyEnd) } ?? source.wholeFile
    if counts, rule.innocent.isEmpty {
      diagnostics.append(RuleDiagnostic.noInnocentReasons(at: place))
    }
    if rule.references.isEmpty { diagnostics.append(RuleDiagnostic.noReferences(at: place)) }
  }
}

extension YAMLNode {
  /// The entry of a key, where this is a mapping that has it.
  func entry(_ key: String) -> YAMLEntry? { entries?.first { $0.key == key } }
}
