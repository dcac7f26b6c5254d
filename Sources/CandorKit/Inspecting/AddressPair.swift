public import CandorModel
public import CandorTimeline

/// How two addresses lie to each other, for `candor inspect ip` with two: what the timeline of an
/// interview says in which one device used them one after the other.
public struct AddressPair: Sendable {
  /// What makes two addresses one network, or not.
  public enum Relation: String, Sendable, Hashable {
    /// The very same address.
    case sameAddress = "same-address"
    /// IPv6 with a common /64: one host's network (RFC 8981).
    case sameHostNetwork = "same-host-network"
    /// IPv6 with a common /56 or /48, and no two places.
    case sameSite = "same-site"
    /// IPv4 and IPv6 of one provider in one country, or of one country where that of at least one is not known.
    case dualStack = "dual-stack"
    /// One provider, circles of uncertainty overlap.
    case readdressing = "provider-readdressing"
    /// One mobile carrier: the place cannot be compared.
    case carrierChurn = "carrier-churn"
    /// A mobile carrier and another network in one country.
    case carrierHop = "carrier-hop"
    /// A mobile carrier, and a network of another country.
    case roaming
    /// A relay, and another address of its country.
    case relay
    /// None of these.
    case different
    /// An address hides where it is, or has no network or place to compare.
    case notComparable = "not-comparable"
  }

  /// The first address.
  public let first: AddressFacts
  /// The second address.
  public let second: AddressFacts
  /// The relation.
  public let relation: Relation
  /// Whether number or class of the networks are known on both sides and differ, and nothing else
  /// makes them one.
  public let networkChanged: Bool
  /// How the places lie: one network is one place, and a mobile gateway says nothing of it. `nil`
  /// where a side has none.
  public let place: PlaceRelation?
  /// Between the middles of the places, in kilometres; `nil` where a side has none or hides it.
  public let distanceKm: Double?
  /// The least number of kilometres between the places; `nil` where it cannot be said.
  public let minimumDistanceKm: Double?
  /// The places by themselves; `nil` where a side has none or hides it.
  private let places: PlaceComparison?

  /// Compares the facts of two addresses.
  ///
  /// - Parameter timeline: what would put answers with these addresses into order.
  public init(_ first: AddressFacts, _ second: AddressFacts, timeline: TimelineBuilder) {
    let pair = timeline.comparison(of: first, second)
    self.first = first
    self.second = second
    networkChanged = pair.networkChanged
    place = pair.place
    distanceKm = pair.distanceKm
    minimumDistanceKm = pair.minimumDistanceKm
    places = timeline.placeComparison(of: first, second)
    let isCompared =
      (pair.place ?? .notComparable) != .notComparable || pair.networkChanged
      || Self.isOneProvider(first, second)
    relation = Relation(pair.relation, isCompared: isCompared)
  }

  private static func isOneProvider(_ first: AddressFacts, _ second: AddressFacts) -> Bool {
    first.networkFacts.traits.sharesNumber(with: second.networkFacts.traits) ?? false
  }

  /// The relation as a sentence without its full stop.
  public var sentence: String {
    let isOneProvider = Self.isOneProvider(first, second)
    if relation == .dualStack, !isOneProvider {
      return
        "the same: IPv4 and IPv6 of one country, between which a host alternates; the provider "
        + "of at least one is not known"
    }
    guard relation == .different else { return relation.sentence }
    if networkChanged { return relation.sentence + (isOneProvider ? " of one provider" : "") }
    return isOneProvider
      ? "two addresses of one provider" : "two addresses whose networks are not both known"
  }

  /// The pair as rows of a label and a text, for a person to read.
  public var rows: [(label: String, text: String)] {
    var rows = [(label: "network", text: sentence)]
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
    let nominal = distanceKm.map { "\(Self.kilometres($0)) km between the middles" }
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
    writer.member("distanceKm", distanceKm, decimals: 1)
    writer.key("first")
    address(first.address.raw, &writer)
    writer.member("minimumDistanceKm", minimumDistanceKm, decimals: 1)
    writer.member("place", place?.rawValue)
    writer.member("relation", relation.rawValue)
    writer.member("schema", "candor.address-relation/1")
    writer.key("second")
    address(second.address.raw, &writer)
    writer.member("text", sentence)
    writer.endObject()
  }

  private static func kilometres(_ number: Double) -> String {
    var writer = JSONWriter(capacity: 16)
    writer.number(number, decimals: 1)
    return writer.text
  }
}

extension AddressPair.Relation {
  /// The relation that a timeline tells.
  ///
  /// - Parameter isCompared: whether anything was known on both sides, where no row fits.
  fileprivate init(_ relation: NetworkRelation, isCompared: Bool) {
    self =
      switch relation {
      case .sameAddress: .sameAddress
      case .samePrefix64: .sameHostNetwork
      case .sameSite: .sameSite
      case .dualStack: .dualStack
      case .readdressing: .readdressing
      case .carrierChurn: .carrierChurn
      case .carrierHop, .carrierOtherDevice: .carrierHop
      case .roaming: .roaming
      case .relay: .relay
      case .satellite, .anonymised: .notComparable
      case .different: isCompared ? .different : .notComparable
      }
  }

  fileprivate var sentence: String {
    switch self {
    case .sameAddress: "one and the same address"
    case .sameHostNetwork: "the same: one /64, in which a host changes its address by itself"
    case .sameSite: "the same: one /48, which is one site"
    case .dualStack: "the same: IPv4 and IPv6 of one provider, between which a host alternates"
    case .readdressing: "the same: one provider, and the circles of uncertainty overlap"
    case .carrierChurn: "one mobile carrier, whose gateways say nothing of the place"
    case .carrierHop: "a mobile carrier and another network in one country"
    case .roaming:
      "a mobile carrier and a network of another country, as a roaming phone may have them"
    case .relay: "a privacy relay and an address of the same country, which the relay keeps"
    case .different: "different networks"
    case .notComparable: "cannot be compared"
    }
  }
}
