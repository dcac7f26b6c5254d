import CandorExpression
import CandorModel

extension RuleWorker {
  /// Runs the rules of scope `switch` over all transitions of the timeline.
  func runSwitchRules(
    _ site: inout InterviewSite, _ survey: Survey, into result: inout RuleResult
  ) {
    guard !engine.switchRules.isEmpty else { return }
    guard site.timeline.observations.count > 1 else {
      result.notEvaluable += engine.singleObservation
      return
    }
    guard !site.timeline.transitions.isEmpty else {
      // Nothing changed. What is left to say is where nothing could have been seen to change.
      guard !engine.comparedFacts.isSubset(of: survey.comparable) else { return }
      for rule in engine.switchRules { appendIncomparable(rule, survey, site, into: &result) }
      return
    }
    let changes = site.switchObjects(&cache)
    switchActivation[4] = .object(site.interviewObject)
    for rule in engine.switchRules {
      runSwitchRule(rule, changes, survey, site, into: &result)
    }
    for slot in 1...5 { switchActivation[slot] = nil }
  }

  private func runSwitchRule(
    _ rule: PreparedRule, _ changes: [SwitchObject], _ survey: Survey, _ site: InterviewSite,
    into result: inout RuleResult
  ) {
    var matches: [Match] = []
    var isAnswered = false
    var missing: NotEvaluable.Reason?
    switchActivation[0] = rule.compiled.params
    for change in changes {
      set(change)
      switch rule.answer(switchActivation) {
      case .notAsked: break
      case .notFired: isAnswered = true
      case .fired:
        isAnswered = true
        matches.append(
          Match(
            severity: rule.severity(switchActivation), value: .object(change),
            observations: [change.transition.from, change.transition.to],
            transition: change.index,
            key: rule.mergeKey(switchActivation)))
      case .missing(let requirement):
        missing =
          missing
          ?? requirement.map {
            MissingFacts.reason(
              $0, at: change.transition, from: change.from.observation,
              to: change.to.observation, evidence: site.interview.evidence)
          } ?? .unknownFields
      }
    }
    if !isAnswered {
      if let missing {
        result.notEvaluable.append(notEvaluable(rule, missing))
      } else {
        appendIncomparable(rule, survey, site, into: &result)
      }
    }
    for group in rule.rule.merge.groups(matches) {
      let leading = group.leading
      if let index = leading.transition { set(changes[index]) }
      switchActivation[5] = .list(group.matches.map(\.value))
      result.findings.append(finding(rule, group, switchActivation))
    }
    switchActivation[5] = nil
  }

  private func set(_ change: SwitchObject) {
    switchActivation[1] = .object(change)
    switchActivation[2] = .object(change.from)
    switchActivation[3] = .object(change.to)
  }

  /// Says why a rule could not have seen a change, where no two answers have what it compares.
  private func appendIncomparable(
    _ rule: PreparedRule, _ survey: Survey, _ site: InterviewSite, into result: inout RuleResult
  ) {
    guard !rule.comparedFacts.isSubset(of: survey.comparable) else { return }
    let lacking = rule.comparedFacts.subtracting(survey.comparable)
    for requirement in rule.compiled.requirements {
      let fact: PairCache.Known? =
        switch requirement.fact {
        case .place, .speed, .declaredPlace: .place
        case .network: .network
        case .client: .client
        case .address: .address
        case .time, .declaration, .pattern, .other: nil
        }
      guard let fact, lacking.contains(fact) else { continue }
      let reason = MissingFacts.reason(
        requirement.fact == .speed ? .place : requirement.fact,
        in: site.timeline.observations, evidence: site.interview.evidence)
      result.notEvaluable.append(notEvaluable(rule, reason))
      return
    }
  }
}
