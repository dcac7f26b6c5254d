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
      guard tellsNotEvaluable, !engine.comparedFacts.isSubset(of: survey.comparable) else {
        return
      }
      for rule in engine.switchRules { appendIncomparable(rule, survey, site, into: &result) }
      return
    }
    var verdicts: [Verdict] = []
    verdicts.reserveCapacity(site.timeline.transitions.count)
    var all = Verdict()
    for index in site.timeline.transitions.indices {
      verdicts.append(verdict(onChange: index, &site))
      all.formUnion(verdicts[index])
    }
    switchActivation[4] = .object(site.interviewObject)
    for position in engine.switchRules.indices {
      let bit: UInt64 = position < Verdict.maximumRules ? 1 << UInt64(position) : 0
      // Answered with no, and never with yes: nothing is left to say.
      if engine.memoisedSwitchRules & all.answered & bit != 0, all.isQuiet(bit) { continue }
      runSwitchRule(
        engine.switchRules[position], bit: engine.memoisedSwitchRules & bit, verdicts, &site,
        survey, into: &result)
    }
    forgetChange()
    for slot in 4...5 { switchActivation[slot] = nil }
  }

  /// - Parameters:
  ///   - bit: of the rule in the verdicts; zero where they say nothing of it.
  ///   - verdicts: on each transition.
  private func runSwitchRule(
    _ rule: PreparedRule, bit: UInt64, _ verdicts: [Verdict], _ site: inout InterviewSite,
    _ survey: Survey, into result: inout RuleResult
  ) {
    var matches: [Match] = []
    var isAnswered = false
    var missing: NotEvaluable.Reason?
    var failure: EvaluationError?
    switchActivation[0] = rule.compiled.params
    for (index, verdict) in verdicts.enumerated() {
      if bit != 0, verdict.isQuiet(bit) {
        if verdict.answered & bit != 0 { isAnswered = true }
        continue
      }
      let change = site.switchObject(index)
      set(change)
      let isKnown = bit != 0 && verdict.fired & bit != 0
      switch isKnown ? .fired : rule.answer(switchActivation) {
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
        guard tellsNotEvaluable else { break }
        missing =
          missing
          ?? requirement.map {
            MissingFacts.reason(
              $0, at: change.transition, from: change.from.observation,
              to: change.to.observation, isDeclared: site.isDeclared)
          } ?? .unknownFields
      case .failed(let error): if tellsNotEvaluable { failure = failure ?? error }
      }
    }
    if !isAnswered, tellsNotEvaluable {
      if missing != nil || failure != nil {
        result.notEvaluable.append(
          notEvaluable(
            rule, missing ?? .unknownFields, failure, of: site.timeline.observations))
      } else {
        appendIncomparable(rule, survey, site, into: &result)
      }
    }
    guard !matches.isEmpty else { return }
    let groups = rule.rule.merge.groups(matches)
    // Of very many no more room is taken than they need.
    if groups.count > 256 { result.findings.reserveCapacity(result.findings.count + groups.count) }
    for group in groups {
      if let index = group.matches[group.leading].transition { set(site.switchObject(index)) }
      switchActivation[5] = .list(group.matches.map(\.value))
      result.findings.append(
        finding(rule, group, switchActivation, of: site.timeline.observations.count))
    }
    switchActivation[5] = nil
  }

  /// Says why a rule could not have seen a change, where no two answers have what it compares.
  private func appendIncomparable(
    _ rule: PreparedRule, _ survey: Survey, _ site: InterviewSite, into result: inout RuleResult
  ) {
    guard tellsNotEvaluable, !rule.comparedFacts.isSubset(of: survey.comparable) else { return }
    let lacking = rule.comparedFacts.subtracting(survey.comparable)
    for requirement in rule.compiled.requirements {
      let fact: KnownFacts? =
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
        in: site.timeline.observations, isDeclared: site.isDeclared)
      result.notEvaluable.append(notEvaluable(rule, reason, of: site.timeline.observations))
      return
    }
  }
}
