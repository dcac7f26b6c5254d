import CandorModel
import Testing

@testable import CandorReports

/// An interview on one screen: why it is where it is stays, and what is missing is said.
@Suite struct ScreenTests {
  private static let command = "candor show hireflix/695ccd477d6d9c5e838db053"

  /// Two places and two devices in turns: four groups of findings and nine reasons.
  private static func turns() throws -> Assessment {
    let assessments = try Samples.interviews().map(\.assessment)
    return try #require(assessments.first { $0.interview.id == "695ccd477d6d9c5e838db053" })
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  @Test func nothingIsLeftOutWhereThereIsRoom() throws {
    let assessment = try Self.turns()
    let report = TerminalReport(width: 100, isColored: false)
    #expect(
      report.block(assessment, height: 200, whole: Self.command) == report.block(assessment))
  }

  @Test(arguments: 14...60) func fitsAndTellsWhyItIsHere(height: Int) throws {
    let assessment = try Self.turns()
    for width in [80, 100, 160] {
      let report = TerminalReport(width: width, isColored: false)
      let text = report.block(assessment, height: height, whole: Self.command)
      let lines = Self.lines(text)
      #expect(lines.count <= height || (width == 80 && height < 16))
      #expect(lines.allSatisfy { DisplayWidth.columns($0) <= width })
      #expect(text.contains("two places alternate: Krakow, Poland and Toronto, Canada"))
      #expect(text.contains("Adds up"))
      #expect(text.contains("May be harmless"))
      guard text != report.block(assessment) else { continue }
      #expect(text.ranges(of: "Left out here").count == 1)
      let rest = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(rest.hasSuffix("`\(Self.command)` shows all"))
    }
  }

  /// On as few lines as there can be it fits a small terminal, also one without room for why.
  @Test(arguments: 6...40) func theTightStoryAlwaysFits(height: Int) throws {
    let assessment = try Self.turns()
    for width in [60, 80] {
      let report = TerminalReport(width: width, isColored: false)
      let text = report.tightBlock(assessment, height: height, whole: Self.command)
      let lines = Self.lines(text)
      #expect(lines.count <= height)
      #expect(lines.allSatisfy { !$0.isEmpty && DisplayWidth.columns($0) <= width })
      #expect(lines.first?.contains("PRIORITY") == true)
      let rest = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(rest.hasSuffix("More: `\(Self.command)`"))
      guard height >= 16 else { continue }
      #expect(rest.contains("two places alternate: Krakow, Poland and Toronto, Canada"))
      #expect(text.contains("May be harmless"))
      #expect(text.contains("Adds up"))
    }
  }

  /// Where nothing is left out nothing is said of that.
  @Test func aTightStoryOfLittleIsWhole() throws {
    var assessment = try Self.turns()
    assessment.timeline = Timeline(observations: [], order: .step)
    assessment.findings = []
    assessment.contributions = []
    let report = TerminalReport(width: 100, isColored: false)
    let text = report.tightBlock(assessment, height: 200, whole: Self.command)
    #expect(!text.contains("More:"))
    #expect(
      Self.lines(text)
        == Self.lines(report.block(assessment)).filter { !$0.isEmpty })
  }

  /// A line more never shows less of what was found.
  @Test func moreRoomShowsMore() throws {
    let assessment = try Self.turns()
    let report = TerminalReport(width: 100, isColored: false)
    var before = 0
    for height in 30...60 {
      let text = report.block(assessment, height: height, whole: Self.command)
      let rules = text.ranges(of: "            rule").count
      #expect(rules >= before, "at \(height) lines")
      before = rules
    }
    #expect(before == FindingGroup.groups(of: assessment.findings).count)
  }

  /// What counts for nothing goes before what counts, and what is left keeps its reasons.
  @Test func whatWeighsLeastGoesFirst() throws {
    let assessment = try Self.turns()
    var contents = BlockContents(assessment, Messages(.english))
    let whole = contents
    var isCut = contents.cut(leastReasons: 1)
    #expect(isCut)
    #expect(contents.groups.count == whole.groups.count)
    #expect(contents.ruleCount < whole.ruleCount)
    while contents.groups.count > 1 {
      let groups = contents.groups
      isCut = contents.cut(leastReasons: 1)
      try #require(isCut)
      guard contents.groups.count < groups.count else { continue }
      #expect(contents.reasons == FindingGroup.innocentReasons(of: contents.groups))
    }
    #expect(contents.groups.first?.lead.rule == "location/interleaved")
    #expect(assessment.leadingFinding?.rule == "location/interleaved")
    #expect(assessment.findings.first?.rule != "location/interleaved")
    while contents.cut(leastReasons: 1) {}
    #expect(contents.reasons == Array(whole.reasons.prefix(1)))
  }

  /// What could not be judged stands beside the word also where something was found.
  @Test(arguments: [
    (Outcome.clear, "by device; no address was locatable · answer 1"),
    (.notAssessable, "by device; no address was locatable · answer 1"),
    (.review, "answer 1"),
  ])
  func notesStandBesideTheOutcome(outcome: Outcome, beginning: String) throws {
    var assessment = try Self.turns()
    assessment.outcome = outcome
    assessment.outcomeNote = "by device; no address was locatable"
    assessment.findings = [
      Finding(
        rule: "network/vpn", ruleVersion: "1.0.0", ruleHash: "sha256:0", severity: .low,
        summary: "answer 1 came through a virtual private network", observations: [0],
        kind: .network)
    ]
    let report = TerminalReport(width: 200, isColored: false)
    #expect(report.line(assessment).contains("695ccd477d6d9c5e838db053  \(beginning)"))
    var markdown = MarkdownReport(ReportContext())
    let text = markdown.whole([ReportedInterview(assessment)])
    if outcome == .clear { #expect(text.contains("| \(beginning)")) }
    var page = HTMLReport(ReportContext())
    let html = page.whole([ReportedInterview(assessment)])
    let capitalised = beginning.prefix(1).uppercased() + beginning.dropFirst()
    #expect(html.contains("<span class=\"f\"><span>\(capitalised)"))
  }
}
