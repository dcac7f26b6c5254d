extension Place {
  /// Compares two places.
  ///
  /// With positions on both sides distance decides, also across a land border:
  /// `minimum = max(0, distance - radius - radius)`. Where a side knows the country only, the
  /// countries decide and not the circles: one country, or two with a common land border, cannot be
  /// told apart; any others are different, and far where their extents lie that far apart.
  public func comparison(
    with other: Place, countries: CountryTable, thresholds: PlaceThresholds = .standard
  ) -> PlaceComparison {
    let differ: Bool
    let border: Bool
    if let mine = country, let theirs = other.country, mine != theirs {
      differ = true
      border = countries.border(mine, theirs)
    } else {
      differ = false
      border = false
    }
    if !isCountryOnly, !other.isCountryOnly, let distance = distanceKm(to: other),
      let radius = radiusKm, let otherRadius = other.radiusKm
    {
      let minimum = max(0, distance - radius - otherRadius)
      return PlaceComparison(
        relation: relation(
          to: other, distanceKm: distance, minimumKm: minimum, thresholds: thresholds),
        basis: .positions, distanceKm: distance, minimumDistanceKm: minimum,
        countriesDiffer: differ, countriesBorder: border)
    }
    guard let mine = country, let theirs = other.country else {
      return PlaceComparison(
        relation: .notComparable, basis: .nothing, distanceKm: nil, minimumDistanceKm: nil,
        countriesDiffer: false, countriesBorder: false)
    }
    let distance = distanceKm(to: other) ?? countries.centreDistanceKm(mine, theirs)
    if !differ || border {
      let isOneCity = !differ && !isCountryOnly && isNamedAlike(other)
      return PlaceComparison(
        relation: isOneCity ? .same : .indistinguishable, basis: .countries,
        distanceKm: distance, minimumDistanceKm: 0, countriesDiffer: differ,
        countriesBorder: border)
    }
    let minimum = countries.minimumDistanceKm(mine, theirs)
    let isFar = minimum.map { $0 >= thresholds.farKm } ?? false
    return PlaceComparison(
      relation: isFar ? .far : .different, basis: .countries, distanceKm: distance,
      minimumDistanceKm: minimum, countriesDiffer: true, countriesBorder: false)
  }

  /// The kilometres between the positions of two places; `nil` where a side has none.
  public func distanceKm(to other: Place) -> Double? {
    guard let latitude, let longitude, let north = other.latitude, let east = other.longitude
    else { return nil }
    if latitude == north, longitude == east { return 0 }
    return GreatCircle.distanceKm(
      fromLatitude: latitude, longitude: longitude, toLatitude: north, longitude: east)
  }

  private func isNamedAlike(_ other: Place) -> Bool {
    country == other.country && subdivision == other.subdivision && city == other.city
  }

  private func relation(
    to other: Place, distanceKm: Double, minimumKm: Double, thresholds: PlaceThresholds
  ) -> PlaceRelation {
    if distanceKm == 0, isNamedAlike(other) { return .same }
    if minimumKm <= 0 { return .indistinguishable }
    if minimumKm >= thresholds.farKm { return .far }
    return minimumKm >= thresholds.differentKm ? .different : .near
  }
}
