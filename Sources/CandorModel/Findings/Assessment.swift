/// What was concluded about one interview: `candor.assessment/1`.
public struct Assessment: Sendable {
  /// The value of `schema` in the documents this type is written as.
  public static let schema = "candor.assessment/1"

  /// Which interview.
  public struct Subject: Sendable, Hashable {
    /// The platform.
    public var platform: String
    /// The interview's identifier there.
    public var id: String
    /// The candidate: the first known of external id, id and e-mail, or a keyed hash of it.
    public var candidate: String?

    /// Makes a subject.
    public init(platform: String, id: String, candidate: String? = nil) {
      self.platform = platform
      self.id = id
      self.candidate = candidate
    }
  }

  /// Which interview.
  public var interview: Subject
  /// Where it goes next.
  public var outcome: Outcome
  /// What stands beside the outcome: `clear by device; no address was locatable`. Absent where
  /// nothing has to be said.
  public var outcomeNote: String?
  /// What was found, by effective severity (highest first), first observation and rule.
  public var findings: [Finding]
  /// The rules that could not answer, by rule.
  public var notEvaluable: [NotEvaluable]
  /// The addition that made the outcome.
  public var contributions: [Contribution]
  /// The answers in order with what changed.
  public var timeline: Timeline
  /// What the assessment was made with.
  public var provenance: Provenance
  /// Links to other interviews; absent where nobody looked for them.
  public var links: [Link]?
  /// Exceptions that touched the assessment, by name.
  public var exceptions: [String]
  /// Whether nothing in it may name a person: the candidate is a keyed hash, and addresses are
  /// written as their networks.
  public var isPseudonymous = false

  /// Makes an assessment.
  public init(
    interview: Subject, outcome: Outcome, outcomeNote: String? = nil, findings: [Finding],
    notEvaluable: [NotEvaluable], contributions: [Contribution], timeline: Timeline,
    provenance: Provenance, links: [Link]? = nil, exceptions: [String] = []
  ) {
    self.interview = interview
    self.outcome = outcome
    self.outcomeNote = outcomeNote
    self.findings = findings
    self.notEvaluable = notEvaluable
    self.contributions = contributions
    self.timeline = timeline
    self.provenance = provenance
    self.links = links
    self.exceptions = exceptions
  }
}

/// Traces shared by interviews of different candidates.
public struct Link: Sendable, Hashable {
  /// `sha256:` and the hash of kind and members; no address is part of it.
  public var id: String
  /// A raw value of `LinkFacts.Kind`.
  public var kind: String
  /// The interviews' identifiers, sorted; with the platform before them where two are alike. Of very
  /// many only the first are named.
  public var members: [String]
  /// Counts that show how rare the trace is, sorted by name.
  public var counts: [FindingValue]

  /// Makes a link.
  public init(id: String, kind: String, members: [String], counts: [FindingValue]) {
    self.id = id
    self.kind = kind
    self.members = members
    self.counts = counts
  }
}

/// What an assessment was made with; with the same, the same bytes come out.
public struct Provenance: Sendable, Hashable {
  /// A location database.
  public struct Database: Sendable, Hashable {
    /// The type its metadata names.
    public var type: String
    /// When it was built.
    public var builtAt: Timestamp?
    /// `sha256:` and the hash of the file.
    public var hash: String

    /// Makes a database's description.
    public init(type: String, builtAt: Timestamp?, hash: String) {
      self.type = type
      self.builtAt = builtAt
      self.hash = hash
    }
  }

  /// A rule pack.
  public struct RulePack: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its version (SemVer).
    public var version: String
    /// `sha256:` and the hash over all its rules, parameters, overlays and exceptions.
    public var hash: String

    /// Makes a rule pack's description.
    public init(name: String, version: String, hash: String) {
      self.name = name
      self.version = version
      self.hash = hash
    }
  }

  /// The engine's version (SemVer).
  public var engine: String
  /// The rules.
  public var rulePack: RulePack
  /// The location databases, in the order in which they are asked.
  public var databases: [Database]
  /// What agents were read with: name and hash.
  public var userAgents: String?
  /// The date that "in the future" refers to, `2026-03-02`.
  public var referenceDate: String?
  /// `sha256:` and the hash of the interview's canonical evidence.
  public var input: String

  /// Makes a provenance.
  public init(
    engine: String, rulePack: RulePack, databases: [Database], userAgents: String? = nil,
    referenceDate: String? = nil, input: String
  ) {
    self.engine = engine
    self.rulePack = rulePack
    self.databases = databases
    self.userAgents = userAgents
    self.referenceDate = referenceDate
    self.input = input
  }
}
