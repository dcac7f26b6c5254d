import CandorModel
import CandorReports
import Testing

/// A report that was given only some of the interviews tells of all of them.
@Suite struct TotalsTests {
  private static let totals = ReportTotals(
    counts: [.priority: 2, .review: 1, .notAssessable: 1, .clear: 5], lost: 3)

  private func finished(
    _ report: some AssessmentReport, _ totals: ReportTotals? = Self.totals
  ) -> String {
    var report = report
    let text = report.add(Samples.interview(holding: "a"))
    return text + report.finish(totals).text
  }

  @Test func markdownCountsWhatWasLeftOut() {
    let text = finished(MarkdownReport(ReportContext()))
    #expect(text.contains("| \u{2713} clear | 5 |"))
    #expect(text.contains("\n3 lost\n"))
    #expect(!finished(MarkdownReport(ReportContext()), nil).contains("lost"))
  }

  @Test func thePageCountsWhatWasLeftOut() {
    let text = finished(HTMLReport(ReportContext()))
    #expect(text.contains("9 interviews, 3 lost"))
    #expect(text.contains("<li class=\"o-clear\"><b>5</b>"))
    #expect(finished(HTMLReport(ReportContext()), nil).contains(">1 interview"))
  }

  @Test func junitHasASuiteOfProperties() {
    let text = finished(JUnitReport(ReportContext()))
    #expect(text.contains("<property name=\"clear\" value=\"5\"/>"))
    #expect(text.contains("<property name=\"lost\" value=\"3\"/>"))
    #expect(text.contains("<testsuites name=\"Interview assessments\" tests=\"1\""))
    #expect(!finished(JUnitReport(ReportContext()), nil).contains("<property"))
  }
}
