public import CandorModel

/// A case that a rule is tested with: facts, and what the rule should say of them.
public struct RuleTest: Sendable {
  /// What the rule should do; each rule has a case of each.
  public enum Section: String, Sendable, CaseIterable {
    /// It fires.
    case fires
    /// It answers with no.
    case doesNotFire = "does-not-fire"
    /// It says what is missing.
    case missingData = "missing-data"
  }

  /// What is expected; what is absent is not looked at.
  public struct Expectation: Sendable, Hashable {
    /// How many findings.
    public var findings: Int?
    /// The first finding's severity.
    public var severity: Severity?
    /// The first finding's summary.
    public var summary: String?
    /// The first finding's observations.
    public var observations: [Int]?
    /// Values of the first finding as they are printed, sorted by name.
    public var values: [NamedText] = []
    /// Why it is not evaluable.
    public var reason: NotEvaluable.Reason?
  }

  /// A name and a text.
  public struct NamedText: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The text.
    public let text: String
  }

  /// What the rule should do.
  public let section: Section
  /// What the case is about.
  public let name: String
  /// Where it stands.
  public let place: Diagnostic.Place
  /// The facts.
  public let interview: EnrichedInterview
  /// The interviews of one candidate, for rules of scope `candidate`.
  public var interviews: [EnrichedInterview] = []
  /// What the interview shares with others, for rules of scope `link`.
  public var traces: [SharedTrace] = []
  /// What is expected.
  public let expectation: Expectation
}

/// The cases of one rule.
public struct RuleTestFile: Sendable {
  /// The file.
  public let file: String
  /// The cases in the order of sections and file.
  public let tests: [RuleTest]
  /// The sections that have a case at least.
  public let sections: [RuleTest.Section]
}
