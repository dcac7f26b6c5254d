public import CandorModel

/// What the rules of a pack said about an interview.
public struct RuleResult: Sendable {
  /// What was found, by rule and then by place in the interview. Exceptions have acted on it
  /// already, explanations have not.
  public var findings: [Finding]
  /// The rules that could not answer, by rule; one entry each.
  public var notEvaluable: [NotEvaluable]
  /// The names of the exceptions that acted, sorted.
  public var exceptions: [String]

  /// Makes a result.
  public init(
    findings: [Finding] = [], notEvaluable: [NotEvaluable] = [], exceptions: [String] = []
  ) {
    self.findings = findings
    self.notEvaluable = notEvaluable
    self.exceptions = exceptions
  }
}
