public import CandorModel

/// How two addresses lie to each other, for `candor inspect ip` with two.
public struct AddressPair: Sendable {
  /// What makes two addresses one network, or not.
  public enum Relation: String, Sendable, Hashable {
    /// The very same address.
    case sameAddress = "same-address"
    /// IPv6 with a common /64: one host's network (RFC 8981).
    case sameHostNetwork = "same-host-network"
    /// IPv6 with a common /56 or /48, and no two places.
    case sameSite = "same-site"
    /// IPv4 and IPv6 of one provider in one country.
    case dualStack = "dual-stack"
    /// One provider, circles of uncertainty overlap.
    case readdressing = "provider-readdressing"
    /// One mobile carrier: the place cannot be compared.
    case carrierChurn = "carrier-churn"
    /// A fixed line and a mobile carrier in one country.
    case carrierHop = "carrier-hop"
    /// A fixed line, and a mobile carrier of another country.
    case roaming
    /// A relay, and another address of its country.
    case relay
    /// None of these.
    case different
    /// An address has no network or place to compare.
    case notComparable = "not-comparable"
  }

  /// The first address.
  public let first: AddressFacts
  /// The second address.
  public let second: AddressFacts
  /// The relation.
  public let relation: Relation
  /// The comparison of the places by themselves; `nil` where a side has none or hides it.
  public let places: PlaceComparison?

  /// How the places lie, as the timeline takes them: one network is one place, and a mobile gateway
  /// says nothing of it. `nil` where a side has none or hides it.
  public var place: PlaceRelation? {
    guard let places else { return nil }
    switch relation {
    case .sameAddress: return .same
    case .sameHostNetwork, .sameSite, .dualStack:
      return places.relation == .same ? .same : .indistinguishable
    case .carrierChurn, .carrierHop: return .notComparable
    case .readdressing, .roaming, .relay, .different, .notComparable: return places.relation
    }
  }

  /// The least number of kilometres between the places; `nil` where it cannot be said.
  public var minimumDistanceKm: Double? {
    switch relation {
    case .sameAddress, .sameHostNetwork, .sameSite, .dualStack: places == nil ? nil : 0
    case .carrierChurn, .carrierHop: nil
    case .readdressing, .roaming, .relay, .different, .notComparable: places?.minimumDistanceKm
    }
  }

  /// Compares the facts of two addresses.
  public init(
    _ first: AddressFacts, _ second: AddressFacts, countries: CountryTable,
    thresholds: PlaceThresholds = .standard
  ) {
    self.first = first
    self.second = second
    let isHidden = first.isAnonymised || second.isAnonymised
    if !isHidden, let one = first.place.value, let other = second.place.value {
      places = one.comparison(with: other, countries: countries, thresholds: thresholds)
    } else {
      places = nil
    }
    relation = Self.relation(first, second, places)
  }

  private static func relation(
    _ first: AddressFacts, _ second: AddressFacts, _ places: PlaceComparison?
  ) -> Relation {
    let one = first.address.address
    let other = second.address.address
    if one == other { return .sameAddress }
    let isApart = places?.relation.isChanged ?? false
    if one.family == .v6, other.family == .v6 {
      if one.shares(prefixLength: 64, with: other) { return .sameHostNetwork }
      if one.shares(prefixLength: 48, with: other), !isApart { return .sameSite }
    }
    guard first.isLocatable, second.isLocatable else { return .notComparable }
    let number = first.network.value?.asn
    let otherNumber = second.network.value?.asn
    let isSameSystem = number != nil && number == otherNumber
    let country = first.place.value?.country
    let isSameCountry = country != nil && country == second.place.value?.country
    if first.isAnonymised || second.isAnonymised { return .notComparable }
    if first.isRelay || second.isRelay { return isSameCountry ? .relay : .different }
    if one.family != other.family, isSameCountry {
      if isSameSystem { return .dualStack }
      let isUnknown = number == nil || otherNumber == nil
      if isUnknown, places?.relation != .far { return .dualStack }
    }
    if first.isCellular, second.isCellular, isSameSystem { return .carrierChurn }
    if isSameSystem, let places, places.basis != .nothing, places.minimumDistanceKm ?? 1 <= 0 {
      return .readdressing
    }
    if first.isCellular != second.isCellular, country != nil, second.place.value?.country != nil {
      return isSameCountry ? .carrierHop : .roaming
    }
    return places == nil && !isSameSystem && (number == nil || otherNumber == nil)
      ? .notComparable : .different
  }

  /// The pair as rows of a label and a text, for a person to read.
  public var rows: [(label: String, text: String)] {
    var rows = [(label: "network", text: relation.sentence)]
    guard let places else {
      let isHidden = first.isAnonymised || second.isAnonymised
      rows.append(
        (
          "distance",
          isHidden
            ? "not comparable, an anonymiser says nothing of a place"
            : "not known, an address has no place"
        ))
      return rows
    }
    let place = place ?? places.relation
    rows.append(("place", place.rawValue))
    let nominal = places.distanceKm.map { "\(Self.kilometres($0)) km between the middles" }
    if let minimumDistanceKm {
      let minimum = Self.kilometres(minimumDistanceKm)
      let middles = nominal.map { ", \($0)" } ?? ""
      rows.append(("distance", "at least \(minimum) km\(middles)"))
    } else if let nominal {
      rows.append(("distance", nominal))
    }
    if place != places.relation {
      rows.append(("", "decided by the network, whatever the databases say"))
    } else if places.basis == .countries {
      rows.append(
        (
          "",
          places.countriesBorder
            ? "decided by the countries, which share a border" : "decided by the countries"
        ))
    }
    return rows
  }

  /// Writes `candor.address-relation/1`.
  ///
  /// - Parameter address: writes `candor.address/1` for the text of one of the two.
  public func write(to writer: inout JSONWriter, address: (String, inout JSONWriter) -> Void) {
    writer.beginObject()
    if let distance = places?.distanceKm { writer.member("distanceKm", distance, decimals: 1) }
    writer.key("first")
    address(first.address.raw, &writer)
    writer.member("minimumDistanceKm", minimumDistanceKm, decimals: 1)
    writer.member("place", place?.rawValue)
    writer.member("relation", relation.rawValue)
    writer.member("schema", "candor.address-relation/1")
    writer.key("second")
    address(second.address.raw, &writer)
    writer.member("text", relation.sentence)
    writer.endObject()
  }

  private static func kilometres(_ number: Double) -> String {
    var writer = JSONWriter(capacity: 16)
    writer.number(number, decimals: 1)
    return writer.text
  }
}

extension AddressPair.Relation {
  /// The relation as a sentence without its full stop.
  public var sentence: String {
    switch self {
    case .sameAddress: "one and the same address"
    case .sameHostNetwork: "the same: one /64, in which a host changes its address by itself"
    case .sameSite: "the same: one /48, which is one site"
    case .dualStack: "the same: IPv4 and IPv6 of one provider, between which a host alternates"
    case .readdressing: "the same: one provider, and the circles of uncertainty overlap"
    case .carrierChurn: "one mobile carrier, whose gateways say nothing of the place"
    case .carrierHop: "a fixed line and a mobile carrier in one country"
    case .roaming:
      "a fixed line and a mobile carrier of another country, which a roaming phone may use"
    case .relay: "a privacy relay and an address of the same country, which the relay keeps"
    case .different: "different networks"
    case .notComparable: "cannot be compared"
    }
  }
}
