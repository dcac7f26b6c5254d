import CandorModel
import Testing

@testable import CandorRules

/// Parameters by which links are found.
@Suite struct LinkingParameterTests {
  private static func rule(_ id: String, _ parameter: String, _ type: String, _ value: String)
    -> RuleFile
  {
    RuleTexts.rule(
      id, scope: "link", when: "double(link.candidates) > double(params.\(parameter))",
      more: """
        parameters:
          \(parameter): {type: \(type), unit: candidates, default: \(value), description: A number.}
        """)
  }

  static let types: [(String, String, String, String, Bool)] = [
    ("link/hub", "candidates", "int", "6", true),
    ("link/hub", "candidates", "double", "1.0e+30", false),
    ("link/shared-address", "rarityCandidates", "double", "100.0", false),
    ("link/shared-address", "rarePercent", "double", "1.0", true),
    ("link/shared-address", "rarePercent", "int", "1", true),
    ("link/shared-agent", "candidates", "double", "6.0", true),
  ]

  @Test(arguments: types)
  func theLinterAsksForTheTypeThatLinkingNeeds(
    _ rule: String, _ parameter: String, _ type: String, _ value: String, _ isTaken: Bool
  ) throws {
    let found = RuleLinter().lint(
      [Self.rule(rule, parameter, type, value)], needsTests: false
    ).diagnostics
    #expect(found.map(\.code) == (isTaken ? [] : ["R081"]))
    guard !isTaken else { return }
    let diagnostic = try #require(found.first)
    #expect(diagnostic.severity == .warning)
    #expect(
      diagnostic.message
        == "expected the parameter `\(parameter)`, by which links are found, to be a whole number, "
        + "found a number")
    #expect(diagnostic.help == "write `type: int`")
    #expect(diagnostic.place?.line == 14)
  }

  @Test func theBuiltInRulesHaveAllOfThem() {
    let pack = RulePackLoader().load(RuleFolder.files).pack
    for parameter in LinkingParameter.allCases {
      #expect(pack.parameter(parameter)?.kind == parameter.kind, "\(parameter)")
    }
  }
}
