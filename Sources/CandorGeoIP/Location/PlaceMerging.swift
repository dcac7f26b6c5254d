import CandorModel

/// Makes one place out of the records of several databases.
///
/// The rule, by the order in which the databases were named:
///
/// 1. The first that knows a country decides the country. What another says of another country is
///    left out as a whole, with a note.
/// 2. Of those left, the first that knows a city or a subdivision gives the detail; without one,
///    the first that has a position.
/// 3. Fields that the detail lacks come from the next that has them and does not name another city
///    or subdivision. Latitude, longitude and radius are one field, and the position of a record
///    that knows the country only is not given to a city.
///
/// So the country can be of one database and the city of another, and never a city of a country
/// that its own database did not put it in.
struct PlaceMerging {
  /// A record and the database it is of.
  struct Source {
    var facts: RecordFacts
    var name: String

    var fields: RecordFacts.Fields { facts.fields }
    var isCountryOnly: Bool { facts.isCountryOnly }
  }

  let countries: CountryTable
  let parameters: GeoIPParameters

  /// The place, and what the databases disagree about; `nil` where none knows one.
  func merge(_ sources: [Source], notes: inout Set<AddressFacts.Note>) -> Place? {
    sources.count == 1
      ? place(of: sources[0].fields, name: sources[0].name) : mergeSeveral(sources, notes: &notes)
  }

  /// What merging makes of one record, without the search for others: the usual case.
  ///
  /// - Parameter name: of the database.
  func place(of fields: RecordFacts.Fields, name: String) -> Place? {
    guard fields.hasPlace else { return nil }
    let hasPosition = fields.hasPosition
    var place = Place(
      country: fields.country, countryName: fields.countryName, continent: fields.continent,
      subdivision: fields.subdivision, subdivisionName: fields.subdivisionName, city: fields.city,
      latitude: fields.latitude, longitude: fields.longitude,
      radiusKm: hasPosition ? radiusKm(of: fields, country: fields.country) : nil,
      isRadiusDefault: hasPosition && fields.radiusKm == nil, source: name)
    complete(&place)
    return place
  }

  /// What is compared of the place that `place(of:name:)` makes, without its names.
  func traits(of fields: RecordFacts.Fields, isCellular: Bool) -> PlaceTraits {
    guard fields.hasPlace else { return PlaceTraits(.absent) }
    var radius = fields.hasPosition ? radiusKm(of: fields, country: fields.country) : nil
    if isCellular, let own = radius, own < parameters.cellularRadiusKm {
      radius = parameters.cellularRadiusKm
    }
    return PlaceTraits(
      isCountryOnly: fields.isCountryOnly, country: PlaceTraits.CountryWord(fields.country),
      latitude: fields.latitude, longitude: fields.longitude, radiusKm: radius)
  }

  /// Name and continent from the table of countries where no record has them.
  private func complete(_ place: inout Place) {
    guard place.countryName == nil || place.continent == nil, let country = place.country,
      let known = countries.country(country)
    else { return }
    place.countryName = place.countryName ?? known.name
    place.continent = place.continent ?? known.continent
  }

  /// The rule in full.
  func mergeSeveral(_ sources: [Source], notes: inout Set<AddressFacts.Note>) -> Place? {
    let decisive = sources.first { $0.fields.country != nil }
    let country = decisive?.fields.country
    let fitting = sources.filter {
      $0.fields.country == country || $0.fields.country == nil && !$0.isCountryOnly
    }
    if let country, sources.contains(where: { ($0.fields.country ?? country) != country }) {
      notes.insert(.countriesDisagree)
    }
    let detail =
      fitting.first { !$0.isCountryOnly } ?? fitting.first { $0.fields.latitude != nil }
      ?? decisive
    guard let detail else { return nil }
    guard country != nil || !detail.isCountryOnly && detail.fields.latitude != nil else {
      return nil
    }
    let others = fitting.filter { Self.agrees($0, with: detail) }
    func first<Value>(_ field: (RecordFacts.Fields) -> Value?) -> (Value, String)? {
      if let value = field(detail.fields) { return (value, detail.name) }
      for other in others {
        if let value = field(other.fields) { return (value, other.name) }
      }
      return nil
    }
    var names: [String] = []
    func take<Value>(_ found: (Value, String)?) -> Value? {
      guard let found else { return nil }
      if !names.contains(found.1) { names.append(found.1) }
      return found.0
    }
    var place = Place(source: "")
    place.country = take(decisive.flatMap { source in country.map { ($0, source.name) } })
    place.countryName = first(\.countryName)?.0
    place.continent = first(\.continent)?.0
    place.city = take(first(\.city))
    place.subdivision = take(first(\.subdivision))
    place.subdivisionName = first(\.subdivisionName)?.0
    if let position = position(detail, others) {
      place.latitude = position.fields.latitude
      place.longitude = position.fields.longitude
      place.isRadiusDefault = position.fields.radiusKm == nil
      place.radiusKm = radiusKm(of: position.fields, country: country)
      if !names.contains(position.name) { names.append(position.name) }
    }
    place.source = names.joined(separator: ", ")
    complete(&place)
    if fitting.contains(where: { isElsewhere($0, place) }) { notes.insert(.citiesDisagree) }
    return place
  }

  /// Whether a record does not name another city or subdivision than the detail.
  private static func agrees(_ source: Source, with detail: Source) -> Bool {
    func same(_ one: String?, _ other: String?) -> Bool {
      guard let one, let other else { return true }
      return one.lowercased() == other.lowercased()
    }
    return same(source.fields.city, detail.fields.city)
      && (same(source.fields.subdivision, detail.fields.subdivision)
        || same(source.fields.subdivisionName, detail.fields.subdivisionName)
          && source.fields.subdivisionName != nil && detail.fields.subdivisionName != nil)
  }

  private func position(_ detail: Source, _ others: [Source]) -> Source? {
    if detail.fields.latitude != nil { return detail }
    return others.first {
      $0.fields.latitude != nil && ($0.isCountryOnly ? detail.isCountryOnly : true)
    }
  }

  /// The radius of a record's position: its own, else the default by what the record knows.
  private func radiusKm(of fields: RecordFacts.Fields, country: String?) -> Double {
    if let radius = fields.radiusKm { return radius }
    if fields.city != nil { return parameters.cityRadiusKm }
    if !fields.isCountryOnly { return parameters.subdivisionRadiusKm }
    let extent = country.flatMap { countries.country($0)?.extentKm }
    return extent ?? parameters.unknownCountryRadiusKm
  }

  /// Whether a record's position lies outside of both circles of uncertainty.
  private func isElsewhere(_ source: Source, _ place: Place) -> Bool {
    guard !source.isCountryOnly, !place.isCountryOnly, let latitude = source.fields.latitude,
      let longitude = source.fields.longitude, let north = place.latitude,
      let east = place.longitude, let radius = place.radiusKm
    else { return false }
    let distance = GreatCircle.distanceKm(
      fromLatitude: latitude, longitude: longitude, toLatitude: north, longitude: east)
    return distance > radius + radiusKm(of: source.fields, country: source.fields.country)
  }
}
