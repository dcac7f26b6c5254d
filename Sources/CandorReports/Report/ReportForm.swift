/// The forms of report that take assessments one by one.
public enum ReportForm: Sendable {
  /// Comma-separated values.
  case csv(CSVReport.Rows)
  /// GitHub Flavored Markdown.
  case markdown
  /// One HTML page; parts are named after the file where there are too many interviews for one.
  case html(fileName: String?)
  /// JUnit XML.
  case junit

  /// Begins a report.
  public func makeReport(_ context: ReportContext) -> any AssessmentReport {
    switch self {
    case .csv(let rows): CSVReport(rows: rows)
    case .markdown: MarkdownReport(context)
    case .html(let fileName): HTMLReport(context, fileName: fileName)
    case .junit: JUnitReport(context)
    }
  }
}
