import CandorExpression
public import CandorModel

/// Asks the rules of an engine how heavy an interview can be, without making findings.
///
/// Thread safety: for one task at a time.
extension RuleWorker {
  /// Whether the pack lets interviews be weighed by what a sketch holds.
  public var canTriage: Bool { engine.triage.isPossible }

  /// Whether an interview in which nothing changes is weighed by its address, its agent and
  /// `PlainInterview`.
  public var canTriageSteady: Bool {
    engine.triage.isPossible && engine.triage.isPlain && engine.triage.otherRules.isEmpty
  }

  /// Whether addresses of one network, whose places are in one state, weigh the same.
  public var weighsAddressesByNetwork: Bool { engine.triage.addressRules.isEmpty }

  /// The weight of what rules say of an address alone.
  public func weight(ofAddress address: Lookup<AddressFacts>) -> FindingWeight {
    var weight = verdict(onNetworkOf: address).weight
    weight.formUnion(
      verdict(of: engine.triage.addressRules, on: .with(address: address)).weight)
    return weight
  }

  /// The same of an address of which only network and place are at hand.
  ///
  /// - Parameter facts: makes those of the address, where that is needed.
  package func weight(
    of network: NetworkFacts, _ place: PlaceFacts, facts: () -> AddressFacts
  ) -> FindingWeight {
    var weight = verdict(on: network, place, facts: facts).weight
    if !engine.triage.addressRules.isEmpty {
      weight.formUnion(
        verdict(of: engine.triage.addressRules, on: .with(address: .found(facts()))).weight)
    }
    return weight
  }

  /// The weight of what rules say of a client alone.
  public func weight(ofClient client: Lookup<Client>) -> FindingWeight {
    verdict(onClient: client).weight
  }

  /// The weight of what rules of scope `interview` say of a plain interview.
  ///
  /// - Precondition: the pack lets that be told, as `canTriageSteady` says.
  public func weight(of plain: PlainInterview) -> FindingWeight {
    if let known = plainWeights[plain] { return known }
    var site = plain.site(countries: engine.countries)
    let weight = interviewWeight(&site, isPlain: true)
    if plainWeights.count >= Self.maximumVerdicts { plainWeights.removeAll() }
    plainWeights[plain] = weight
    return weight
  }

  /// The weight of everything that was not said of addresses and clients alone; and whether all
  /// interviews weigh it that have the same changes, as far as `ChangeKey` tells them apart, and are
  /// the same `PlainInterview`.
  ///
  /// - Precondition: `canTriage`; the interview may lack what no condition reads.
  package func sharedWeight(
    _ interview: EnrichedInterview, _ timeline: Timeline
  ) -> (weight: FindingWeight, isShared: Bool) {
    var weight = FindingWeight()
    // Findings on one switch count together and as another kind, and mostly they are heavy anyhow.
    weight.isHeavy = timeline.transitions.contains {
      $0.hasChanged(.place) || $0.hasChanged(.device)
    }
    if weight.isHeavy { return (weight, true) }
    var isShared = true
    var site = InterviewSite(interview, timeline, countries: engine.countries)
    if !engine.triage.otherRules.isEmpty {
      isShared = false
      observationActivation[2] = .object(site.interviewObject)
      for observation in timeline.observations {
        weight.formUnion(verdict(of: engine.triage.otherRules, on: observation).weight)
      }
      observationActivation[2] = nil
    }
    if timeline.observations.count > 1 {
      for index in timeline.transitions.indices {
        let change = changeWeight(index, &site)
        weight.formUnion(change.weight)
        if !change.isShared { isShared = false }
      }
    }
    if engine.triage.isPlain, timeline.isPlain {
      weight.formUnion(self.weight(of: PlainInterview(interview.evidence, timeline)))
    } else {
      isShared = false
      weight.formUnion(interviewWeight(&site, isPlain: false))
    }
    return (weight, isShared)
  }

  /// The weight of a change, and whether all changes weigh it that have its key.
  private func changeWeight(
    _ index: Int, _ site: inout InterviewSite
  ) -> (weight: FindingWeight, isShared: Bool) {
    let verdict = verdict(onChange: index, &site)
    var weight = verdict.weight
    let settled = engine.memoisedSwitchRules & ~verdict.unsettled
    if settled == engine.memoisedSwitchRules,
      engine.memoisedSwitchRules.nonzeroBitCount == engine.switchRules.count
    {
      return (weight, true)
    }
    let change = site.switchObject(index)
    set(change)
    switchActivation[4] = .object(site.interviewObject)
    for (position, rule) in engine.switchRules.enumerated()
    where position >= Verdict.maximumRules || settled & 1 << UInt64(position) == 0 {
      switchActivation[0] = rule.compiled.params
      if case .fired = rule.answer(switchActivation) {
        weight.add(rule.severity(switchActivation), of: rule)
      }
    }
    forgetChange()
    switchActivation[4] = nil
    return (weight, false)
  }

  /// - Parameter isPlain: whether the lists of observations and changes are left out.
  private func interviewWeight(
    _ site: inout InterviewSite, isPlain: Bool
  ) -> FindingWeight {
    var weight = FindingWeight()
    guard !engine.interviewRules.isEmpty else { return weight }
    interviewActivation[1] = .object(site.interviewObject)
    if isPlain { interviewActivation[6] = .object(site.unattributedObject()) }
    var read: PreparedRule.Reads = []
    for rule in engine.interviewRules {
      interviewActivation[0] = rule.compiled.params
      if !isPlain { provide(rule.reads, &read, &site) }
      guard rule.mayFire(interviewActivation) else { continue }
      if isPlain, rule.compiled.levels.contains(where: { $0.condition != nil }) {
        // How strongly it fires may depend on the lists.
        weight.addAny()
      } else {
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
