/// The front door of Candor: evidence in, assessments out.
///
/// ```swift
/// let investigator = Investigator(agents: agents, location: location, rules: engine, ...)
/// var worker = investigator.makeWorker()
/// let assessment = worker.assess(evidence)
/// ```
public enum CandorKit {
  /// The engine's version (SemVer), as `provenance.engine` names it.
  public static let version = "0.1.0"
}
