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
      return PlaceComparison(
        distanceKm: distance, radiusKm: radius, otherRadiusKm: otherRadius, thresholds: thresholds,
        countriesDiffer: differ, countriesBorder: border, isNamedAlike: { isNamedAlike(other) })
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
    return GreatCircle.distanceKm(
      fromLatitude: latitude, longitude: longitude, toLatitude: north, longitude: east)
  }

  /// Whether country, subdivision and city have the same names.
  package func isNamedAlike(_ other: Place) -> Bool {
    country == other.country && subdivision == other.subdivision && city == other.city
  }
}

extension PlaceComparison {
  /// Compares two circles of uncertainty.
  ///
  /// - Parameter isNamedAlike: asked where the two have one middle.
  package init(
    distanceKm distance: Double, radiusKm: Double, otherRadiusKm: Double,
    thresholds: PlaceThresholds, countriesDiffer: Bool, countriesBorder: Bool,
    isNamedAlike: () -> Bool
  ) {
    let minimum = max(0, distance - radiusKm - otherRadiusKm)
    let relation: PlaceRelation =
      if distance == 0, isNamedAlike() {
        .same
      } else if minimum <= 0 {
        .indistinguishable
      } else if minimum >= thresholds.farKm {
        .far
      } else {
        minimum >= thresholds.differentKm ? .different : .near
      }
    self.init(
      relation: relation, basis: .positions, distanceKm: distance, minimumDistanceKm: minimum,
      countriesDiffer: countriesDiffer, countriesBorder: countriesBorder)
  }
}
