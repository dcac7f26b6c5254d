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
    "has({to.place.country: 1}.PL)",
    "{to.place.country: true}.PL",
    "{to.place.country: true}['PL']",
    "{to.place.country: true}.?PL.orValue(false)",
    "cel.bind(m, {to.place.country: true}, has(m.PL))",
    "[{to.place.country: true}].exists(m, has(m.PL))",
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
    // Words about an answer.
    "placeName(to).endsWith('Poland')",
    "deviceName(to).contains('Android')",
    "deviceName(to.client) == 'Chrome on Android'",
    "networkName(to).contains('Polska')",
    "'Poland' == placeName(from)",
    // Sets and optional values.
    "sets.intersects(params.words, [from, to].map(o, o.place.country))",
    "sets.equivalent([to.place.country], ['PL'])",
    "sets.contains(['PL', 'RO'], [to.place.country])",
    "to.?place.?country == optional.of('PL')",
    "to.?place.?country == optional.ofNonZeroValue(params.word)",
    "to.?place.?country.orValue('') == 'PL'",
    "to.?place.?country.optMap(c, c == 'PL').orValue(false)",
    "optional.of(to.place).?country.value() == 'PL'",
    // Whole objects.
    "dyn(to.place) == {'country': 'PL'}",
    "dyn(to).place == {'country': 'PL'}",
    "dyn(to)['place']['country'] == 'PL'",
    "dyn(to.place) in [{'country': 'PL'}]",
    "[from, to].map(o, o.place).exists(p, p.country == 'PL')",
    "'%s'.format([to.place]).contains('PL')",
    "'%s'.format([to.place.country]) == 'PL'",
    // What is left of a fact, and what it was put together with.
    "to.place.country.replace('PL', '') == ''",
    "to.place.country.replace('PL', '').size() == 0",
    "to.place.country.split('PL').size() > 1",
    "to.place.country + 'x' == from.place.country",
    "'PL' + from.place.country == from.place.country + 'PL'",
    "[to.place.country, 'PL'].distinct().size() == 1",
    "size([from.place.country, params.word].distinct()) == 1",
    "math.greatest(to.place.latitude, 50.0) == to.place.latitude",
    "math.least(50.0, to.place.latitude) < from.place.latitude",
    "to.place.latitude - 50.0 > from.place.latitude",
    "to.place.country == 'PL' + ''",
    "cel.block([to.place.country], cel.index(0) == 'PL')",
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
    "deviceName(from) != deviceName(to)",
    "placeName(from) == placeName(to)",
    "placeName(to) != ''",
    "theAnswers(to) != 'answer 1'",
    "from.place != to.place",
    "dyn(to.place).radiusKm > params.km",
    "[from.place, to.place].exists(p, p.radiusKm > params.km)",
    "[from, to].exists(i, o, i > 0 && o.place.isCountryOnly)",
    "[from, to].slice(0, 1).exists(o, o.network.class == 'vpn')",
    "[from, to].first().value().network.class == 'vpn'",
    "[from, to].sortBy(o, o.index)[0].network.class == 'vpn'",
    "to.?place.?country.hasValue()",
    "to.?network.?class.orValue('vpn') == 'vpn'",
    "sets.intersects([from.place.country], [to.place.country])",
    "to.place.country.startsWith(from.place.country)",
    "from.place.country + '/' + from.place.city != to.place.country + '/' + to.place.city",
    "from.client.osVersion.split('.')[0] != to.client.osVersion.split('.')[0]",
    "from.?place.?country.orValue('none') == to.?place.?country.orValue('none')",
    "[from, to].map(o, o.place.country + '/' + o.place.city).distinct().size() > 1",
    "[from, to].map(o, o.client.osVersion.split('.')[0]).distinct().size() > 1",
    "'%s in %s'.format([from.place.city, from.place.country])"
      + " == '%s in %s'.format([to.place.city, to.place.country])",
    "math.greatest(switch.minimumDistanceKm, params.km) > params.km",
    "switch.place == 'far' && switch.to.place.radiusKm < params.km",
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

  /// Each level names the one before it twice; a form that doubled would fill the memory. A text grown
  /// this long is not followed further: the linter reports it as a fact mixed with something chosen.
  @Test(.timeLimit(.minutes(1))) func namesOfNamesTakeNoMemory() throws {
    var condition = "x40 == \"\""
    for level in (1...40).reversed() {
      condition = "cel.bind(x\(level), x\(level - 1) + x\(level - 1), \(condition))"
    }
    condition = "cel.bind(x0, to.place.country + \"/\", \(condition))"
    let found = try findings(condition)
    #expect(found.map(\.subject) == ["`to.place.country`"])
    #expect(found.map(\.standard) == ["`x40`"])
  }

  @Test(arguments: accepted) func isAccepted(_ condition: String) throws {
    #expect(try findings(condition).isEmpty)
  }

  static let refusedInScopes: [(Rule.Scope, String)] = [
    (.observation, "placeName(observation).endsWith('Poland')"),
    (.interview, "sets.intersects(['PL', 'RO'], observations.map(o, o.place.country))"),
    (.interview, "unattributed.agents.exists(a, deviceName(a).contains('Android'))"),
    (.interview, "unattributed.addresses.exists(a, placeName(a).contains('Poland'))"),
    (.interview, "transitions.exists(t, t.from.place.country == 'PL')"),
    (.candidate, "'PL' in candidate.declaredCountries"),
  ]

  static let acceptedInScopes: [(Rule.Scope, String)] = [
    (.interview, "[observations, observations].flatten(1).size() > 2"),
    (
      .interview,
      "observations.map(o, o.place.country).exists(i, c, i > 0 && c != observations[0].place.country)"
    ),
    (.interview, "size(observations) > 1 && runs.exists(r, r.place == 0)"),
    (.interview, "observations.exists(i, o, i > 0 && o.network.class == 'vpn')"),
    (.interview, "observations.map(o, o.place.country).distinct().size() > 1"),
    (.interview, "transitions.exists(t, t.placeChanged && t.place == 'far')"),
    (.candidate, "candidate.steps.exists(s, has(s.sharesDevice) && !s.sharesDevice)"),
    (.link, "link.kind == 'shared-address' && size(observations) > 1"),
  ]

  private func findings(
    _ condition: String, in environment: Environment
  ) throws -> [FairnessLint.Finding] {
    FairnessLint.findings(in: try CompiledExpression.compile(condition, in: environment))
  }

  private func environment(of scope: Rule.Scope) -> Environment {
    RuleEnvironment.environment(
      scope: scope, parameters: [], withMatches: false, limits: RuleLimits(),
      functions: RuleFunctions(countries: .none))
  }

  @Test(arguments: refusedInScopes)
  func isRefusedInEveryScope(_ scope: Rule.Scope, _ condition: String) throws {
    #expect(try findings(condition, in: environment(of: scope)).count == 1)
  }

  @Test(arguments: acceptedInScopes)
  func isAcceptedInEveryScope(_ scope: Rule.Scope, _ condition: String) throws {
    #expect(try findings(condition, in: environment(of: scope)).isEmpty)
  }

  @Test(arguments: [
    "placeName(to).endsWith('Poland')", "dyn(to.place) == {'country': 'PL'}",
    "sets.intersects(['PL'], observations.map(o, o.place.country))",
  ])
  func scopesOfExceptionsAreReadTheSameWay(_ condition: String) throws {
    let environment = RuleEnvironment.exceptionEnvironment(
      limits: RuleLimits(), functions: RuleFunctions(countries: .none))
    #expect(try findings(condition, in: environment).count == 1)
  }

  @Test func theExplanationNamesBothSides() throws {
    let finding = try #require(try findings("to.place.country in ['PL', 'RO']").first)
    #expect(finding.subject == "`to.place.country`")
    #expect(finding.standard == "`['PL', 'RO']`")
    let named = try #require(try findings("placeName(to).endsWith('Poland')").first)
    #expect(named.subject == "`placeName(to)`" && named.standard == "`'Poland'`")
    let left = try #require(try findings("to.place.country.replace('PL', '') == ''").first)
    #expect(left.subject == "`to.place.country`")
    #expect(left.standard == "`to.place.country.replace('PL', '')`")
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
