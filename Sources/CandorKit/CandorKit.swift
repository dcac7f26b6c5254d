/// The front door of Candor: evidence in, assessments out.
///
/// ```swift
/// let cities = try Database.open(path: "GeoLite2-City.mmdb")  // of CandorGeoIP
/// let investigator = try Investigator.builtIn(databases: [cities], referenceDate: now)
/// var worker = investigator.makeWorker()
/// let assessment = worker.assess(try Evidence(json: line))  // of CandorModel
/// ```
public enum CandorKit {
  /// The engine's version (SemVer), as `provenance.engine` names it.
  public static let version = "0.1.0"
}
