import CandorModel
import CandorRules
import CandorTesting
import Testing

/// What a change of rules means.
@Suite struct RulePackDiffTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let old: RuleFile
    let new: RuleFile
    let level: RulePackDiff.Level?
    let reason: String
  }

  private static func rule(
    _ when: String = "switch.minimumDistanceKm >= params.km", km: String = "100.0",
    severity: String = "medium", requires: String = "[]", summary: String = "\"a\"",
    more: String = ""
  ) -> RuleFile {
    RuleTexts.rule(
      when: when, severity: severity, summary: summary, requires: requires,
      more: """
        parameters:
          km: {type: double, unit: km, default: \(km), description: "Kilometres."}
        \(more)
        """)
  }

  @Test func aValueCannotSteerTheTerminal() {
    func pack(_ word: String) -> RulePack {
      RuleTexts.pack([
        RuleTexts.rule(
          when: "switch.device == params.word",
          more: """
            parameters:
              word: {type: string, default: "\(word)", description: "A word."}
            """)
      ])
    }
    let text = RulePackDiff(from: pack("a"), to: pack(#"b\u001B[2J\u202E"#)).text()
    #expect(text.contains(#"`word` went from a to b\u{1B}[2J\u{202E}"# + "\n"))
  }

  private static let severities =
    "[{when: switch.minimumDistanceKm >= params.km, is: high}, {is: medium}]"

  static let cases: [Case] = [
    Case(testDescription: "nothing", old: rule(), new: rule(), level: nil, reason: ""),
    Case(
      testDescription: "summary", old: rule(), new: rule(summary: "\"b\""), level: .patch,
      reason: "summary"),
    Case(
      testDescription: "lower threshold", old: rule(), new: rule(km: "50.0"), level: .minor,
      reason: "fires on more: `km` went from 100.0 to 50.0"),
    Case(
      testDescription: "higher threshold", old: rule(), new: rule(km: "200.0"), level: .major,
      reason: "fires on less: `km` went from 100.0 to 200.0"),
    Case(
      testDescription: "higher upper bound",
      old: rule("!(switch.minimumDistanceKm > params.km)"),
      new: rule("!(switch.minimumDistanceKm > params.km)", km: "200.0"), level: .minor,
      reason: "fires on more: `km` went from 100.0 to 200.0"),
    Case(
      testDescription: "equality",
      old: rule("switch.minimumDistanceKm == params.km"),
      new: rule("switch.minimumDistanceKm == params.km", km: "200.0"), level: .major,
      reason: "fires otherwise: `km` went from 100.0 to 200.0"),
    Case(
      testDescription: "one more condition", old: rule(),
      new: rule("switch.minimumDistanceKm >= params.km && switch.deviceChanged"), level: .major,
      reason: "fires on less: the condition asks for more"),
    Case(
      testDescription: "one condition less",
      old: rule("switch.deviceChanged && switch.minimumDistanceKm >= params.km"), new: rule(),
      level: .minor, reason: "fires on more: the condition asks for less"),
    Case(
      testDescription: "one more alternative", old: rule(),
      new: rule("switch.minimumDistanceKm >= params.km || switch.deviceChanged"), level: .minor,
      reason: "fires on more: the condition asks for less"),
    Case(
      testDescription: "another condition", old: rule(),
      new: rule("switch.distanceKm >= params.km"), level: .major,
      reason: "fires otherwise: the condition is another"),
    Case(
      testDescription: "order of conditions",
      old: rule("switch.deviceChanged && switch.minimumDistanceKm >= params.km"),
      new: rule("switch.minimumDistanceKm  >=  params.km && switch.deviceChanged"),
      level: .patch, reason: "comments or layout of the file"),
    Case(
      testDescription: "layout of a condition", old: rule(),
      new: rule("switch.minimumDistanceKm>=params.km"), level: .patch,
      reason: "comments or layout of the file"),
    Case(
      testDescription: "white space in a text", old: rule(#"switch.device == "a  b""#),
      new: rule(#"switch.device == "a b""#), level: .major,
      reason: "fires otherwise: the condition is another"),
    Case(
      testDescription: "a threshold of the severity",
      old: rule("switch.deviceChanged", severity: severities),
      new: rule("switch.deviceChanged", km: "200.0", severity: severities), level: .major,
      reason: "its severity may be another: `km` went from 100.0 to 200.0"),
    Case(
      testDescription: "a parameter of what joins",
      old: rule("switch.deviceChanged", more: "mergeBy: string(params.km)"),
      new: rule("switch.deviceChanged", km: "200.0", more: "mergeBy: string(params.km)"),
      level: .major, reason: "findings are joined otherwise: `km` went from 100.0 to 200.0"),
    Case(
      testDescription: "a parameter of the sentence",
      old: rule("switch.deviceChanged", summary: "\"{{params.km}}\""),
      new: rule("switch.deviceChanged", km: "200.0", summary: "\"{{params.km}}\""), level: .patch,
      reason: "`km` went from 100.0 to 200.0, which decides nothing"),
    Case(
      testDescription: "severity", old: rule(), new: rule(severity: "high"), level: .major,
      reason: "severity: medium became high"),
    Case(
      testDescription: "requirement", old: rule(), new: rule(requires: "[switch.place]"),
      level: .major, reason: "not evaluable more often: requires `switch.place` too"),
    Case(
      testDescription: "applies", old: rule(), new: rule(more: "applies: switch.placeChanged"),
      level: .major, reason: "fires on less: the condition asks for more"),
  ]

  @Test(arguments: cases) func levels(_ row: Case) {
    let diff = RulePackDiff(from: RuleTexts.pack([row.old]), to: RuleTexts.pack([row.new]))
    #expect(diff.level == row.level)
    #expect(diff.changes.flatMap(\.reasons) == (row.reason.isEmpty ? [] : [row.reason]))
    if row.level == nil { #expect(diff.text() == "no rule changed\n") }
  }

  @Test func rulesComeAndGo() {
    let one = RuleTexts.rule("device/one", when: "switch.deviceChanged")
    let two = RuleTexts.rule("device/two", when: "switch.deviceChanged")
    let diff = RulePackDiff(from: RuleTexts.pack([one]), to: RuleTexts.pack([two]))
    #expect(diff.changes.map(\.rule) == ["device/one", "device/two"])
    #expect(diff.changes.map(\.level) == [.major, .minor])
    #expect(diff.changes.allSatisfy { $0.isVersionFitting })
  }

  @Test func theVersionHasToSayIt() {
    let old = Self.rule()
    func fits(_ version: String, _ new: RuleFile) -> Bool {
      let raised = RuleFile(
        path: new.path, text: new.text.replacingFirst("version: 1.0.0", "version: \(version)"))
      let diff = RulePackDiff(from: RuleTexts.pack([old]), to: RuleTexts.pack([raised]))
      return diff.changes.allSatisfy(\.isVersionFitting)
    }
    #expect(!fits("1.0.0", Self.rule(summary: "\"b\"")))
    #expect(fits("1.0.1", Self.rule(summary: "\"b\"")))
    #expect(!fits("1.0.1", Self.rule(km: "50.0")))
    #expect(fits("1.1.0", Self.rule(km: "50.0")))
    #expect(!fits("1.1.0", Self.rule(severity: "high")))
    #expect(fits("2.0.0", Self.rule(severity: "high")))
  }

  @Test func aConfigurationCountsToo() {
    let plain = RuleTexts.pack([Self.rule()])
    let off = RuleTexts.pack([Self.rule()], tuning: "off: [device/example]")
    #expect(RulePackDiff(from: plain, to: off).changes.flatMap(\.reasons) == ["switched off"])
    let tuned = RuleTexts.pack(
      [Self.rule()], tuning: "parameters: {device/example: {km: 10}}")
    #expect(RulePackDiff(from: plain, to: tuned).level == .minor)
    var writer = JSONWriter()
    RulePackDiff(from: plain, to: tuned).write(to: &writer)
    #expect(writer.text.hasPrefix("{\"changes\":[{\"level\":\"minor\",\"newVersion\":\"1.0.0\""))
  }
}

/// Two packs over the same interviews.
@Suite struct RuleBacktestTests {
  private func assess(_ pack: RulePack) -> (EnrichedInterview) -> Assessment {
    let worker = RuleEngine(pack: pack).makeWorker()
    return { interview in
      let timeline = RuleTexts.timeline(interview)
      let result = worker.evaluate(interview, timeline)
      return Assessment(
        interview: Assessment.Subject(
          platform: "file", id: interview.evidence.interview.id, candidate: nil),
        outcome: result.findings.isEmpty ? .clear : .review, findings: result.findings,
        notEvaluable: result.notEvaluable, contributions: [], timeline: timeline,
        provenance: Provenance(engine: "0", rulePack: pack.provenance, databases: [], input: ""))
    }
  }

  private func interview(_ id: String, _ second: Client) -> EnrichedInterview {
    let home = Detection.home(.madrid)
    let made = Detection.interview([(home, Agents.mac), (home, second)])
    var evidence = made.evidence
    evidence.interview.id = id
    return EnrichedInterview(evidence: evidence, observations: made.observations)
  }

  @Test func comparesFindingsOutcomesAndDecisions() {
    let any = RuleTexts.rule(when: "switch.deviceChanged")
    let phones = RuleTexts.rule(
      when: "switch.deviceChanged && to.client.class == 'phone'", severity: "high")
    let report = RuleBacktest.run(
      over: [
        interview("a", Agents.windows), interview("b", Agents.android),
        interview("c", Agents.mac), interview("d", Agents.windows),
      ],
      before: assess(RuleTexts.pack([any])), after: assess(RuleTexts.pack([phones])),
      decision: { ["a": .innocent, "b": .confirmed, "d": .confirmed][$0.id] })
    #expect(report.interviewCount == 4)
    #expect(report.changedCount == 3)
    #expect(report.rules.map(\.before) == [3])
    #expect(report.rules.map(\.after) == [1])
    #expect(report.rules.map(\.removed) == [2])
    #expect(report.rules.map(\.severityChanged) == [1])
    #expect(report.outcomes.map(\.count) == [2])
    #expect(report.changes.map(\.interview) == ["file/a", "file/b", "file/d"])
    #expect(report.before.precision == 2.0 / 3.0)
    #expect(report.after.precision == 1.0)
    #expect(report.before.recall == 1.0)
    #expect(report.after.recall == 0.5)
    #expect(report.text().contains("review to clear: 2"))
    #expect(report.text().contains("precision 0.667 before, 1 after; recall 1 before, 0.5 after"))
    var writer = JSONWriter()
    report.write(to: &writer)
    #expect(writer.text.contains("\"schema\":\"candor.rule-backtest/1\""))
  }

  @Test func theSamePackChangesNothing() {
    let pack = RuleTexts.pack([RuleTexts.rule(when: "switch.deviceChanged")])
    let report = RuleBacktest.run(
      over: [interview("a", Agents.windows)], before: assess(pack), after: assess(pack))
    #expect(report.changedCount == 0)
    #expect(report.changes.isEmpty && report.outcomes.isEmpty)
    #expect(report.text() == "1 interview compared, 0 changed\n")
  }
}
