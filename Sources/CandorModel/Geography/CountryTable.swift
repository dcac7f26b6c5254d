/// The extents and land borders of countries and territories.
///
/// Made from the text of two tables, `geo/countries.csv` and `geo/borders.csv` of the data sets; a
/// country that is not in the table has no extent and no border.
public struct CountryTable: Sendable {
  /// Whether a text has the form of a code, `ES`, whatever country it is of.
  package static func isCode(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
  }

  /// One country or territory.
  public struct Country: Sendable, Hashable {
    /// ISO 3166-1 alpha-2, upper case.
    public let code: String
    /// The short English name.
    public let name: String
    /// Two-letter code of the continent; `nil` where the table leaves it out.
    public let continent: String?
    /// Decimal degrees of the middle.
    public let latitude: Double
    /// Decimal degrees of the middle.
    public let longitude: Double
    /// Kilometres from the middle that reach the farthest part; the default radius of a place of
    /// which only the country is known.
    public let extentKm: Double
    /// Boxes that together cover the territory.
    public let boxes: [GeographicBox]

    /// A country; where no box is given its extent is not known.
    public init(
      code: String, name: String, continent: String? = nil, latitude: Double, longitude: Double,
      extentKm: Double, boxes: [GeographicBox]
    ) {
      self.code = code
      self.name = name
      self.continent = continent
      self.latitude = latitude
      self.longitude = longitude
      self.extentKm = extentKm
      self.boxes = boxes
    }
  }

  /// Whether it has no country at all.
  public var isEmpty: Bool { countries.isEmpty }

  private let countries: [String: Country]
  private let borders: Set<String>

  /// A table without countries: nothing borders, no extent is known.
  public static let empty = CountryTable(countries: [], borders: [])

  /// A table of countries and pairs of neighbours, in either order.
  public init(countries: [Country], borders: [(String, String)]) {
    self.countries = Dictionary(
      countries.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    self.borders = Set(borders.map { Self.key($0.0, $0.1) })
  }

  /// Reads the two tables.
  ///
  /// - Parameters:
  ///   - countriesCSV: header `code,name,continent,centreLatitude,centreLongitude,extentKm,boxes`
  ///     in any order; `boxes` holds `south west north east` in decimal degrees, several joined by
  ///     `;`, west greater than east across the antimeridian.
  ///   - bordersCSV: header `a,b`, one pair of codes a row.
  /// - Throws: `TableError` with the number of the first row that cannot be read.
  public init(countriesCSV: String, bordersCSV: String) throws(TableError) {
    var countries: [Country] = []
    try DelimitedTable.read(
      countriesCSV, name: "countries.csv",
      columns: [
        "code", "name", "continent", "centreLatitude", "centreLongitude", "extentKm", "boxes",
      ]
    ) { row throws(TableError) in
      countries.append(try Self.country(of: row))
    }
    var borders: [(String, String)] = []
    try DelimitedTable.read(bordersCSV, name: "borders.csv", columns: ["a", "b"]) {
      row throws(TableError) in
      for column in 0..<2 where row[column].utf8.count != 2 {
        throw row.mistake(column: column, expected: "a two-letter country code")
      }
      borders.append((row[0], row[1]))
    }
    self.init(countries: countries, borders: borders)
  }

  private static func country(of row: DelimitedTable.Row) throws(TableError) -> Country {
    func number(_ column: Int, in range: ClosedRange<Double>) throws(TableError) -> Double {
      guard let value = Double(row[column]), range.contains(value) else {
        throw row.mistake(
          column: column, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
    guard row[0].utf8.count == 2 else {
      throw row.mistake(column: 0, expected: "a two-letter country code")
    }
    var boxes: [GeographicBox] = []
    for text in row[6].split(separator: ";") {
      let edges = text.split(separator: " ").compactMap { Double($0) }
      guard edges.count == 4,
        let box = GeographicBox(south: edges[0], west: edges[1], north: edges[2], east: edges[3])
      else { throw row.mistake(column: 6, expected: "boxes of `south west north east`") }
      boxes.append(box)
    }
    return Country(
      code: row[0], name: row[1], continent: row[2].isEmpty ? nil : row[2],
      latitude: try number(3, in: -90...90), longitude: try number(4, in: -180...180),
      extentKm: try number(5, in: 0...20_016), boxes: boxes)
  }

  /// The country of a code; `nil` where the table does not have it.
  public func country(_ code: String) -> Country? { countries[code] }

  /// All countries in order of their codes.
  public var all: [Country] { countries.values.sorted { $0.code < $1.code } }

  /// The number of land borders.
  package var borderCount: Int { borders.count }

  /// Whether two different countries share a land border.
  public func border(_ one: String, _ other: String) -> Bool {
    one != other && borders.contains(Self.key(one, other))
  }

  /// Kilometres between the middles; `nil` where the table lacks a country.
  public func centreDistanceKm(_ one: String, _ other: String) -> Double? {
    guard let first = countries[one], let second = countries[other] else { return nil }
    if one == other { return 0 }
    return GreatCircle.distanceKm(
      fromLatitude: first.latitude, longitude: first.longitude, toLatitude: second.latitude,
      longitude: second.longitude)
  }

  /// The least kilometres between any two points of two countries' extents; 0 for one country and
  /// for neighbours; `nil` where the table lacks a country or its boxes.
  public func minimumDistanceKm(_ one: String, _ other: String) -> Double? {
    if one == other || border(one, other) { return 0 }
    guard let first = countries[one], let second = countries[other] else { return nil }
    var least: Double?
    for box in first.boxes {
      for opposite in second.boxes {
        let distance = box.minimumDistanceKm(to: opposite)
        least = min(least ?? distance, distance)
        if least == 0 { return 0 }
      }
    }
    return least
  }

  private static func key(_ one: String, _ other: String) -> String {
    one < other ? "\(one)\(other)" : "\(other)\(one)"
  }
}
