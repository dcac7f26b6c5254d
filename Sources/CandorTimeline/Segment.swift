import CandorModel

/// A stretch of observations that share one address and one agent: nothing can have changed inside it,
/// so everything is decided once for the whole of it. Equal ones are one object in all segments of an
/// interview.
struct Segment {
  /// The first observation's index.
  var first: Int
  /// The last observation's index.
  var last: Int
  /// What is known of the address; `nil` where there is none.
  let facts: AddressFacts?
  /// The agent, where it says anything of a device; `nil` for a missing or automated one.
  let device: Client?
  /// Whether the place can be compared.
  let hasPlace: Bool
  /// Whether its place is that of a line and not of a gateway.
  let isFixedLine: Bool
  /// The family of the address; `nil` where there is none.
  let family: IPAddress.Family?
  /// The radius that the place is known to, in kilometres; `nil` where only the country is known.
  let precisionKm: Double?
  /// The cluster of places it belongs to; `nil` where it cannot be compared.
  var placeCluster: Int?
  /// The cluster of devices it belongs to; `nil` where it cannot be compared.
  var deviceCluster: Int?

  init(at index: Int, facts: AddressFacts?, client: Client?) {
    first = index
    last = index
    self.facts = facts
    device = client.flatMap { $0.saysSomethingOfDevice ? $0 : nil }
    guard let facts else {
      (hasPlace, isFixedLine, family, precisionKm) = (false, false, nil, nil)
      return
    }
    let hasPlace = facts.hasUsablePlace
    self.hasPlace = hasPlace
    isFixedLine = hasPlace && !facts.isRelay && !facts.isCellular
    family = facts.address.address.family
    precisionKm = facts.placeFacts.traits.precisionKm(of: facts.networkFacts.traits)
  }

  /// How many observations it holds.
  var count: Int { last - first + 1 }
}

extension PlaceTraits {
  /// The radius that the place of an address in a network is known to, in kilometres; `nil` where
  /// only the country is known.
  func precisionKm(of network: NetworkTraits) -> Double? {
    network.isRelay || isCountryOnly ? nil : radiusKm
  }
}

/// Compares two segments' addresses with what is known of their devices.
extension PairComparer {
  func compare(_ one: Int, _ other: Int, in segments: [Segment]) -> PairComparison? {
    guard let from = segments[one].facts, let to = segments[other].facts else { return nil }
    return compare(
      from, to,
      isSameDevice: !Self.isOtherDevice(segments[one].device, segments[other].device))
  }

  /// Whether two agents are known to be of different devices.
  static func isOtherDevice(_ one: Client?, _ other: Client?) -> Bool {
    guard let one, let other, one !== other else { return false }
    return one.relation(to: other).isDifferentDevice
  }
}
