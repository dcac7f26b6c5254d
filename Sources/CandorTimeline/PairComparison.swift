package import CandorModel

/// Two addresses beside each other: how their networks belong together and how their places lie.
package struct PairComparison {
  /// The row of the "same network" table that fits first.
  package var relation: NetworkRelation
  /// Whether number or class are known on both sides and differ, and no row says one network.
  package var networkChanged: Bool
  /// The relation of the places; `nil` where it is not known on both sides.
  package var place: PlaceRelation?
  /// Between the two positions, in kilometres; `nil` where it says nothing.
  package var distanceKm: Double?
  /// What lies between at least, in kilometres; `nil` where it says nothing.
  package var minimumDistanceKm: Double?
  /// How the countries lie; `nil` where one is not known.
  var countryRelation: CountryRelation?
  /// Whether a journey can be measured between the two.
  var isJourney: Bool

  /// Whether the two places can be compared at all.
  var isPlaceComparable: Bool { place != nil && place != .notComparable }
  /// Whether the place changed.
  var placeChanged: Bool { place?.isChanged ?? false }
  /// Whether a row says that the place cannot have changed, whatever the coordinates are.
  var isOnePlaceByNetwork: Bool {
    switch relation {
    case .sameAddress, .samePrefix64, .sameSite, .dualStack: true
    default: false
    }
  }
}

/// Compares two addresses by the table "same network", then by place.
///
/// An object, so that those who compare for one interview hold it without copies of the tables.
final class PairComparer: Sendable {
  let countries: CountryTable
  let parameters: TimelineParameters

  init(countries: CountryTable, parameters: TimelineParameters) {
    self.countries = countries
    self.parameters = parameters
  }

  /// Compares two addresses.
  ///
  /// - Parameter isSameDevice: whether no other device was seen at the second; `true` where it is
  ///   not known on both sides, because what is not known has not changed. Asked by few rows only.
  func compare(
    _ one: AddressFacts, _ other: AddressFacts, isSameDevice: @autoclosure () -> Bool
  ) -> PairComparison {
    compare(
      ComparedAddress(one), ComparedAddress(other),
      isSamePlace: one.placeFacts === other.placeFacts, isSameDevice: isSameDevice()
    ) {
      Self.places(of: one, other)
    }
  }

  /// How the places of two addresses lie, whatever their networks make of it; `nil` where a side
  /// has none or hides it.
  func placeComparison(_ one: AddressFacts, _ other: AddressFacts) -> PlaceComparison? {
    placePair(
      ComparedAddress(one), ComparedAddress(other),
      isSamePlace: one.placeFacts === other.placeFacts
    ) {
      Self.places(of: one, other)
    }?.comparison
  }

  private static func places(of one: AddressFacts, _ other: AddressFacts) -> (Place, Place)? {
    guard case .found(let from) = one.place, case .found(let to) = other.place else { return nil }
    return (from, to)
  }

  /// Compares two addresses whose facts need not be at hand.
  ///
  /// - Parameters:
  ///   - isSamePlace: whether both have the very same place, names included.
  ///   - places: the places, asked where circles alone do not decide.
  func compare(
    _ one: ComparedAddress, _ other: ComparedAddress, isSamePlace: Bool,
    isSameDevice: @autoclosure () -> Bool,
    places named: () -> (Place, Place)?
  ) -> PairComparison {
    let places = placePair(one, other, isSamePlace: isSamePlace, named)
    let relation = relation(one, other, places: places, isSameDevice: isSameDevice())
    var pair = PairComparison(
      relation: relation, networkChanged: false, place: nil,
      distanceKm: places?.comparison.distanceKm,
      minimumDistanceKm: places?.comparison.minimumDistanceKm, countryRelation: nil,
      isJourney: false)
    pair.networkChanged = networkChanged(one.network, other.network, relation: relation)
    guard let places else {
      if isAnonymised(one, other) { pair.place = .notComparable }
      return pair
    }
    pair.place = place(for: relation, of: places.comparison)
    if pair.isOnePlaceByNetwork { pair.minimumDistanceKm = 0 }
    if pair.place == .notComparable { pair.minimumDistanceKm = nil }
    if let isSame = places.isSameCountry {
      pair.countryRelation =
        isSame ? .same : places.comparison.countriesBorder ? .bordering : .different
    }
    let isRelayed = one.network.isRelay || other.network.isRelay
    let isAbroad = pair.countryRelation.map { $0 != .same } ?? true
    let isCellularAbroad = isAbroad && (one.network.isCellular || other.network.isCellular)
    pair.isJourney = pair.isPlaceComparable && !isRelayed && !isCellularAbroad
    return pair
  }

  /// Whether number or class of a network are known.
  func isKnown(_ network: NetworkTraits) -> Bool { network.asn != nil || counts(network) }

  private func counts(_ network: NetworkTraits) -> Bool {
    network.networkClass != .unknown && Int(network.confidence) >= parameters.classConfidence
  }

  private func isAnonymised(_ one: ComparedAddress, _ other: ComparedAddress) -> Bool {
    one.network.isAnonymised || other.network.isAnonymised
  }

  /// Two places beside each other, taken out of their addresses once.
  private struct PlacePair {
    let comparison: PlaceComparison
    /// Whether the countries are one; `nil` where one is not known.
    let isSameCountry: Bool?

    /// Whether the circles of uncertainty overlap, or nothing tells the countries apart.
    var overlaps: Bool {
      comparison.basis != .nothing && (comparison.minimumDistanceKm ?? 1) <= 0
    }
  }

  private func placePair(
    _ one: ComparedAddress, _ other: ComparedAddress, isSamePlace: Bool,
    _ named: () -> (Place, Place)?
  ) -> PlacePair? {
    guard !isAnonymised(one, other), one.place.isFound, other.place.isFound else { return nil }
    if let pair = circlePair(one, other, isSamePlace: isSamePlace, named) { return pair }
    guard let (from, to) = named() else { return nil }
    let comparison = effective(from, one.network).comparison(
      with: effective(to, other.network), countries: countries, thresholds: parameters.places)
    let isKnown = from.country != nil && to.country != nil
    return PlacePair(
      comparison: comparison, isSameCountry: isKnown ? !comparison.countriesDiffer : nil)
  }

  /// The same for two circles in one country, by far the most frequent pair: their names are not
  /// looked at, and neither are those of any country.
  private func circlePair(
    _ one: ComparedAddress, _ other: ComparedAddress, isSamePlace: Bool,
    _ named: () -> (Place, Place)?
  ) -> PlacePair? {
    guard let from = circle(of: one), let to = circle(of: other),
      one.place.country == other.place.country, one.place.country.isWhole
    else { return nil }
    let comparison = PlaceComparison(
      distanceKm: GreatCircle.distanceKm(
        fromLatitude: from.latitude, longitude: from.longitude, toLatitude: to.latitude,
        longitude: to.longitude), radiusKm: from.radiusKm,
      otherRadiusKm: to.radiusKm, thresholds: parameters.places, countriesDiffer: false,
      countriesBorder: false,
      isNamedAlike: { isSamePlace || named().map { $0.isNamedAlike($1) } ?? false })
    return PlacePair(
      comparison: comparison, isSameCountry: one.place.country == .unknown ? nil : true)
  }

  /// The circle of a place of which more than the country is known, with the radius that its network
  /// allows; none for a relay, whose city is left out.
  private func circle(of address: ComparedAddress) -> PlaceTraits.Circle? {
    guard !address.place.isCountryOnly, !address.network.isRelay,
      let circle = address.place.circle
    else { return nil }
    return PlaceTraits.Circle(
      latitude: circle.latitude, longitude: circle.longitude,
      radiusKm: radiusKm(circle.radiusKm, of: address.network))
  }

  /// A cellular network's place is its gateway's, so it is never known better than that.
  private func radiusKm(_ radiusKm: Double, of network: NetworkTraits) -> Double {
    network.isCellular ? max(radiusKm, parameters.cellularRadiusKm) : radiusKm
  }

  /// The place with the radius that its network allows, and without a relay's city.
  private func effective(_ place: Place, _ network: NetworkTraits) -> Place {
    var place = place
    place.radiusKm = place.radiusKm.map { radiusKm($0, of: network) }
    if network.isRelay {
      place.city = nil
      place.subdivision = nil
      place.subdivisionName = nil
    }
    return place
  }

  private func networkChanged(
    _ from: NetworkTraits, _ to: NetworkTraits, relation: NetworkRelation
  ) -> Bool {
    switch relation {
    case .sameAddress, .samePrefix64, .sameSite, .dualStack, .readdressing: return false
    default: break
    }
    guard from.isFound, to.isFound else { return false }
    if let number = from.asn, let theirs = to.asn, number != theirs { return true }
    return counts(from) && counts(to) && from.networkClass != to.networkClass
  }

  private func place(for relation: NetworkRelation, of places: PlaceComparison) -> PlaceRelation {
    switch relation {
    case .sameAddress: .same
    // One network is one place, whatever the databases say of its two addresses.
    case .samePrefix64, .sameSite, .dualStack:
      places.relation == .same ? .same : .indistinguishable
    case .carrierHop, .carrierOtherDevice, .carrierChurn, .anonymised, .satellite: .notComparable
    case .readdressing, .roaming, .relay, .different: places.relation
    }
  }

  /// The first row of the table that fits; the order is that of detection, with what hides the
  /// place before it, because nothing below it may rest on a place that is none.
  private func relation(
    _ one: ComparedAddress, _ other: ComparedAddress, places: PlacePair?,
    isSameDevice: @autoclosure () -> Bool
  ) -> NetworkRelation {
    let (from, to) = (one.address, other.address)
    if from == to { return .sameAddress }
    let isBothV6 = from.family == .v6 && to.family == .v6
    if isBothV6, from.shares(prefixLength: parameters.hostPrefixLength, with: to) {
      return .samePrefix64
    }
    if isAnonymised(one, other) { return hidden(one.network, other.network) }
    if isBothV6, from.shares(prefixLength: parameters.sitePrefixLength, with: to),
      !(places?.comparison.relation.isChanged ?? false)
    {
      return .sameSite
    }
    let country = places?.isSameCountry
    let (network, theirs) = (one.network, other.network)
    if network.isRelay || theirs.isRelay { return country == true ? .relay : .different }
    let numbers = network.sharesNumber(with: theirs)
    if from.family != to.family, country == true, numbers != false,
      numbers == true || places?.comparison.relation != .far
    {
      return .dualStack
    }
    if network.isCellular, theirs.isCellular, numbers == true { return .carrierChurn }
    if numbers == true, let places, places.overlaps { return .readdressing }
    return cellularRelation(network, theirs, country: country, isSameDevice: isSameDevice())
  }

  private func hidden(_ one: NetworkTraits, _ other: NetworkTraits) -> NetworkRelation {
    func isOtherThanSatellite(_ network: NetworkTraits) -> Bool {
      network.isAnonymised && network.networkClass != .satellite
    }
    return isOtherThanSatellite(one) || isOtherThanSatellite(other) ? .anonymised : .satellite
  }

  private func cellularRelation(
    _ one: NetworkTraits, _ other: NetworkTraits, country: Bool?,
    isSameDevice: @autoclosure () -> Bool
  ) -> NetworkRelation {
    guard one.isCellular != other.isCellular, let country else { return .different }
    if country { return isSameDevice() ? .carrierHop : .carrierOtherDevice }
    return isSameDevice() ? .roaming : .different
  }
}
