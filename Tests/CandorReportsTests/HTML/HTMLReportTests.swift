import CandorModel
import Testing

@testable import CandorReports

/// The page beside what its golden shows: what is ready, what waits, how it is split.
@Suite struct HTMLReportTests {
  private static let ready = 22

  private static func page(_ count: Int) throws -> String {
    let samples = try Samples.interviews()
    var report = HTMLReport(ReportContext())
    report.readyInterviews = ready
    return report.whole((0..<count).map { samples[$0 % samples.count] })
  }

  @Test func aShortPageNeedsNoScript() throws {
    let html = try Self.page(Self.ready)
    #expect(!html.contains("<noscript>"))
  }

  @Test func whatIsFarDownWaitsAsText() throws {
    let count = Self.ready + 30
    let html = try Self.page(count)
    #expect(html.ranges(of: "<noscript>").count == 30)
    #expect(html.ranges(of: "</noscript></details>").count == 30)
    #expect(html.ranges(of: "<div class=\"body\">").count == count)
    // The most urgent are ready; what comes behind the first that waits is less urgent.
    let first = try #require(html.firstRange(of: "<noscript>")?.lowerBound)
    #expect(html[..<first].contains("data-o=\"priority\""))
    #expect(html[first...].contains("data-o=\"clear\""))
  }

  /// What takes parts away that an earlier report left may take nothing else.
  @Test(arguments: ReportLanguage.allCases)
  func aPartIsKnownByHowItBegins(language: ReportLanguage) throws {
    func isPart(_ number: Int, _ text: String) -> Bool {
      let start = text.utf8.prefix(HTMLReport.partStartBytes)
      return HTMLReport.isPart(number, start: String(decoding: start, as: UTF8.self))
    }
    // A title may say anything, and is as long as it gets.
    let title = " · Part 1</p>\n</header>" + String(repeating: "\u{202E}", count: 300)
    let context = ReportContext(title: title, language: language)
    let samples = try Samples.interviews().prefix(2)
    var report = HTMLReport(context, fileName: "r.html", interviewsPerPage: 1)
    for sample in samples { _ = report.add(sample) }
    let end = report.finish()
    #expect(end.parts.map(\.name) == ["r-1.html", "r-2.html"])
    for (index, part) in end.parts.enumerated() {
      #expect(isPart(index + 1, part.text))
      #expect(!isPart(index + 2, part.text))
    }
    // Neither is the page that refers to them, nor one that was not split.
    var whole = HTMLReport(context)
    for page in [end.text, whole.whole(Array(samples))] { #expect(!isPart(1, page)) }
  }

  /// A page without interviews has no heading over nothing.
  @Test func anEmptyPageNamesNoProvenance() throws {
    #expect(try !Self.page(0).contains("<h2>Provenance</h2>"))
    #expect(try Self.page(1).contains("<h2>Provenance</h2>"))
  }

  /// A text that is written from right to left turns round nothing of ours beside it.
  @Test func textsOfOthersAreIsolated() {
    var report = HTMLReport(ReportContext())
    let text = "\u{0645}\u{0647}\u{0646}\u{062F}\u{0633}"
    let html = report.whole([Samples.interview(holding: text)])
    #expect(html.contains("<small><bdi>\(text)</bdi> · 2026-03-02</small>"))
    #expect(html.contains("<small><bdi>\(text)</bdi></small>"))
    // Which is a heading, above those of what is told of it.
    let heading = "<span class=\"n\" role=\"heading\" aria-level=\"3\">"
    #expect(html.contains("\(heading)<bdi>\(text)/\(text)</bdi>"))
    #expect(html.contains("<h4>Answers in order</h4>"))
  }

  /// What waits is text until its closing tag, so no text of somebody else may hold one.
  @Test func nothingEndsWhatWaits() throws {
    let texts = ["</noscript><script>x()</script>", "</NOSCRIPT ", "</noscript\u{301}>"]
    var report = HTMLReport(ReportContext())
    report.readyInterviews = 0
    let html = report.whole(texts.map { Samples.interview(holding: $0) })
    #expect(html.lowercased().ranges(of: "</noscript").count == texts.count)
  }

  /// What a picture does not show is counted under it and in its text.
  @Test func picturesSayWhatTheyDoNotShow() throws {
    var interview = try #require(try Samples.interviews().first)
    var report = HTMLReport(ReportContext())
    for number in 0..<60 {
      let month = number % 12 + 1
      let text = "\(2020 + number / 12)-\(month < 10 ? "0" : "")\(month)-01T10:00:00Z"
      interview.notes?.completedAt = Timestamp(text)
      _ = report.add(interview)
    }
    interview.notes?.completedAt = nil
    _ = report.add(interview)
    _ = report.add(interview)
    let html = report.finish().text
    #expect(html.contains("2020-01-01 to 2024-12-01 · 2 without a time</p>"))
    #expect(html.contains("; 12 earlier ones; 2 without a time</title>"))
    #expect(html.contains("<span class=\"q\">12 earlier ones, 2 without a time</span>"))
    #expect(try !Self.page(11).contains("without a time"))
  }

  /// Said in words, one answer is no "answers 1".
  @Test(
    arguments: [
      (.english, ["answer 1", "answers 1"]), (.spanish, ["respuesta 1", "respuestas 1"]),
      (.german, ["Antwort 1", "Antworten 1"]),
    ] as [(ReportLanguage, [String])])
  func oneAnswerIsNotSeveral(language: ReportLanguage, words: [String]) throws {
    let messages = Messages(language)
    let timelines = try Samples.interviews().map(\.assessment.timeline)
    var timeline = try #require(timelines.first(where: { $0.runs.first?.last == 0 }))
    func svg() -> String {
      TimelinePicture(
        timeline: timeline, strip: AnswerStrip(timeline, messages), messages: messages
      ).svg
    }
    // The answers come in turns from two devices.
    #expect(svg().contains("\(words[0]):") && !svg().contains("\(words[1]):"))
    timeline.observations = Array(timeline.observations.prefix(1))
    timeline.runs = Array(timeline.runs.prefix(1))
    let alternative = messages.text("alt.timeline.one", ["n": "1", "runs": "\(words[0]): "])
    #expect(svg().contains("<title>\(alternative)"))
  }

  /// Interviews are counted over all links, those that are not drawn too.
  @Test func linksAreCountedInFull() {
    let links = (0..<30).map { number in
      Link(
        id: "sha256:\(number)", kind: "shared-address",
        members: ["hireflix/a\(number)", "hireflix/b\(number)"], counts: [])
    }
    let text = LinkPicture(links).svg(Messages(.english))
    #expect(text.contains("<title>60 interviews share 30 traces</title>"))
    #expect(text.contains(">and 6 more</text>"))
    #expect(LinkPicture([links[0]]).svg(Messages(.english)).contains("2 interviews share a trace"))
  }

  @Test func headTellsThePeriodAndTheKeysOfTheColours() throws {
    let html = try Self.page(11)
    #expect(html.contains("2026-03-01 to 2026-03-04"))
    for outcome in Outcome.allCases {
      #expect(html.contains("<b class=\"key o-\(outcome.rawValue)\""))
    }
  }
}
