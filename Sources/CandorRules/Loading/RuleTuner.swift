import CandorExpression
import CandorModel

/// Applies configurations to rules.
struct RuleTuner {
  private(set) var rules: [Rule]
  private(set) var exceptions: [RuleException] = []
  private(set) var expiredExceptions: [RuleException] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let limits: RuleLimits
  private let functions: RuleFunctions
  private let referenceDay: String?
  private let indexes: [String: Int]
  /// The parameters of rules that another pack has.
  private let elsewhere: [String: [RuleParameter]]

  /// - Parameter elsewhere: rules of another pack, of which a configuration may speak as well.
  init(
    rules: [Rule], elsewhere: [Rule] = [], limits: RuleLimits, functions: RuleFunctions,
    referenceDay: String?
  ) {
    self.rules = rules
    self.elsewhere = Dictionary(
      elsewhere.map { ($0.id, $0.parameters) }, uniquingKeysWith: { first, _ in first })
    self.limits = limits
    self.functions = functions
    self.referenceDay = referenceDay
    indexes = Dictionary(
      rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Applies a configuration over what was applied before.
  mutating func apply(_ tuning: RuleTuning) {
    for setting in tuning.parameters { apply(setting) }
    for setting in tuning.severities {
      guard let index = index(of: setting.rule, at: setting.place) else { continue }
      rules[index].isTuned = true
      guard let severity = setting.severity else {
        rules[index].isOff = true
        continue
      }
      rules[index].isOff = false
      rules[index].severities = [Rule.SeverityCase(condition: nil, severity: severity)]
      rules[index].compiled.levels = [CompiledRule.Level(condition: nil, severity: severity)]
    }
    for draft in tuning.exceptions { apply(draft) }
  }

  private mutating func index(of rule: String, at place: Diagnostic.Place) -> Int? {
    if let index = indexes[rule] { return index }
    guard elsewhere[rule] == nil else { return nil }
    diagnostics.append(
      RuleDiagnostic.unknownRule(rule, known: rules.map(\.id), at: place))
    return nil
  }

  private mutating func apply(_ setting: RuleTuning.ParameterSetting) {
    guard let index = index(of: setting.rule, at: setting.rulePlace) else { return }
    let parameters = rules[index].parameters
    guard let position = parameters.firstIndex(where: { $0.name == setting.name }) else {
      if elsewhere[setting.rule]?.contains(where: { $0.name == setting.name }) ?? false { return }
      diagnostics.append(
        RuleDiagnostic.unknownParameter(
          setting.name, rule: setting.rule, known: parameters.map(\.name),
          at: setting.namePlace))
      return
    }
    let parameter = parameters[position]
    switch ParameterValue.read(
      setting.node, kind: parameter.kind, minimum: parameter.minimum, maximum: parameter.maximum,
      path: "rules.parameters.\(setting.rule).\(setting.name)", source: setting.source)
    {
    case .success(let value):
      rules[index].parameters[position].value = value
      rules[index].isTuned = true
      rules[index].compiled.params = CompiledRule.params(rules[index].parameters)
    case .failure(let diagnostic): diagnostics.append(diagnostic)
    }
  }

  private mutating func apply(_ draft: RuleTuning.ExceptionDraft) {
    guard !(exceptions + expiredExceptions).contains(where: { $0.name == draft.name }) else {
      diagnostics.append(RuleDiagnostic.duplicateException(draft.name, at: draft.place))
      return
    }
    var isKnown = true
    let ids = Array(indexes.keys) + elsewhere.keys
    for (pattern, place) in draft.rules {
      let isMet =
        pattern.hasSuffix("/*")
        ? ids.contains { $0.hasPrefix(pattern.dropLast()) } : ids.contains(pattern)
      if !isMet {
        isKnown = false
        diagnostics.append(
          RuleDiagnostic.unknownRule(pattern, known: rules.map(\.id), at: place))
      }
    }
    var compiler = ExpressionCompiler(draft.source)
    let condition = compiler.condition(
      draft.scope, path: "scope",
      in: RuleEnvironment.exceptionEnvironment(limits: limits, functions: functions))
    diagnostics += compiler.diagnostics
    guard isKnown, let condition else { return }
    let exception = RuleException(
      name: draft.name, owner: draft.owner, reason: draft.reason,
      rules: draft.rules.map(\.pattern), scope: condition.source.trimmedSpace,
      expiry: draft.expiry, effect: draft.effect, place: draft.place, condition: condition)
    if let referenceDay, exception.isExpired(on: referenceDay) {
      expiredExceptions.append(exception)
      diagnostics.append(
        RuleDiagnostic.expiredException(draft.name, expiry: draft.expiry, at: draft.place))
    } else {
      exceptions.append(exception)
    }
  }
}
