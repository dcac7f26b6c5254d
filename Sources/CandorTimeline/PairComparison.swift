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
    let places = placePair(one, other)
    let relation = relation(one, other, places: places, isSameDevice: isSameDevice)
    var pair = PairComparison(
      relation: relation, networkChanged: false, place: nil,
      distanceKm: places?.comparison.distanceKm,
      minimumDistanceKm: places?.comparison.minimumDistanceKm, countryRelation: nil,
      isJourney: false)
    pair.networkChanged = networkChanged(one, other, relation: relation)
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
    guard case .found(let network) = facts.network else { return false }
    return network.asn != nil || counts(network)
  }

  /// Whether the class of a network is known well enough to be compared.
  func counts(_ network: Network) -> Bool {
    network.networkClass != .unknown && network.confidence >= parameters.classConfidence
  }

  private func isAnonymised(_ one: AddressFacts, _ other: AddressFacts) -> Bool {
    one.isAnonymised || other.isAnonymised
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

  private func placePair(_ one: AddressFacts, _ other: AddressFacts) -> PlacePair? {
    guard !isAnonymised(one, other), case .found(let from) = one.place,
      case .found(let to) = other.place
    else { return nil }
    let comparison = effective(from, one).comparison(
      with: effective(to, other), countries: countries, thresholds: parameters.places)
    let isKnown = from.country != nil && to.country != nil
    return PlacePair(
      comparison: comparison, isSameCountry: isKnown ? !comparison.countriesDiffer : nil)
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
    guard case .found(let from) = one.network, case .found(let to) = other.network else {
      return false
    }
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
    _ one: AddressFacts, _ other: AddressFacts, places: PlacePair?, isSameDevice: Bool
  ) -> NetworkRelation {
    let (from, to) = (one.address.address, other.address.address)
    if one === other || from == to { return .sameAddress }
    let isBothV6 = from.family == .v6 && to.family == .v6
    if isBothV6, from.shares(prefixLength: parameters.hostPrefixLength, with: to) {
      return .samePrefix64
    }
    if isAnonymised(one, other) { return hidden(one, other) }
    if isBothV6, from.shares(prefixLength: parameters.sitePrefixLength, with: to),
      !(places?.comparison.relation.isChanged ?? false)
    {
      return .sameSite
    }
    let country = places?.isSameCountry
    if one.isRelay || other.isRelay { return country == true ? .relay : .different }
    let numbers = sameNumber(one, other)
    if from.family != to.family, country == true, numbers != false,
      numbers == true || places?.comparison.relation != .far
    {
      return .dualStack
    }
    if one.isCellular, other.isCellular, numbers == true { return .carrierChurn }
    if numbers == true, let places, places.overlaps { return .readdressing }
    return cellularRelation(one, other, country: country, isSameDevice: isSameDevice)
  }

  private func hidden(_ one: AddressFacts, _ other: AddressFacts) -> NetworkRelation {
    func isOtherThanSatellite(_ facts: AddressFacts) -> Bool {
      guard facts.isAnonymised, case .found(let network) = facts.network else { return false }
      return network.networkClass != .satellite
    }
    return isOtherThanSatellite(one) || isOtherThanSatellite(other) ? .anonymised : .satellite
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
    guard case .found(let network) = one.network, case .found(let other) = other.network,
      let number = network.asn, let theirs = other.asn
    else { return nil }
    return number == theirs
  }
}
