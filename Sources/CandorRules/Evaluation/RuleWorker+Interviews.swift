import CandorExpression
import CandorModel

extension RuleWorker {
  /// Runs the rules of scope `interview`.
  func runInterviewRules(_ site: inout InterviewSite, into result: inout RuleResult) {
    guard !engine.interviewRules.isEmpty, !isPlainlyQuiet(site) else { return }
    interviewActivation[1] = .object(site.interviewObject)
    var read: PreparedRule.Reads = []
    for rule in engine.interviewRules {
      interviewActivation[0] = rule.compiled.params
      provide(rule.reads, &read, &site)
      switch rule.answer(interviewActivation) {
      case .notAsked, .notFired: break
      case .missing(let requirement):
        guard tellsNotEvaluable else { break }
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

  /// Whether it is known without asking that no rule of the scope fires.
  private func isPlainlyQuiet(_ site: InterviewSite) -> Bool {
    guard !tellsNotEvaluable, engine.triage.isPlain, site.timeline.unattributed.isEmpty,
      site.interview.evidence.notes.isEmpty, !site.timeline.observations.isEmpty
    else { return false }
    return !weight(
      of: PlainInterview(
        declaredCountry: site.interview.evidence.candidate?.declaredCountry, site.timeline)
    ).hasFindings
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
      interviewActivation[2] = .list(site.observationValues(&maker))
    }
    if new.contains(.runs) { interviewActivation[3] = .list(site.runValues(&maker)) }
    if new.contains(.switches) {
      interviewActivation[4] = .list(
        site.switchObjects(&maker).filter(\.transition.endsRun).map { .object($0) })
    }
    if new.contains(.transitions) {
      interviewActivation[5] = .list(site.switchObjects(&maker).map { .object($0) })
    }
    if new.contains(.unattributed) {
      interviewActivation[6] = .object(site.unattributedObject(&maker))
    }
  }
}
