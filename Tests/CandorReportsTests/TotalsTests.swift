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

  /// An exception is an explanation, too; of an older document it may be told by its name alone.
  @Test func anExceptionIsToldOnce() {
    var interview = Samples.interview(holding: "a")
    interview.assessment.findings[0].exception = "office"
    let finding = interview.assessment.findings[0]
    func texts() -> [String] {
      var markdown = MarkdownReport(ReportContext())
      return [
        TerminalReport(width: 100, isColored: false).block(interview.assessment),
        markdown.add(interview) + markdown.finish(nil).text,
      ]
    }
    for text in texts() { #expect(text.contains("exception: office")) }
    interview.assessment.findings[0].explanations.append(
      Explanation(
        code: "exception", effect: .lowered, observations: finding.observations,
        text: "exception `office` of Recruiting, until 2026-12-31: known"))
    for text in texts() { #expect(!text.contains("exception: office")) }
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

  /// The days and the pictures are of what the page was given, and say so where that is not all.
  @Test func thePageSaysOfHowManyItsPeriodIs() throws {
    let samples = try Samples.interviews()
    func page(_ totals: ReportTotals?, _ language: ReportLanguage = .english) throws -> String {
      var report = HTMLReport(ReportContext(language: language))
      var interview = try #require(samples.first)
      for day in [3, 9] {
        interview.notes?.completedAt = Timestamp("2026-03-0\(day)T10:00:00Z")
        _ = report.add(interview)
      }
      interview.notes?.completedAt = nil
      _ = report.add(interview)
      return report.finish(totals).text
    }
    let note = "The pictures count what this report shows."
    let part = try page(Self.totals)
    #expect(
      part.contains(
        "9 interviews, 3 lost · this report shows 3: 2026-03-03 to 2026-03-09, 1 without a time</p>"
      ))
    #expect(part.contains("<p class=\"q\">\(note)</p>"))
    let german = try page(Self.totals, .german)
    #expect(german.contains("dieser Bericht zeigt 3: 2026-03-03 bis 2026-03-09, 1 ohne Zeit</p>"))
    for whole in [try page(nil), try page(ReportTotals(counts: [.review: 3], lost: 3))] {
      #expect(whole.contains(" · 2026-03-03 to 2026-03-09 · 1 without a time</p>"))
      #expect(!whole.contains("this report shows") && !whole.contains(note))
    }
  }

  /// Where nothing was flagged the page says that it shows nothing.
  @Test func anEmptyPageOfManyInterviewsSaysSo() {
    var report = HTMLReport(ReportContext())
    let text = report.finish(ReportTotals(counts: [.clear: 5], lost: 0)).text
    #expect(text.contains("5 interviews · this report shows 0</p>"))
  }

  @Test func junitHasASuiteOfProperties() {
    let text = finished(JUnitReport(ReportContext()))
    #expect(text.contains("<property name=\"clear\" value=\"5\"/>"))
    #expect(text.contains("<property name=\"lost\" value=\"3\"/>"))
    #expect(text.contains("<testsuites name=\"Interview assessments\" tests=\"1\""))
    #expect(!finished(JUnitReport(ReportContext()), nil).contains("<property"))
  }
}
