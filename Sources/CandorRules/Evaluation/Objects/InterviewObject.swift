import CandorExpression
import CandorModel

/// What conditions see of an interview; no name and no e-mail.
final class InterviewObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case platform, id, hash, status, createdAt, startedAt, completedAt, position
    case declaredCountry, declaredCountryRelation, pattern, placePattern, devicePattern
    case durationSeconds, order, answerCount, placeCount, deviceCount, noteCodes
    case placeChanges, deviceChanges, placesInTurns, devicesInTurns, hasDevicePerPlace
  }

  private static let patterns = Pattern.allCases.map(\.rawValue)
  static let type = ObjectType(
    name: "interview",
    fields: [
      ObjectType.Field("platform", .string), ObjectType.Field("id", .string),
      ObjectType.Field("hash", .string), ObjectType.Field("status", .string),
      ObjectType.Field("createdAt", .timestamp), ObjectType.Field("startedAt", .timestamp),
      ObjectType.Field("completedAt", .timestamp),
      ObjectType.Field("position", .object(PositionObject.type.name)),
      ObjectType.Field("declaredCountry", .string),
      ObjectType.Field(
        "declaredCountryRelation", .string,
        allowedValues: CountryRelation.allCases.map(\.rawValue)),
      ObjectType.Field("pattern", .string, allowedValues: patterns),
      ObjectType.Field("placePattern", .string, allowedValues: patterns),
      ObjectType.Field("devicePattern", .string, allowedValues: patterns),
      ObjectType.Field("durationSeconds", .double),
      ObjectType.Field("order", .string, allowedValues: ["time", "step"]),
      ObjectType.Field("answerCount", .int), ObjectType.Field("placeCount", .int),
      ObjectType.Field("deviceCount", .int), ObjectType.Field("noteCodes", .list(.string)),
      ObjectType.Field("placeChanges", .int), ObjectType.Field("deviceChanges", .int),
      ObjectType.Field("placesInTurns", .list(.int)),
      ObjectType.Field("devicesInTurns", .list(.int)),
      ObjectType.Field("hasDevicePerPlace", .bool),
    ])

  let interview: EnrichedInterview
  let timeline: Timeline

  init(_ interview: EnrichedInterview, _ timeline: Timeline) {
    self.interview = interview
    self.timeline = timeline
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .platform: .string(interview.evidence.platform)
    case .id: .string(interview.evidence.interview.id)
    case .hash: Value(interview.evidence.interview.hash)
    case .status: Value(interview.evidence.interview.status)
    case .createdAt: Value(interview.evidence.interview.createdAt)
    case .startedAt: Value(interview.evidence.interview.startedAt)
    case .completedAt: Value(interview.evidence.interview.completedAt)
    case .position: interview.evidence.interview.position.map { .object(PositionObject($0)) }
    case .declaredCountry:
      Value(
        interview.evidence.candidate?.declaredCountryCode
          ?? interview.evidence.candidate?.declaredCountry)
    case .declaredCountryRelation: Value(timeline.declaredCountryRelation?.rawValue)
    case .pattern: Value(timeline.pattern?.rawValue)
    case .placePattern: Value(timeline.placePattern?.rawValue)
    case .devicePattern: Value(timeline.devicePattern?.rawValue)
    case .durationSeconds: Value(timeline.durationSeconds)
    case .order: .string(timeline.order.rawValue)
    case .answerCount: .int(Int64(timeline.observations.count))
    case .placeCount: .int(Int64(timeline.placeCount))
    case .deviceCount: .int(Int64(timeline.deviceCount))
    case .noteCodes: .list(interview.evidence.notes.map { .string($0.code) })
    case .placeChanges: .int(Int64(timeline.placeTurns.changes))
    case .deviceChanges: .int(Int64(timeline.deviceTurns.changes))
    case .placesInTurns: timeline.placesInTurns.map { .list([.int(Int64($0)), .int(Int64($1))]) }
    case .devicesInTurns: timeline.devicesInTurns.map { .list([.int(Int64($0)), .int(Int64($1))]) }
    case .hasDevicePerPlace: .bool(timeline.hasDevicePerPlace)
    }
  }
}

/// What conditions see of the position.
final class PositionObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case id, name
  }

  static let type = ObjectType(
    name: "position",
    fields: [ObjectType.Field("id", .string), ObjectType.Field("name", .string)])

  private let position: Position

  init(_ position: Position) { self.position = position }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .id: Value(position.id)
    case .name: Value(position.name)
    }
  }

  func isEqualObject(to other: any ExpressionObject) -> Bool { hasSameFields(as: other) }
}

/// What conditions see of a stretch of the same device and place.
final class RunObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case first, last, place, device, observations
  }

  static let type = ObjectType(
    name: "run",
    fields: [
      ObjectType.Field("first", .int), ObjectType.Field("last", .int),
      ObjectType.Field("place", .int), ObjectType.Field("device", .int),
      ObjectType.Field("observations", .list(.object(ObservationObject.type.name))),
    ])

  let run: Run
  let observations: [Value]

  init(_ run: Run, observations: [Value]) {
    self.run = run
    self.observations = observations
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .first: .int(Int64(run.first))
    case .last: .int(Int64(run.last))
    case .place: Value(run.place)
    case .device: Value(run.device)
    case .observations: .list(observations)
    }
  }
}

/// What conditions see of the addresses and agents that no answer accounts for.
final class UnattributedObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case addresses, agents, hasFarAddress, hasOtherDevice, hasFarDevice
    case leastAddresses, leastAgents, namedAddress, namedAgent, hasFarContact
  }

  static let type = ObjectType(
    name: "unattributed",
    fields: [
      ObjectType.Field("addresses", .list(.object(UnattributedAddressObject.type.name))),
      ObjectType.Field("agents", .list(.object(ClientObject.type.name))),
      ObjectType.Field("hasFarAddress", .bool), ObjectType.Field("hasOtherDevice", .bool),
      ObjectType.Field("hasFarDevice", .bool), ObjectType.Field("leastAddresses", .int),
      ObjectType.Field("leastAgents", .int),
      ObjectType.Field("namedAddress", .object(UnattributedAddressObject.type.name)),
      ObjectType.Field("namedAgent", .object(ClientObject.type.name)),
      ObjectType.Field("hasFarContact", .bool),
    ])

  private let addresses: [Value]
  private let agents: [Value]
  private let unattributed: Unattributed

  /// - Parameters:
  ///   - addresses: those of the lists, as conditions see them.
  ///   - agents: the same of the agents.
  init(_ unattributed: Unattributed, addresses: [Value], agents: [Value]) {
    self.unattributed = unattributed
    self.addresses = addresses
    self.agents = agents
  }

  /// The one that a sentence names: what shows another device far away, else the first.
  private static func named(_ values: [Value], _ position: Int?) -> Value? {
    let position = position ?? 0
    return values.indices.contains(position) ? values[position] : nil
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .addresses: .list(addresses)
    case .agents: .list(agents)
    case .hasFarAddress: .bool(unattributed.hasFarAddress)
    case .hasOtherDevice: .bool(unattributed.hasOtherDevice)
    case .hasFarDevice: .bool(unattributed.farDevice != nil)
    case .leastAddresses: .int(Int64(unattributed.leastAddresses))
    case .leastAgents: .int(Int64(unattributed.leastClients))
    case .namedAddress: Self.named(addresses, unattributed.farDevice?.address)
    case .namedAgent: Self.named(agents, unattributed.farDevice?.client)
    case .hasFarContact: .bool(unattributed.farDevice?.isOneContact ?? false)
    }
  }
}
