import CandorExpression
import CandorModel

/// What conditions see of an answer attempt.
final class ObservationObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case index, answer, step, attempt, at, address, network, place, client, missing
  }

  static let type = ObjectType(
    name: "observation",
    fields: [
      ObjectType.Field("index", .int), ObjectType.Field("answer", .int),
      ObjectType.Field("step", .int), ObjectType.Field("attempt", .int),
      ObjectType.Field("at", .timestamp),
      ObjectType.Field("address", .object(AddressObject.type.name)),
      ObjectType.Field("network", .object(NetworkObject.type.name)),
      ObjectType.Field("place", .object(PlaceObject.type.name)),
      ObjectType.Field("client", .object(ClientObject.type.name)),
      ObjectType.Field("missing", .object(MissingObject.type.name)),
    ])

  let observation: Observation
  let facts: FactsObjects?

  /// - Parameter countries: names for places whose database gives only a code.
  init(_ observation: Observation, countries: CountryNames) {
    self.observation = observation
    facts = observation.address.value.map { FactsObjects($0, countries: countries) }
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .index: .int(Int64(observation.index))
    case .answer: .int(Int64(observation.answer))
    case .step: .int(Int64(observation.step))
    case .attempt: .int(Int64(observation.attempt))
    case .at: Value(observation.at)
    case .address: (facts?.address).map { .object($0) }
    case .network: (facts?.network).map { .object($0) }
    case .place: (facts?.place).map { .object($0) }
    case .client: observation.client.value.map { .object(ClientObject($0)) }
    case .missing:
      .object(
        MissingObject(
          address: observation.address.missingReason, network: observation.network.missingReason,
          place: observation.place.missingReason, client: observation.client.missingReason))
    }
  }
}

/// Why facts of an observation are not there; a field is absent where its fact is known.
final class MissingObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case address, network, place, client
  }

  private static let words = ["not-attempted", "absent", "failed"]
  static let type = ObjectType(
    name: "missing",
    fields: ["address", "network", "place", "client"].map {
      ObjectType.Field($0, .string, allowedValues: words)
    })

  private let address: MissingReason?
  private let network: MissingReason?
  private let place: MissingReason?
  private let client: MissingReason?

  init(
    address: MissingReason?, network: MissingReason?, place: MissingReason?,
    client: MissingReason?
  ) {
    self.address = address
    self.network = network
    self.place = place
    self.client = client
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .address: Value(address?.rawValue)
    case .network: Value(network?.rawValue)
    case .place: Value(place?.rawValue)
    case .client: Value(client?.rawValue)
    }
  }

  func isEqualObject(to other: any ExpressionObject) -> Bool { hasSameFields(as: other) }
}

/// What conditions see of an address of the interview that no answer accounts for.
final class UnattributedAddressObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case address, network, place, isFar
  }

  static let type = ObjectType(
    name: "unattributedAddress",
    fields: [
      ObjectType.Field("address", .object(AddressObject.type.name)),
      ObjectType.Field("network", .object(NetworkObject.type.name)),
      ObjectType.Field("place", .object(PlaceObject.type.name)),
      ObjectType.Field("isFar", .bool),
    ])

  let facts: FactsObjects
  private let isFar: Bool

  init(_ facts: FactsObjects, isFar: Bool) {
    self.facts = facts
    self.isFar = isFar
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .address: .object(facts.address)
    case .network: facts.network.map { .object($0) }
    case .place: facts.place.map { .object($0) }
    case .isFar: .bool(isFar)
    }
  }
}
