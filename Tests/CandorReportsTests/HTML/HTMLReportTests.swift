import CandorModel
import Testing

@testable import CandorReports

/// The page beside what its golden shows: what is ready, what waits, how it is split.
@Suite struct HTMLReportTests {
  private static func page(_ count: Int) throws -> String {
    let samples = try Samples.interviews()
    var report = HTMLReport(ReportContext())
    return report.whole((0..<count).map { samples[$0 % samples.count] })
  }

  @Test func aShortPageNeedsNoScript() throws {
    let html = try Self.page(HTMLReport.readyInterviews)
    #expect(!html.contains("<noscript>"))
  }

  @Test func whatIsFarDownWaitsAsText() throws {
    let count = HTMLReport.readyInterviews + 30
    let html = try Self.page(count)
    #expect(html.ranges(of: "<noscript>").count == 30)
    #expect(html.ranges(of: "</noscript></details>").count == 30)
    #expect(html.ranges(of: "<div class=\"body\">").count == count)
    // The most urgent are ready; the first that waits is a less urgent one.
    let first = try #require(html.firstRange(of: "<noscript>")?.lowerBound)
    #expect(!html[first...].contains("data-o=\"priority\""))
  }

  /// What waits is text until its closing tag, so no text of somebody else may hold one.
  @Test func nothingEndsWhatWaits() throws {
    let texts = ["</noscript><script>x()</script>", "</NOSCRIPT ", "</noscript\u{301}>"]
    let count = HTMLReport.readyInterviews
    var report = HTMLReport(ReportContext())
    let plain = (0..<count).map { _ in Samples.interview(holding: "plain") }
    let html = report.whole(plain + texts.map { Samples.interview(holding: $0) })
    #expect(html.lowercased().ranges(of: "</noscript").count == texts.count)
  }

  @Test func headTellsThePeriodAndTheKeysOfTheColours() throws {
    let html = try Self.page(11)
    #expect(html.contains("2026-03-01 to 2026-03-04"))
    for outcome in Outcome.allCases {
      #expect(html.contains("<b class=\"key o-\(outcome.rawValue)\""))
    }
  }
}
