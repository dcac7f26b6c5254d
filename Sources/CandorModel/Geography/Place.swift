/// Where a database puts an address.
///
/// Every fact may be missing on its own; a place without any of country, city and position is not
/// made. Codes are ISO 3166, names in the language the databases were opened with.
public struct Place: Sendable, Hashable {
  /// ISO 3166-1 alpha-2 code, upper case; `nil` where the record knows no country. The country in
  /// which a network is registered is not this.
  public var country: String?
  /// The country's name.
  public var countryName: String?
  /// Two-letter code of the continent (`AF`, `AN`, `AS`, `EU`, `NA`, `OC`, `SA`).
  public var continent: String?
  /// The part of the ISO 3166-2 code behind the hyphen, for example `MD` of `ES-MD`; where a
  /// database gives only the name of the subdivision, that name.
  public var subdivision: String?
  /// The subdivision's name.
  public var subdivisionName: String?
  /// The city's name.
  public var city: String?
  /// Decimal degrees, -90 to 90, north positive; set together with `longitude`.
  public var latitude: Double?
  /// Decimal degrees, -180 to 180, east positive; set together with `latitude`.
  public var longitude: Double?
  /// The radius of uncertainty around the position in kilometres, 67 % confidence; always set where
  /// a position is, by a default where the record has none.
  public var radiusKm: Double?
  /// Whether the radius is a default (by what the record knows, or the least one for cellular).
  public var isRadiusDefault: Bool
  /// The types of the databases the facts came from, in order of the fields, joined by `, `.
  public var source: String

  /// A place; fields that are not known are left out.
  public init(
    country: String? = nil, countryName: String? = nil, continent: String? = nil,
    subdivision: String? = nil, subdivisionName: String? = nil, city: String? = nil,
    latitude: Double? = nil, longitude: Double? = nil, radiusKm: Double? = nil,
    isRadiusDefault: Bool = false, source: String
  ) {
    self.country = country
    self.countryName = countryName
    self.continent = continent
    self.subdivision = subdivision
    self.subdivisionName = subdivisionName
    self.city = city
    self.latitude = latitude
    self.longitude = longitude
    self.radiusKm = radiusKm
    self.isRadiusDefault = isRadiusDefault
    self.source = source
  }

  /// Whether the country is all that is known: neither city nor subdivision, also where there are
  /// coordinates (they are the country's middle).
  public var isCountryOnly: Bool { city == nil && subdivision == nil && subdivisionName == nil }

  /// Whether there is a position with a radius.
  public var hasPosition: Bool { latitude != nil && longitude != nil && radiusKm != nil }
}
