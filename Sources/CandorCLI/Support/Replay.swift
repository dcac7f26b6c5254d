import CandorKit
import CandorModel
import CandorRules
import CandorStore

/// An assessment made again of the stored evidence, beside the one that was stored.
struct Replay {
  /// The assessment as it is made now.
  let document: [UInt8]
  let assessment: Assessment
  /// What differs: `rules`, `databases`, `agents`, `engine`, `referenceDate`, `assessment`; empty for
  /// the same bytes.
  let differences: [String]

  /// - Throws: 65 where the evidence is not kept, and for a pseudonymous assessment, whose evidence may be
  ///   kept with an earlier one of the interview.
  init(_ interview: StoredInterview, settings: Settings, options: AnalysisParts) throws {
    guard !interview.assessment.isPseudonymous else {
      throw Failure(
        .unreadable, "D011", "the assessment of `\(interview.stored.name.text)` is pseudonymous",
        help: "nothing is replayed of a pseudonymous run: it has neither names nor whole addresses")
    }
    guard let evidence = interview.evidence else {
      throw Failure(
        .unreadable, "D011", "the evidence of `\(interview.stored.name.text)` is not kept",
        help: "pseudonymous runs and `retention.evidence` keep none; without it nothing is replayed"
      )
    }
    let before = interview.assessment.provenance
    var options = options
    // "In the future" refers to the day of the stored assessment, unless another is named.
    options.agents.referenceDate = options.agents.referenceDate ?? before.referenceDate
    let investigator = try AnalysisSetup(settings: settings, options: options).investigator()
    var worker = investigator.makeWorker()
    var assessment = worker.assess(evidence)
    Self.carryLinks(
      from: interview.assessment, to: &assessment,
      rules: investigator.rules.severalInterviewRules)
    self.assessment = assessment
    document = assessment.jsonBytes
    let after = assessment.provenance
    var differences: [String] = []
    func compare(_ name: String, _ left: some Equatable, _ right: some Equatable) {
      if "\(left)" != "\(right)" { differences.append(name) }
    }
    compare("rules", before.rulePack.hash, after.rulePack.hash)
    compare("databases", before.databases.map(\.hash), after.databases.map(\.hash))
    compare("agents", before.userAgents ?? "", after.userAgents ?? "")
    compare("engine", before.engine, after.engine)
    compare("referenceDate", before.referenceDate ?? "", after.referenceDate ?? "")
    compare("evidence", before.input, after.input)
    if differences.isEmpty, document != interview.document { differences.append("assessment") }
    self.differences = differences
  }

  /// Links rest on other interviews, so they are taken over as they were stored, and with them the
  /// outcome where they had a part in it.
  ///
  /// - Parameter rules: those that need several interviews, by id.
  private static func carryLinks(
    from stored: Assessment, to replayed: inout Assessment, rules: Set<String>
  ) {
    guard let links = stored.links else { return }
    replayed.links = links
    replayed.exceptions = Set(replayed.exceptions + stored.exceptions).sorted()
    func isLink(_ rule: String) -> Bool {
      RuleReach.needsSeveralInterviews(rule, among: rules)
    }
    let findings = stored.findings.filter { isLink($0.rule) }
    let silent = stored.notEvaluable.filter { isLink($0.rule) }
    replayed.notEvaluable = (replayed.notEvaluable.filter { !isLink($0.rule) } + silent)
      .sorted { $0.rule < $1.rule }
    guard !findings.isEmpty else { return }
    // In the stored order, as long as what was found without links is the same.
    let own = replayed.findings
    let kept = stored.findings.filter { !isLink($0.rule) }
    guard own.map(\.rule) == kept.map(\.rule) else { return }
    var next = own.makeIterator()
    replayed.findings = stored.findings.map { isLink($0.rule) ? $0 : next.next() ?? $0 }
    replayed.contributions = stored.contributions
    replayed.outcome = stored.outcome
    replayed.outcomeNote = stored.outcomeNote
  }

  /// What is said where something differs.
  var sentence: String {
    let words = differences.map { name in
      switch name {
      case "rules": "the rules"
      case "databases": "the location databases"
      case "agents": "the patterns for agents"
      case "engine": "Candor itself"
      case "referenceDate": "the reference date"
      case "evidence": "the evidence"
      default: "the assessment, made with the same parts"
      }
    }
    return words.joined(separator: ", ")
  }
}
