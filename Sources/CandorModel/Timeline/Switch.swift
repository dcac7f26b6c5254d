/// A change between two observations: which of address, network, place and device, and how much.
public struct Switch: Sendable {
  /// How much is known of the time between two observations.
  public enum GapKnowledge: String, Sendable {
    /// Both carry a time.
    case exact
    /// Only that it is at most the interview's duration.
    case bounded
    /// Nothing, or the order itself is unknown.
    case unknown
  }

  /// What may change, in the order in which `changed` lists it.
  public enum Aspect: String, Sendable, CaseIterable {
    case address, network, place, device
  }

  /// Aspects as bits, so that a switch is copied without counting who holds a list.
  package struct Aspects: OptionSet, Sendable {
    package let rawValue: UInt8
    package static let address = Aspects(.address)
    package static let network = Aspects(.network)
    package static let place = Aspects(.place)
    package static let device = Aspects(.device)

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    @inline(__always)
    init(_ aspect: Aspect) {
      rawValue =
        switch aspect {
        case .address: 1
        case .network: 2
        case .place: 4
        case .device: 8
        }
    }

    /// The aspects of all sixteen sets, by their bits.
    fileprivate static let lists: [[Aspect]] = (0..<16).map { bits in
      Aspect.allCases.filter { Aspects(rawValue: bits).contains(Aspects($0)) }
    }
  }

  /// Whether versions went up or down where nothing else of the device changed.
  public enum Direction: String, Sendable {
    case upgrade, downgrade
  }

  /// The last observation of the earlier side.
  public var from: Int
  /// The first observation of the later side.
  public var to: Int
  /// Whether a run ends here: another device or another place.
  public var endsRun: Bool
  /// The step of the device lattice; absent where it is not known on both sides.
  public var device: ClientRelation?
  /// Why the device relation is what it is.
  public var deviceReason: ClientComparison.Reason?
  /// The relation of the places; absent where it is not known on both sides.
  public var place: PlaceRelation?
  /// How the two networks belong together; absent where an address is not known.
  public var networkRelation: NetworkRelation?
  /// How the countries of the two places lie to each other; absent where one is not known.
  public var countryRelation: CountryRelation?
  /// Whether a journey can be measured between the two places: both are known, and no end is
  /// anonymised, a relay, or a cellular network abroad.
  public var isJourney: Bool
  /// Whether one end is anonymised and the other, a public address, is not.
  public var anonymiserChanged: Bool
  /// Whether the place changed on the way to and fro: the one that is left comes again behind it, or
  /// the one that is entered was there before.
  public var placeReturns: Bool
  /// What changed, as bits.
  package var aspects: Aspects
  /// Between the two positions, in kilometres.
  public var distanceKm: Double?
  /// What is left of the distance after both radii, in kilometres; at least 0.
  public var minimumDistanceKm: Double?
  /// Between the two observations, or an upper bound of it, in seconds; at least 0.
  public var gapSeconds: Double?
  /// What is known of the gap.
  public var gapKnown: GapKnowledge
  /// Distance over gap, in km/h; absent where the gap is zero or unknown.
  public var speedKmh: Double?
  /// Minimum distance over gap, in km/h; a lower bound. Absent where unknown; infinite where the
  /// gap is zero and the places are apart.
  public var minimumSpeedKmh: Double?
  /// Whether versions went up or down; absent where neither is known.
  public var direction: Direction?

  /// Makes a switch.
  public init(from: Int, to: Int, endsRun: Bool, changed: [Aspect] = []) {
    self.from = from
    self.to = to
    self.endsRun = endsRun
    self.aspects = Aspects(changed.map { Aspects($0) })
    self.gapKnown = .unknown
    self.isJourney = false
    self.anonymiserChanged = false
    self.placeReturns = false
  }

  /// What changed, each once and in the order of the aspects.
  public var changed: [Aspect] {
    get { Aspects.lists[Int(aspects.rawValue)] }
    set { aspects = Aspects(newValue.map { Aspects($0) }) }
  }

  /// Whether an aspect changed.
  public func hasChanged(_ aspect: Aspect) -> Bool { aspects.contains(Aspects(aspect)) }
}

/// How two countries lie to each other.
public enum CountryRelation: String, Sendable, CaseIterable {
  /// One country.
  case same
  /// Two that share a land border.
  case bordering
  /// Two that do not.
  case different
}

/// How two addresses belong to one network: the rows of detection's table "same network".
public enum NetworkRelation: String, Sendable, CaseIterable {
  /// The same address.
  case sameAddress = "same-address"
  /// IPv6 with the same /64: privacy addresses rotate (RFC 8981).
  case samePrefix64 = "same-prefix-64"
  /// IPv6 with the same /56 or /48.
  case sameSite = "same-site"
  /// IPv4 and IPv6 of one provider, or of one country where that of one is not known.
  case dualStack = "dual-stack"
  /// Same AS number, circles of uncertainty overlap.
  case readdressing = "provider-readdressing"
  /// Fixed line and cellular carrier in one country, same device.
  case carrierHop = "carrier-hop"
  /// Fixed line and cellular carrier in one country, another device.
  case carrierOtherDevice = "carrier-other-device"
  /// Two cellular addresses of one AS number.
  case carrierChurn = "carrier-churn"
  /// Fixed line here, cellular abroad, same device: may be home-routed roaming.
  case roaming
  /// One side is an iCloud Private Relay egress of the same country.
  case relay
  /// One side is a satellite operator's gateway.
  case satellite
  /// One side is an anonymised endpoint that indicates no place.
  case anonymised
  /// None of these.
  case different
}
