public import CandorModel

/// Runs the rules of a pack over interviews.
///
/// ```swift
/// let engine = RuleEngine(pack: pack)
/// let worker = engine.makeWorker()
/// let result = worker.evaluate(interview, timeline)
/// ```
///
/// Thread safety: immutable; share one between all tasks, and give each task a worker of its own.
public struct RuleEngine: Sendable {
  /// Runs the rules of one task; see `makeWorker`.
  public typealias Worker = RuleWorker

  /// The pack that it runs.
  public let pack: RulePack
  let observationRules: [PreparedRule]
  let switchRules: [PreparedRule]
  let interviewRules: [PreparedRule]
  let candidateRules: [PreparedRule]
  let linkRules: [PreparedRule]
  /// The rules of scopes `candidate` and `link`, by id.
  public let severalInterviewRules: Set<String>
  let countries: CountryNames
  /// The language of summaries; English where a rule has no translation.
  let language: String?
  /// What every rule of scope `switch` says of fewer than two answers.
  let singleObservation: [NotEvaluable]
  /// The facts that some rule of scope `switch` compares.
  let comparedFacts: KnownFacts
  /// How many rules of scope `observation` are asked once for a network or a client; they come
  /// first.
  let memoisedCount: Int
  /// One bit for each rule of scope `switch` that is asked once for changes that are alike.
  let memoisedSwitchRules: UInt64
  /// Which rules can be asked about a sketch.
  let triage: TriagePlan

  /// Prepares the rules that are not switched off.
  ///
  /// - Parameters:
  ///   - countries: names for places whose database gives only a code.
  ///   - language: of summaries and innocent reasons (BCP 47); absent for English.
  public init(pack: RulePack, countries: CountryNames = .none, language: String? = nil) {
    self.pack = pack
    self.countries = countries
    self.language = language
    let active = pack.rules.filter { !$0.isOff }.map(PreparedRule.init)
    let observation = active.filter { $0.rule.scope == .observation }
    // One bit of a word stands for each memoised rule.
    let memoised = observation.filter { $0.subject == .network || $0.subject == .client }
      .prefix(Verdict.maximumRules)
    let memoisedIDs = Set(memoised.map(\.rule.id))
    memoisedCount = memoised.count
    observationRules = memoised + observation.filter { !memoisedIDs.contains($0.rule.id) }
    switchRules = active.filter { $0.rule.scope == .switch }
    memoisedSwitchRules = switchRules.prefix(Verdict.maximumRules).enumerated().reduce(0) {
      $1.element.subject == .change ? $0 | 1 << UInt64($1.offset) : $0
    }
    interviewRules = active.filter { $0.rule.scope == .interview }
    candidateRules = active.filter { $0.rule.scope == .candidate }
    linkRules = active.filter { $0.rule.scope == .link }
    severalInterviewRules = Set((candidateRules + linkRules).map(\.rule.id))
    triage = TriagePlan(
      observation: observationRules, switch: switchRules, interview: interviewRules)
    comparedFacts = switchRules.reduce(into: []) { $0.formUnion($1.comparedFacts) }
    singleObservation = switchRules.map {
      NotEvaluable(
        rule: $0.rule.id, reason: .singleObservation,
        text: MissingFacts.text(.singleObservation))
    }
  }

  /// A worker for one task.
  ///
  /// - Parameter cacheSize: how many networks, places and clients it remembers, 4,096 unless said;
  ///   rounded up to a power of two.
  public func makeWorker(cacheSize: Int = 4096) -> RuleWorker {
    RuleWorker(self, cacheSize: cacheSize)
  }

  /// Runs the rules over one interview; for many, keep a worker.
  public func evaluate(_ interview: EnrichedInterview, _ timeline: Timeline) -> RuleResult {
    makeWorker(cacheSize: 64).evaluate(interview, timeline)
  }
}
