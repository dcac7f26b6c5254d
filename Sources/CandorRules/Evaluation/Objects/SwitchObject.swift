import CandorExpression
import CandorModel
import Synchronization

/// What conditions see of a change between two observations.
final class SwitchObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case from, to, index, endsRun, withinStep
    case device, deviceReason, place, networkRelation, countryRelation, changed, direction
    case addressChanged, networkChanged, placeChanged, deviceChanged, anonymiserChanged, isJourney
    case placeReturns
    case distanceKm, minimumDistanceKm, gapSeconds, gapKnown, speedKmh, minimumSpeedKmh
  }

  static let type = ObjectType(
    name: "switch",
    fields: [
      ObjectType.Field("from", .object(ObservationObject.type.name)),
      ObjectType.Field("to", .object(ObservationObject.type.name)),
      ObjectType.Field("index", .int), ObjectType.Field("endsRun", .bool),
      ObjectType.Field("withinStep", .bool),
      // Agents that are marked are stepped over: no change is between them.
      ObjectType.Field(
        "device", .string,
        allowedValues: ClientRelation.allCases.filter { $0 != .automated && $0 != .implausible }
          .map(\.rawValue)),
      ObjectType.Field(
        "deviceReason", .string,
        allowedValues: ClientComparison.Reason.allCases.map(\.rawValue)),
      ObjectType.Field("place", .string, allowedValues: PlaceRelation.allCases.map(\.rawValue)),
      ObjectType.Field(
        "networkRelation", .string, allowedValues: NetworkRelation.allCases.map(\.rawValue)),
      ObjectType.Field(
        "countryRelation", .string, allowedValues: CountryRelation.allCases.map(\.rawValue)),
      ObjectType.Field("changed", .list(.string)),
      ObjectType.Field("direction", .string, allowedValues: ["upgrade", "downgrade"]),
      ObjectType.Field("addressChanged", .bool), ObjectType.Field("networkChanged", .bool),
      ObjectType.Field("placeChanged", .bool), ObjectType.Field("deviceChanged", .bool),
      ObjectType.Field("anonymiserChanged", .bool), ObjectType.Field("isJourney", .bool),
      ObjectType.Field("placeReturns", .bool),
      ObjectType.Field("distanceKm", .double), ObjectType.Field("minimumDistanceKm", .double),
      ObjectType.Field("gapSeconds", .double),
      ObjectType.Field("gapKnown", .string, allowedValues: ["exact", "bounded", "unknown"]),
      ObjectType.Field("speedKmh", .double), ObjectType.Field("minimumSpeedKmh", .double),
    ])

  let transition: Switch
  let index: Int
  let from: ObservationObject
  let to: ObservationObject
  /// The interview it is of, for the sentences.
  private let interview: InterviewObject
  /// Whether distance, time or speed were looked at; atomic only because objects are shareable.
  private let measured = Atomic(false)

  init(
    _ transition: Switch, index: Int, from: ObservationObject, to: ObservationObject,
    interview: InterviewObject
  ) {
    self.transition = transition
    self.index = index
    self.from = from
    self.to = to
    self.interview = interview
  }

  /// Whether a condition looked at distance, time or speed since `forgetMeasuring`.
  var isMeasured: Bool { measured.load(ordering: .relaxed) }

  /// Begins to watch for measures that are looked at.
  func forgetMeasuring() { measured.store(false, ordering: .relaxed) }

  private func measure(_ number: Double?) -> Value? {
    measured.store(true, ordering: .relaxed)
    return Value(number)
  }

  /// The answers of the run that the switch leaves.
  var answersBefore: [ClosedRange<Int>] { interview.timeline.answersBefore(transition) }

  /// The answers of the run that the switch enters.
  var answersAfter: [ClosedRange<Int>] { interview.timeline.answersAfter(transition) }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .from: .object(from)
    case .to: .object(to)
    case .index: .int(Int64(index))
    case .endsRun: .bool(transition.endsRun)
    case .withinStep: .bool(from.observation.step == to.observation.step)
    case .device: Value(transition.device?.rawValue)
    case .deviceReason: Value(transition.deviceReason?.rawValue)
    case .place: Value(transition.place?.rawValue)
    case .networkRelation: Value(transition.networkRelation?.rawValue)
    case .countryRelation: Value(transition.countryRelation?.rawValue)
    case .changed: .list(transition.changed.map { .string($0.rawValue) })
    case .direction: Value(transition.direction?.rawValue)
    case .addressChanged: .bool(transition.hasChanged(.address))
    case .networkChanged: .bool(transition.hasChanged(.network))
    case .placeChanged: .bool(transition.hasChanged(.place))
    case .deviceChanged: .bool(transition.hasChanged(.device))
    case .anonymiserChanged: .bool(transition.anonymiserChanged)
    case .isJourney: .bool(transition.isJourney)
    case .placeReturns: .bool(transition.placeReturns)
    case .distanceKm: measure(transition.distanceKm)
    case .minimumDistanceKm: measure(transition.minimumDistanceKm)
    case .gapSeconds: measure(transition.gapSeconds)
    case .gapKnown: .string(transition.gapKnown.rawValue)
    case .speedKmh: measure(transition.speedKmh)
    case .minimumSpeedKmh: measure(transition.minimumSpeedKmh)
    }
  }
}
