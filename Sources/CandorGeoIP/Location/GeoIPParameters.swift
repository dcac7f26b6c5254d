/// The figures that looking up addresses uses.
public struct GeoIPParameters: Sendable, Hashable {
  /// The radius of a place with a city and without a radius in its record, kilometres.
  public var cityRadiusKm: Double
  /// The radius of a place with a subdivision and without city and radius, kilometres.
  public var subdivisionRadiusKm: Double
  /// The radius of a country that the table of countries lacks, kilometres.
  public var unknownCountryRadiusKm: Double
  /// The least radius of a place of a cellular network, kilometres.
  public var cellularRadiusKm: Double
  /// The confidence from which on a class counts, 0 to 100.
  public var classThreshold: Int

  /// The figures; the defaults are those of detection.
  public init(
    cityRadiusKm: Double = 50, subdivisionRadiusKm: Double = 200,
    unknownCountryRadiusKm: Double = 1000, cellularRadiusKm: Double = 300,
    classThreshold: Int = 50
  ) {
    self.cityRadiusKm = cityRadiusKm
    self.subdivisionRadiusKm = subdivisionRadiusKm
    self.unknownCountryRadiusKm = unknownCountryRadiusKm
    self.cellularRadiusKm = cellularRadiusKm
    self.classThreshold = classThreshold
  }

  /// The defaults.
  public static let standard = GeoIPParameters()
}
