import CandorExpression
public import CandorModel

/// Runs the rules of an engine over one interview after another, remembering what can be.
///
/// What it remembers changes no result. Thread safety: for one task at a time.
public final class RuleWorker {
  let engine: RuleEngine
  /// Whether somebody wants to know which rules could not answer; without it `notEvaluable` need
  /// not be complete.
  @exclusivity(unchecked) public var tellsNotEvaluable = true
  // Unchecked, all of it: one task has it, and nothing it calls comes back to it.
  /// The values of the variables, reused from interview to interview.
  @exclusivity(unchecked) var observationActivation: Activation
  @exclusivity(unchecked) var switchActivation: Activation
  @exclusivity(unchecked) var interviewActivation: Activation
  /// The change whose objects the variables of scope `switch` hold.
  @exclusivity(unchecked) var currentChange: SwitchObject?
  /// What the memoised rules said of networks, for each state of the place beside them.
  @exclusivity(unchecked) var networkVerdicts: [IdentityCache<NetworkFacts, Verdict>]
  @exclusivity(unchecked) var clientVerdicts: IdentityCache<Client, Verdict>
  /// The same where clients are told by their marks, by which of the two they have.
  @exclusivity(unchecked) var markVerdicts: [Verdict?] = Array(repeating: nil, count: 4)
  /// Of answers without an address, and without an agent, by the reason.
  @exclusivity(unchecked) var addresslessVerdicts: [MissingReason: Verdict] = [:]
  @exclusivity(unchecked) var clientlessVerdicts: [MissingReason: Verdict] = [:]
  @exclusivity(unchecked) var changeVerdicts: [ChangeKey: Verdict] = [:]
  @exclusivity(unchecked) var plainWeights: [PlainInterview: FindingWeight] = [:]
  /// Which rules of scope `interview` could not answer of plain interviews with all facts, where none
  /// fired.
  @exclusivity(unchecked) var plainSilences: [PlainInterview: [NotEvaluable]] = [:]

  /// Where sentences are put together.
  @exclusivity(unchecked) var sentence: [UInt8] = []

  init(_ engine: RuleEngine, cacheSize: Int) {
    self.engine = engine
    var capacity = 16
    while capacity < cacheSize { capacity *= 2 }
    // Nearly all networks have a place.
    networkVerdicts = [capacity, 256, 256, 256].map { IdentityCache(capacity: $0) }
    clientVerdicts = IdentityCache(capacity: capacity)
    func empty(_ scope: Rule.Scope) -> Activation {
      Activation(
        Array(repeating: nil, count: RuleEnvironment.variables(of: scope).count + 1))
    }
    observationActivation = empty(.observation)
    switchActivation = empty(.switch)
    interviewActivation = empty(.interview)
  }

  /// Runs the rules of scopes `observation`, `switch` and `interview` over one interview.
  ///
  /// - Parameters:
  ///   - interview: enriched evidence.
  ///   - timeline: built from that interview; its observations are those that are judged.
  public func evaluate(_ interview: EnrichedInterview, _ timeline: Timeline) -> RuleResult {
    var site = InterviewSite(interview, timeline, countries: engine.countries)
    var result = RuleResult()
    let survey = survey(timeline.observations)
    runObservationRules(&site, survey, into: &result)
    runSwitchRules(&site, survey, into: &result)
    runInterviewRules(&site, survey, into: &result)
    result.findings.arrange { $0[$1].rule }
    if result.notEvaluable.count > 1 { result.notEvaluable.sort { $0.rule < $1.rule } }
    if !result.findings.isEmpty { applyExceptions(&site, to: &result) }
    return result
  }

  // MARK: What is there at all

  /// What is known of the observations taken together.
  struct Survey {
    /// Known of one at least.
    var known: KnownFacts = []
    /// Known of two at least.
    var comparable: KnownFacts = []
    /// Known of every one.
    var everywhere = KnownFacts.all
    /// What the memoised rules of scope `observation` say.
    var verdict = Verdict()
  }

  private func survey(_ observations: [Observation]) -> Survey {
    var survey = Survey()
    var known: KnownFacts = []
    for index in observations.indices {
      if index == 0 || !observations[index].hasFacts(of: observations[index - 1]) {
        // Handed on one by one: the whole observation would be copied each time.
        let (address, client) = (observations[index].address, observations[index].client)
        known = KnownFacts(address, client)
        if engine.memoisedCount > 0 {
          survey.verdict.formUnion(verdict(onNetworkOf: address))
          survey.verdict.formUnion(verdict(onClient: client))
        }
      }
      survey.comparable.formUnion(survey.known.intersection(known))
      survey.known.formUnion(known)
      survey.everywhere.formIntersection(known)
    }
    return survey
  }

  // MARK: Scope `observation`

  private func runObservationRules(
    _ site: inout InterviewSite, _ survey: Survey, into result: inout RuleResult
  ) {
    for position in engine.observationRules.indices {
      if position < engine.memoisedCount {
        let isQuiet = survey.verdict.isQuiet(1 << UInt64(position))
        if isQuiet, !site.timeline.observations.isEmpty { continue }
      }
      runObservationRule(
        engine.observationRules[position], isMemoised: position < engine.memoisedCount, &site,
        into: &result)
    }
  }

  /// - Parameter isMemoised: whether the rule says the same of observations with the same facts.
  private func runObservationRule(
    _ rule: PreparedRule, isMemoised: Bool, _ site: inout InterviewSite,
    into result: inout RuleResult
  ) {
    var matches: [Match] = []
    var isAnswered = false
    var missing: NotEvaluable.Reason?
    var failure: EvaluationError?
    observationActivation[0] = rule.compiled.params
    observationActivation[2] = .object(site.interviewObject)
    let observations = site.observationObjects()
    var answer = RuleAnswer.notAsked
    var severity = Severity.none
    for (position, object) in observations.enumerated() {
      observationActivation[1] = .object(object)
      let isSame =
        isMemoised && position > 0
        && object.observation.hasFacts(of: observations[position - 1].observation)
      if !isSame {
        answer = rule.answer(observationActivation)
        if case .fired = answer { severity = rule.severity(observationActivation) }
      }
      switch answer {
      case .notAsked: break
      case .notFired: isAnswered = true
      case .fired:
        isAnswered = true
        // Mostly it fires on all of them.
        if matches.isEmpty { matches.reserveCapacity(observations.count - position) }
        matches.append(
          Match(
            severity: severity, value: .object(object), observations: [object.observation.index],
            transition: nil, key: rule.mergeKey(observationActivation)))
      case .missing(let requirement):
        guard tellsNotEvaluable else { break }
        missing =
          missing
          ?? requirement.map { requirement in
            MissingFacts.reason(requirement.fact, of: object.observation)
              ?? MissingFacts.reason(
                requirement.fact, in: [object.observation], isDeclared: site.isDeclared)
          } ?? .unknownFields
      case .failed(let error): if tellsNotEvaluable { failure = failure ?? error }
      }
    }
    if observations.isEmpty, tellsNotEvaluable, let requirement = rule.compiled.requirements.first {
      missing = MissingFacts.reason(
        requirement.fact, in: [], isDeclared: site.isDeclared)
    }
    if !isAnswered, let missing {
      let reason = observations.isEmpty ? missing : commonReason(rule, missing, site)
      result.notEvaluable.append(
        notEvaluable(rule, reason, failure, of: site.timeline.observations))
    } else if !isAnswered, let failure {
      result.notEvaluable.append(notEvaluable(rule, .unknownFields, failure))
    }
    for group in rule.rule.merge.groups(matches) {
      observationActivation[1] = group.matches[group.leading].value
      observationActivation[3] = .list(group.matches.map(\.value))
      result.findings.append(finding(rule, group, observationActivation, of: observations.count))
    }
    observationActivation[3] = nil
    observationActivation[1] = nil
    observationActivation[2] = nil
  }

  /// Where several observations lack a fact for different reasons, the one that tells most.
  private func commonReason(
    _ rule: PreparedRule, _ first: NotEvaluable.Reason, _ site: InterviewSite
  ) -> NotEvaluable.Reason {
    for requirement in rule.compiled.requirements {
      // What is known everywhere is no reason. Of addresses and agents the reasons tell themselves.
      let isKnown =
        requirement.variable == "interview"
        ? requirement.isKnown(observationActivation)
        : requirement.fact == .time && site.timeline.observations.allSatisfy { $0.at != nil }
      if isKnown { continue }
      let reason = MissingFacts.reason(
        requirement.fact, in: site.timeline.observations, isDeclared: site.isDeclared)
      if reason != .unknownFields { return reason }
    }
    return first
  }

  /// - Parameters:
  ///   - failure: why the condition could not be computed somewhere.
  ///   - observations: the answers that were asked about.
  func notEvaluable(
    _ rule: PreparedRule, _ reason: NotEvaluable.Reason, _ failure: EvaluationError? = nil,
    of observations: [Observation] = []
  ) -> NotEvaluable {
    NotEvaluable(
      rule: rule.rule.id, reason: reason,
      text: MissingFacts.text(reason, failure, of: observations))
  }
}
