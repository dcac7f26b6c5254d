import CandorModel

/// Where a finding stands among those of its interview: by effective severity (highest first), first
/// observation, rule; what rests on no observation comes last of its severity.
struct FindingRank: Comparable {
  private let severity: Severity
  private let observations: [Int]
  private let rule: String

  init(_ finding: Finding) {
    (severity, observations) = (finding.effectiveSeverity, finding.observations)
    rule = finding.rule
  }

  /// - Parameter index: of the finding, of which no more is read than its rank needs.
  init(of index: Int, in findings: [Finding]) {
    (severity, observations) = (findings[index].effectiveSeverity, findings[index].observations)
    rule = findings[index].rule
  }

  static func < (one: FindingRank, other: FindingRank) -> Bool {
    if one.severity != other.severity { return one.severity > other.severity }
    let first = one.observations.first ?? .max
    let second = other.observations.first ?? .max
    if first != second { return first < second }
    if one.rule != other.rule { return one.rule < other.rule }
    return one.observations.lexicographicallyPrecedes(other.observations)
  }
}
