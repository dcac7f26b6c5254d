import CandorExpression
import CandorModel

extension RuleWorker {
  /// Makes the finding of matches, with the variables of the leading one set.
  ///
  /// - Parameter count: how many observations there are for a finding to rest on.
  func finding(
    _ prepared: PreparedRule, _ group: MatchGroup, _ activation: Activation, of count: Int
  ) -> Finding {
    // The rule is read where it is: a copy of all its parts would cost more than most sentences.
    var template = prepared.compiled.summary
    var innocent = prepared.rule.innocent
    if let language = engine.language {
      template = prepared.compiled.summaries[language] ?? template
      let translation = prepared.rule.translations.first { $0.language == language }
      if let translation, !translation.innocent.isEmpty { innocent = translation.innocent }
    }
    // Read where they are, too.
    let (matches, leading) = (group.matches, group.leading)
    // Most findings have one match, whose list is theirs.
    var observations = matches[leading].observations
    if matches.count > 1 {
      observations = []
      observations.reserveCapacity(matches.count * 2)
      for match in matches { observations += match.observations }
    }
    if let expression = prepared.compiled.observations,
      case .list(let elements)? = try? expression.evaluate(activation)
    {
      let named = elements.flatMap { ObservationIndexes.of($0) ?? [] }
        .filter { (0..<count).contains($0) }
      // An empty list is meant; one of indexes that no observation has says nothing.
      if elements.isEmpty || !named.isEmpty { observations = named }
    }
    var values: [FindingValue] = []
    values.reserveCapacity(prepared.compiled.values.count)
    for named in prepared.compiled.values {
      if let value = try? named.expression.evaluate(activation),
        let content = Self.content(of: value, decimals: named.decimals)
      {
        values.append(FindingValue(named.name, content))
      }
    }
    return Finding(
      rule: prepared.rule.id, ruleVersion: prepared.rule.version, ruleHash: prepared.rule.hash,
      severity: matches[leading].severity, summary: template.text(activation, in: &sentence),
      observations: observations.ascending,
      values: values, innocentReasons: innocent, kind: prepared.kind,
      transition: matches.count == 1 ? matches[leading].transition : nil,
      transitions: matches.count == 1 ? [] : matches.compactMap(\.transition))
  }

  /// How a value is printed.
  private static func content(of value: Value, decimals: Int) -> FindingValue.Content? {
    switch value {
    case .string(let text): return .text(text)
    case .int(let number): return .integer(Int(number))
    case .uint(let number): return Int(exactly: number).map { .integer($0) }
    case .double(let number):
      return number.isFinite ? .number(number, decimals: decimals) : nil
    case .bool(let flag): return .flag(flag)
    case .list(let elements): return .texts(elements.compactMap { SummaryTemplate.text(of: $0) })
    case .optional(let wrapped): return wrapped.flatMap { content(of: $0, decimals: decimals) }
    default: return SummaryTemplate.text(of: value).map { .text($0) }
    }
  }

  // MARK: Exceptions

  /// Lets the exceptions act that cover a finding; of several the first in the configuration.
  ///
  /// - Parameter areWhole: whether the findings rest on no answers but on the whole interview.
  func applyExceptions(
    _ site: inout InterviewSite, to result: inout RuleResult, areWhole: Bool = false
  ) {
    guard !engine.pack.exceptions.isEmpty else { return }
    var acted: Set<String> = []
    for index in result.findings.indices {
      let finding = result.findings[index]
      for exception in engine.pack.exceptions where exception.covers(finding.rule) {
        let activation = exceptionActivation(finding, &site, isWhole: areWhole)
        guard let isMet = try? exception.condition.evaluateBool(activation), isMet else {
          continue
        }
        acted.insert(exception.name)
        result.findings[index].apply(exception)
        break
      }
    }
    result.exceptions = acted.sorted()
  }

  private func exceptionActivation(
    _ finding: Finding, _ site: inout InterviewSite, isWhole: Bool
  ) -> Activation {
    let all = site.observationValues()
    let observations =
      isWhole ? all : finding.observations.filter(all.indices.contains).map { all[$0] }
    var change: SwitchObject?
    if let index = finding.transition { change = site.switchObject(index) }
    return Activation([
      .object(FindingObject(rule: finding.rule, severity: finding.severity)),
      .object(site.interviewObject), .list(observations), change.map { .object($0) },
      change.map { .object($0.from) }, change.map { .object($0.to) },
    ])
  }
}

extension Finding {
  /// Lets an exception act; the finding stays and says so.
  fileprivate mutating func apply(_ exception: RuleException) {
    self.exception = exception.name
    let effect: Explanation.Effect = exception.effect == .removed ? .removed : .lowered
    effectiveSeverity = exception.effect == .removed ? .none : effectiveSeverity.lowered
    explanations.append(
      Explanation(
        code: "exception", effect: effect, observations: observations,
        text: "exception `\(exception.name)` of \(exception.owner), until \(exception.expiry): "
          + exception.reason))
  }
}
