import CandorModel

/// Assessments as comma-separated values (RFC 4180, UTF-8, one line feed a row).
///
/// Streams: every row leaves as soon as its interview came. Columns are only ever added behind the
/// last one.
public struct CSVReport: AssessmentReport {
  /// What a row is.
  public enum Rows: String, Sendable, CaseIterable {
    /// One row per finding; an interview without findings has none.
    case finding
    /// One row per interview.
    case interview
  }

  private let rows: Rows
  private var hasHeader = false

  /// Makes a report.
  public init(rows: Rows) { self.rows = rows }

  /// The interview's rows, behind the header for the first one.
  public mutating func add(_ interview: ReportedInterview) -> String {
    let header = takeHeader()
    switch rows {
    case .finding:
      return header + interview.assessment.findings.map { row($0, interview) }.joined()
    case .interview: return header + row(interview)
    }
  }

  /// The header, where no interview came.
  public mutating func finish(_ totals: ReportTotals?) -> ReportEnd {
    ReportEnd(text: takeHeader())
  }

  private mutating func takeHeader() -> String {
    guard !hasHeader else { return "" }
    hasHeader = true
    switch rows {
    case .finding:
      return """
        platform,interview,candidate,outcome,rule,rule_version,severity,effective_severity,answers,\
        summary,values,explanations,exception\n
        """
    case .interview:
      return """
        platform,interview,candidate,outcome,note,answers,devices,places,countries,pattern,\
        switches,findings,highest_severity,rules,not_evaluable,position,completed_at,input\n
        """
    }
  }

  private func row(_ finding: Finding, _ interview: ReportedInterview) -> String {
    let subject = interview.assessment.interview
    return Self.line([
      CSVCell.text(subject.platform), CSVCell.text(subject.id),
      CSVCell.text(subject.candidate ?? ""), interview.assessment.outcome.rawValue,
      CSVCell.text(finding.rule), CSVCell.text(finding.ruleVersion), finding.severity.rawValue,
      finding.effectiveSeverity.rawValue,
      CSVCell.text(ObservationWords.answers(finding.observations)),
      CSVCell.text(finding.summary),
      CSVCell.list(finding.values.map { "\($0.name)=\(ReportText.value($0.content))" }),
      CSVCell.list(finding.explanations.map { "\($0.code) (\($0.effect.rawValue))" }),
      CSVCell.text(finding.exception ?? ""),
    ])
  }

  private func row(_ interview: ReportedInterview) -> String {
    let assessment = interview.assessment
    let subject = assessment.interview
    let timeline = assessment.timeline
    let highest = assessment.findings.map(\.effectiveSeverity).max()
    return Self.line([
      CSVCell.text(subject.platform), CSVCell.text(subject.id),
      CSVCell.text(subject.candidate ?? ""), assessment.outcome.rawValue,
      CSVCell.text(assessment.outcomeNote ?? ""), String(timeline.observations.count),
      String(Set(timeline.runs.compactMap(\.device)).count),
      String(Set(timeline.runs.compactMap(\.place)).count),
      CSVCell.list(Self.distinct(timeline.observations.compactMap(Self.country))),
      timeline.pattern?.rawValue ?? "", String(timeline.switches.count),
      String(assessment.findings.count), highest?.rawValue ?? "",
      CSVCell.list(Self.distinct(assessment.findings.map(\.rule))),
      CSVCell.list(Self.distinct(assessment.notEvaluable.map(\.rule))),
      CSVCell.text(interview.notes?.position ?? ""),
      interview.notes?.completedAt?.text ?? "", CSVCell.text(assessment.provenance.input),
    ])
  }

  /// The country of an answer; `nil` where its address is no sign of a place.
  private static func country(_ observation: Observation) -> String? {
    observation.network.value?.isAnonymised == true ? nil : observation.place.value?.country
  }

  private static func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\n" }

  private static func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
