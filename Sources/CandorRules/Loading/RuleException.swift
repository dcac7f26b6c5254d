import CandorExpression
public import CandorModel

/// A written, dated permission to weigh findings of some rules less: the campus network, the
/// office of the recruiting partner.
///
/// Every exception that acted on an assessment is named in it.
public struct RuleException: Sendable {
  /// What it does to a finding.
  public enum Effect: String, Sendable, CaseIterable {
    /// One level lower.
    case lowered
    /// To `none`; the finding stays in the list.
    case removed
  }

  /// Its name, which assessments print.
  public let name: String
  /// Who answers for it: a role or a team.
  public let owner: String
  /// Why it exists.
  public let reason: String
  /// The rules it is about: ids, or an area with `/*`; empty for all.
  public let rules: [String]
  /// The condition, in the variables `finding`, `interview`, `observations` (those of the finding)
  /// and, where it rests on a switch, `switch`, `from` and `to`.
  public let scope: String
  /// The last day on which it acts, in UTC: `2026-12-31`.
  public let expiry: String
  /// What it does.
  public let effect: Effect
  /// Where it stands.
  public let place: Diagnostic.Place?

  let condition: CompiledExpression

  /// Whether it is about a rule.
  public func covers(_ rule: String) -> Bool {
    rules.isEmpty
      || rules.contains { pattern in
        pattern == rule || (pattern.hasSuffix("/*") && rule.hasPrefix(pattern.dropLast()))
      }
  }

  /// Whether it no longer acts on a day.
  ///
  /// - Parameter day: `2026-12-31`, in UTC.
  public func isExpired(on day: String) -> Bool { expiry < day }
}
