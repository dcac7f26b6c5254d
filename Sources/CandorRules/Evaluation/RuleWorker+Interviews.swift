import CandorExpression
public import CandorModel

extension RuleWorker {
  /// Runs the rules of scope `interview`.
  func runInterviewRules(_ site: inout InterviewSite, into result: inout RuleResult) {
    guard !engine.interviewRules.isEmpty else { return }
    interviewActivation[1] = .object(site.interviewObject)
    var read: PreparedRule.Reads = []
    for rule in engine.interviewRules {
      interviewActivation[0] = rule.compiled.params
      provide(rule.reads, &read, &site)
      switch rule.answer(interviewActivation) {
      case .notAsked, .notFired: break
      case .missing(let requirement):
        let reason = reason(requirement, site)
        result.notEvaluable.append(notEvaluable(rule, reason))
      case .fired:
        // Summary and values may read what the condition did not.
        provide(.all, &read, &site)
        let match = Match(
          severity: rule.severity(interviewActivation), value: .object(site.interviewObject),
          observations: site.timeline.observations.map(\.index), transition: nil)
        interviewActivation[7] = interviewActivation[2]
        result.findings.append(
          finding(rule, MatchGroup(matches: [match]), interviewActivation))
        interviewActivation[7] = nil
      }
    }
    for slot in 1...6 { interviewActivation[slot] = nil }
  }

  private func reason(
    _ requirement: Requirement?, _ site: InterviewSite
  ) -> NotEvaluable.Reason {
    guard let requirement else { return .unknownFields }
    return MissingFacts.reason(
      requirement, in: site.timeline.observations, evidence: site.interview.evidence)
  }

  /// Sets the lists that a rule reads and that no rule before it did.
  private func provide(
    _ wanted: PreparedRule.Reads, _ read: inout PreparedRule.Reads, _ site: inout InterviewSite
  ) {
    let new = wanted.subtracting(read)
    guard !new.isEmpty else { return }
    read.formUnion(new)
    if new.contains(.observations) {
      interviewActivation[2] = .list(site.observationValues(&cache))
    }
    if new.contains(.runs) { interviewActivation[3] = .list(site.runValues(&cache)) }
    if new.contains(.switches) {
      interviewActivation[4] = .list(
        site.switchObjects(&cache).filter(\.transition.endsRun).map { .object($0) })
    }
    if new.contains(.transitions) {
      interviewActivation[5] = .list(site.switchObjects(&cache).map { .object($0) })
    }
    if new.contains(.unattributed) {
      interviewActivation[6] = .object(site.unattributedObject())
    }
  }

  // MARK: Scope `candidate`

  /// Runs the rules of scope `candidate` over the interviews of one person.
  ///
  /// - Parameter interviews: of the same candidate, in the order of their start.
  /// - Returns: findings that rest on no single interview's observations; the caller opens them on
  ///   each of the interviews.
  public func evaluateCandidate(
    _ interviews: [(interview: EnrichedInterview, timeline: Timeline)]
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
    var values: [Value] = []
    var countries: Set<String> = []
    for (interview, timeline) in interviews {
      var site = InterviewSite(interview, timeline, countries: engine.countries)
      if let country = interview.evidence.candidate?.declaredCountry { countries.insert(country) }
      values.append(
        .object(
          CandidateInterviewObject(
            site.interviewObject, observations: site.observationValues(&cache))))
    }
    let candidate = CandidateObject(
      declaredCountries: countries.sorted(), interviewCount: interviews.count)
    let observations = interviews.flatMap(\.timeline.observations)
    var activation = Activation([nil, .list(values), .object(candidate), nil])
    for rule in engine.candidateRules {
      activation[0] = rule.compiled.params
      switch rule.answer(activation) {
      case .notAsked, .notFired: break
      case .missing(let requirement):
        let reason =
          requirement.map {
            MissingFacts.reason(
              $0.fact, in: observations, evidence: interviews[0].interview.evidence)
          } ?? .unknownFields
        result.notEvaluable.append(notEvaluable(rule, reason))
      case .fired:
        let match = Match(
          severity: rule.severity(activation), value: .object(candidate), observations: [],
          transition: nil)
        result.findings.append(finding(rule, MatchGroup(matches: [match]), activation))
      }
    }
    return result
  }
}
