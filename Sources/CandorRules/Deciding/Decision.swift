public import CandorModel

/// What an interview's findings add up to.
public struct Decision: Sendable {
  /// Where the interview goes next.
  public var outcome: Outcome
  /// What stands beside the outcome: what could not be judged. `nil` where nothing has to be said.
  public var note: String?
  /// The findings by effective severity (highest first), first observation and rule.
  public var findings: [Finding]
  /// The addition that made the outcome: one contribution per signal, in the order of `findings`.
  public var contributions: [Contribution]

  /// Makes a decision.
  public init(
    outcome: Outcome, note: String?, findings: [Finding], contributions: [Contribution]
  ) {
    self.outcome = outcome
    self.note = note
    self.findings = findings
    self.contributions = contributions
  }
}
