import CandorModel
import CandorRules
import CandorTesting
import CandorTimeline
import Testing

/// Rules written in a few lines, for tests.
enum RuleTexts {
  private static let builder = TimelineBuilder(countries: Detection.countries)
  static let countries = CountryNames(Detection.countries)

  /// A rule of scope `switch`; lines given replace or add keys.
  static func rule(
    _ id: String = "device/example", scope: String = "switch", when: String,
    severity: String = "medium", summary: String = "\"something changed\"", requires: String = "[]",
    more: String = ""
  ) -> RuleFile {
    RuleFile(
      path: "\(id).yaml",
      text: """
        id: \(id)
        version: 1.0.0
        title: An example
        status: stable
        scope: \(scope)
        requires: \(requires)
        when: >-
          \(when)
        severity: \(severity)
        summary: \(summary)
        innocent: ["A new device."]
        references: ["An example."]
        \(more)
        """)
  }

  /// Loads rules that have no errors.
  static func pack(
    _ files: [RuleFile], tuning: String = "", day: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> RulePack {
    var loader = RulePackLoader()
    loader.countries = countries
    loader.referenceDay = day
    let (tuning, found) = RuleTuning.reading(overlay: tuning, file: "overlay.yaml")
    let loaded = loader.load(files, tunings: [tuning])
    for diagnostic in found + loaded.diagnostics where diagnostic.severity == .error {
      Issue.record("\(diagnostic.text)", sourceLocation: sourceLocation)
    }
    return loaded.pack
  }

  /// The timeline that the product would build.
  static func timeline(_ interview: EnrichedInterview) -> Timeline {
    builder.timeline(of: interview)
  }

  /// What rules say of an interview.
  static func evaluate(
    _ files: [RuleFile], _ interview: EnrichedInterview, tuning: String = "", day: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> RuleResult {
    let pack = pack(files, tuning: tuning, day: day, sourceLocation: sourceLocation)
    return RuleEngine(pack: pack, countries: countries)
      .evaluate(interview, timeline(interview))
  }
}
