import CandorModel
import CandorRules
import CandorTesting
import CandorTimeline
import Testing
import rules

/// The rule pack that travels inside the binary.
@Suite struct BuiltInPackTests {
  static let files = EmbeddedRules.files.map { RuleFile(path: $0.path, text: $0.text) }
  static let countries = CountryNames(Detection.countries)

  static let loaded: RulePackLoader.Result = {
    var loader = RulePackLoader()
    loader.countries = countries
    return loader.load(files)
  }()

  @Test func loadsWithoutDiagnostics() {
    for diagnostic in Self.loaded.diagnostics { Issue.record("\(diagnostic.text)") }
    #expect(Self.loaded.pack.name == "candor")
    #expect(Self.loaded.pack.rules.count >= 30)
    #expect(Self.loaded.pack.rules.map(\.id) == Self.loaded.pack.rules.map(\.id).sorted())
  }

  @Test func passesItsTests() {
    let builder = TimelineBuilder(countries: Detection.countries)
    let runner = RuleTestRunner(pack: Self.loaded.pack, countries: Self.countries) {
      builder.timeline(of: $0)
    }
    let report = runner.run(Self.files)
    if !report.hasPassed { Issue.record("\(report.text())") }
    #expect(report.results.count >= 90)
    #expect(report.junit().contains("failures=\"0\""))
  }
}
