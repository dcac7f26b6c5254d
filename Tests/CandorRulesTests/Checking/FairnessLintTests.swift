import CandorExpression
import Testing

@testable import CandorRules

/// Which conditions take a particular group for a sign.
@Suite struct FairnessLintTests {
  static let refused: [String] = [
    "to.place.country == 'PL'",
    "'PL' == to.place.country",
    "to.place.country != 'ES'",
    "to.place.country in ['PL', 'RO']",
    "to.place.country in params.words",
    "to.place.country == params.word",
    "interview.declaredCountry == 'NG'",
    "to.place.countryName.startsWith('P')",
    "to.place.country.matches('^(PL|RO)$')",
    "to.place.country.lowerAscii() == 'pl'",
    "to.place.country + to.place.city == 'PLWarsaw'",
    "to.place.country < 'D'",
    "dyn(to.place)['country'] == 'PL'",
    "dyn(to).place.country == 'PL'",
    "{'PL': true}[to.place.country]",
    "['PL'].exists(c, c == to.place.country)",
    "[to.place.country].exists(c, c == 'PL')",
    "cel.bind(c, to.place.country, c == 'PL')",
    "countryName(to.place.country) == 'Poland'",
    "[from.place.country, 'PL'].exists(c, c == to.place.country)",
    "to.place.country == (has(from.place.city) ? from.place.country : 'PL')",
    "to.client.os == 'Linux'",
    "to.client.brand in ['Xiaomi']",
    "to.place.latitude > 50.0",
    "to.place.continent == 'AF'",
    "to.place.city.contains('grad')",
    "!(to.place.country == 'PL')",
    "switch.deviceChanged || to.place.subdivision == 'CT'",
  ]

  static let accepted: [String] = [
    "from.place.country != to.place.country",
    "to.place.country == interview.declaredCountry",
    "to.place.countryName == from.place.countryName",
    "has(to.place.country) && has(from.place.country)",
    "to.place.country == (has(from.place.country) ? from.place.country : '')",
    "to.place.city != ''",
    "from.client.os != to.client.os",
    "to.client.class == 'phone'",
    "to.network.class in ['vpn', 'tor']",
    "switch.countryRelation == 'different'",
    "switch.minimumDistanceKm > params.km",
    "[from.place.country, to.place.country].distinct().size() > 1",
    "size(to.place.country) == 2",
    "interview.position.name == 'Clerk'",
    "interview.status == 'to_evaluate'",
    "math.abs(from.place.latitude - to.place.latitude) > -1.0 * from.place.latitude",
    "to.network.asn == 3352",
  ]

  private func findings(_ condition: String) throws -> [FairnessLint.Finding] {
    let parameters = [
      RuleParameter(
        name: "km", kind: .double, unit: "km", defaultValue: .double(1), value: .double(1),
        minimum: nil, maximum: nil, description: ""),
      RuleParameter(
        name: "word", kind: .string, unit: nil, defaultValue: .string(""), value: .string(""),
        minimum: nil, maximum: nil, description: ""),
      RuleParameter(
        name: "words", kind: .strings, unit: nil, defaultValue: .list([]), value: .list([]),
        minimum: nil, maximum: nil, description: ""),
    ]
    let environment = RuleEnvironment.environment(
      scope: .switch, parameters: parameters, withMatches: false, limits: RuleLimits(),
      functions: RuleFunctions(countries: .none))
    return FairnessLint.findings(in: try CompiledExpression.compile(condition, in: environment))
  }

  @Test(arguments: refused) func isRefused(_ condition: String) throws {
    #expect(try findings(condition).count == 1)
  }

  @Test(arguments: accepted) func isAccepted(_ condition: String) throws {
    #expect(try findings(condition).isEmpty)
  }

  @Test func theExplanationNamesBothSides() throws {
    let finding = try #require(try findings("to.place.country in ['PL', 'RO']").first)
    #expect(finding.subject == "`to.place.country`")
    #expect(finding.standard == "`['PL', 'RO']`")
  }
}

/// Words about persons and numbers without names.
@Suite struct WordAndThresholdTests {
  @Test(arguments: [
    ("The candidate is a fraudster", "fraudster"), ("Cheating was seen", "cheating"),
    ("a liar", "liar"), ("Reject at once", "reject"), ("es un fraude", "fraude"),
    ("ein Betrüger", "betrüger"), ("Guilty!", "guilty"), ("disqualified", "disqualified"),
  ])
  func verdictsAreFound(_ text: String, _ word: String) {
    let found = VerdictWords.find(in: text)
    #expect(found?.word == word)
    let bytes = Array(text.utf8)
    if let range = found?.range {
      #expect(String(decoding: bytes[range], as: UTF8.self).lowercased() == word)
    }
  }

  @Test(arguments: [
    "answers 1-4 came from Spain, answers 5-8 from Poland", "a proxy or private network",
    "The webcam failed and the interview went on on a phone", "relied upon", "client",
    "the believer", "",
  ])
  func observationsAreNot(_ text: String) {
    #expect(VerdictWords.find(in: text) == nil)
  }

  @Test(arguments: [
    ("switch.minimumDistanceKm > 500.0", ["500.0"]),
    ("switch.gapSeconds / 3600.0 > 2.5", ["3600.0", "2.5"]),
    ("interview.placeCount > 1", []), ("switch.speedKmh >= 0.0", []),
    ("switch.minimumDistanceKm > params.km", []), ("interview.answerCount in [7, 8]", ["7", "8"]),
    ("interview.durationSeconds > double(45)", ["45"]),
    ("interview.completedAt - interview.startedAt > duration('10m')", ["'10m'"]),
  ])
  func numbersWithoutNamesAreFound(_ condition: String, _ numbers: [String]) throws {
    let parameter = RuleParameter(
      name: "km", kind: .double, unit: "km", defaultValue: .double(1), value: .double(1),
      minimum: nil, maximum: nil, description: "")
    let environment = RuleEnvironment.environment(
      scope: .switch, parameters: [parameter], withMatches: false, limits: RuleLimits(),
      functions: RuleFunctions(countries: .none))
    let compiled = try CompiledExpression.compile(condition, in: environment)
    #expect(ThresholdLint.findings(in: compiled).map { $0.text(in: condition) } == numbers)
  }
}
