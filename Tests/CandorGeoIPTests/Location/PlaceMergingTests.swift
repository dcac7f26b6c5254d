import CandorModel
import Testing

@testable import CandorGeoIP

@Suite struct PlaceMergingTests {
  private func source(
    _ name: String, country: String? = nil, subdivision: String? = nil, city: String? = nil,
    at position: (Double, Double)? = nil, radius: Double? = nil
  ) -> PlaceMerging.Source {
    var fields = RecordFacts.Fields()
    fields.country = country
    fields.subdivision = subdivision
    fields.city = city
    fields.latitude = position?.0
    fields.longitude = position?.1
    fields.radiusKm = radius
    return PlaceMerging.Source(facts: RecordFacts(offset: 0, fields: fields), name: name)
  }

  private func merge(
    _ sources: [PlaceMerging.Source]
  ) -> (place: Place?, notes: Set<AddressFacts.Note>) {
    var notes: Set<AddressFacts.Note> = []
    let merging = PlaceMerging(countries: .empty, parameters: .standard)
    return (merging.merge(sources, notes: &notes), notes)
  }

  @Test func theFirstCountryDecidesAndAnotherIsLeftOutWhole() {
    let (place, notes) = merge([
      source("A", country: "ES"),
      source("B", country: "PL", city: "Warsaw", at: (52, 21), radius: 5),
    ])
    #expect(place == Place(country: "ES", source: "A"))
    #expect(notes == [.countriesDisagree])
  }

  @Test func detailComesFromAnotherThatAgrees() throws {
    let (merged, notes) = merge([
      source("A", country: "ES", at: (40, -4), radius: 500),
      source("B", country: "ES", subdivision: "MD", city: "Madrid", at: (40.4, -3.7)),
    ])
    let place = try #require(merged)
    #expect(place.city == "Madrid" && place.latitude == 40.4)
    #expect(place.radiusKm == 50 && place.isRadiusDefault)
    #expect(place.source == "A, B" && notes.isEmpty)
  }

  @Test func aCityGetsNoPositionOfAnotherCityOrOfItsCountry() throws {
    let (merged, _) = merge([
      source("A", country: "ES", city: "Madrid"),
      source("B", country: "ES", city: "Barcelona", at: (41.4, 2.2), radius: 5),
      source("C", country: "ES", at: (40, -4), radius: 500),
    ])
    let place = try #require(merged)
    #expect(place.city == "Madrid" && place.latitude == nil && place.radiusKm == nil)
    #expect(place.source == "A")
  }

  @Test func aCityGetsThePositionOfItself() throws {
    let (merged, _) = merge([
      source("A", country: "ES", city: "madrid"),
      source("B", country: "ES", subdivision: "MD", city: "Madrid", at: (40.4, -3.7), radius: 7),
    ])
    let place = try #require(merged)
    #expect(place.city == "madrid" && place.subdivision == "MD" && place.radiusKm == 7)
    #expect(place.source == "A, B")
  }

  @Test func citiesFurtherApartThanTheirRadiiAreNoted() {
    let madrid = source("A", country: "ES", city: "Madrid", at: (40.4, -3.7), radius: 20)
    let barcelona = source("B", country: "ES", city: "Barcelona", at: (41.4, 2.2), radius: 20)
    let getafe = source("B", country: "ES", city: "Getafe", at: (40.3, -3.7), radius: 20)
    #expect(merge([madrid, barcelona]).notes == [.citiesDisagree])
    #expect(merge([madrid, getafe]).notes.isEmpty)
    #expect(merge([madrid, barcelona]).place?.city == "Madrid")
  }

  @Test func withoutACountryOnlyACityWithAPositionIsAPlace() {
    #expect(merge([]).place == nil)
    #expect(merge([source("A", at: (1, 1))]).place == nil)
    #expect(merge([source("A", city: "Madrid", at: (1, 1))]).place?.city == "Madrid")
  }

  @Test func oneRecordAloneIsWhatTheRuleInFullMakesOfIt() {
    let merging = PlaceMerging(countries: GeoIPTests.countries, parameters: .standard)
    for bits in 0..<32 {
      let source = source(
        "A", country: bits & 1 == 0 ? nil : "ES", subdivision: bits & 2 == 0 ? nil : "MD",
        city: bits & 4 == 0 ? nil : "Madrid", at: bits & 8 == 0 ? nil : (40, -4),
        radius: bits & 16 == 0 ? nil : 7)
      var notes: Set<AddressFacts.Note> = []
      var other: Set<AddressFacts.Note> = []
      #expect(
        merging.merge([source], notes: &notes) == merging.mergeSeveral([source], notes: &other),
        "\(bits)")
      #expect(notes == other)
    }
  }
}
