package import CandorModel

extension Finding {
  /// The exception that acted on it, where no explanation tells that.
  var untoldException: String? {
    explanations.contains { $0.code == "exception" } ? nil : exception
  }
}

extension Assessment {
  /// The finding that a report tells first; `nil` where there is none.
  package var leadingFinding: Finding? { FindingGroup.groups(of: findings).first?.lead }
}

/// Findings that tell a reader one thing: told in full once, and named where it happened again.
///
/// An interview whose places alternate fires the same rules at every switch. Nobody reads the fifth
/// paragraph that says what the first one said.
struct FindingGroup {
  /// A finding with others that state the same fact of the same switch.
  struct Statement {
    /// The one whose sentence is printed.
    var lead: Finding
    /// The rules that state it, the lead's first.
    var rules: [String]
  }

  /// The first occurrence, told in full.
  let first: Statement
  /// The same at other switches, in the order of the answers.
  fileprivate(set) var others: [Statement] = []

  /// The rules, the leading one first.
  var rules: [String] { first.rules }
  /// The finding that is told in full.
  var lead: Finding { first.lead }
  /// How many findings it stands for.
  var findingCount: Int { others.reduce(rules.count) { $0 + $1.rules.count } }

  /// The groups of an assessment: by effective severity, patterns first, then as the assessment has
  /// them.
  static func groups(of findings: [Finding]) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    for statement in statements(findings) {
      let place = groups.firstIndex {
        $0.first.rules == statement.rules && $0.lead.severity == statement.lead.severity
          && $0.lead.effectiveSeverity == statement.lead.effectiveSeverity
          && $0.lead.explanations.map(\.code) == statement.lead.explanations.map(\.code)
          && $0.lead.exception == statement.lead.exception
      }
      if let place {
        groups[place].others.append(statement)
      } else {
        groups.append(FindingGroup(first: statement))
      }
    }
    return groups.enumerated().sorted {
      let left = $0.element.lead
      let right = $1.element.lead
      if left.effectiveSeverity != right.effectiveSeverity {
        return left.effectiveSeverity > right.effectiveSeverity
      }
      return (patternRank(left.rule), $0.offset) < (patternRank(right.rule), $1.offset)
    }.map(\.element)
  }

  /// What to weigh for the candidate, each text once, in the order of the groups.
  static func innocentReasons(of groups: [FindingGroup]) -> [String] {
    var seen: Set<String> = []
    return groups.flatMap { group in
      ([group.first] + group.others)
        .filter { $0.lead.effectiveSeverity >= .low }.flatMap(\.lead.innocentReasons)
    }.filter { seen.insert($0).inserted }
  }

  /// Findings in their order, those that say the same of the same answers as one.
  private static func statements(_ findings: [Finding]) -> [Statement] {
    var statements: [Statement] = []
    for finding in findings {
      let place = statements.firstIndex {
        distanceRules.contains(finding.rule) && distanceRules.contains($0.lead.rule)
          && $0.lead.observations == finding.observations
          && $0.lead.effectiveSeverity == finding.effectiveSeverity
          && $0.lead.explanations.map(\.code) == finding.explanations.map(\.code)
          && $0.lead.exception == nil && finding.exception == nil
      }
      if let place {
        statements[place].rules.append(finding.rule)
      } else {
        statements.append(Statement(lead: finding, rules: [finding.rule]))
      }
    }
    return statements
  }

  /// Rules that say of a switch how far its two places are apart.
  private static let distanceRules: Set<String> = [
    "location/country-switch", "location/far-switch", "location/region-switch",
    "location/bordering",
  ]

  /// Patterns of a whole interview stand before single changes: they are what to look at.
  private static func patternRank(_ rule: String) -> Int {
    switch rule {
    case "location/interleaved": 0
    case "device/interleaved": 1
    case "location/return": 2
    case "device/return": 3
    default: 4
    }
  }
}
