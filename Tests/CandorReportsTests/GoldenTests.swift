import CandorModel
import Foundation
import Testing

@testable import CandorReports

/// Every form of report over the same interviews, compared with a file that was read by a person.
@Suite struct GoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable ([ReportedInterview]) -> String
    var testDescription: String { name }
  }

  static let context = ReportContext(generatedAt: Timestamp("2026-03-05T12:00:00Z"))

  static let cases: [Case] = [
    Case(name: "terminal-80.txt") { terminal($0, width: 80, isColored: false) },
    Case(name: "terminal-160.txt") { terminal($0, width: 160, isColored: false) },
    Case(name: "terminal-colored.txt") {
      terminal(Array($0.prefix(2)), width: 80, isColored: true)
    },
    Case(name: "terminal-de.txt") {
      terminal(Array($0.prefix(4)), width: 100, isColored: false, .german)
    },
    Case(name: "terminal-lines.txt") { interviews in
      let report = TerminalReport(width: 80, isColored: false)
      return interviews.map { report.line($0.assessment) }.joined()
    },
    form("findings.csv", .csv(.finding)), form("interviews.csv", .csv(.interview)),
    form("report.md", .markdown), form("report-de.md", .markdown, .german),
    form("junit.xml", .junit), form("report.html", .html(fileName: nil)),
    form("report-es.html", .html(fileName: nil), .spanish),
    Case(name: "candidate.txt") { candidate($0) { CandidateReport(context).text($0) } },
    Case(name: "candidate-de.txt") { interviews in
      var context = context
      context.language = .german
      let report = CandidateReport(context)
      return candidate(interviews) { report.text($0) }
    },
    Case(name: "candidate.html") {
      candidate(Array($0.suffix(1))) { CandidateReport(context).html($0) }
    },
  ]

  private static func form(
    _ name: String, _ form: ReportForm, _ language: ReportLanguage = .english
  ) -> Case {
    Case(name: name) { interviews in
      var context = context
      context.language = language
      var report = form.makeReport(context)
      return report.whole(interviews)
    }
  }

  private static func terminal(
    _ interviews: [ReportedInterview], width: Int, isColored: Bool,
    _ language: ReportLanguage = .english
  ) -> String {
    let report = TerminalReport(width: width, isColored: isColored, language: language)
    let counts = Dictionary(interviews.map { ($0.assessment.outcome, 1) }, uniquingKeysWith: +)
    return interviews.map { report.block($0.assessment) }.joined(separator: "\n") + "\n"
      + report.summary(counts: counts, lost: 1)
  }

  private static func candidate(
    _ interviews: [ReportedInterview], _ text: (ReportedInterview) -> String
  ) -> String {
    interviews.map(text).joined(separator: "\n\n")
  }

  @Test(arguments: cases) func reportIsAsItWasRead(_ form: Case) throws {
    let interviews = try Samples.interviews()
    let actual = form.make(interviews)
    #expect(form.make(interviews) == actual, "two runs must give the same bytes")
    let file = Samples.folder.appending(path: "Goldens/\(form.name)")
    if ProcessInfo.processInfo.environment["CANDOR_RECORD_GOLDENS"] == "1" {
      try actual.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded `\(form.name)`; read it, then run without CANDOR_RECORD_GOLDENS")
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    guard actual != expected else { return }
    let lines = (
      actual.split(separator: "\n", omittingEmptySubsequences: false),
      expected.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let place = zip(lines.0, lines.1).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      `\(form.name)` differs from line \(place.map { $0.offset + 1 } ?? min(lines.0.count, lines.1.count)):
      expected: \(place.map { String($0.element.1.prefix(400)) } ?? "the end")
      found:    \(place.map { String($0.element.0.prefix(400)) } ?? "the end")
      """)
  }
}
