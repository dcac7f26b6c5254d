import CandorExpression
import CandorModel

/// Asks rules once for what many interviews share.
extension RuleWorker {
  /// The most verdicts of a kind that are remembered without a slot of their own; then all are
  /// forgotten.
  static var maximumVerdicts: Int { 1 << 14 }

  // MARK: Networks and clients

  /// What the rules on networks say of the address of an observation.
  func verdict(onNetworkOf address: Lookup<AddressFacts>) -> Verdict {
    switch address {
    case .found(let facts):
      verdict(on: facts.networkFacts, facts.placeFacts) { facts }
    case .notAttempted: addressless(.notAttempted, address)
    case .absent: addressless(.absent, address)
    case .failed: addressless(.failed, address)
    }
  }

  /// What the rules on networks say of an address of a network.
  ///
  /// - Parameter facts: of any address with these facts; asked where nothing is remembered.
  func verdict(
    on network: NetworkFacts, _ place: PlaceFacts, facts: () -> AddressFacts
  ) -> Verdict {
    networkVerdicts[place.state.rawValue].value(of: network) { _ in
      verdict(of: engine.triage.networkRules, on: .with(address: .found(facts())))
    }
  }

  private func addressless(_ reason: MissingReason, _ address: Lookup<AddressFacts>) -> Verdict {
    if let known = addresslessVerdicts[reason] { return known }
    let verdict = verdict(of: engine.triage.networkRules, on: .with(address: address))
    addresslessVerdicts[reason] = verdict
    return verdict
  }

  /// What the rules on clients say of one.
  func verdict(onClient lookup: Lookup<Client>) -> Verdict {
    func clientless(_ reason: MissingReason) -> Verdict {
      if let known = clientlessVerdicts[reason] { return known }
      let verdict = verdict(of: engine.triage.clientRules, on: .with(client: lookup))
      clientlessVerdicts[reason] = verdict
      return verdict
    }
    switch lookup {
    case .found(let client):
      guard engine.triage.areClientsToldByMarks else {
        return clientVerdicts.value(of: client) { _ in
          verdict(of: engine.triage.clientRules, on: .with(client: lookup))
        }
      }
      let marks = (client.isAutomated ? 1 : 0) + (client.isImplausible ? 2 : 0)
      if let known = markVerdicts[marks] { return known }
      let made = verdict(of: engine.triage.clientRules, on: .with(client: lookup))
      markVerdicts[marks] = made
      return made
    case .notAttempted: return clientless(.notAttempted)
    case .absent: return clientless(.absent)
    case .failed: return clientless(.failed)
    }
  }

  /// What rules of scope `observation` say of one.
  func verdict(of positions: [Int], on observation: Observation) -> Verdict {
    var verdict = Verdict()
    guard !positions.isEmpty else { return verdict }
    observationActivation[1] = .object(ObservationObject(observation, countries: engine.countries))
    for position in positions {
      let rule = engine.observationRules[position]
      observationActivation[0] = rule.compiled.params
      let answer = rule.answer(observationActivation)
      if position < engine.memoisedCount { verdict.add(answer, at: 1 << UInt64(position)) }
      if case .fired = answer {
        verdict.weight.add(rule.severity(observationActivation), of: rule)
      }
    }
    observationActivation[1] = nil
    return verdict
  }

  // MARK: Changes

  /// What the memoised rules of scope `switch` say of a change.
  func verdict(onChange index: Int, _ site: inout InterviewSite) -> Verdict {
    let key = ChangeKey(index, of: site.interviewObject)
    if let known = changeVerdicts[key] { return known }
    let change = site.switchObject(index)
    var verdict = Verdict()
    set(change)
    switchActivation[4] = .object(site.interviewObject)
    for (position, rule) in engine.switchRules.enumerated() {
      let bit: UInt64 = position < Verdict.maximumRules ? 1 << UInt64(position) : 0
      guard engine.memoisedSwitchRules & bit != 0 else { continue }
      switchActivation[0] = rule.compiled.params
      change.forgetMeasuring()
      let answer = rule.answer(switchActivation)
      var weight = FindingWeight()
      if case .fired = answer { weight.add(rule.severity(switchActivation), of: rule) }
      if change.isMeasured {
        verdict.unsettled |= bit
      } else {
        verdict.add(answer, at: bit)
        verdict.weight.formUnion(weight)
      }
    }
    forgetChange()
    switchActivation[4] = nil
    if changeVerdicts.count >= Self.maximumVerdicts { changeVerdicts.removeAll() }
    changeVerdicts[key] = verdict
    return verdict
  }

  /// Sets the variables of scope `switch` that a change gives.
  func set(_ change: SwitchObject) {
    // One rule after another looks at it.
    if change === currentChange { return }
    currentChange = change
    switchActivation[1] = .object(change)
    switchActivation[2] = .object(change.from)
    switchActivation[3] = .object(change.to)
  }

  /// Takes back what `set` did, so that nothing of an interview is kept.
  func forgetChange() {
    currentChange = nil
    for slot in 1...3 { switchActivation[slot] = nil }
  }
}

extension Observation {
  /// An observation of which one fact is known.
  static func with(
    address: Lookup<AddressFacts> = .absent, client: Lookup<Client> = .absent
  ) -> Observation {
    Observation(
      index: 0, answer: 0, step: 0, attempt: 0, at: nil, address: address, client: client)
  }

  /// Whether it has the very facts of another one.
  @inline(__always)
  func hasFacts(of other: Observation) -> Bool {
    Self.isSame(address, other.address) && Self.isSame(client, other.client)
  }

  @inline(__always)
  private static func isSame<Object: AnyObject>(
    _ left: Lookup<Object>, _ right: Lookup<Object>
  ) -> Bool {
    switch (left, right) {
    case (.found(let left), .found(let right)): left === right
    case (.notAttempted, .notAttempted), (.absent, .absent), (.failed, .failed): true
    default: false
    }
  }
}
