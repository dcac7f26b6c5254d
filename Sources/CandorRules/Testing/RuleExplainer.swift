import CandorExpression
public import CandorModel

/// Explains what a rule makes of an interview.
public struct RuleExplainer: Sendable {
  private let prepared: PreparedRule
  private let engine: RuleEngine
  private let countries: CountryNames

  /// - Parameters:
  ///   - rule: with its parameters as they are in force.
  ///   - exceptions: those in force, also of other rules.
  ///   - countries: names for places whose database gives only a code.
  public init(
    _ rule: Rule, exceptions: [RuleException] = [], countries: CountryNames = .none
  ) {
    prepared = PreparedRule(rule)
    self.countries = countries
    engine = RuleEngine(
      pack: RulePack(
        name: "", version: "", hash: "", rules: [rule], exceptions: exceptions,
        expiredExceptions: []),
      countries: countries)
  }

  /// Explains the rule on one interview; rules that need several have nothing to say of one.
  public func explain(_ interview: EnrichedInterview, _ timeline: Timeline) -> RuleExplanation {
    let rule = prepared.rule
    var site = InterviewSite(interview, timeline, countries: countries)
    var sites: [RuleExplanation.Site] = []
    switch rule.scope {
    case .observation:
      for object in site.observationObjects() {
        sites.append(
          explain(
            "answer \(object.observation.index + 1)",
            [prepared.compiled.params, .object(object), .object(site.interviewObject)]))
      }
    case .switch:
      for change in site.switchObjects() {
        sites.append(
          explain(
            "answer \(change.transition.from + 1) to answer \(change.transition.to + 1)",
            [
              prepared.compiled.params, .object(change), .object(change.from),
              .object(change.to), .object(site.interviewObject),
            ]))
      }
    case .interview:
      let changes = site.switchObjects()
      sites.append(
        explain(
          "the interview",
          [
            prepared.compiled.params, .object(site.interviewObject),
            .list(site.observationValues()), .list(site.runValues()),
            .list(changes.filter(\.transition.endsRun).map { .object($0) }),
            .list(changes.map { .object($0) }), .object(site.unattributedObject()),
          ]))
    case .candidate, .link: break
    }
    return explanation(sites, engine.evaluate(interview, timeline))
  }

  /// Explains a rule of scope `candidate` on the interviews of one person.
  public func explain(
    candidate interviews: [(interview: EnrichedInterview, timeline: Timeline)], of count: Int? = nil
  ) -> RuleExplanation {
    let worker = engine.makeWorker(cacheSize: 64)
    let result = worker.evaluateCandidate(interviews, of: count)
    guard prepared.rule.scope == .candidate, interviews.count > 1 else {
      return explanation([], result)
    }
    let history = CandidateHistory(of: interviews.map(\.interview))
    let activation = worker.candidateActivation(interviews, history, of: count)
    return explanation(
      [
        explain(
          "the candidate's \(interviews.count) interviews",
          [prepared.compiled.params, activation[1], activation[2]])
      ], result)
  }

  /// Explains a rule of scope `link` on what an interview shares with those of other candidates.
  public func explain(
    _ traces: [SharedTrace], _ interview: EnrichedInterview, _ timeline: Timeline
  ) -> RuleExplanation {
    let worker = engine.makeWorker(cacheSize: 64)
    let result = worker.evaluateLinks(traces, interview, timeline)
    guard prepared.rule.scope == .link else { return explanation([], result) }
    var site = InterviewSite(interview, timeline, countries: countries)
    let sites = traces.enumerated().map { index, trace in
      let activation = worker.linkActivation(trace, &site)
      return explain(
        "link \(index + 1), \(trace.link.kind)",
        [prepared.compiled.params, activation[1], activation[2], activation[3]])
    }
    return explanation(sites, result)
  }

  private func explanation(
    _ sites: [RuleExplanation.Site], _ result: RuleResult
  ) -> RuleExplanation {
    RuleExplanation(
      rule: prepared.rule.id, condition: prepared.rule.condition,
      parameters: prepared.rule.parameters.map { parameter in
        "\(parameter.name) = \(parameter.valueText)\(parameter.unit.map { " " + $0 } ?? "")"
      }, sites: sites, nearest: Self.nearest(sites),
      notEvaluable: result.notEvaluable.first?.text, isOff: prepared.rule.isOff,
      exceptions: result.exceptions)
  }

  private func explain(_ name: String, _ values: [Value?]) -> RuleExplanation.Site {
    let activation = Activation(values)
    let answer: RuleExplanation.Answer =
      switch prepared.answer(activation) {
      case .notAsked: .notAsked
      case .notFired: .notFired
      case .fired: .fired
      case .missing:
        .notEvaluable(
          missing: prepared.compiled.requirements.filter { !$0.isKnown(activation) }
            .map(\.path))
      case .failed(let error): .failed(error.message)
      }
    let asked = [prepared.compiled.applies, prepared.compiled.condition].compactMap { $0 }
    let parts = asked.flatMap { expression in
      expression.explain(activation).filter { !Self.isWholeObject($0) }.map { node in
        RuleExplanation.Part(
          depth: node.depth, text: Self.oneLine(node.text), value: Self.text(node.outcome))
      }
    }
    let differences =
      answer == .fired
      ? []
      : asked.flatMap { expression in
        ConditionDifference(expression, activation).least(expression.syntax, wanted: true)
      }
    return RuleExplanation.Site(
      name: name, answer: answer, parts: parts, differences: differences)
  }

  /// Whether a part is only the name of an object, whose fields stand on the line above.
  private static func isWholeObject(_ node: ExplainedNode) -> Bool {
    guard node.text.utf8.allSatisfy({ $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ".") }),
      node.text.first?.isLetter == true
    else { return false }
    switch node.outcome {
    case .value(.object): return true
    case .notEvaluated: return RuleExplanation.objectNames.contains(node.text)
    default: return false
    }
  }

  /// The place that fired; else the one with the least to change, known before unknown.
  private static func nearest(_ sites: [RuleExplanation.Site]) -> Int? {
    func rank(_ site: RuleExplanation.Site) -> (Int, Int) {
      switch site.answer {
      case .fired: (0, 0)
      case .notFired: (1, site.differences.count)
      case .notEvaluable(let missing): (2, missing.count)
      case .failed: (2, 0)
      case .notAsked: (3, site.differences.count)
      }
    }
    return sites.indices.min { rank(sites[$0]) < rank(sites[$1]) }
  }

  static func text(_ outcome: ExplainedNode.Outcome) -> String {
    switch outcome {
    case .value(let value): ValueText.text(value)
    case .error(let error): error.code == .noSuchField ? "not known" : "error: \(error.message)"
    case .notEvaluated: "not needed"
    }
  }

  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// Values as explanations and failures show them.
enum ValueText {
  /// The value in the notation of conditions, lists cut after eight elements.
  static func text(_ value: Value) -> String {
    switch value {
    case .null: return "null"
    case .bool(let flag): return String(flag)
    case .int(let number): return String(number)
    case .uint(let number): return "\(number)u"
    case .double(let number):
      return number.isFinite ? DecimalText.text(number, decimals: 3) : number.description
    case .string(let text): return "\"\(TerminalText.safe(text))\""
    case .list(let elements):
      let shown = elements.prefix(8).map(text).joined(separator: ", ")
      return "[" + shown + (elements.count > 8 ? ", ..." : "") + "]"
    case .timestamp(let moment): return moment.description
    case .duration(let span): return span.description
    case .optional(let wrapped): return wrapped.map { "optional(\(text($0)))" } ?? "none"
    case .object(let object):
      if let observation = object as? ObservationObject {
        return "answer \(observation.observation.index + 1)"
      }
      if let change = object as? SwitchObject {
        return "answer \(change.transition.from + 1) to \(change.transition.to + 1)"
      }
      return "{\(object.expressionTypeName)}"
    case .bytes, .map, .type, .address, .prefix: return "{\(value.typeValue.name)}"
    }
  }
}
