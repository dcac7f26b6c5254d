/// What is compared of a network: plain values without its names.
package struct NetworkTraits: Sendable {
  package let isFound: Bool
  /// Whether its look-up went wrong.
  package let isFailed: Bool
  package let isAnonymised: Bool
  package let isCellular: Bool
  package let isRelay: Bool
  package let networkClass: NetworkClass
  /// How sure the class is, 0 to 100.
  package let confidence: UInt8
  /// `nil` where it is not known.
  package let asn: UInt32?

  package init(_ network: Lookup<Network>) {
    let found = network.value
    isFound = found != nil
    isFailed = if case .failed = network { true } else { false }
    isAnonymised = found?.isAnonymised ?? false
    isCellular = found?.isCellular ?? false
    isRelay = found?.isRelay ?? false
    networkClass = found?.networkClass ?? .unknown
    confidence = UInt8(clamping: found?.confidence ?? 0)
    asn = found?.asn
  }

  /// Whether the AS numbers are one; `nil` where one is not known.
  package func sharesNumber(with other: NetworkTraits) -> Bool? {
    guard let asn, let theirs = other.asn else { return nil }
    return asn == theirs
  }
}

/// What is compared of a place: plain values without its names, and small, for very many are kept.
package struct PlaceTraits: Sendable {
  /// A circle on the globe.
  package struct Circle: Sendable {
    /// Decimal degrees, north and east positive.
    package let latitude: Double
    package let longitude: Double
    /// Kilometres.
    package let radiusKm: Double

    package init(latitude: Double, longitude: Double, radiusKm: Double) {
      self.latitude = latitude
      self.longitude = longitude
      self.radiusKm = radiusKm
    }
  }

  /// A country's code as a number.
  package struct CountryWord: Sendable, Equatable {
    private let word: UInt64

    /// No country is known.
    package static let unknown = CountryWord(nil)

    /// - Parameter code: `nil` where none is known.
    package init(_ code: String?) {
      guard let code else {
        word = 0
        return
      }
      // No code of ISO 3166-1 is longer than two bytes; what is longer than seven is only known to be
      // there.
      guard code.utf8.count < 8 else {
        word = .max
        return
      }
      var packed: UInt64 = 1
      for byte in code.utf8 { packed = packed << 8 | UInt64(byte) }
      word = packed
    }

    /// Whether the number tells the code.
    package var isWhole: Bool { word != .max }
  }

  package let state: PlaceFacts.State
  /// Whether nothing but its country is known.
  package let isCountryOnly: Bool
  package let country: CountryWord
  // No numbers where they are not known: optional ones would take twice the room.
  private let latitude: Double
  private let longitude: Double
  private let radius: Double

  /// Of a place that is known.
  ///
  /// - Parameters:
  ///   - latitude: in decimal degrees, north positive; `nil` where it is not known.
  ///   - longitude: the same, east positive.
  ///   - radiusKm: the radius of uncertainty in kilometres; `nil` where it is not known.
  package init(
    isCountryOnly: Bool, country: CountryWord, latitude: Double?, longitude: Double?,
    radiusKm: Double?
  ) {
    state = .found
    self.isCountryOnly = isCountryOnly
    self.country = country
    self.latitude = latitude ?? .nan
    self.longitude = longitude ?? .nan
    radius = radiusKm ?? .nan
  }

  package init(_ place: Lookup<Place>) {
    state =
      switch place {
      case .found: .found
      case .notAttempted: .notAttempted
      case .absent: .absent
      case .failed: .failed
      }
    // Not `value`, which copies the place.
    guard case .found(let found) = place else {
      (isCountryOnly, country) = (false, .unknown)
      (latitude, longitude, radius) = (.nan, .nan, .nan)
      return
    }
    isCountryOnly = found.isCountryOnly
    country = CountryWord(found.country)
    latitude = found.latitude ?? .nan
    longitude = found.longitude ?? .nan
    radius = found.radiusKm ?? .nan
  }

  /// The radius of uncertainty in kilometres; `nil` where it is not known.
  package var radiusKm: Double? { radius.isNaN ? nil : radius }

  /// Where it is; `nil` where a part of that is not known.
  package var circle: Circle? {
    latitude.isNaN || longitude.isNaN || radius.isNaN
      ? nil : Circle(latitude: latitude, longitude: longitude, radiusKm: radius)
  }

  /// Whether there is a place.
  package var isFound: Bool { state == .found }
}

/// What is compared of an address, without the objects that hold its facts.
package struct ComparedAddress: Sendable {
  package let address: IPAddress
  package let network: NetworkTraits
  package let place: PlaceTraits

  package init(address: IPAddress, network: NetworkTraits, place: PlaceTraits) {
    self.address = address
    self.network = network
    self.place = place
  }

  /// Of facts.
  package init(_ facts: AddressFacts) {
    self.init(
      address: facts.address.address, network: facts.networkFacts.traits,
      place: facts.placeFacts.traits)
  }
}
