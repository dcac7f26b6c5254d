import CandorModel

/// Two addresses beside each other: how their networks belong together and how their places lie.
struct PairComparison {
  /// The row of the "same network" table that fits first.
  var relation: NetworkRelation
  /// Whether number or class are known on both sides and differ, and no row says one network.
  var networkChanged: Bool
  /// The relation of the places; `nil` where it is not known on both sides.
  var place: PlaceRelation?
  /// Between the two positions, in kilometres; `nil` where it says nothing.
  var distanceKm: Double?
  /// What lies between at least, in kilometres; `nil` where it says nothing.
  var minimumDistanceKm: Double?
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
struct PairComparer: Sendable {
  let countries: CountryTable
  let parameters: TimelineParameters

  /// Compares two addresses.
  ///
  /// - Parameter isSameDevice: whether no other device was seen at the second; `true` where it is
  ///   not known on both sides, because what is not known has not changed.
  func compare(
    _ one: AddressFacts, _ other: AddressFacts, isSameDevice: Bool
  ) -> PairComparison {
    let places = placeComparison(one, other)
    let relation = relation(one, other, places: places, isSameDevice: isSameDevice)
    var pair = PairComparison(
      relation: relation, networkChanged: false, place: nil, distanceKm: places?.distanceKm,
      minimumDistanceKm: places?.minimumDistanceKm, countryRelation: nil, isJourney: false)
    pair.networkChanged = networkChanged(one, other, relation: relation)
    guard let places else {
      if isAnonymised(one, other) { pair.place = .notComparable }
      return pair
    }
    pair.place = place(for: relation, of: places)
    if pair.isOnePlaceByNetwork { pair.minimumDistanceKm = 0 }
    if pair.place == .notComparable { pair.minimumDistanceKm = nil }
    if places.basis != .nothing, let from = one.place.value?.country,
      let to = other.place.value?.country
    {
      pair.countryRelation = from == to ? .same : places.countriesBorder ? .bordering : .different
    }
    let isRelayed = one.isRelay || other.isRelay
    let isAbroad = pair.countryRelation.map { $0 != .same } ?? true
    let isCellularAbroad = isAbroad && (one.isCellular || other.isCellular)
    pair.isJourney = pair.isPlaceComparable && !isRelayed && !isCellularAbroad
    return pair
  }

  /// Whether the place of an address can be compared: it is known, and the network does not hide it.
  static func hasUsablePlace(_ facts: AddressFacts) -> Bool {
    guard case .found = facts.place else { return false }
    return !facts.isAnonymised
  }

  /// Whether number or class of an address' network are known.
  func knowsNetwork(_ facts: AddressFacts) -> Bool {
    guard let network = facts.network.value else { return false }
    return network.asn != nil || counts(network)
  }

  private func counts(_ network: Network) -> Bool {
    network.networkClass != .unknown && network.confidence >= parameters.classConfidence
  }

  private func isAnonymised(_ one: AddressFacts, _ other: AddressFacts) -> Bool {
    one.isAnonymised || other.isAnonymised
  }

  private func placeComparison(_ one: AddressFacts, _ other: AddressFacts) -> PlaceComparison? {
    guard !isAnonymised(one, other), let from = one.place.value, let to = other.place.value
    else { return nil }
    return effective(from, one).comparison(
      with: effective(to, other), countries: countries, thresholds: parameters.places)
  }

  /// The place with the radius that its network allows, and without a relay's city.
  private func effective(_ place: Place, _ facts: AddressFacts) -> Place {
    if facts.isCellular, let radius = place.radiusKm, radius < parameters.cellularRadiusKm {
      var place = place
      place.radiusKm = parameters.cellularRadiusKm
      return place
    }
    if facts.isRelay, !place.isCountryOnly {
      var place = place
      place.city = nil
      place.subdivision = nil
      place.subdivisionName = nil
      return place
    }
    return place
  }

  private func networkChanged(
    _ one: AddressFacts, _ other: AddressFacts, relation: NetworkRelation
  ) -> Bool {
    switch relation {
    case .sameAddress, .samePrefix64, .sameSite, .dualStack, .readdressing: return false
    default: break
    }
    guard let from = one.network.value, let to = other.network.value else { return false }
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
    _ one: AddressFacts, _ other: AddressFacts, places: PlaceComparison?, isSameDevice: Bool
  ) -> NetworkRelation {
    let (from, to) = (one.address.address, other.address.address)
    if one === other || from == to { return .sameAddress }
    let isBothV6 = from.family == .v6 && to.family == .v6
    if isBothV6, from.shares(prefixLength: parameters.hostPrefixLength, with: to) {
      return .samePrefix64
    }
    if isAnonymised(one, other) { return hidden(one, other) }
    if isBothV6, from.shares(prefixLength: parameters.sitePrefixLength, with: to),
      !(places?.relation.isChanged ?? false)
    {
      return .sameSite
    }
    let country = sameCountry(one, other)
    if one.isRelay || other.isRelay { return country == true ? .relay : .different }
    let numbers = sameNumber(one, other)
    if from.family != to.family, country == true, numbers != false,
      numbers == true || places?.relation != .far
    {
      return .dualStack
    }
    if one.isCellular, other.isCellular, numbers == true { return .carrierChurn }
    if numbers == true, let places, places.basis != .nothing, (places.minimumDistanceKm ?? 1) <= 0 {
      return .readdressing
    }
    return cellularRelation(one, other, country: country, isSameDevice: isSameDevice)
  }

  private func hidden(_ one: AddressFacts, _ other: AddressFacts) -> NetworkRelation {
    let hiding = [one, other].filter(\.isAnonymised)
    return hiding.allSatisfy { $0.network.value?.networkClass == .satellite }
      ? .satellite : .anonymised
  }

  private func cellularRelation(
    _ one: AddressFacts, _ other: AddressFacts, country: Bool?, isSameDevice: Bool
  ) -> NetworkRelation {
    guard one.isCellular != other.isCellular, let country else { return .different }
    if country { return isSameDevice ? .carrierHop : .carrierOtherDevice }
    return isSameDevice ? .roaming : .different
  }

  /// Whether the AS numbers are one; `nil` where one is not known.
  private func sameNumber(_ one: AddressFacts, _ other: AddressFacts) -> Bool? {
    guard let number = one.network.value?.asn, let theirs = other.network.value?.asn
    else { return nil }
    return number == theirs
  }

  /// Whether the countries are one; `nil` where one is not known.
  private func sameCountry(_ one: AddressFacts, _ other: AddressFacts) -> Bool? {
    guard let country = one.place.value?.country, let theirs = other.place.value?.country
    else { return nil }
    return country == theirs
  }
}
