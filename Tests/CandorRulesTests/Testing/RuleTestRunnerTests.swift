import CandorModel
import CandorRules
import CandorTesting
import Testing

/// The runner of test files, the scaffold and explanations.
@Suite struct RuleTestRunnerTests {
  private func run(_ files: [RuleFile]) -> RuleTestReport {
    RuleTestRunner(pack: RuleTexts.pack(files.filter(\.isRule)), countries: RuleTexts.countries) {
      RuleTexts.timeline($0)
    }.run(files)
  }

  private let rule = RuleTexts.rule(
    when: "switch.deviceChanged", summary: "\"to {{deviceName(to)}}\"",
    requires: "[switch.device]", more: "values: {os: to.client.os}")

  private func tests(_ text: String) -> RuleFile {
    RuleFile(path: "device/example.tests.yaml", text: text)
  }

  private let benign = """
    does-not-fire:
      - name: one device
        observations: [{repeat: 3, os: macOS, browser: Safari, deviceClass: desktop}]
    missing-data:
      - name: no agents
        observations: [{repeat: 2, country: ES}]
        expect: {reason: missing-agent}

    """

  @Test func aPassingFile() {
    let report = run([
      rule,
      tests(
        benign + """
          fires:
            - name: two devices
              observations:
                - {repeat: 2, os: macOS, browser: Safari, deviceClass: desktop}
                - {os: Windows, browser: Chrome, deviceClass: desktop}
              expect: {findings: 1, severity: medium, summary: "to Chrome on Windows", observations: [1, 2], values: {os: Windows}}
          """),
    ])
    #expect(report.hasPassed)
    #expect(report.text() == "3 of 3 cases of 1 rule passed\n")
    #expect(
      report.junit().contains("<testcase classname=\"device/example\" name=\"fires: two devices\""))
  }

  @Test func aFailingCaseShowsExpectedGotAndValues() {
    let report = run([
      rule,
      tests(
        benign + """
          fires:
            - name: "no <change> & no\\x9B finding"
              observations:
                - {os: macOS, browser: Safari, deviceClass: desktop, country: ES, city: Madrid, latitude: 40.4, longitude: -3.7}
                - {os: macOS, browser: Safari, deviceClass: desktop, country: PL, city: Warsaw, latitude: 52.2, longitude: 21.0}
          """),
    ])
    #expect(!report.hasPassed)
    #expect(
      report.text() == """
        FAILED  device/example  fires: no <change> & no\\u{9B} finding
                device/example.tests.yaml:9
                findings: expected one at least, found none
                values that mattered:
                  at answer 1 to answer 2
                  switch.deviceChanged = false
        2 of 3 cases of 1 rule passed

        """)
    #expect(report.junit().contains("failures=\"1\""))
    #expect(report.junit().contains("no &lt;change&gt; &amp; no\\u{9B} finding"))
  }

  @Test func everySectionIsNeeded() {
    let report = run([rule, tests("fires: []\n" + benign)])
    #expect(!report.hasPassed)
    #expect(report.diagnostics.map(\.code) == ["R071"])
    #expect(run([rule]).diagnostics.map(\.code) == ["R070"])
  }

  @Test func notAnsweringIsNotAnsweringWithNo() {
    let report = run([
      rule,
      tests(
        benign.replacingFirst(
          "repeat: 3, os: macOS, browser: Safari, deviceClass: desktop", "repeat: 3")),
    ])
    let failed = report.results.filter { !$0.hasPassed }
    #expect(
      failed.map(\.failures) == [["answer: expected not fired, found not evaluable, missing-agent"]]
    )
  }

  static let mistakes: [(String, String)] = [
    ("name: one device", "R090"), ("{repeat: 3, so: macOS}", "R007"),
    ("{ip: nowhere}", "R091"), ("{at: noon}", "R091"), ("{agent: Mozilla}", "R091"),
    ("{deviceClass: laptop}", "R010"), ("{frozen: [colour]}", "R010"),
    ("{repeat: 0}", "R091"), ("{repeat: 1001}", "R091"), ("{repeat: many}", "R009"),
    ("{latitude: 90.5}", "R091"), ("{longitude: -181}", "R091"), ("{radiusKm: -1}", "R091"),
    ("{confidence: 101}", "R091"), ("{confidence: -1}", "R091"), ("{asn: -1}", "R091"),
    ("{asn: 4294967296}", "R091"), ("{country: Spain}", "R091"), ("{country: es}", "R091"),
  ]

  @Test(arguments: mistakes) func mistakesInTestsAreReported(_ text: String, _ code: String) {
    let line =
      text.hasPrefix("{")
      ? "  - {name: a case, observations: [\(text)]}" : "  - {\(text), observations: []}"
    let report = run([rule, tests("fires:\n\(line)\n" + benign)])
    #expect(report.diagnostics.map(\.code) == [code])
  }

  @Test func factsThatCanJustBeAreTaken() {
    let facts = """
      {repeat: 1000, country: ES, latitude: -90, longitude: 180, radiusKm: 0, asn: 4294967295, \
      confidence: 100}
      """
    let report = run([
      rule, tests("fires:\n  - {name: a case, observations: [\(facts)]}\n" + benign),
    ])
    #expect(report.diagnostics.isEmpty)
  }

  @Test func whatIsExpectedOfANumberIsSaid() {
    let report = run([
      rule, tests("fires:\n  - {name: a case, observations: [{repeat: 5000}]}\n" + benign),
    ])
    #expect(
      report.diagnostics.map(\.message) == [
        "expected `fires[0].observations[0].repeat` to be a number from 1 to 1000, found `5000`"
      ])
  }

  /// What a rule is not asked about says nothing of it.
  @Test(arguments: [("links", "link"), ("interviews", "candidate")])
  func factsOfOtherScopesAreReported(key: String, scope: String) {
    let files = [rule, tests("fires:\n  - {name: a case, \(key): []}\n" + benign)]
    let expected = [
      "expected `fires[0].\(key)` beside a rule of scope `\(scope)`, found the scope `switch`"
    ]
    let report = run(files)
    #expect(report.diagnostics.map(\.code) == ["R091"])
    #expect(report.diagnostics.map(\.message) == expected)
    let lint = RuleLinter().lint(files).diagnostics.filter { $0.code == "R091" }
    #expect(lint.map(\.message) == expected)
  }

  /// What can never be looked at would make a case that cannot fail.
  @Test(
    arguments: [
      ("fires", "{reason: unlocatable}", "reason"), ("fires", "{findings: 0}", "findings"),
      ("does-not-fire", "{observations: [7]}", "observations"),
      ("does-not-fire", "{findings: 1}", "findings"),
      ("missing-data", "{reason: missing-time, summary: nonsense}", "summary"),
      ("missing-data", "{findings: 0, severity: high}", "severity"),
      ("missing-data", "{findings: -1}", "findings"),
    ])
  func misplacedExpectationsAreReported(section: String, expect: String, key: String) {
    let sections = [
      "fires": "fires:\n  - {name: a, observations: [], expect: {}}\n",
      "does-not-fire": "does-not-fire:\n  - {name: b, observations: [], expect: {}}\n",
      "missing-data": "missing-data:\n  - {name: c, observations: [], expect: {}}\n",
    ]
    let text = sections.keys.sorted().map { name in
      let cases = sections[name] ?? ""
      return name == section ? cases.replacingFirst("expect: {}", "expect: \(expect)") : cases
    }.joined()
    let report = run([rule, tests(text)])
    #expect(report.diagnostics.map(\.code) == ["R092"])
    #expect(
      report.diagnostics.map(\.message) == [
        "expected what the section `\(section)` can be about, found `\(key)`"
      ])
  }

  /// Without findings and without a reason: the rule answers, although something is missing.
  @Test func noFindingWhereDataAreMissingIsAnAnswer() {
    let report = run([
      rule, tests(benign.replacingFirst("{reason: missing-agent}", "{findings: 0}")),
    ])
    #expect(
      report.results.filter { !$0.hasPassed }.map(\.failures) == [
        ["answer: expected not fired, found not evaluable, missing-agent"]
      ])
  }

  @Test(arguments: ["device/after-a-pause", "candidate/other-device", "link/one-line"])
  func theScaffoldIsARuleWithItsTests(_ id: String) throws {
    let files = try #require(RuleScaffold(id: id)).files
    #expect(files.map(\.path) == ["detections/\(id).yaml", "detections/\(id).tests.yaml"])
    let lint = RuleLinter().lint(files)
    #expect(lint.diagnostics.isEmpty, "\(lint.text())")
    let report = run(files)
    #expect(report.hasPassed, "\(report.text())")
    #expect(report.results.count == 3)
  }

  @Test func aScaffoldNeedsAnID() {
    #expect(RuleScaffold(id: "Device/After") == nil)
    #expect(RuleScaffold(id: "after-a-pause") == nil)
    #expect(RuleScaffold(id: "../etc/passwd") == nil)
  }

  // MARK: Explanations

  private func explain(_ rule: RuleFile, _ interview: EnrichedInterview) -> RuleExplanation {
    let pack = RuleTexts.pack([rule])
    return RuleExplainer(pack.rules[0], countries: RuleTexts.countries)
      .explain(interview, RuleTexts.timeline(interview))
  }

  @Test func explainsTheNearestSwitch() {
    let rule = RuleTexts.rule(
      "location/example",
      when:
        "(switch.minimumDistanceKm >= params.leastKm || switch.deviceChanged) && !to.network.isAnonymised",
      more: """
        parameters:
          leastKm: {type: double, unit: km, default: 2500.0, description: "Least distance."}
        """)
    let interview = Detection.interview([
      (Detection.home(.madrid), Agents.mac), (Detection.home(.warsaw, "83.0.12.34"), Agents.mac),
      (Detection.vpn(.paris), Agents.mac),
    ])
    let explanation = explain(rule, interview)
    #expect(explanation.sites.count == 2)
    #expect(explanation.nearest == 0)
    #expect(explanation.parameters == ["leastKm = 2500.0 km"])
    let text = explanation.text()
    #expect(text.contains("location/example: not fired"))
    #expect(text.contains("answer 1 to answer 2 (the nearest): not fired"))
    #expect(text.contains("params.leastKm  =  2500"))
    #expect(text.contains("`switch.minimumDistanceKm >= params.leastKm` would have to be true"))
    #expect(text.contains(">= 2500 is false"))
    #expect(explanation.sites[0].differences.count == 1)
    #expect(explanation.sites[1].differences.count == 2)
  }

  @Test func explainsWhatFiredAndWhatIsNotKnown() {
    let rule = RuleTexts.rule(
      when: "switch.minimumSpeedKmh > 1.0", requires: "[switch.minimumSpeedKmh]")
    let places = [
      (Detection.home(.madrid), Agents.mac), (Detection.home(.warsaw, "83.0.12.34"), Agents.mac),
    ]
    let timed = explain(rule, Detection.interview(places, minutes: [0, 10]))
    #expect(timed.sites.map(\.answer) == [.fired])
    #expect(timed.text().hasPrefix("device/example: fired\n"))
    #expect(timed.sites[0].differences.isEmpty)
    let untimed = explain(rule, Detection.interview(places))
    #expect(untimed.sites.map(\.answer) == [.notEvaluable(missing: ["switch.minimumSpeedKmh"])])
    #expect(
      untimed.text().hasPrefix("device/example: not evaluable, the answers carry no timestamps"))
    let failing = explain(
      RuleTexts.rule(when: "1 / (interview.answerCount - 2) > 0"), Detection.interview(places))
    #expect(failing.sites.map(\.answer) == [.failed("division by zero")])
    #expect(
      failing.text().hasPrefix(
        "device/example: not evaluable, the condition of the rule could not be computed: division "
          + "by zero\n"))
    #expect(
      failing.text().contains(
        "answer 1 to answer 2: not evaluable, the condition could not be computed: division by zero"
      ))
    let off = RuleTexts.pack([rule], tuning: "off: [device/example]")
    let switchedOff = RuleExplainer(off.rules[0], countries: RuleTexts.countries)
    let interview = Detection.interview(places, minutes: [0, 10])
    #expect(
      switchedOff.explain(interview, RuleTexts.timeline(interview)).text().hasPrefix(
        "device/example: fired\n  switched off by the configuration: it makes no finding\n"))
    let steady = explain(rule, Detection.interview([places[0], places[0]]))
    #expect(steady.nearest == nil)
    #expect(steady.text().contains("there was nothing to ask about"))
  }
}
