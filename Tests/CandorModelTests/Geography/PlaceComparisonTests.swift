import CandorModel
import Testing

@Suite struct PlaceComparisonTests {
  /// A city on the meridian of Greenwich, so many kilometres north of the equator.
  static func city(
    _ name: String, kilometres: Double, radius: Double = 0, country: String = "ES"
  ) -> Place {
    Place(
      country: country, city: name, latitude: kilometres / 111.195_08, longitude: 0,
      radiusKm: radius, source: "test")
  }

  static func country(_ code: String) -> Place {
    Place(
      country: code, latitude: 1, longitude: 1, radiusKm: 500, source: "test")
  }

  static func compare(_ one: Place, _ other: Place) throws -> PlaceComparison {
    let table = try CountryTableTests.table()
    let there = one.comparison(with: other, countries: table)
    let back = other.comparison(with: one, countries: table)
    #expect(there.relation == back.relation)
    return there
  }

  @Test(
    arguments: [
      ("the same position", 0, 0, 0, .same),
      ("touching circles", 29.999, 10, 20, .indistinguishable),
      ("overlapping circles", 10, 50, 50, .indistinguishable),
      ("just apart", 131, 10, 20.9, .different), ("near", 130, 10, 21, .near),
      ("not yet far", 529, 10, 20, .different), ("far", 530.1, 10, 20, .far),
    ] as [(String, Double, Double, Double, PlaceRelation)])
  func decidesByDistanceLessBothRadii(
    name: String, distance: Double, radius: Double, otherRadius: Double, expected: PlaceRelation
  ) throws {
    let other = distance == 0 ? "A" : "B"
    let comparison = try Self.compare(
      Self.city("A", kilometres: 0, radius: radius),
      Self.city(other, kilometres: distance, radius: otherRadius))
    #expect(comparison.relation == expected, "\(name)")
    #expect(comparison.basis == .positions)
    let minimum = try #require(comparison.minimumDistanceKm)
    #expect(abs(minimum - max(0, distance - radius - otherRadius)) < 0.01)
    #expect(abs(try #require(comparison.distanceKm) - distance) < 0.01)
  }

  @Test func distanceDecidesAcrossABorderWithPositions() throws {
    let comparison = try Self.compare(
      Self.city("A", kilometres: 0), Self.city("B", kilometres: 300, country: "PT"))
    #expect(comparison.relation == .different)
    #expect(comparison.countriesDiffer && comparison.countriesBorder)
  }

  @Test(
    arguments: [
      ("one country", "ES", "ES", .indistinguishable), ("a border", "ES", "PT", .indistinguishable),
      ("far extents", "ES", "PL", .far), ("extents under 500 km", "FJ", "TO", .different),
      ("a country without an extent", "ES", "XK", .different),
    ] as [(String, String, String, PlaceRelation)])
  func countryDecidesWhereASideKnowsNoMore(
    name: String, one: String, other: String, expected: PlaceRelation
  ) throws {
    let alone = try Self.compare(Self.country(one), Self.country(other))
    #expect(alone.relation == expected, "\(name)")
    #expect(alone.basis == .countries)
    // Also against a city, whatever its coordinates say.
    let city = try Self.compare(
      Self.country(one), Self.city("A", kilometres: 9000, country: other))
    #expect(city.relation == expected, "\(name)")
    #expect(city.basis == .countries)
  }

  @Test func nothingInCommonIsNotComparable() throws {
    let nowhere = Place(city: "A", latitude: 1, longitude: 1, radiusKm: 20, source: "test")
    #expect(try Self.compare(nowhere, Self.country("ES")).relation == .notComparable)
    let unplaced = Place(country: "ES", city: "A", source: "test")
    #expect(try Self.compare(unplaced, unplaced).relation == .same)
    #expect(
      try Self.compare(unplaced, Self.city("B", kilometres: 9000)).relation == .indistinguishable)
  }

  @Test func thresholdsAreParameters() throws {
    let one = Self.city("A", kilometres: 0)
    let other = Self.city("B", kilometres: 80)
    let table = try CountryTableTests.table()
    func relation(_ different: Double, _ far: Double) -> PlaceRelation {
      one.comparison(
        with: other, countries: table,
        thresholds: PlaceThresholds(differentKm: different, farKm: far)
      ).relation
    }
    #expect(relation(100, 500) == .near)
    #expect(relation(50, 500) == .different)
    #expect(relation(50, 70) == .far)
  }
}
