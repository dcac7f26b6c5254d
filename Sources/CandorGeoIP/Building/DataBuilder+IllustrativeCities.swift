public import CandorModel

extension DataBuilder {
  /// Makes a small city database out of a table, for demonstrations and tests.
  ///
  /// Its type is `Candor-Illustrative-City`, so that no finding made with it passes for one about a
  /// real place: the prefixes are real, the cities are examples.
  ///
  /// - Parameters:
  ///   - table: the text of `geoip/illustrative-cities.csv` of the data sets: header
  ///     `prefix,country,subdivision,city,latitude,longitude,radiusKm`; all but the first two may
  ///     be empty.
  ///   - countries: names and continents.
  ///   - outputDirectory: not the user's data directory, where it would mix with real data.
  ///   - builtAt: the date in its metadata.
  /// - Throws: `LocationDataError` with the line of the first row that cannot be read.
  public static func buildIllustrativeCities(
    table: String, countries: CountryTable, outputDirectory: String, builtAt: Timestamp
  ) throws(LocationDataError) -> Product {
    var writer = MMDBWriter(
      metadata: .init(
        databaseType: "Candor-Illustrative-City",
        buildEpoch: UInt64(max(0, builtAt.millisecondsSinceEpoch / 1_000)),
        description: [
          "en":
            "Illustrative: example cities for real networks, made for demonstrations and tests. "
            + "Not for decisions about people. Licence: Apache-2.0"
        ]), mergesEqualNeighbors: false)
    do throws(TableError) {
      try DelimitedTable.read(
        table, name: "illustrative-cities.csv",
        columns: [
          "prefix", "country", "subdivision", "city", "latitude", "longitude", "radiusKm",
        ]
      ) { row throws(TableError) in
        guard let prefix = IPPrefix(row[0]) else {
          throw row.mistake(column: 0, expected: "a network in CIDR form")
        }
        let value = try cityRecord(of: row, countries: countries)
        do throws(MMDBWriterError) {
          try writer.insert(value, into: prefix)
        } catch {
          throw row.mistake(column: 0, expected: "a network outside of the IPv4 aliases")
        }
      }
    } catch {
      throw LocationDataError(
        code: .sourceDamaged, subject: error.table, message: "line \(error.line): \(error.message)")
    }
    return try write(writer, name: cityFileName, directory: outputDirectory, leftOut: [:])
  }

  /// A record of the shape of GeoLite2-City.
  private static func cityRecord(
    of row: DelimitedTable.Row, countries: CountryTable
  ) throws(TableError) -> MMDBValue {
    guard let country = countries.country(row[1]) else {
      throw row.mistake(column: 1, expected: "the code of a country")
    }
    guard case .map(var record) = record(of: country) else { return [:] }
    if !row[2].isEmpty {
      record["subdivisions"] = .array([["iso_code": .string(row[2])]])
    }
    if !row[3].isEmpty { record["city"] = ["names": ["en": .string(row[3])]] }
    if !row[4].isEmpty || !row[5].isEmpty {
      func number(_ column: Int, limit: Double) throws(TableError) -> Double {
        guard let number = Double(row[column]), abs(number) <= limit else {
          throw row.mistake(column: column, expected: "degrees from -\(limit) to \(limit)")
        }
        return number
      }
      var location: [MMDBValue.MapKey: MMDBValue] = [
        "latitude": .double(try number(4, limit: 90)),
        "longitude": .double(try number(5, limit: 180)),
      ]
      if !row[6].isEmpty {
        guard let radius = UInt16(row[6]) else {
          throw row.mistake(column: 6, expected: "whole kilometres")
        }
        location["accuracy_radius"] = .uint16(radius)
      }
      record["location"] = .map(location)
    }
    return .map(record)
  }
}
