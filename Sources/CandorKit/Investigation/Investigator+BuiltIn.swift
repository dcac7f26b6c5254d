public import CandorGeoIP
public import CandorModel
import CandorRules
import CandorUserAgent

extension Investigator {
  /// An investigator with the rules, the tables and the patterns of agents that travel inside.
  ///
  /// Rules of your own take the place of one part:
  ///
  /// ```swift
  /// var loader = RulePackLoader()
  /// loader.countries = CountryNames(builtIn.location.countries)
  /// let loaded = loader.load(files)  // `diagnostics` says what is wrong with them
  /// let investigator = Investigator(
  ///   agents: builtIn.agents, location: builtIn.location,
  ///   rules: RuleEngine(pack: loaded.pack, countries: loader.countries),
  ///   timeline: builtIn.timeline, referenceDate: builtIn.referenceDate,
  ///   databases: builtIn.databases)
  /// ```
  ///
  /// - Parameters:
  ///   - databases: in the order in which they are asked; without one no place can be judged. Each
  ///     is read whole once, for its hash in `provenance`.
  ///   - lists: of networks, `GeoIP.maximumLists` at most.
  ///   - referenceDate: what "in the future" refers to, as a rule the current moment; the same date
  ///     gives the same assessments on every day.
  /// - Throws: `BuiltInError`; a build that passes the tests throws none.
  public static func builtIn(
    databases: [Database], lists: [NetworkList] = [], referenceDate: Timestamp
  ) throws(BuiltInError) -> Investigator {
    let agents: UserAgentParser
    do { agents = try UserAgentParser.builtIn(referenceDate: referenceDate) } catch {
      throw BuiltInError.damaged(error.file)
    }
    let loaded = try BuiltInParts.ruleLoader(referenceDate: referenceDate)
      .load(BuiltInParts.ruleFiles)
    if let mistake = loaded.diagnostics.first(where: { $0.severity == .error }) {
      throw BuiltInError.damaged(mistake.place?.file ?? "pack.yaml")
    }
    return Investigator(
      agents: agents, location: try BuiltInParts.location(databases: databases, lists: lists),
      rules: try BuiltInParts.ruleEngine(loaded.pack), timeline: try BuiltInParts.timeline(),
      referenceDate: referenceDate)
  }
}
