package import CandorGeoIP
package import CandorModel
package import CandorRules
package import CandorTimeline
import datasets
import rules

/// The tables and rules that travel inside, and how the parts of an investigator are made with them.
///
/// Whoever brings a part of their own - databases, a rule folder, a configuration - has the rest put
/// together here, so that the library and the command line know the same places.
package enum BuiltInParts {
  // MARK: Tables, read once

  /// Names, extents and land borders of countries.
  package static func countries() throws(BuiltInError) -> CountryTable { try countryTable.get() }

  /// What is known of autonomous systems.
  package static func systems() throws(BuiltInError) -> SystemClassTable { try systemTable.get() }

  private static let countryTable = table(["geo/countries.csv", "geo/borders.csv"]) {
    try CountryTable(countriesCSV: $0[0], bordersCSV: $0[1])
  }
  private static let systemTable = table(["networks/asn-classes.csv"]) {
    try SystemClassTable(csv: $0[0])
  }

  private static func table<Table>(
    _ paths: [String], make: ([String]) throws -> Table
  ) -> Result<Table, BuiltInError> {
    var texts: [String] = []
    for path in paths {
      guard let text = Datasets.text(at: path) else { return .failure(.missing(path)) }
      texts.append(text)
    }
    do { return .success(try make(texts)) } catch { return .failure(.damaged(paths[0])) }
  }

  /// The files of the rule pack.
  package static var ruleFiles: [RuleFile] {
    EmbeddedRules.files.map { RuleFile(path: $0.path, text: $0.text) }
  }

  // MARK: Parts

  /// Look-ups in databases and lists, beside the tables.
  ///
  /// - Precondition: at most `GeoIP.maximumLists` lists.
  package static func location(
    databases: [Database], lists: [NetworkList]
  ) throws(BuiltInError) -> GeoIP {
    GeoIP(
      databases: databases, lists: lists, systems: try systems(), countries: try countries())
  }

  /// What reads rules, whoever wrote them.
  ///
  /// - Parameter referenceDate: decides which exceptions have expired; `nil` for none.
  package static func ruleLoader(
    referenceDate: Timestamp? = nil
  ) throws(BuiltInError) -> RulePackLoader {
    var loader = RulePackLoader()
    loader.countries = CountryNames(try countries())
    loader.referenceDay = referenceDate?.dateText
    return loader
  }

  /// What runs rules.
  ///
  /// - Parameter language: of summaries and innocent reasons (BCP 47); absent for English.
  package static func ruleEngine(
    _ pack: RulePack, language: String? = nil
  ) throws(BuiltInError) -> RuleEngine {
    RuleEngine(pack: pack, countries: CountryNames(try countries()), language: language)
  }

  /// What puts answers in order and says what changed.
  package static func timeline() throws(BuiltInError) -> TimelineBuilder {
    TimelineBuilder(countries: try countries())
  }
}
