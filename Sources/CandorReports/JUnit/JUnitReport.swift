import CandorModel

/// Assessments as JUnit XML, so that a schedule in a CI system shows flagged interviews as failures.
///
/// One suite per platform, one test case per interview: `review` and `priority` are failures,
/// `not-assessable` is skipped, `clear` passes. The counts stand first in the file, so it is written
/// at the end; only the text of the cases is kept until then.
public struct JUnitReport: AssessmentReport {
  private struct Suite {
    let platform: String
    var cases = ""
    var tests = 0
    var failures = 0
    var skipped = 0
  }

  private let context: ReportContext
  private var suites: [Suite] = []

  /// Makes a report.
  public init(_ context: ReportContext) { self.context = context }

  /// Keeps the interview's test case.
  public mutating func add(_ interview: ReportedInterview) -> String {
    let assessment = interview.assessment
    let platform = assessment.interview.platform
    let place =
      suites.firstIndex { $0.platform == platform }
      ?? {
        suites.append(Suite(platform: platform))
        return suites.count - 1
      }()
    suites[place].tests += 1
    let name = Markup.escaped(ReportText.plain(assessment.interview.id))
    let suite = Markup.escaped(ReportText.plain(platform))
    var text = "    <testcase classname=\"\(suite)\" name=\"\(name)\" time=\"0\""
    switch assessment.outcome {
    case .clear: text += "/>\n"
    case .notAssessable:
      suites[place].skipped += 1
      text += ">\n      <skipped message=\"\(Markup.escaped(Self.note(assessment)))\"/>\n"
      text += "    </testcase>\n"
    case .review, .priority:
      suites[place].failures += 1
      let message = "\(assessment.outcome.rawValue): \(Self.note(assessment))"
      text += ">\n      <failure type=\"\(assessment.outcome.rawValue)\""
      text += " message=\"\(Markup.escaped(message))\">\(Markup.escaped(Self.body(assessment)))"
      text += "</failure>\n    </testcase>\n"
    }
    suites[place].cases += text
    return ""
  }

  /// The whole document.
  public mutating func finish(_ totals: ReportTotals?) -> ReportEnd {
    func count(_ path: KeyPath<Suite, Int>) -> Int { suites.reduce(0) { $0 + $1[keyPath: path] } }
    let title = Markup.escaped(
      ReportText.plain(context.title ?? Messages(context.language)["doc.title"]))
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"\(title)\""
    text += " tests=\"\(count(\.tests))\" failures=\"\(count(\.failures))\" errors=\"0\""
    text += " skipped=\"\(count(\.skipped))\" time=\"0\">\n"
    for suite in suites {
      text += "  <testsuite name=\"\(Markup.escaped(ReportText.plain(suite.platform)))\""
      text += " tests=\"\(suite.tests)\" failures=\"\(suite.failures)\" errors=\"0\""
      text += " skipped=\"\(suite.skipped)\" time=\"0\""
      if let moment = context.generatedAt { text += " timestamp=\"\(moment.text)\"" }
      text += ">\n" + suite.cases + "  </testsuite>\n"
    }
    if let totals, totals.lost > 0 || totals.interviews > count(\.tests) {
      text += Self.summary(totals)
    }
    return ReportEnd(text: text + "</testsuites>\n")
  }

  /// What no test case tells, as a suite without any: interviews that were left out, and losses.
  private static func summary(_ totals: ReportTotals) -> String {
    var text = "  <testsuite name=\"summary\" tests=\"0\" failures=\"0\" errors=\"0\""
    text += " skipped=\"0\" time=\"0\">\n    <properties>\n"
    let counts = Outcome.allCases.sorted { $0.urgency < $1.urgency }.map {
      ($0.rawValue, totals.counts[$0, default: 0])
    }
    for (name, count) in counts + [("lost", totals.lost)] {
      text += "      <property name=\"\(name)\" value=\"\(count)\"/>\n"
    }
    return text + "    </properties>\n  </testsuite>\n"
  }

  private static func note(_ assessment: Assessment) -> String {
    ReportText.plain(
      Messages(.english).headline(assessment, FindingGroup.groups(of: assessment.findings)))
  }

  private static func body(_ assessment: Assessment) -> String {
    var lines = [""]
    for group in FindingGroup.groups(of: assessment.findings) {
      let rules = group.rules.map { ReportText.plain($0) }.joined(separator: ", ")
      lines.append(
        "[\(group.lead.effectiveSeverity.rawValue)] \(ReportText.plain(group.lead.summary)) (\(rules))"
      )
      if !group.others.isEmpty { lines.append("  and \(group.others.count) more of this kind") }
      for explanation in group.lead.explanations {
        lines.append("  + \(ReportText.plain(explanation.text))")
      }
    }
    if !assessment.contributions.isEmpty {
      lines.append(
        "adds up: \(ContributionWords.sum(assessment.contributions)) = \(assessment.outcome.rawValue)"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
