/// What a rule observed, on which observations, and what speaks for the candidate.
public struct Finding: Sendable, Hashable {
  /// The rule's permanent identifier, `<area>/<what-is-observed>`.
  public var rule: String
  /// The rule's version (SemVer).
  public var ruleVersion: String
  /// `sha256:` and the hash of the rule's file.
  public var ruleHash: String
  /// What the rule says.
  public var severity: Severity
  /// What is left of it after explanations.
  public var effectiveSeverity: Severity
  /// The observation in one sentence, answers counted from 1.
  public var summary: String
  /// The observations it rests on, ascending.
  public var observations: [Int]
  /// The values that made it fire, sorted by name.
  public var values: [FindingValue]
  /// Explanations computed from the evidence.
  public var explanations: [Explanation]
  /// What a reviewer should weigh for the candidate, in general.
  public var innocentReasons: [String]
  /// The kind of evidence, for the addition that makes the outcome.
  public var kind: Contribution.Kind
  /// The transitions it was found on, as indexes into the timeline's `transitions`, ascending; empty
  /// where it rests on none.
  public var transitions: [Int]
  /// The exception that acted on it, where one did.
  public var exception: String?

  /// Makes a finding whose severity nothing has lowered yet.
  public init(
    rule: String, ruleVersion: String, ruleHash: String, severity: Severity, summary: String,
    observations: [Int], values: [FindingValue] = [], explanations: [Explanation] = [],
    innocentReasons: [String] = [], kind: Contribution.Kind, transition: Int? = nil,
    transitions: [Int] = []
  ) {
    self.rule = rule
    self.ruleVersion = ruleVersion
    self.ruleHash = ruleHash
    self.severity = severity
    self.effectiveSeverity = severity
    self.summary = summary
    self.observations = observations
    self.values = values
    self.explanations = explanations
    self.innocentReasons = innocentReasons
    self.kind = kind
    self.transitions = transition.map { [$0] } ?? transitions
  }

  /// The one transition it was found on, as an index into the timeline's `transitions`; absent where
  /// it rests on none or on several.
  public var transition: Int? { transitions.count == 1 ? transitions[0] : nil }
}

/// A named value of a finding.
public struct FindingValue: Sendable, Hashable {
  /// The value, with the digits it is printed with.
  public enum Content: Sendable, Hashable {
    case text(String)
    case integer(Int)
    /// A number with at most so many digits behind the point: 1 for kilometres, 0 for km/h.
    case number(Double, decimals: Int)
    case flag(Bool)
    case texts([String])
  }

  /// The name, camelCase, with its unit.
  public var name: String
  /// The value.
  public var content: Content

  /// Makes a named value.
  public init(_ name: String, _ content: Content) {
    self.name = name
    self.content = content
  }
}

/// An innocent explanation that was computed from the evidence.
public struct Explanation: Sendable, Hashable {
  /// What it did to the finding.
  public enum Effect: String, Sendable, Codable {
    /// To the level that detection names, else one step.
    case lowered
    /// To `none`.
    case removed
  }

  /// The stable code: `dual-stack`, `carrier-hop`, ...
  public var code: String
  /// What it did.
  public var effect: Effect
  /// The observations it rests on, ascending.
  public var observations: [Int]
  /// What it saw, in one sentence.
  public var text: String

  /// Makes an explanation.
  public init(code: String, effect: Effect, observations: [Int], text: String) {
    self.code = code
    self.effect = effect
    self.observations = observations
    self.text = text
  }
}

/// A finding's part in the addition that made the outcome.
public struct Contribution: Sendable, Hashable {
  /// Kinds of evidence; findings of different kinds are independent.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case device, place, network, client, evidence
    /// Place and device together on one switch.
    case combined
  }

  /// The finding's index in `findings`.
  public var finding: Int
  /// The kind of evidence.
  public var kind: Kind
  /// What it counts, after explanations.
  public var severity: Severity

  /// Makes a contribution.
  public init(finding: Int, kind: Kind, severity: Severity) {
    self.finding = finding
    self.kind = kind
    self.severity = severity
  }
}

/// A rule that could not answer, and why.
public struct NotEvaluable: Sendable, Hashable {
  /// Why a rule could not answer.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    case missingAddress = "missing-address"
    case missingAgent = "missing-agent"
    case missingTime = "missing-time"
    case unknownOrder = "unknown-order"
    case unlocatable
    case noDatabase = "no-database"
    case databaseFailed = "database-failed"
    case anonymised
    case missingDeclaration = "missing-declaration"
    case singleObservation = "single-observation"
    case unknownFields = "unknown-fields"
  }

  /// The rule's identifier.
  public var rule: String
  /// Why.
  public var reason: Reason
  /// The same in a sentence.
  public var text: String

  /// Makes an answer.
  public init(rule: String, reason: Reason, text: String) {
    self.rule = rule
    self.reason = reason
    self.text = text
  }
}
