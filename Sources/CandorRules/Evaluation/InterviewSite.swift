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

  init(_ interview: EnrichedInterview, _ timeline: Timeline) {
    interviewObject = InterviewObject(interview, timeline)
  }

  var interview: EnrichedInterview { interviewObject.interview }
  var timeline: Timeline { interviewObject.timeline }
  /// Whether a country was declared, by its code.
  var isDeclared: Bool { interviewObject.interview.evidence.candidate?.declaredCountryCode != nil }

  /// The observations in the order of analysis.
  mutating func observationObjects(_ maker: ObjectMaker) -> [ObservationObject] {
    if let observations { return observations }
    let made = timeline.observations.map { maker.object(of: $0) }
    observations = made
    return made
  }

  /// The same as a list for conditions.
  mutating func observationValues(_ maker: ObjectMaker) -> [Value] {
    if let observationList { return observationList }
    let made = observationObjects(maker).map { Value.object($0) }
    observationList = made
    return made
  }

  /// The transitions.
  mutating func switchObjects(_ maker: ObjectMaker) -> [SwitchObject] {
    timeline.transitions.indices.map { switchObject($0, maker) }
  }

  /// One of the transitions.
  mutating func switchObject(_ index: Int, _ maker: ObjectMaker) -> SwitchObject {
    if changes.isEmpty { changes = Array(repeating: nil, count: timeline.transitions.count) }
    if let change = changes[index] { return change }
    let transition = timeline.transitions[index]
    let change = SwitchObject(
      transition, index: index, from: observationObject(transition.from, maker),
      to: observationObject(transition.to, maker), interview: interviewObject)
    changes[index] = change
    return change
  }

  /// One of the observations; conditions compare objects by what they hold.
  private func observationObject(
    _ index: Int, _ maker: ObjectMaker
  ) -> ObservationObject {
    observations?[index] ?? maker.object(of: timeline.observations[index])
  }

  /// The runs as a list for conditions.
  mutating func runValues(_ maker: ObjectMaker) -> [Value] {
    let observations = observationValues(maker)
    return timeline.runs.map { run in
      .object(RunObject(run, observations: Array(observations[run.first...run.last])))
    }
  }

  /// The unattributed addresses and agents.
  func unattributedObject(_ maker: ObjectMaker) -> UnattributedObject {
    let unattributed = timeline.unattributed
    return UnattributedObject(
      unattributed,
      addresses: zip(unattributed.addresses, unattributed.areFar).map { facts, isFar in
        .object(UnattributedAddressObject(maker.objects(of: facts), isFar: isFar))
      },
      agents: zip(unattributed.clients, unattributed.areOtherDevices).compactMap { seen, isOther in
        seen.client.value.map { .object(ClientObject($0, isOtherDevice: isOther)) }
      })
  }
}
