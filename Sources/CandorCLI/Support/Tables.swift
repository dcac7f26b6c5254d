import CandorGeoIP
import CandorModel
import datasets

/// The small tables inside the binary, read once.
enum Tables {
  /// Names, extents and land borders of countries.
  static func countries() throws -> CountryTable { try countryTable.get() }

  /// What is known of autonomous systems.
  static func systems() throws -> SystemClassTable { try systemTable.get() }

  private static let countryTable = Result {
    try table("geo/countries.csv", "geo/borders.csv") {
      try CountryTable(countriesCSV: $0[0], bordersCSV: $0[1])
    }
  }
  private static let systemTable = Result {
    try table("networks/asn-classes.csv") { try SystemClassTable(csv: $0[0]) }
  }

  private static func table<Table>(
    _ paths: String..., make: ([String]) throws -> Table
  ) throws -> Table {
    let texts = paths.compactMap { Datasets.text(at: $0) }
    guard texts.count == paths.count else {
      throw Failure(
        .unreadable, "C050", "the table `\(paths[0])` is not inside this binary",
        help: "build Candor again from its whole source")
    }
    do { return try make(texts) } catch {
      throw Failure(.unreadable, "C051", "the table `\(paths[0])` inside this binary is damaged")
    }
  }
}
