import CandorKit
import CandorRules
import CandorTimeline
import Testing

/// What linking takes from a pack.
@Suite struct OtherInterviewsTests {
  private static func rule(_ id: String, _ parameter: String, _ type: String, _ value: String)
    -> RuleFile
  {
    RuleFile(
      path: "\(id).yaml",
      text: """
        id: \(id)
        version: 1.0.0
        title: An example
        status: stable
        scope: link
        parameters:
          \(parameter): {type: \(type), unit: candidates, default: \(value), description: An example.}
        when: >-
          link.candidates > 1
        severity: none
        summary: an example
        """)
  }

  /// Type and default of a parameter that counts candidates, and what linking makes of it; 0 stands for
  /// the standard value.
  static let counts: [(String, String, Int)] = [
    ("int", "9", 9), ("int", "9223372036854775807", .max), ("double", "6.5", 7),
    ("double", "1.0e+30", .max), ("double", "-1.0e+30", .min), ("string", "many", 0),
  ]

  @Test(arguments: counts)
  func aCountCanBeAnyNumber(_ type: String, _ value: String, _ count: Int) {
    let loaded = RulePackLoader().load([
      Self.rule("link/hub", "candidates", type, value),
      Self.rule("link/shared-address", "rarityCandidates", type, value),
    ])
    #expect(loaded.diagnostics.isEmpty)
    let standard = LinkParameters.standard
    let found = loaded.pack.linkParameters
    #expect(found.hubCandidates == (count == 0 ? standard.hubCandidates : count))
    #expect(found.rarityCandidates == (count == 0 ? standard.rarityCandidates : count))
    #expect(found.rarePercent == standard.rarePercent)
  }

  @Test func theBuiltInPackHasTheStandardNumbers() {
    let pack = RulePackLoader().load(BuiltInParts.ruleFiles).pack
    #expect(pack.linkParameters == .standard)
    #expect(RulePackLoader().load([]).pack.linkParameters == .standard)
  }
}
