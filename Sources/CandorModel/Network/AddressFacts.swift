/// Everything known of one address: what it is, its network and its place.
///
/// Immutable, and shared by the caches: two answers from one address usually hold the same object,
/// so comparing identities is the fast path of comparing facts.
///
/// Thread safety: all properties are constants of `Sendable` types.
public final class AddressFacts: Sendable {
  /// A remark that belongs beside the facts, as data quality and never as suspicion.
  public enum Note: String, Sendable, Hashable, CaseIterable {
    /// The scope is not global: such an address has no place.
    case notLocatable = "not-locatable"
    /// Databases name different countries; the first in order was taken.
    case countriesDisagree = "countries-disagree"
    /// Databases name different AS numbers; the first in order was taken.
    case numbersDisagree = "numbers-disagree"
    /// Databases name different cities more than their radii apart; the first in order was taken.
    case citiesDisagree = "cities-disagree"
    /// A record was there and held values of a wrong type or outside their range, left out.
    case implausibleRecord = "implausible-record"
    /// A database failed on this address; what others know stands.
    case databaseFailed = "database-failed"
    /// The record names only the country of registration, which is not used.
    case registeredCountryOnly = "registered-country-only"
    /// The address is a relay's: its city was left out.
    case relayCityLeftOut = "relay-city-left-out"
    /// The address is a relay's, and the database tells only its operator's country.
    case relayCountryLeftOut = "relay-country-left-out"
    /// The radius was widened because the network is cellular.
    case cellularRadius = "cellular-radius"
  }

  /// The address with the text it was read from.
  public let address: NormalizedAddress
  /// The network, shared by the addresses of one.
  @usableFromInline package let networkFacts: NetworkFacts
  /// The place, shared by the addresses of one.
  @usableFromInline package let placeFacts: PlaceFacts
  /// Remarks, in order of their declaration, each once.
  public let notes: [Note]
  /// What is asked of every answer, so that nobody has to go to network and place for it.
  package let marks: Marks

  /// Facts; to be made by whoever looked them up.
  public init(
    address: NormalizedAddress, network: Lookup<Network>, place: Lookup<Place>,
    notes: [Note] = []
  ) {
    self.address = address
    networkFacts = NetworkFacts(network)
    placeFacts = PlaceFacts(place)
    self.notes = notes
    marks = Marks(networkFacts, placeFacts)
  }

  /// Facts whose network and place are shared with those of other addresses.
  package init(
    address: NormalizedAddress, network: NetworkFacts, place: PlaceFacts, notes: [Note]
  ) {
    self.address = address
    networkFacts = network
    placeFacts = place
    self.notes = notes
    marks = Marks(networkFacts, placeFacts)
  }

  /// The network; `notAttempted` where no database or list of networks was there.
  @inlinable
  public var network: Lookup<Network> { networkFacts.network }

  /// The place; `notAttempted` where no database of places was there, and `absent` for an address
  /// whose scope is not global.
  @inlinable
  public var place: Lookup<Place> { placeFacts.place }

  /// Whether the address is of a kind that can have a place.
  public var isLocatable: Bool { address.scope.isGlobal }
  /// Whether the network hides the place; `false` where it is not known.
  public var isAnonymised: Bool { networkFacts.isAnonymised }
  /// Whether the network is a mobile carrier's; `false` where it is not known.
  public var isCellular: Bool { networkFacts.isCellular }
  /// Whether the network is a relay's; `false` where it is not known.
  public var isRelay: Bool { networkFacts.isRelay }
  /// Whether the place can be compared: it is known, and the network does not hide it.
  package var hasUsablePlace: Bool { placeFacts.isFound && !isAnonymised }
}

extension AddressFacts {
  /// What is known of an address, in a few bits.
  package struct Marks: OptionSet, Sendable {
    package let rawValue: UInt8
    /// The network is known.
    package static let network = Marks(rawValue: 1)
    /// The network hides the place.
    package static let anonymised = Marks(rawValue: 2)
    /// The place is known.
    package static let place = Marks(rawValue: 4)
    /// Of the place only the country is known.
    package static let countryOnly = Marks(rawValue: 8)

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    fileprivate init(_ network: NetworkFacts, _ place: PlaceFacts) {
      var bits: UInt8 = 0
      if network.isFound { bits |= Self.network.rawValue }
      if network.isAnonymised { bits |= Self.anonymised.rawValue }
      if place.isFound { bits |= Self.place.rawValue }
      if place.isCountryOnly { bits |= Self.countryOnly.rawValue }
      rawValue = bits
    }
  }
}

extension AddressFacts: Hashable {
  /// Equal facts; the same object is equal without a look inside.
  public static func == (left: AddressFacts, right: AddressFacts) -> Bool {
    left === right
      || left.address.address == right.address.address && left.address == right.address
        && left.notes == right.notes
        && (left.networkFacts === right.networkFacts || left.network == right.network)
        && (left.placeFacts === right.placeFacts || left.place == right.place)
  }

  /// By address, which decides nearly always.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(address)
  }
}

/// What is known of a network, shared by the facts of all its addresses.
@usableFromInline
package final class NetworkFacts: Sendable {
  @usableFromInline package let network: Lookup<Network>
  // What is asked of every address, so that nobody has to take the network apart for it.
  package let traits: NetworkTraits

  package init(_ network: Lookup<Network>) {
    self.network = network
    traits = NetworkTraits(network)
  }

  package var isFound: Bool { traits.isFound }
  package var isAnonymised: Bool { traits.isAnonymised }
  package var isCellular: Bool { traits.isCellular }
  package var isRelay: Bool { traits.isRelay }
  /// Whether number or class is known.
  package var isNamed: Bool { traits.asn != nil || traits.networkClass != .unknown }
}

/// What is known of a place, shared by the facts of all its addresses.
@usableFromInline
package final class PlaceFacts: Sendable {
  /// The states of `Lookup` without what was found.
  package enum State: Int, Sendable {
    case found, notAttempted, absent, failed
  }

  @usableFromInline package let place: Lookup<Place>
  // What is asked of every address, so that nobody has to take the place apart for it.
  package let traits: PlaceTraits

  package init(_ place: Lookup<Place>) {
    self.place = place
    traits = PlaceTraits(place)
  }

  package var state: State { traits.state }
  /// Whether nothing but its country is known.
  package var isCountryOnly: Bool { traits.isCountryOnly }
  /// Whether there is a place.
  package var isFound: Bool { traits.isFound }
}
