import CandorKit
import CandorModel
import Testing

@Suite("Every scenario kind comes out in its band")
struct ScenarioTests {
  /// Interviews of each kind; `make accuracy` takes more.
  static let count = 10

  @Test(arguments: Scenario.all)
  func band(of scenario: Scenario) throws {
    let expander = ScenarioExpander(world: .shared)
    var worker = ScenarioBench.shared.worker(scenario.databases)
    for seed in 0..<Self.count {
      let assessment = worker.assess(try expander.evidence(of: scenario, seed: seed))
      #expect(
        scenario.expected.contains(assessment.outcome),
        "seed \(seed): \(assessment.outcome.rawValue), \(Self.summary(of: assessment))")
    }
  }

  @Test("there are at least sixty kinds, innocent, suspicious and unusable")
  func kinds() {
    #expect(Scenario.all.count >= 60)
    #expect(Scenario.all.count { $0.isSuspicious } >= 25)
    #expect(Scenario.all.count { !$0.isSuspicious } >= 25)
    #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
  }

  @Test("a seed gives the same interview again, another seed another")
  func seeds() throws {
    let expander = ScenarioExpander(world: .shared)
    for scenario in Scenario.all where !scenario.places.isEmpty {
      let first = try expander.evidence(of: scenario, seed: 1)
      #expect(try expander.evidence(of: scenario, seed: 1) == first)
    }
    let steady = try #require(Scenario.all.first { $0.name.hasSuffix("/steady") })
    #expect(
      try expander.evidence(of: steady, seed: 1) != expander.evidence(of: steady, seed: 2))
  }

  static func summary(of assessment: Assessment) -> String {
    assessment.findings.map {
      "\($0.rule) \($0.severity) -> \($0.effectiveSeverity): \($0.summary) "
        + "\($0.explanations.map(\.code))"
    }.joined(separator: "; ") + " [\(assessment.outcomeNote ?? "")]"
  }
}
