import CandorExpression
import CandorModel

/// The objects that conditions see of one interview, each made when it is first asked for.
struct InterviewSite {
  /// Holds interview and timeline too, so that they are kept once.
  let interviewObject: InterviewObject
  private var observations: [ObservationObject]?
  private var observationList: [Value]?
  /// Those that were asked for; empty before the first.
  private var changes: [SwitchObject?] = []
  private let countries: CountryNames

  /// - Parameter countries: names for places whose database gives only a code.
  init(_ interview: EnrichedInterview, _ timeline: Timeline, countries: CountryNames) {
    interviewObject = InterviewObject(interview, timeline)
    self.countries = countries
  }

  var interview: EnrichedInterview { interviewObject.interview }
  var timeline: Timeline { interviewObject.timeline }
  /// Whether a country was declared, by its code.
  var isDeclared: Bool { interviewObject.interview.evidence.candidate?.declaredCountryCode != nil }

  /// The observations in the order of analysis.
  mutating func observationObjects() -> [ObservationObject] {
    if let observations { return observations }
    let made = timeline.observations.map { ObservationObject($0, countries: countries) }
    observations = made
    return made
  }

  /// The same as a list for conditions.
  mutating func observationValues() -> [Value] {
    if let observationList { return observationList }
    let made = observationObjects().map { Value.object($0) }
    observationList = made
    return made
  }

  /// The transitions.
  mutating func switchObjects() -> [SwitchObject] {
    timeline.transitions.indices.map { switchObject($0) }
  }

  /// One of the transitions.
  mutating func switchObject(_ index: Int) -> SwitchObject {
    while changes.count < timeline.transitions.count { changes.append(nil) }
    if let change = changes[index] { return change }
    let transition = timeline.transitions[index]
    let change = SwitchObject(
      transition, index: index, from: observationObject(transition.from),
      to: observationObject(transition.to), interview: interviewObject)
    changes[index] = change
    return change
  }

  /// One of the observations; conditions compare objects by what they hold.
  private func observationObject(_ index: Int) -> ObservationObject {
    observations?[index]
      ?? ObservationObject(timeline.observations[index], countries: countries)
  }

  /// The runs as a list for conditions.
  mutating func runValues() -> [Value] {
    let observations = observationValues()
    return timeline.runs.map { run in
      .object(RunObject(run, observations: Array(observations[run.first...run.last])))
    }
  }

  /// The unattributed addresses and agents.
  func unattributedObject() -> UnattributedObject {
    let unattributed = timeline.unattributed
    return UnattributedObject(
      unattributed,
      addresses: zip(unattributed.addresses, unattributed.areFar).map { facts, isFar in
        .object(UnattributedAddressObject(FactsObjects(facts, countries: countries), isFar: isFar))
      },
      agents: zip(unattributed.clients, unattributed.areOtherDevices).compactMap { seen, isOther in
        seen.client.value.map { .object(ClientObject($0, isOtherDevice: isOther)) }
      })
  }
}
