public import CandorModel

extension OutcomeStage {
  /// Decides anew on an assessment that was made before, with what rules about several interviews say
  /// now.
  ///
  /// What those rules said earlier is replaced; everything else keeps its part in the addition.
  ///
  /// - Parameters:
  ///   - assessment: as it was stored.
  ///   - result: of the rules of scopes `candidate` and `link`.
  ///   - links: the links that the interview is a member of now.
  ///   - rules: the rules that need several interviews, by id.
  public func decide(
    _ assessment: Assessment, with result: RuleResult, links: [Link], rules: Set<String>
  ) -> Assessment {
    func needsSeveral(_ rule: String) -> Bool {
      RuleReach.needsSeveralInterviews(rule, among: rules)
    }
    var earlier: [Int: Contribution] = [:]
    for contribution in assessment.contributions { earlier[contribution.finding] = contribution }
    var entries: [(finding: Finding, contribution: Contribution?)] = []
    for (index, finding) in assessment.findings.enumerated() where !needsSeveral(finding.rule) {
      entries.append((finding, earlier[index]))
    }
    var told: Set<String> = []
    var added = result.findings
    added.arrange { FindingRank(of: $1, in: $0) }
    for finding in added {
      let counts = finding.effectiveSeverity != .none && told.insert(finding.rule).inserted
      entries.append(
        (
          finding,
          counts
            ? Contribution(finding: 0, kind: finding.kind, severity: finding.effectiveSeverity)
            : nil
        ))
    }
    entries.arrange { FindingRank($0[$1].finding) }
    var decided = assessment
    decided.links = links
    decided.findings = entries.map(\.finding)
    decided.contributions = entries.enumerated().compactMap { index, entry in
      entry.contribution.map {
        Contribution(finding: index, kind: $0.kind, severity: $0.severity)
      }
    }
    decided.notEvaluable =
      (assessment.notEvaluable.filter { !needsSeveral($0.rule) } + result.notEvaluable)
      .sorted { $0.rule < $1.rule }
    decided.exceptions = Set(assessment.exceptions + result.exceptions).sorted()
    let assessability = Assessability(of: assessment.timeline)
    decided.outcome = Self.outcome(of: decided.contributions)
    decided.outcomeNote = assessability.note
    if decided.outcome == .clear, let reason = assessability.obstacle {
      decided.outcome = .notAssessable
      decided.outcomeNote = reason
    }
    return decided
  }
}
