public import CandorGeoIP
public import CandorModel
public import CandorRules
public import CandorTimeline
public import CandorUserAgent
import Crypto

/// Everything an assessment is made with: agents, places, rules, dates.
///
/// ## Thread safety
/// Immutable and shared; each task makes a worker of its own, which holds the caches.
public struct Investigator: Sendable {
  /// Reads agents.
  public let agents: UserAgentParser
  /// Looks up addresses.
  public let location: GeoIP
  /// The rules, compiled.
  public let rules: RuleEngine
  /// Puts answers in order and finds what changed.
  public let timeline: TimelineBuilder
  /// What "in the future" refers to.
  public let referenceDate: Timestamp
  /// The location databases as provenance names them, in the order in which they are asked.
  public let databases: [Provenance.Database]
  /// What workers read of agents, for one another.
  let sharedClients = SharedClients()

  /// Puts the parts together.
  ///
  /// - Parameter databases: absent to read every database whole for its hash, which takes a while
  ///   for large ones; whoever keeps hashes of unchanged files gives them here.
  public init(
    agents: UserAgentParser, location: GeoIP, rules: RuleEngine, timeline: TimelineBuilder,
    referenceDate: Timestamp, databases: [Provenance.Database]? = nil
  ) {
    self.agents = agents
    self.location = location
    self.rules = rules
    self.timeline = timeline
    self.referenceDate = referenceDate
    self.databases =
      databases
      ?? location.databases.map {
        Provenance.Database(
          type: $0.metadata.type, builtAt: $0.metadata.builtAt, hash: Self.hash(of: $0))
      }
  }

  /// `sha256:` and the hash of a database's file.
  public static func hash(of database: Database) -> String {
    database.withBytes { bytes in
      var hasher = SHA256()
      hasher.update(bufferPointer: bytes)
      return "sha256:" + Hexadecimal.text(hasher.finalize())
    }
  }

  /// A worker with empty caches.
  ///
  /// - Parameter count: how many workers there are at the same time, 1 at least. What they remember is
  ///   bounded for all of them together: each of many remembers less, which changes no result.
  public func makeWorker(of count: Int = 1) -> Worker {
    Worker(self, WorkerBounds(workerCount: count))
  }

  private static func text(_ source: UserAgentParser.Source) -> String {
    let overlay = source.overlayHash.map { " overlay sha256:\($0)" } ?? ""
    return "\(source.name) sha256:\(source.hash)\(overlay)"
  }

  /// What the assessments of this investigator are made with; `input` is set for each interview.
  public var provenance: Provenance {
    Provenance(
      engine: CandorKit.version, rulePack: rules.pack.provenance,
      databases: databases, userAgents: Self.text(agents.source),
      referenceDate: referenceDate.dateText, input: "")
  }
}

extension Investigator {
  /// Which assessments are given the hash of their evidence.
  public enum Hashing: Sendable {
    /// Every one.
    case all
    /// Those that come out as `review` or `priority`.
    case flagged
    /// None; `provenance.input` is empty.
    case none

    func isWanted(for outcome: Outcome) -> Bool {
      switch self {
      case .all: true
      case .flagged: outcome == .review || outcome == .priority
      case .none: false
      }
    }
  }

  /// Assesses interviews one after another.
  ///
  /// ## Thread safety
  /// A value of one task: its caches belong to it alone.
  public struct Worker {
    let investigator: Investigator
    private var enricher: Enricher
    let rules: RuleEngine.Worker
    private let provenance: Provenance
    private let bounds: WorkerBounds
    var triage: Triage?
    /// The canonical bytes of one line after another.
    private var canonical = JSONWriter(capacity: 0)
    /// Which assessments get the hash of their evidence into `provenance.input`: all, unless
    /// somebody who prints none of them says otherwise.
    public var hashing = Hashing.all
    /// Whether `notEvaluable` has to be complete; it is, unless somebody who prints none of it says
    /// otherwise.
    public var tellsNotEvaluable: Bool {
      get { rules.tellsNotEvaluable }
      nonmutating set { rules.tellsNotEvaluable = newValue }
    }

    init(_ investigator: Investigator, _ bounds: WorkerBounds) {
      self.investigator = investigator
      self.bounds = bounds
      self.enricher = Enricher(
        agents: investigator.agents, location: investigator.location,
        cacheCapacity: bounds.enriched)
      self.rules = investigator.rules.makeWorker(cacheSize: bounds.verdicts)
      self.provenance = investigator.provenance
    }

    /// Evidence with every address and agent looked up.
    public mutating func enrich(_ evidence: Evidence) -> EnrichedInterview {
      enricher.enrich(evidence)
    }

    /// What somebody wants to know of the interviews of a stream.
    public enum Wanted: Sendable {
      /// The assessment of every one.
      case everything
      /// The outcome and the findings of every one.
      case findings
      /// Which come out as `review` or `priority`, and why.
      case flagged
    }

    /// What a look at a line told.
    public enum Look: Sendable {
      /// It comes out neither as `review` nor as `priority`; told where only these are wanted.
      case unremarkable
      /// It comes out as `clear`, with no finding, no note and no exception: `clearSeen`.
      case clear
      /// It takes an assessment to tell: `assessSeen`.
      case remarkable
      /// It has to be read by `Evidence`, which says what is wrong where something is.
      case unread
    }

    /// How many lines are best read together: so many addresses are looked up at once that their
    /// ways through the memory overlap, and some new agents are read one behind the other.
    public static let linesAhead = 64

    /// Reads lines of NDJSON without making any text of them, to be looked at one after another.
    ///
    /// - Parameter lines: without their line ends; their bytes stay where they are until the last one
    ///   was looked at.
    public mutating func read(_ lines: [UnsafeBufferPointer<UInt8>]) {
      if triage == nil { triage = Triage(investigator, rules: rules, bounds) }
      triage?.read(lines)
    }

    /// Looks at one of the lines that were read last.
    ///
    /// - Parameters:
    ///   - position: of the line among them; each is looked at once.
    ///   - line: the very line.
    ///   - wanted: for `everything` each line is `remarkable`, or `unread`.
    /// - Precondition: so many lines were read, and this one was not looked at since.
    public mutating func look(
      at position: Int, _ line: UnsafeBufferPointer<UInt8>, wanting wanted: Wanted
    ) -> Look {
      triage?.look(at: position, line, wanting: wanted) ?? .unread
    }

    /// Reads and looks at one line of NDJSON.
    ///
    /// - Parameters:
    ///   - line: without its line end.
    ///   - wanted: for `everything` each line is `remarkable`, or `unread`.
    public mutating func look(at line: UnsafeBufferPointer<UInt8>, wanting wanted: Wanted) -> Look {
      read([line])
      return look(at: 0, line, wanting: wanted)
    }

    /// The assessment of the line that was looked at last.
    ///
    /// - Parameters:
    ///   - line: the same.
    ///   - others: what is known of it beside other interviews; absent where nobody looked.
    /// - Precondition: the look told anything but `unread`.
    public mutating func assessSeen(
      _ line: UnsafeBufferPointer<UInt8>, beside others: OtherInterviews? = nil
    ) -> Assessment {
      let (interview, timeline) = interviewSeen(line)
      let judged = judge(interview, timeline, beside: others)
      var input = ""
      if hashing.isWanted(for: judged.decision.outcome) {
        canonical.removeAll()
        triage?.writeCanonical(line, to: &canonical)
        input = Self.hash(of: canonical.bytes)
      }
      return assessment(of: interview, timeline, judged, links: others?.links, input: input)
    }

    /// The line that was looked at last, with its timeline.
    mutating func interviewSeen(
      _ line: UnsafeBufferPointer<UInt8>
    ) -> (interview: EnrichedInterview, timeline: Timeline) {
      guard let seen = triage?.whole(line) else {
        preconditionFailure("a line is looked at before it is assessed")
      }
      return (seen.interview, seen.timeline ?? investigator.timeline.timeline(of: seen.interview))
    }

    /// The evidence in the line that was looked at last.
    ///
    /// - Precondition: the look told anything but `unread`, and the line is the same.
    public mutating func evidenceSeen(_ line: UnsafeBufferPointer<UInt8>) -> Evidence {
      guard let evidence = triage?.evidence(line) else {
        preconditionFailure("a line is looked at before its evidence is asked for")
      }
      return evidence
    }

    /// What there is to say of the line that was looked at last, where it is clear: which interview
    /// it is, the outcome, and that there are no findings. Timeline, rules that could not answer and
    /// the hash of the evidence are left out.
    ///
    /// Mutating, because a worker would be copied for it else.
    ///
    /// - Precondition: the look told `clear`, and the line is the same.
    public mutating func clearSeen(_ line: UnsafeBufferPointer<UInt8>) -> Assessment {
      Assessment(
        interview: subjectSeen(line), outcome: .clear, findings: [], notEvaluable: [],
        contributions: [], timeline: Timeline(observations: [], order: .step),
        provenance: provenance)
    }

    /// Which interview the line is of that was looked at last.
    ///
    /// - Precondition: the look told anything but `unread`, and the line is the same.
    package mutating func subjectSeen(
      _ line: UnsafeBufferPointer<UInt8>
    ) -> Assessment.Subject {
      guard let subject = triage?.subject(line) else {
        preconditionFailure("a line is looked at before it is assessed")
      }
      return subject
    }

    /// The assessment of one interview: enrichment, timeline, rules, explanations, outcome.
    public mutating func assess(_ evidence: Evidence) -> Assessment {
      let interview = enricher.enrich(evidence)
      return assess(interview)
    }

    /// The assessment of an interview whose facts were looked up before.
    ///
    /// - Parameter others: what is known of it beside other interviews; absent where nobody looked.
    public mutating func assess(
      _ interview: EnrichedInterview, beside others: OtherInterviews? = nil
    ) -> Assessment {
      let timeline = investigator.timeline.timeline(of: interview)
      let judged = judge(interview, timeline, beside: others)
      let input =
        hashing.isWanted(for: judged.decision.outcome)
        ? Self.hash(of: interview.evidence.canonicalBytes) : ""
      return assessment(of: interview, timeline, judged, links: others?.links, input: input)
    }

    /// What the rules say of an interview, and what that adds up to.
    private struct Judged {
      let decision: Decision
      let notEvaluable: [NotEvaluable]
      let exceptions: [String]
    }

    private func judge(
      _ interview: EnrichedInterview, _ timeline: Timeline, beside others: OtherInterviews? = nil
    ) -> Judged {
      var answer = rules.evaluate(interview, timeline)
      if let others { answer.add(others.result(for: interview, timeline, rules)) }
      ExplanationStage().explain(&answer.findings, interview: interview, timeline: timeline)
      RepetitionStage().leaveOut(from: &answer.findings, timeline: timeline)
      let (notEvaluable, exceptions) = (answer.notEvaluable, answer.exceptions)
      // Given away, so that they are sorted where they stand.
      let decision = OutcomeStage().decide(
        (consume answer).findings, interview: interview, timeline: timeline)
      return Judged(decision: decision, notEvaluable: notEvaluable, exceptions: exceptions)
    }

    /// - Parameter input: the hash of the evidence; given here, because an assessment would be copied
    ///   to set it later.
    private func assessment(
      of interview: EnrichedInterview, _ timeline: Timeline, _ judged: Judged,
      links: [Link]? = nil, input: String
    ) -> Assessment {
      var provenance = provenance
      provenance.input = input
      return Assessment(
        interview: Assessment.Subject(
          platform: interview.evidence.platform, id: interview.evidence.interview.id,
          candidate: interview.evidence.candidate?.reference),
        outcome: judged.decision.outcome, outcomeNote: judged.decision.note,
        findings: judged.decision.findings, notEvaluable: judged.notEvaluable,
        contributions: judged.decision.contributions, timeline: timeline,
        provenance: provenance, links: links, exceptions: judged.exceptions)
    }

    private static func hash(of canonicalBytes: [UInt8]) -> String {
      // Through its bytes: one after another they would take as long as a quarter of the hash.
      "sha256:" + SHA256.hash(data: canonicalBytes).withUnsafeBytes { Hexadecimal.text($0) }
    }
  }
}
