import CandorExpression
import CandorModel

extension RuleWorker {
  /// Runs the rules of scope `interview`.
  func runInterviewRules(
    _ site: inout InterviewSite, _ survey: Survey, into result: inout RuleResult
  ) {
    guard !engine.interviewRules.isEmpty, !isPlainlyQuiet(site) else { return }
    let plain = plainKey(site, survey)
    if let plain, let silent = plainSilences[plain] {
      result.notEvaluable += silent
      return
    }
    let (findings, silent) = (result.findings.count, result.notEvaluable.count)
    interviewActivation[1] = .object(site.interviewObject)
    var read: PreparedRule.Reads = []
    for rule in engine.interviewRules {
      interviewActivation[0] = rule.compiled.params
      // Where nobody wants to know which rules could not answer, what a rule requires is only asked where
      // it would fire, which few do: the objects of all answers need not be made.
      if !tellsNotEvaluable {
        provide(rule.decides, &read, &site)
        guard rule.isMet(interviewActivation) else { continue }
      }
      provide(rule.reads, &read, &site)
      switch rule.answer(interviewActivation) {
      case .notAsked, .notFired: break
      case .missing(let requirement):
        guard tellsNotEvaluable else { break }
        let reason = reason(requirement, site)
        result.notEvaluable.append(notEvaluable(rule, reason, of: site.timeline.observations))
      case .failed(let error):
        guard tellsNotEvaluable else { break }
        result.notEvaluable.append(notEvaluable(rule, .unknownFields, error))
      case .fired:
        provide(rule.shows, &read, &site)
        let match = Match(
          severity: rule.severity(interviewActivation), value: .object(site.interviewObject),
          observations: site.timeline.observations.map(\.index), transition: nil)
        interviewActivation[7] = interviewActivation[2]
        result.findings.append(
          finding(
            rule, MatchGroup(matches: [match]), interviewActivation,
            of: site.timeline.observations.count))
        interviewActivation[7] = nil
      }
    }
    for slot in 1...6 { interviewActivation[slot] = nil }
    if let plain, result.findings.count == findings {
      if plainSilences.count >= Self.maximumVerdicts { plainSilences.removeAll() }
      plainSilences[plain] = Array(result.notEvaluable[silent...])
    }
  }

  /// Whether it is known without asking that no rule of the scope fires.
  private func isPlainlyQuiet(_ site: InterviewSite) -> Bool {
    guard !tellsNotEvaluable, isPlain(site) else { return false }
    return !weight(of: PlainInterview(site.interview.evidence, site.timeline)).hasFindings
  }

  /// What interviews have in common of which the rules of the scope say the same, where none fires;
  /// `nil` where there is more to what they say.
  private func plainKey(_ site: InterviewSite, _ survey: Survey) -> PlainInterview? {
    guard tellsNotEvaluable, engine.triage.isPlainlyRequired, survey.everywhere == .all,
      isPlain(site)
    else { return nil }
    return PlainInterview(site.interview.evidence, site.timeline)
  }

  /// Whether the conditions of the scope read nothing of the interview but its `PlainInterview`.
  private func isPlain(_ site: InterviewSite) -> Bool {
    engine.triage.isPlain && site.timeline.isPlain && site.interview.evidence.notes.isEmpty
      && !site.timeline.observations.isEmpty
  }

  private func reason(
    _ requirement: Requirement?, _ site: InterviewSite
  ) -> NotEvaluable.Reason {
    guard let requirement else { return .unknownFields }
    return MissingFacts.reason(
      requirement, in: site.timeline.observations, isDeclared: site.isDeclared)
  }

  /// Sets the lists that a rule reads and that no rule before it did.
  func provide(
    _ wanted: PreparedRule.Reads, _ read: inout PreparedRule.Reads, _ site: inout InterviewSite
  ) {
    let new = wanted.subtracting(read)
    guard !new.isEmpty else { return }
    read.formUnion(new)
    if new.contains(.observations) {
      interviewActivation[2] = .list(site.observationValues())
    }
    if new.contains(.runs) { interviewActivation[3] = .list(site.runValues()) }
    if new.contains(.switches) {
      interviewActivation[4] = .list(
        site.switchObjects().filter(\.transition.endsRun).map { .object($0) })
    }
    if new.contains(.transitions) {
      interviewActivation[5] = .list(site.switchObjects().map { .object($0) })
    }
    if new.contains(.unattributed) {
      interviewActivation[6] = .object(site.unattributedObject())
    }
  }
}
