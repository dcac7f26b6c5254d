import CandorExpression
import CandorModel

extension RuleReader {
  /// The compiled parts of a rule; what could not be compiled is absent.
  struct Body {
    var textEnvironment: Environment
    var applies: CompiledExpression?
    var condition: CompiledExpression?
    var levels: [CompiledRule.Level] = []
    var summary: SummaryTemplate?
    var values: [CompiledRule.NamedValue] = []
    var observations: CompiledExpression?
    var requirements: [Requirement] = []
    var mergeKey: CompiledExpression?
  }

  /// Compiles everything that holds expressions.
  mutating func readBody(
    _ fields: YAMLFields, scope: Rule.Scope, parameters: [RuleParameter]
  ) -> Body {
    let environment = RuleEnvironment.environment(
      scope: scope, parameters: parameters, withMatches: false, limits: limits,
      functions: functions)
    var body = Body(
      textEnvironment: RuleEnvironment.environment(
        scope: scope, parameters: parameters, withMatches: true, limits: limits,
        functions: functions))
    var compiler = ExpressionCompiler(source)
    if let node = fields.node("applies") {
      body.applies = compiler.condition(node, path: "applies", in: environment)
    }
    if let node = fields.node("when") {
      body.condition = compiler.condition(node, path: "when", in: environment)
    }
    if let node = fields.node("summary") {
      body.summary = SummaryTemplate(
        node, path: "summary", environment: body.textEnvironment, limits: limits,
        compiler: &compiler)
    }
    if let node = fields.node("observations") {
      body.observations = compiler.compile(node, path: "observations", in: environment)
      if let found = body.observations?.resultType, !Self.meansObservations(found) {
        compiler.diagnostics.append(
          RuleDiagnostic.notObservations(
            found: found.description, at: source.place(node.start, node.end)))
      }
    }
    if let node = fields.node("mergeBy") {
      body.mergeKey = compiler.printable(node, path: "mergeBy", in: environment)
    }
    for entry in fields.members("values", into: &diagnostics) {
      guard Self.isCamelCase(entry.key) else {
        diagnostics.append(
          RuleDiagnostic.invalidParameterName(
            entry.key, at: source.place(entry.keyStart, entry.keyEnd)))
        continue
      }
      if let expression = compiler.printable(
        entry.value, path: "values.\(entry.key)", in: body.textEnvironment)
      {
        body.values.append(CompiledRule.NamedValue(name: entry.key, expression: expression))
      }
    }
    body.values.sort { $0.name < $1.name }
    diagnostics += compiler.diagnostics
    body.levels = readSeverity(fields, environment)
    body.requirements = readRequirements(fields, scope: scope)
    forgiveBrokenParameters()
    return body
  }

  private mutating func forgiveBrokenParameters() {
    let forgiven = Set(brokenParameters.map { "unknown field `\($0)` of `params`" })
    diagnostics.removeAll { diagnostic in
      diagnostic.code == RuleCode.unknownField.rawValue && forgiven.contains(diagnostic.message)
    }
  }

  private static func meansObservations(_ type: ExpressionType) -> Bool {
    switch type {
    case .list(let element): element == .dyn || element == .int || meansObservations(element)
    case .dyn: true
    case .object(let name):
      [ObservationObject.type.name, SwitchObject.type.name, RunObject.type.name].contains(name)
    default: false
    }
  }

  private mutating func readRequirements(
    _ fields: YAMLFields, scope: Rule.Scope
  ) -> [Requirement] {
    var requirements: [Requirement] = []
    for (index, node) in (fields.list("requires", into: &diagnostics) ?? []).enumerated() {
      guard let path = fields.text(of: node, path: "requires[\(index)]", into: &diagnostics)
      else { continue }
      let (requirement, suggestion) = Requirement.resolve(path, scope: scope)
      if let requirement {
        requirements.append(requirement)
      } else {
        diagnostics.append(
          RuleDiagnostic.unknownRequirement(
            path, suggestion: suggestion, at: source.place(node.start, node.end)))
      }
    }
    return requirements
  }

  private mutating func readSeverity(
    _ fields: YAMLFields, _ environment: Environment
  ) -> [CompiledRule.Level] {
    guard let node = fields.node("severity") else { return [] }
    guard let cases = node.elements else {
      let level = fields.word("severity", as: Severity.self, into: &diagnostics)
      return level.map { [CompiledRule.Level(condition: nil, severity: $0)] } ?? []
    }
    var compiler = ExpressionCompiler(source)
    var levels: [CompiledRule.Level] = []
    for (index, node) in cases.enumerated() {
      guard
        let fields = YAMLFields(
          node, path: "severity[\(index)]", known: ["when", "is"], source: source,
          into: &diagnostics)
      else { continue }
      fields.require("is", into: &diagnostics)
      let level = fields.word("is", as: Severity.self, into: &diagnostics)
      let isLast = index == cases.count - 1
      guard let condition = fields.node("when") else {
        if !isLast {
          diagnostics.append(
            RuleDiagnostic.unreachableSeverity(at: source.place(node.start, node.end)))
        }
        if let level { levels.append(CompiledRule.Level(condition: nil, severity: level)) }
        continue
      }
      if isLast {
        diagnostics.append(RuleDiagnostic.severityWithoutDefault(at: fields.place("when")))
      }
      let compiled = compiler.condition(
        condition, path: "severity[\(index)].when", in: environment)
      if let compiled, let level {
        levels.append(CompiledRule.Level(condition: compiled, severity: level))
      }
    }
    if cases.isEmpty {
      diagnostics.append(
        RuleDiagnostic.missingKey(
          "is", in: "severity", at: source.place(node.start, node.end),
          help: "write a level, or cases such as `- {is: medium}`"))
    }
    diagnostics += compiler.diagnostics
    return levels
  }

  /// The texts in other languages.
  mutating func readTexts(
    _ fields: YAMLFields, _ environment: Environment
  ) -> (translations: [Rule.Translation], summaries: [String: SummaryTemplate]) {
    var translations: [Rule.Translation] = []
    var summaries: [String: SummaryTemplate] = [:]
    for entry in fields.members("texts", into: &diagnostics) {
      let path = "texts.\(entry.key)"
      guard
        let inner = YAMLFields(
          entry.value, path: path, known: ["title", "summary", "innocent"], source: source,
          into: &diagnostics)
      else { continue }
      if let node = inner.node("summary") {
        var compiler = ExpressionCompiler(source)
        summaries[entry.key] = SummaryTemplate(
          node, path: inner.path("summary"), environment: environment, limits: limits,
          compiler: &compiler)
        diagnostics += compiler.diagnostics
      }
      translations.append(
        Rule.Translation(
          language: entry.key, title: inner.text("title", into: &diagnostics),
          summary: inner.text("summary", into: &diagnostics),
          innocent: inner.texts("innocent", into: &diagnostics)))
    }
    return (translations.sorted { $0.language < $1.language }, summaries)
  }
}
