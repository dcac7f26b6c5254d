import CandorExpression
public import CandorModel

/// Rules that need more than one interview.
extension RuleWorker {
  /// The rules of scopes `candidate` and `link`, by id.
  public var severalInterviewRules: Set<String> { engine.severalInterviewRules }

  /// Runs the rules of scope `candidate` over the interviews of one person.
  ///
  /// - Parameters:
  ///   - interviews: of the same candidate, in any order.
  ///   - count: how many interviews the candidate gave, where these are the latest of more.
  /// - Returns: findings that rest on no single interview's observations; the caller opens them on
  ///   each of the interviews.
  public func evaluateCandidate(
    _ interviews: [(interview: EnrichedInterview, timeline: Timeline)], of count: Int? = nil
  ) -> RuleResult {
    var result = RuleResult()
    guard !engine.candidateRules.isEmpty else { return result }
    guard interviews.count > 1 else {
      result.notEvaluable = engine.candidateRules.map {
        NotEvaluable(
          rule: $0.rule.id, reason: .singleObservation,
          text: "one interview only, so there is nothing to compare")
      }
      return result
    }
    let history = CandidateHistory(of: interviews.map(\.interview))
    let activation = candidateActivation(interviews, history, of: count)
    let observations = history.order.flatMap { interviews[$0].timeline.observations }
    for rule in engine.candidateRules {
      let activation = activation.with(rule.compiled.params, at: 0)
      switch rule.answer(activation) {
      case .notAsked, .notFired: break
      case .missing(let requirement):
        if let reason = history.missingOrder, requirement?.isOfSteps ?? false {
          result.notEvaluable.append(
            NotEvaluable(rule: rule.rule.id, reason: reason, text: Self.orderText(reason)))
          continue
        }
        let reason =
          requirement.map {
            MissingFacts.reason(
              $0.fact, in: observations,
              isDeclared: interviews[0].interview.evidence.candidate?.declaredCountryCode != nil)
          } ?? .unknownFields
        result.notEvaluable.append(notEvaluable(rule, reason))
      case .failed(let error):
        result.notEvaluable.append(notEvaluable(rule, .unknownFields, error))
      case .fired:
        let match = Match(
          severity: rule.severity(activation), value: activation[2] ?? .null, observations: [],
          transition: nil)
        // Opened on each of the interviews, so an index of one would be another's elsewhere.
        result.findings.append(
          finding(rule, MatchGroup(matches: [match]), activation, of: 0))
      }
    }
    return result
  }

  /// What was said of a candidate, as it stands on one of the interviews: exceptions act by what is
  /// known of that one.
  ///
  /// - Parameter result: of `evaluateCandidate`.
  public func candidateResult(
    _ result: RuleResult, on interview: EnrichedInterview, _ timeline: Timeline
  ) -> RuleResult {
    guard !result.findings.isEmpty else { return result }
    var result = result
    var site = InterviewSite(interview, timeline, countries: engine.countries)
    applyExceptions(&site, to: &result, areWhole: true)
    return result
  }

  /// Why interviews do not follow one another, as a sentence.
  private static func orderText(_ reason: NotEvaluable.Reason) -> String {
    reason == .missingTime
      ? "too few of the candidate's interviews have a time to know their order"
      : "interviews of the candidate begin at the same moment, so their order is not known"
  }

  /// The variables of scope `candidate`, without `params`.
  func candidateActivation(
    _ interviews: [(interview: EnrichedInterview, timeline: Timeline)],
    _ history: CandidateHistory, of count: Int?
  ) -> Activation {
    var values: [Value] = []
    var countries: Set<String> = []
    for (interview, timeline) in history.order.map({ interviews[$0] }) {
      var site = InterviewSite(interview, timeline, countries: engine.countries)
      if let country = interview.evidence.candidate?.declaredCountryCode {
        countries.insert(country)
      }
      values.append(
        .object(
          CandidateInterviewObject(
            site.interviewObject, observations: site.observationValues())))
    }
    let candidate = CandidateObject(
      declaredCountries: countries.sorted(), interviewCount: count ?? interviews.count,
      comparedCount: interviews.count, steps: history.steps)
    return Activation([nil, .list(values), .object(candidate), nil])
  }

  /// Runs the rules of scope `link` over what an interview shares with those of other candidates.
  ///
  /// - Parameters:
  ///   - traces: what it shares; each of them is asked about by itself.
  ///   - interview: the interview.
  ///   - timeline: its timeline, which the traces' observations are indexes into.
  public func evaluateLinks(
    _ traces: [SharedTrace], _ interview: EnrichedInterview, _ timeline: Timeline
  ) -> RuleResult {
    var result = RuleResult()
    guard !engine.linkRules.isEmpty, !traces.isEmpty else { return result }
    var site = InterviewSite(interview, timeline, countries: engine.countries)
    for trace in traces {
      let activation = linkActivation(trace, &site)
      for rule in engine.linkRules {
        let activation = activation.with(rule.compiled.params, at: 0)
        switch rule.answer(activation) {
        case .notAsked, .notFired: break
        case .missing: note(rule, in: &result)
        case .failed(let error): note(rule, error, in: &result)
        case .fired:
          let match = Match(
            severity: rule.severity(activation), value: activation[1] ?? .null,
            observations: trace.observations.filter(timeline.observations.indices.contains),
            transition: nil)
          result.findings.append(
            finding(
              rule, MatchGroup(matches: [match]), activation, of: timeline.observations.count))
        }
      }
    }
    result.findings.sort {
      ($0.rule, $0.observations.first ?? 0) < ($1.rule, $1.observations.first ?? 0)
    }
    if !result.findings.isEmpty { applyExceptions(&site, to: &result) }
    return result
  }

  /// Notes that a rule could not answer, once for all traces.
  private func note(
    _ rule: PreparedRule, _ failure: EvaluationError? = nil, in result: inout RuleResult
  ) {
    guard !result.notEvaluable.contains(where: { $0.rule == rule.rule.id }) else { return }
    result.notEvaluable.append(notEvaluable(rule, .unknownFields, failure))
  }

  /// The variables of scope `link`, without `params`.
  func linkActivation(_ trace: SharedTrace, _ site: inout InterviewSite) -> Activation {
    let all = site.observationValues()
    return Activation([
      nil, .object(LinkObject(id: trace.link.id, facts: trace.facts)),
      .object(site.interviewObject),
      .list(trace.observations.filter(all.indices.contains).map { all[$0] }), nil,
    ])
  }
}

extension Activation {
  /// The same with another value at a slot.
  func with(_ value: Value, at slot: Int) -> Activation {
    var copy = self
    copy[slot] = value
    return copy
  }
}
