import CandorKit
import CandorModel
import Foundation
import Testing

/// Candor beside two naive tools over all scenarios.
///
/// With `CANDOR_ACCURACY` naming a folder, more interviews are made and the page and its picture
/// are written there; that is what `make accuracy` does.
@Suite("Precision and recall beside naive tools")
struct AccuracyTests {
  @Test func goals() throws {
    let folder = ProcessInfo.processInfo.environment["CANDOR_ACCURACY"]
    let seeds = folder == nil ? 5 : 50
    let report = try Self.report(seeds: seeds)
    #expect(report.candor.precision >= 0.98)
    #expect(report.candor.recall >= 0.98)
    for tool in NaiveTool.allCases {
      let naive = try #require(report.naive[tool])
      #expect(report.candor.precision > naive.precision, "\(tool.rawValue)")
      #expect(report.candor.recall >= naive.recall, "\(tool.rawValue)")
    }
    for kind in report.kinds { #expect(kind.inBand == kind.count, "\(kind.scenario.name)") }
    guard let folder else { return }
    let target = URL(filePath: folder, directoryHint: .isDirectory)
    try report.markdown(seeds: seeds).write(
      to: target.appending(path: "accuracy.md"), atomically: true, encoding: .utf8)
    try report.picture().write(
      to: target.appending(path: "accuracy.svg"), atomically: true, encoding: .utf8)
    print(report.markdown(seeds: seeds))
  }

  static func report(seeds: Int) throws -> AccuracyReport {
    let expander = ScenarioExpander(world: .shared)
    var workers: [Scenario.Databases: Investigator.Worker] = [:]
    var report = AccuracyReport()
    for scenario in Scenario.all {
      var worker = workers[scenario.databases] ?? ScenarioBench.shared.worker(scenario.databases)
      var kind = AccuracyReport.Kind(scenario: scenario)
      for seed in 0..<seeds {
        let interview = worker.enrich(try expander.evidence(of: scenario, seed: seed))
        let outcome = worker.assess(interview).outcome
        kind.count += 1
        kind.outcomes[outcome, default: 0] += 1
        if scenario.expected.contains(outcome) { kind.inBand += 1 }
        report.candor.add(
          flagged: outcome == .review || outcome == .priority, suspicious: scenario.isSuspicious)
        for tool in NaiveTool.allCases {
          let isFlagged = tool.flags(interview)
          kind.naiveFlags[tool, default: 0] += isFlagged ? 1 : 0
          report.naive[tool, default: Confusion()].add(
            flagged: isFlagged, suspicious: scenario.isSuspicious)
        }
      }
      report.kinds.append(kind)
      workers[scenario.databases] = worker
    }
    return report
  }

  @Test func confusionIsCounted() {
    var confusion = Confusion()
    #expect(confusion.precision == 1)
    confusion.add(flagged: true, suspicious: true)
    confusion.add(flagged: true, suspicious: false)
    confusion.add(flagged: false, suspicious: true)
    confusion.add(flagged: false, suspicious: false)
    #expect(confusion.precision == 0.5)
    #expect(confusion.recall == 0.5)
    #expect(confusion.trueNegatives == 1)
  }
}
