import CandorModel
import CandorRules
import CandorTesting
import Testing

/// Three answers always: why a rule could not answer.
@Suite struct NotEvaluableTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let requires: String
    let when: String
    let interview: EnrichedInterview
    let reason: NotEvaluable.Reason?

    init(
      _ name: String, requires: String, when: String, _ interview: EnrichedInterview,
      _ reason: NotEvaluable.Reason?
    ) {
      testDescription = name
      self.requires = requires
      self.when = when
      self.interview = interview
      self.reason = reason
    }
  }

  private static let home = Detection.home(.madrid)
  private static let warsaw = Detection.home(.warsaw, "83.0.12.34", asn: 5617)
  private static func bare(_ place: Lookup<Place>, _ text: String = "83.56.102.236") -> AddressFacts
  {
    Detection.address(text, place, hasNetwork: false)
  }

  static let cases: [Case] = [
    Case(
      "one answer", requires: "[switch.device]", when: "switch.deviceChanged",
      Detection.interview([(home, Agents.mac)]), .singleObservation),
    Case(
      "no answer", requires: "[switch.device]", when: "switch.deviceChanged",
      Detection.interview([]), .singleObservation),
    Case(
      "no agents", requires: "[switch.device]", when: "switch.deviceChanged",
      Detection.interview([(home, nil), (warsaw, nil)]), .missingAgent),
    Case(
      "one agent of two", requires: "[switch.device]", when: "switch.deviceChanged",
      Detection.interview([(home, Agents.mac), (home, nil)]), .missingAgent),
    Case(
      "two agents of three", requires: "[switch.device]", when: "switch.deviceChanged",
      Detection.interview([(home, Agents.mac), (home, nil), (home, Agents.mac)]), nil),
    Case(
      "no addresses", requires: "[switch.place]", when: "switch.placeChanged",
      Detection.interview([(nil, Agents.mac), (nil, Agents.windows)]), .missingAddress),
    Case(
      "no place known", requires: "[switch.place]", when: "switch.placeChanged",
      Detection.interview([(bare(.absent), nil), (bare(.absent, "83.0.0.1"), nil)]), .unlocatable),
    Case(
      "no database", requires: "[switch.place]", when: "switch.placeChanged",
      Detection.interview([
        (bare(.notAttempted), nil), (bare(.notAttempted, "83.0.0.1"), nil),
      ]), .noDatabase),
    Case(
      "a private address is not looked up", requires: "[switch.place]",
      when: "switch.placeChanged",
      Detection.interview([
        (bare(.notAttempted, "192.168.1.4"), nil), (bare(.notAttempted, "10.0.0.1"), nil),
      ]), .unlocatable),
    Case(
      "a damaged database", requires: "[switch.place]", when: "switch.placeChanged",
      Detection.interview([(bare(.failed), nil), (bare(.failed, "83.0.0.1"), nil)]),
      .databaseFailed),
    Case(
      "what the operator can mend comes first", requires: "[switch.place]",
      when: "switch.placeChanged",
      Detection.interview([(nil, nil), (nil, nil), (bare(.failed), nil)]), .databaseFailed),
    Case(
      "private networks only", requires: "[switch.countryRelation]",
      when: "switch.placeChanged",
      Detection.interview([
        (Detection.vpn(.madrid), nil), (Detection.vpn(.warsaw, "5.180.79.8"), nil),
      ]), .anonymised),
    Case(
      "no times", requires: "[switch.minimumSpeedKmh]",
      when: "switch.minimumSpeedKmh > 900.0",
      Detection.interview([(home, Agents.mac), (warsaw, Agents.mac)]), .missingTime),
    Case(
      "times on both sides", requires: "[switch.minimumSpeedKmh]",
      when: "switch.minimumSpeedKmh > 90000.0",
      Detection.interview([(home, Agents.mac), (warsaw, Agents.mac)], minutes: [0, 30]), nil),
    Case(
      "nothing declared", requires: "[interview.declaredCountry]",
      when: "from.place.country != interview.declaredCountry",
      Detection.interview([(home, nil), (warsaw, nil)]), .missingDeclaration),
    Case(
      "a field the agents do not have", requires: "[from.client.model, to.client.model]",
      when: "from.client.model != to.client.model",
      Detection.interview([(home, Agents.mac), (home, Agents.windows)]), .unknownFields),
    Case(
      "known at one of two switches", requires: "[from.client.model, to.client.model]",
      when: "from.client.model == to.client.model",
      Detection.interview([
        (home, Agents.mac), (home, Agents.pixel), (home, Agents.galaxy),
      ]), nil),
  ]

  @Test(arguments: cases) func reasons(_ row: Case) {
    let rule = RuleTexts.rule(when: row.when, requires: row.requires)
    let result = RuleTexts.evaluate([rule], row.interview)
    #expect(result.findings.isEmpty)
    #expect(result.notEvaluable.map(\.reason) == [row.reason].compactMap { $0 })
    #expect(result.notEvaluable.allSatisfy { !$0.text.isEmpty && $0.rule == "device/example" })
  }

  @Test func whereTheQuestionDoesNotAriseNothingIsSaid() {
    let rule = RuleTexts.rule(
      when: "switch.minimumSpeedKmh > 900.0", requires: "[switch.minimumSpeedKmh]",
      more: "applies: switch.placeChanged")
    let steady = Detection.interview([(Self.home, Agents.mac), (Self.home, Agents.windows)])
    #expect(RuleTexts.evaluate([rule], steady).notEvaluable.isEmpty)
    let moved = Detection.interview([(Self.home, Agents.mac), (Self.warsaw, Agents.mac)])
    #expect(RuleTexts.evaluate([rule], moved).notEvaluable.map(\.reason) == [.missingTime])
  }

  @Test func observationRulesSayItOnce() {
    let rule = RuleTexts.rule(
      "network/example", scope: "observation", when: "observation.network.isAnonymised",
      requires: "[observation.network]")
    let none = Detection.interview([(nil, nil), (nil, nil)])
    #expect(RuleTexts.evaluate([rule], none).notEvaluable.map(\.reason) == [.missingAddress])
    let some = Detection.interview([(nil, nil), (Self.home, nil)])
    #expect(RuleTexts.evaluate([rule], some).notEvaluable.isEmpty)
    let empty = Detection.interview([])
    #expect(RuleTexts.evaluate([rule], empty).notEvaluable.map(\.reason) == [.missingAddress])
  }

  /// An address that has a place was located; a database of networks was not there.
  @Test func anAddressWithAPlaceWasLocated() {
    func told(
      _ requires: String, places: [Lookup<Place>], declaredCountry: String? = nil,
      minutes: [Double]? = nil
    ) -> [NotEvaluable.Reason] {
      let rule = RuleTexts.rule(
        "network/example", scope: "observation", when: "observation.network.isAnonymised",
        requires: requires)
      let answers = places.map { place -> (AddressFacts?, Client?) in
        let address = Self.bare(place).address
        return (AddressFacts(address: address, network: .absent, place: place), Agents.mac)
      }
      return RuleTexts.evaluate(
        [rule],
        Detection.interview(answers, minutes: minutes, declaredCountry: declaredCountry)
      ).notEvaluable.map(\.reason)
    }
    let located = Lookup.found(Detection.place(.madrid))
    #expect(told("[observation.network]", places: [located, located]) == [.unknownFields])
    #expect(told("[observation.network]", places: [.absent, .absent]) == [.unlocatable])
    // What is known of all answers is not told to be missing.
    #expect(
      told(
        "[observation.network, interview.declaredCountry]", places: [located],
        declaredCountry: "ES") == [.unknownFields])
    #expect(
      told("[observation.network, observation.at]", places: [located], minutes: [0])
        == [.unknownFields])
    #expect(
      told("[observation.network, observation.at]", places: [located]) == [.missingTime])
    let change = RuleTexts.rule(
      "network/example", when: "switch.networkChanged", requires: "[from.network]")
    let bare = AddressFacts(
      address: Self.bare(.absent).address, network: .absent, place: located)
    #expect(
      RuleTexts.evaluate(
        [change], Detection.interview([(bare, Agents.mac), (bare, Agents.windows)])
      ).notEvaluable.map(\.reason) == [.unknownFields])
  }

  /// What fails is the condition, and no fact is missing.
  @Test(arguments: [
    ("observation", "1 / (interview.answerCount - 2) > 0", "division by zero"),
    ("switch", "1 % (interview.answerCount - 2) > 0", "modulus by zero"),
    ("interview", "1 / (interview.answerCount - 2) > 0", "division by zero"),
    (
      "interview", "lists.range(99999 + interview.answerCount).size() > 0",
      "expected a list or map of at most 100000 elements, found more"
    ),
  ])
  func aConditionThatFailsSaysSo(_ scope: String, _ when: String, _ why: String) {
    let rule = RuleTexts.rule(scope: scope, when: when)
    let interview = Detection.interview([(Self.home, Agents.mac), (Self.home, Agents.windows)])
    let timeline = RuleTexts.timeline(interview)
    let worker = RuleEngine(pack: RuleTexts.pack([rule])).makeWorker()
    for _ in 0..<2 {
      let result = worker.evaluate(interview, timeline)
      #expect(result.findings.isEmpty)
      #expect(
        result.notEvaluable == [
          NotEvaluable(
            rule: "device/example", reason: .unknownFields,
            text: "the condition of the rule could not be computed: \(why)")
        ])
    }
  }

  @Test func aMissingFactIsToldBeforeAFailure() {
    let rule = RuleTexts.rule(
      scope: "observation", when: "1 / (observation.index - 1) > 0",
      requires: "[observation.address]")
    let interview = Detection.interview([(nil, Agents.mac), (Self.home, Agents.mac)])
    #expect(
      RuleTexts.evaluate([rule], interview).notEvaluable.map(\.text)
        == ["some of the answers carry no address"])
  }

  /// What some of the answers carry is not said to be missing from all.
  @Test(
    arguments: [
      (0, [nil, nil], "the answers to compare carry no address"),
      (1, [nil, nil], "some of the answers carry no address"),
      (2, [nil, nil], "the answers to compare carry no agent that tells a device"),
      (2, [Agents.mac, nil], "some of the answers carry no agent that tells a device"),
      (2, [Agents.mac, nil, robot], "some of the answers carry no agent that tells a device"),
      (2, [nil, robot], "the answers to compare carry no agent that tells a device"),
      (
        2, [robot, Agents.iPhone],
        "some of the answers carry an automated agent, which says nothing of a person's device"
      ),
    ] as [(Int, [Client?], String)])
  func whatSomeAnswersCarryIsNotMissing(addresses: Int, clients: [Client?], text: String) {
    let rule = RuleTexts.rule(
      when: addresses == 2 ? "switch.deviceChanged" : "switch.placeChanged",
      requires: addresses == 2 ? "[switch.device]" : "[switch.place]")
    let interview = Detection.interview(
      clients.enumerated().map { index, client in
        (index < addresses ? Self.home : nil, client)
      })
    #expect(RuleTexts.evaluate([rule], interview).notEvaluable.map(\.text) == [text])
  }

  private static let robot = Client(
    ClientFacts(
      browser: "Chrome", os: "Linux", deviceClass: .desktop, automated: .headlessChrome))

  @Test func answersWithAndWithoutATimeAreToldApart() {
    let rule = RuleTexts.rule(
      when: "switch.minimumSpeedKmh > 900.0", requires: "[switch.minimumSpeedKmh]",
      more: "applies: switch.placeChanged")
    let places: [(AddressFacts?, Client?)] = [(Self.home, Agents.mac), (Self.warsaw, Agents.mac)]
    var interview = Detection.interview(places)
    #expect(
      RuleTexts.evaluate([rule], interview).notEvaluable.map(\.text)
        == ["the answers carry no timestamps"])
    let first = Detection.interview(places, minutes: [0, 10]).observations[0]
    interview = EnrichedInterview(
      evidence: interview.evidence, observations: [first, interview.observations[1]])
    #expect(
      RuleTexts.evaluate([rule], interview).notEvaluable.map(\.text)
        == ["some of the answers carry no timestamps"])
  }

  @Test func anUnknownFieldInTheConditionIsNoAnswer() {
    let rule = RuleTexts.rule(when: "from.client.model != to.client.model")
    let interview = Detection.interview([(Self.home, Agents.mac), (Self.home, Agents.windows)])
    #expect(RuleTexts.evaluate([rule], interview).notEvaluable.map(\.reason) == [.unknownFields])
  }

  @Test func patternsOfOneAnswerAreThoseOfOneObservation() {
    let rule = RuleTexts.rule(
      scope: "interview", when: "interview.devicePattern == 'return'",
      requires: "[interview.devicePattern]")
    #expect(
      RuleTexts.evaluate([rule], Detection.interview([(Self.home, Agents.mac)])).notEvaluable
        .map(\.reason) == [.singleObservation])
    #expect(
      RuleTexts.evaluate([rule], Detection.interview([(Self.home, nil), (Self.home, nil)]))
        .notEvaluable.map(\.reason) == [.missingAgent])
  }
}
