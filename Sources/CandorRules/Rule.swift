public import CandorModel

/// One rule of a pack: what it observes, when, and what a reviewer is told.
///
/// Thread safety: immutable; compiled once and shared by all tasks.
public struct Rule: Sendable {
  /// How far a rule can be relied upon.
  public enum Status: String, Sendable, CaseIterable {
    /// May change without a new major version.
    case experimental
    /// Changes by its version only.
    case stable
    /// Goes away; `deprecation` says why and what comes instead.
    case deprecated
  }

  /// What a condition is asked about.
  public enum Scope: String, Sendable, CaseIterable {
    /// Each answer attempt.
    case observation
    /// Each change between two observations.
    case `switch`
    /// The interview as a whole.
    case interview
    /// All interviews of one candidate.
    case candidate
    /// A trace that the interview shares with those of other candidates.
    case link

    /// Whether more than one interview is needed to answer.
    public var needsSeveralInterviews: Bool { self == .candidate || self == .link }
  }

  /// How the matches of one interview become findings.
  public enum Merge: String, Sendable, CaseIterable {
    /// One finding for each match.
    case each
    /// One finding for matches that follow one another.
    case run
    /// One finding for all matches.
    case interview
  }

  /// Why a rule goes away.
  public struct Deprecation: Sendable, Hashable {
    /// In one sentence.
    public let reason: String
    /// The rule that observes the same; absent where there is none.
    public let replacement: String?
  }

  /// A level, and the condition under which it is taken.
  public struct SeverityCase: Sendable, Hashable {
    /// The condition; absent for the last case, which takes what is left.
    public let condition: String?
    /// The level.
    public let severity: Severity
  }

  /// A named expression whose value is printed in the finding.
  public struct NamedExpression: Sendable, Hashable {
    /// The name, camelCase, with its unit.
    public let name: String
    /// The expression.
    public let expression: String
  }

  /// The texts of a rule in another language; what is absent is shown in English.
  public struct Translation: Sendable, Hashable {
    /// The language, BCP 47.
    public let language: String
    /// The title.
    public let title: String?
    /// The template of the summary.
    public let summary: String?
    /// The innocent explanations.
    public let innocent: [String]
  }

  /// The permanent identifier, `<area>/<what-is-observed>`.
  public let id: String
  /// The version (SemVer).
  public let version: String
  /// A few words for lists.
  public let title: String
  /// How far it can be relied upon.
  public let status: Status
  /// Why it goes away; set exactly where `status` is `deprecated`.
  public let deprecation: Deprecation?
  /// What the condition is asked about.
  public let scope: Scope
  /// Paths of fields without which it is not evaluable.
  public let requires: [String]
  /// The numbers and words it can be tuned by, sorted by name.
  public internal(set) var parameters: [RuleParameter]
  /// Where the question arises at all; absent for everywhere.
  public let applies: String?
  /// The condition.
  public let condition: String
  /// The levels, first match.
  public internal(set) var severities: [SeverityCase]
  /// The template of the summary.
  public let summary: String
  /// What made it fire, sorted by name.
  public let values: [NamedExpression]
  /// What the finding rests on; absent for what the scope gives.
  public let observations: String?
  /// How matches become findings.
  public let merge: Merge
  /// An expression; matches for which it gives the same text become one finding. Absent where
  /// `merge` decides alone.
  public let mergeKey: String?
  /// Explanations that a reviewer should weigh.
  public let innocent: [String]
  /// Where its numbers come from.
  public let references: [String]
  /// Words to find it by.
  public let tags: [String]
  /// The texts in other languages, sorted by language.
  public let translations: [Translation]
  /// The file, as it was named to the loader.
  public let file: String
  /// `sha256:` and the hash of the file's bytes.
  public let hash: String
  /// Whether a configuration switched it off.
  public internal(set) var isOff = false
  /// Whether a configuration changed parameters or severity.
  public internal(set) var isTuned = false

  /// What its expressions became.
  var compiled: CompiledRule

  /// The part before the slash: `device`, `location`, `network`, `client`, `evidence`, `candidate`,
  /// `link`.
  public var area: String { String(id.prefix { $0 != "/" }) }

  /// The kind of evidence that its findings count as.
  public var kind: Contribution.Kind {
    switch area {
    case "device": .device
    case "location": .place
    case "network": .network
    case "client": .client
    default: .evidence
    }
  }
}
