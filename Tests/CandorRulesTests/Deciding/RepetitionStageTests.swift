import CandorModel
import CandorRules
import CandorTesting
import Testing

@Suite("A rule says of one change what there is to say once")
struct RepetitionStageTests {
  /// Two pairs into the third answer, of which the first two are of one run.
  private func timeline(runs: [Run] = [Run(first: 0, last: 1), Run(first: 2, last: 2)]) -> Timeline
  {
    var timeline = Fixture.timeline([
      Fixture.transition(0, 2, [.place, .device]), Fixture.transition(1, 2, [.place]),
    ])
    timeline.runs = runs
    return timeline
  }

  private func finding(
    _ severity: Severity, on transition: Int, rule: String = "location/far-switch",
    explanations: [String] = []
  ) -> Finding {
    var finding = Fixture.finding(
      rule, severity, .place, transitions: [transition], observations: [transition, 2])
    finding.explanations = explanations.map {
      Explanation(code: $0, effect: .removed, observations: [2], text: $0)
    }
    if !explanations.isEmpty { finding.effectiveSeverity = .none }
    return finding
  }

  private func left(_ findings: [Finding], _ timeline: Timeline) -> [Finding] {
    var findings = findings
    RepetitionStage().leaveOut(from: &findings, timeline: timeline)
    return findings
  }

  @Test("of two the one that weighs more is kept, and of two alike the later pair")
  func kept() {
    let (strong, weak) = (finding(.high, on: 0), finding(.medium, on: 1))
    #expect(left([strong, weak], timeline()) == [strong])
    #expect(left([weak, strong], timeline()) == [strong])
    let alike = [finding(.high, on: 0), finding(.high, on: 1)]
    #expect(left(alike, timeline()) == [alike[1]])
  }

  @Test("what is explained otherwise stays, and so do other rules and other runs")
  func others() {
    let explained = [finding(.high, on: 0, explanations: ["roaming"]), finding(.medium, on: 1)]
    #expect(left(explained, timeline()) == explained)
    let rules = [finding(.high, on: 0), finding(.high, on: 1, rule: "location/country-switch")]
    #expect(left(rules, timeline()) == rules)
    let two = [finding(.high, on: 0), finding(.high, on: 1)]
    let runs = [Run(first: 0, last: 0), Run(first: 1, last: 1), Run(first: 2, last: 2)]
    #expect(left(two, timeline(runs: runs)) == two)
  }

  @Test("findings on several changes, and on none, stay as they are")
  func severalChanges() {
    let merged = Fixture.finding(.low, .network, transitions: [0, 1])
    let whole = Fixture.finding(.low, .network)
    #expect(left([merged, merged, whole, whole], timeline()) == [merged, merged, whole, whole])
  }
}
