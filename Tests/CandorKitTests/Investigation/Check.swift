import CandorGeoIP
import CandorKit
import CandorModel
import Foundation

struct Check {
  static func main() throws {
    let now = Timestamp(millisecondsSinceEpoch: Int64(Date.now.timeIntervalSince1970 * 1000))
    let found = try lines(about: [interview], database: CommandLine.arguments[1], now: now)
    print(found.joined(separator: "\n"))
  }

  /// An interview as your own tables have it: an address and an agent for each answer.
  static let interview = Evidence(
    platform: "our-ats", interview: Interview(id: "4711"),
    answers: [
      Answer(
        step: Step(index: 0), ip: "83.56.102.7",
        userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
          + "(KHTML, like Gecko) Version/17.4 Safari/605.1.15"),
      Answer(
        step: Step(index: 1), ip: "31.0.12.34",
        userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
          + "(KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"),
    ])

  static func lines(
    about interviews: [Evidence], database path: String, now: Timestamp
  ) throws -> [String] {
    let investigator = try Investigator.builtIn(
      databases: [Database.open(path: path)], referenceDate: now)
    var worker = investigator.makeWorker()  // each task has one of its own
    var lines: [String] = []
    for evidence in interviews {
      let assessment = worker.assess(evidence)
      lines.append("\(assessment.interview.id): \(assessment.outcome.rawValue)")
      for finding in assessment.findings {
        lines.append("  \(finding.effectiveSeverity.rawValue) \(finding.rule)")
        lines.append("    \(finding.summary)")
      }
    }
    return lines
  }
}
