import CandorExpression
public import CandorModel

/// Asks the rules of an engine how heavy an interview can be, without making findings.
///
/// Thread safety: for one task at a time.
extension RuleWorker {
  /// Whether the pack lets interviews be weighed by what a sketch holds.
  public var canTriage: Bool { engine.triage.isPossible }

  /// Whether an interview in which nothing changes is weighed by its address, its agent and
  /// `SteadyInterview`.
  public var canTriageSteady: Bool {
    engine.triage.isPossible && engine.triage.isSteadyPlain && engine.triage.otherRules.isEmpty
  }

  /// The weight of what rules say of an address alone.
  public func weight(ofAddress address: Lookup<AddressFacts>) -> FindingWeight {
    let observation = Observation(
      index: 0, answer: 0, step: 0, attempt: 0, at: nil, address: address, client: .absent)
    let facts = address.value.map { FactsObjects($0, countries: engine.countries) }
    let object = ObservationObject(observation, facts: facts, client: nil)
    var weight = self.weight(of: object, engine.triage.addressRules)
    // Their answer is that of the network, which thousands of addresses share.
    if let network = address.value?.networkFacts {
      let key = ObjectIdentifier(network)
      if let known = networkWeights[key] {
        weight.formUnion(known.weight)
        return weight
      }
      let new = self.weight(of: object, engine.triage.networkRules)
      if networkWeights.count >= Self.maximumWeights { networkWeights.removeAll() }
      networkWeights[key] = (network, new)
      weight.formUnion(new)
      return weight
    }
    weight.formUnion(self.weight(of: object, engine.triage.networkRules))
    return weight
  }

  /// The weight of what rules say of a client alone.
  public func weight(ofClient client: Lookup<Client>) -> FindingWeight {
    let observation = Observation(
      index: 0, answer: 0, step: 0, attempt: 0, at: nil, address: .absent, client: client)
    return weight(
      of: ObservationObject(
        observation, facts: nil, client: client.value.map { ClientObject($0) }),
      engine.triage.clientRules)
  }

  /// The weight of what rules of scope `interview` say where nothing changes.
  ///
  /// - Precondition: `canTriageSteady`.
  public func weight(of steady: SteadyInterview) -> FindingWeight {
    if let known = steadyWeights[steady] { return known }
    var site = steady.site(countries: engine.countries)
    let weight = interviewWeight(&site)
    if steadyWeights.count >= Self.maximumWeights { steadyWeights.removeAll() }
    steadyWeights[steady] = weight
    return weight
  }

  /// The weight of everything that was not said of addresses and clients alone.
  ///
  /// - Precondition: `canTriage`; the interview may lack what no condition reads.
  public func weight(_ interview: EnrichedInterview, _ timeline: Timeline) -> FindingWeight {
    var weight = FindingWeight()
    // Findings on one switch count together and as another kind, and mostly they are heavy anyhow.
    weight.isHeavy = timeline.transitions.contains {
      $0.hasChanged(.place) || $0.hasChanged(.device)
    }
    if weight.isHeavy { return weight }
    var site = InterviewSite(interview, timeline, countries: engine.countries)
    if !engine.triage.otherRules.isEmpty {
      observationActivation[2] = .object(site.interviewObject)
      for object in site.observationObjects(&cache) {
        weight.formUnion(self.weight(of: object, engine.triage.otherRules))
      }
      observationActivation[2] = nil
    }
    if timeline.observations.count > 1, !timeline.transitions.isEmpty {
      weight.formUnion(switchWeight(&site))
    }
    weight.formUnion(interviewWeight(&site))
    return weight
  }

  /// The most weights that are remembered of a kind; then all are forgotten.
  private static var maximumWeights: Int { 1 << 14 }

  private func weight(of object: ObservationObject, _ positions: [Int]) -> FindingWeight {
    var weight = FindingWeight()
    guard !positions.isEmpty else { return weight }
    observationActivation[1] = .object(object)
    for position in positions {
      let rule = engine.observationRules[position]
      observationActivation[0] = rule.compiled.params
      if case .fired = rule.answer(observationActivation) {
        weight.add(rule.severity(observationActivation), of: rule)
      }
    }
    observationActivation[1] = nil
    return weight
  }

  private func switchWeight(_ site: inout InterviewSite) -> FindingWeight {
    var weight = FindingWeight()
    switchActivation[4] = .object(site.interviewObject)
    let observations = site.timeline.observations
    for (index, transition) in site.timeline.transitions.enumerated() {
      let change = SwitchObject(
        transition, index: index, from: object(of: observations[transition.from]),
        to: object(of: observations[transition.to]), runs: site.timeline.runs)
      switchActivation[1] = .object(change)
      switchActivation[2] = .object(change.from)
      switchActivation[3] = .object(change.to)
      for rule in engine.switchRules {
        switchActivation[0] = rule.compiled.params
        if case .fired = rule.answer(switchActivation) {
          weight.add(rule.severity(switchActivation), of: rule)
        }
      }
    }
    for slot in 1...4 { switchActivation[slot] = nil }
    return weight
  }

  private func object(of observation: Observation) -> ObservationObject {
    let entry = cache.entry(of: observation, countries: engine.countries)
    return ObservationObject(observation, facts: entry.facts, client: entry.client)
  }

  private func interviewWeight(_ site: inout InterviewSite) -> FindingWeight {
    var weight = FindingWeight()
    guard !engine.interviewRules.isEmpty else { return weight }
    interviewActivation[1] = .object(site.interviewObject)
    var read: PreparedRule.Reads = []
    for rule in engine.interviewRules {
      interviewActivation[0] = rule.compiled.params
      provide(rule.reads, &read, &site)
      if rule.mayFire(interviewActivation) {
        weight.add(rule.severity(interviewActivation), of: rule)
      }
    }
    for slot in 1...6 { interviewActivation[slot] = nil }
    return weight
  }
}

extension PreparedRule {
  /// Whether it fires, whatever it requires.
  fileprivate func mayFire(_ activation: Activation) -> Bool {
    if let applies = compiled.applies {
      guard let isAsked = try? applies.evaluateBool(activation), isAsked else { return false }
    }
    return (try? compiled.condition.evaluateBool(activation)) ?? false
  }
}
