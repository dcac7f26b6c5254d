import CandorExpression
import CandorModel

/// The objects that conditions see of one interview, each made when it is first asked for.
struct InterviewSite {
  let interview: EnrichedInterview
  let timeline: Timeline
  private let countries: CountryNames
  private var observations: [ObservationObject]?
  private var observationList: [Value]?
  private var changes: [SwitchObject]?

  init(_ interview: EnrichedInterview, _ timeline: Timeline, countries: CountryNames) {
    self.interview = interview
    self.timeline = timeline
    self.countries = countries
    interviewObject = InterviewObject(interview.evidence, timeline)
  }

  let interviewObject: InterviewObject

  /// The observations in the order of analysis.
  mutating func observationObjects(_ cache: inout PairCache) -> [ObservationObject] {
    if let observations { return observations }
    let made = timeline.observations.map { observation in
      let entry = cache.entry(of: observation, countries: countries)
      return ObservationObject(observation, facts: entry.facts, client: entry.client)
    }
    observations = made
    return made
  }

  /// The same as a list for conditions.
  mutating func observationValues(_ cache: inout PairCache) -> [Value] {
    if let observationList { return observationList }
    let made = observationObjects(&cache).map { Value.object($0) }
    observationList = made
    return made
  }

  /// The transitions.
  mutating func switchObjects(_ cache: inout PairCache) -> [SwitchObject] {
    if let changes { return changes }
    guard !timeline.transitions.isEmpty else { return [] }
    let observations = observationObjects(&cache)
    let made = timeline.transitions.enumerated().map { index, transition in
      SwitchObject(
        transition, index: index, from: observations[transition.from],
        to: observations[transition.to], runs: timeline.runs)
    }
    changes = made
    return made
  }

  /// The runs as a list for conditions.
  mutating func runValues(_ cache: inout PairCache) -> [Value] {
    let observations = observationValues(&cache)
    return timeline.runs.map { run in
      .object(RunObject(run, observations: Array(observations[run.first...run.last])))
    }
  }

  /// The unattributed addresses and agents.
  func unattributedObject() -> UnattributedObject {
    let unattributed = timeline.unattributed
    return UnattributedObject(
      addresses: zip(unattributed.addresses, unattributed.areFar).map { facts, isFar in
        .object(
          UnattributedAddressObject(FactsObjects(facts, countries: countries), isFar: isFar))
      },
      agents: zip(unattributed.clients, unattributed.areOtherDevices).compactMap { seen, isOther in
        seen.client.value.map { .object(ClientObject($0, isOtherDevice: isOther)) }
      }, hasFarAddress: unattributed.hasFarAddress, hasOtherDevice: unattributed.hasOtherDevice)
  }
}
