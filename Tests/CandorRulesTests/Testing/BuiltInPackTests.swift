import CandorModel
import CandorRules
import CandorTesting
import CandorTimeline
import Testing

/// The rule pack of the repository, which travels inside the binary.
@Suite struct BuiltInPackTests {
  static let countries = CountryNames(Detection.countries)

  static let loader: RulePackLoader = {
    var loader = RulePackLoader()
    loader.countries = countries
    return loader
  }()

  static let loaded = loader.load(RuleFolder.files)

  @Test func loadsWithoutDiagnostics() {
    for diagnostic in Self.loaded.diagnostics { Issue.record("\(diagnostic.text)") }
    #expect(Self.loaded.pack.name == "candor")
    #expect(Self.loaded.pack.rules.count >= 30)
    #expect(Self.loaded.pack.rules.map(\.id) == Self.loaded.pack.rules.map(\.id).sorted())
  }

  @Test func isCleanToTheLinter() {
    let report = RuleLinter(loader: Self.loader).lint(RuleFolder.files)
    if !report.diagnostics.isEmpty { Issue.record("\(report.text())") }
  }

  @Test func passesItsTests() {
    let builder = TimelineBuilder(countries: Detection.countries)
    let runner = RuleTestRunner(pack: Self.loaded.pack, countries: Self.countries) {
      builder.timeline(of: $0)
    }
    let report = runner.run(RuleFolder.files)
    if !report.hasPassed { Issue.record("\(report.text())") }
    #expect(report.results.count >= 90)
    #expect(report.junit().contains("failures=\"0\""))
  }
}
