import CandorModel
import CandorRules
import CandorTesting
import Testing

/// Parameters, severities, switched-off rules and exceptions of a configuration.
@Suite struct RuleTuningTests {
  private static let rule = RuleTexts.rule(
    "location/example",
    when: "switch.minimumDistanceKm >= params.leastKm",
    more: """
      parameters:
        leastKm: {type: double, unit: km, default: 100.0, minimum: 1.0, maximum: 5000.0, description: "Least distance."}
      """)

  private static let interview = Detection.interview([
    (Detection.home(.madrid), Agents.mac),
    (Detection.home(.warsaw, "83.0.12.34", asn: 5617), Agents.mac),
  ])

  private func severities(_ tuning: String, day: String? = nil) -> [Severity] {
    RuleTexts.evaluate([Self.rule], Self.interview, tuning: tuning, day: day).findings
      .map(\.effectiveSeverity)
  }

  @Test func changesParametersSeveritiesAndSwitchesOff() {
    #expect(severities("") == [.medium])
    #expect(severities("parameters: {location/example: {leastKm: 4000}}") == [])
    #expect(severities("parameters: {location/example: {leastKm: 200.5}}") == [.medium])
    #expect(severities("severities: {location/example: low}") == [.low])
    #expect(severities("severities: {location/example: off}") == [])
    #expect(severities("off: [location/example]") == [])
  }

  @Test func readsItsSectionOfAConfiguration() {
    let (tuning, diagnostics) = RuleTuning.reading(
      configuration: "failOn: review\nrules:\n  off: [location/example]\n", file: "candor.yaml")
    #expect(diagnostics.isEmpty)
    #expect(!tuning.isEmpty)
    #expect(RuleTuning.reading(configuration: "", file: "candor.yaml").tuning.isEmpty)
    #expect(RuleTuning.reading(configuration: "rules:\n", file: "candor.yaml").diagnostics.isEmpty)
    let pack = RulePackLoader().load([Self.rule], tunings: [tuning]).pack
    #expect(pack.rules.map(\.isOff) == [true])
  }

  @Test func changesTheHashOfThePack() {
    let plain = RuleTexts.pack([Self.rule])
    let tuned = RuleTexts.pack(
      [Self.rule], tuning: "parameters: {location/example: {leastKm: 200.0}}")
    #expect(plain.hash != tuned.hash)
    #expect(plain.rules[0].hash == tuned.rules[0].hash)
    #expect(tuned.rules[0].isTuned && tuned.rules[0].parameters[0].isTuned)
    #expect(plain.hash == RuleTexts.pack([Self.rule]).hash)
  }

  static let exception = """
    exceptions:
      - name: warsaw-office
        owner: Recruiting operations
        reason: The office of the partner
        rules: [location/*]
        scope: observations.exists(o, o.network.asn == 5617) && has(switch.place)
        expires: 2026-06-30
    """

  @Test func anExceptionActsAndIsNamed() {
    let result = RuleTexts.evaluate(
      [Self.rule], Self.interview, tuning: Self.exception, day: "2026-06-30")
    #expect(result.exceptions == ["warsaw-office"])
    #expect(result.findings.map(\.effectiveSeverity) == [.none])
    #expect(result.findings.map(\.severity) == [.medium])
    #expect(result.findings.map(\.exception) == ["warsaw-office"])
    #expect(
      result.findings.first?.explanations.map(\.text) == [
        "exception `warsaw-office` of Recruiting operations, until 2026-06-30: "
          + "The office of the partner"
      ])
    #expect(result.findings.first?.explanations.map(\.effect) == [.removed])
  }

  @Test func anExceptionMayOnlyLower() {
    let result = RuleTexts.evaluate(
      [Self.rule], Self.interview, tuning: Self.exception + "\n    effect: lowered",
      day: "2026-06-30")
    #expect(result.findings.map(\.effectiveSeverity) == [.low])
  }

  @Test func anExceptionKeepsToItsScopeAndRules() {
    let elsewhere = Self.exception.replacingFirst("5617", "1")
    #expect(severities(elsewhere, day: "2026-01-01") == [.medium])
    let others = Self.exception.replacingFirst("location/*", "location/example")
    #expect(severities(others, day: "2026-01-01") == [.none])
  }

  @Test func anExpiredExceptionWarnsAndDoesNotAct() {
    var loader = RulePackLoader()
    loader.referenceDay = "2026-07-01"
    let (tuning, _) = RuleTuning.reading(overlay: Self.exception, file: "overlay.yaml")
    let loaded = loader.load([Self.rule], tunings: [tuning])
    #expect(loaded.diagnostics.map(\.code) == ["R064"])
    #expect(!loaded.hasErrors)
    #expect(loaded.pack.exceptions.isEmpty)
    #expect(loaded.pack.expiredExceptions.map(\.name) == ["warsaw-office"])
    #expect(severities(Self.exception, day: "2026-07-01") == [.medium])
  }

  static let mistakes: [(String, String)] = [
    ("parameters: {location/exampel: {leastKm: 1}}", "R060"),
    ("parameters: {location/example: {leastKilometres: 1}}", "R061"),
    ("parameters: {location/example: {leastKm: far}}", "R031"),
    ("parameters: {location/example: {leastKm: 0.5}}", "R032"),
    ("parameters: {location/example: 3}", "R009"),
    ("severities: {location/example: critical}", "R010"),
    ("off: [nobody/knows]", "R060"),
    ("exeptions: []", "R007"),
    (exception.replacingFirst("    owner: Recruiting operations\n", ""), "R008"),
    (exception.replacingFirst("2026-06-30", "soon"), "R063"),
    (exception.replacingFirst("2026-06-30", "2026-02-30"), "R063"),
    (exception.replacingFirst("o.network.asn", "o.network.number"), "R042"),
    (exception.replacingFirst("location/*", "places/*"), "R060"),
    (exception.replacingFirst("[location/*]", "[]"), "R009"),
    (exception.replacingFirst("[location/*]", ""), "R009"),
    (exception + exception.replacingFirst("exceptions:", ""), "R062"),
  ]

  @Test(arguments: mistakes) func mistakesAreReported(_ text: String, _ code: String) {
    let (tuning, found) = RuleTuning.reading(overlay: text, file: "overlay.yaml")
    let loaded = RulePackLoader().load([Self.rule], tunings: [tuning])
    let diagnostics = found + loaded.diagnostics
    #expect(diagnostics.map(\.code) == [code])
    #expect(diagnostics.allSatisfy { $0.place?.file == "overlay.yaml" && $0.place?.line != nil })
  }
}

extension String {
  /// The text with the first occurrence of another replaced.
  func replacingFirst(_ text: String, _ replacement: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound]) + replacement + String(self[range.upperBound...])
  }
}
