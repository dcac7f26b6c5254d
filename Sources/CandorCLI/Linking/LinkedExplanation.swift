import CandorKit
import CandorModel
import CandorRules
import CandorSources
import CandorStore
import CandorTimeline

/// Explains rules that need several interviews: all of a reader's interviews are compared.
struct LinkedExplanation {
  let rule: Rule
  let explainer: RuleExplainer
  let investigator: Investigator

  /// Explains the rule on one of the interviews.
  ///
  /// - Parameter interview: its identifier; the first interview for `nil`.
  /// - Returns: `nil` where there is no such interview.
  func explain(
    _ reader: EvidenceReader, interview: String?, lost: (Diagnostic) -> Void
  ) throws -> RuleExplanation? {
    var worker = investigator.makeWorker()
    let collector = try LinkCollector(parameters: investigator.rules.pack.linkParameters)
    let list = try SpillList()
    var found: Int?
    try reader.forEach(
      evidence: { evidence in
        if found == nil, interview == nil || evidence.interview.id == interview {
          found = collector.count
        }
        try collector.add(
          worker.linkRecord(of: evidence), platform: evidence.platform, id: evidence.interview.id)
        try list.append(evidence.jsonBytes)
      },
      lost: { lost($0) })
    guard let found else { return nil }
    let index = try collector.finish()
    func pair(_ position: Int) throws -> (interview: EnrichedInterview, timeline: Timeline) {
      let interview = worker.enrich(try Evidence(json: try list.item(position)))
      return (interview, investigator.timeline.timeline(of: interview))
    }
    guard rule.scope == .candidate else {
      let (interview, timeline) = try pair(found)
      let others = OtherInterviews(memberships: try index.memberships(of: found))
      return explainer.explain(others.traces(in: timeline), interview, timeline)
    }
    let interviews = try index.person(of: found).map { try index.interviews(of: $0) }
    return explainer.explain(
      candidate: try (interviews?.compared ?? [found]).map(pair), of: interviews?.count)
  }
}
