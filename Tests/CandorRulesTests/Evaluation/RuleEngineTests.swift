import CandorModel
import CandorRules
import CandorTesting
import Testing

/// What rules of each scope say.
@Suite struct RuleEngineTests {
  private let home = Detection.home(.madrid)
  private let warsaw = Detection.home(.warsaw, "83.0.12.34", asn: 5617)

  private var moved: EnrichedInterview {
    Detection.interview([
      (home, Agents.mac), (home, Agents.mac), (warsaw, Agents.windows), (warsaw, Agents.windows),
    ])
  }

  @Test func aSwitchFires() {
    let rule = RuleTexts.rule(
      "location/example",
      when: "switch.placeChanged && from.place.country != to.place.country",
      severity: "[{when: switch.deviceChanged, is: high}, {is: medium}]",
      summary: """
        "{{theAnswersBefore(switch)}} came from {{from.place.countryName}}, \
        {{theAnswersAfter(switch)}} from {{placeName(to)}} ({{deviceName(to)}})"
        """,
      more: """
        values:
          minimumDistanceKm: switch.minimumDistanceKm
          toCountry: to.place.country
          noValue: to.client.model
        """)
    let result = RuleTexts.evaluate([rule], moved)
    #expect(result.notEvaluable.isEmpty)
    #expect(result.findings.count == 1)
    guard let finding = result.findings.first else { return }
    #expect(
      finding.summary
        == "answers 1-2 came from Spain, answers 3-4 from Warsaw, Poland (Chrome on Windows)")
    #expect(finding.severity == .high)
    #expect(finding.effectiveSeverity == .high)
    #expect(finding.observations == [1, 2])
    #expect(finding.transitions == [0])
    #expect(finding.kind == .place)
    #expect(finding.ruleVersion == "1.0.0")
    #expect(finding.ruleHash.hasPrefix("sha256:"))
    #expect(finding.innocentReasons == ["A new device."])
    #expect(finding.values.map(\.name) == ["minimumDistanceKm", "toCountry"])
    if case .number(let number, let decimals) = finding.values[0].content {
      #expect(number > 2000 && number < 2400)
      #expect(decimals == 1)
    } else {
      Issue.record("the distance is no number")
    }
  }

  @Test func aSteadyInterviewIsQuiet() {
    let rule = RuleTexts.rule(when: "switch.deviceChanged", requires: "[switch.device]")
    let result = RuleTexts.evaluate(
      [rule], Detection.interview([(home, Agents.mac), (home, Agents.mac)]))
    #expect(result.findings.isEmpty)
    #expect(result.notEvaluable.isEmpty)
  }

  @Test func matchesAreJoined() {
    let vpn = Detection.vpn(.warsaw)
    let interview = Detection.interview([
      (vpn, nil), (home, nil), (vpn, nil), (vpn, nil), (home, nil),
    ])
    func findings(_ merge: String) -> [Finding] {
      let rule = RuleTexts.rule(
        "network/example", scope: "observation", when: "observation.network.isAnonymised",
        severity: "low", summary: "\"{{theAnswers(matches)}}\"", more: merge)
      return RuleTexts.evaluate([rule], interview).findings
    }
    #expect(findings("").map(\.summary) == ["answers 1 and 3-4"])
    #expect(findings("").map(\.observations) == [[0, 2, 3]])
    #expect(findings("merge: run").map(\.summary) == ["answer 1", "answers 3-4"])
    #expect(findings("merge: each").map(\.observations) == [[0], [2], [3]])
    #expect(
      findings("mergeBy: \"observation.step < 3 ? 'a' : 'b'\"").map(\.summary)
        == ["answers 1 and 3", "answer 4"])
  }

  @Test func theStrongestMatchGivesTheSentence() {
    let rule = RuleTexts.rule(
      "network/example", scope: "observation", when: "has(observation.network)",
      severity: "[{when: observation.index == 1, is: high}, {is: low}]",
      summary: "\"{{observation.index}}\"")
    let result = RuleTexts.evaluate([rule], moved)
    #expect(result.findings.map(\.severity) == [.high])
    #expect(result.findings.map(\.summary) == ["1"])
  }

  @Test func anInterviewRuleRestsOnWhatItSays() {
    let rule = RuleTexts.rule(
      "device/example", scope: "interview", when: "runs.size() == 2 && switches.size() == 1",
      summary: "\"{{interview.answerCount}} answers, {{answers(runs[1].observations)}} of them\"",
      more: "observations: \"[runs[1]]\"")
    let result = RuleTexts.evaluate([rule], moved)
    #expect(result.findings.map(\.observations) == [[2, 3]])
    #expect(result.findings.map(\.summary) == ["4 answers, 3-4 of them"])
    #expect(result.findings.map(\.transitions) == [[]])
  }

  static let namedAnswers: [(String, [Int])] = [
    ("[9223372036854775807]", [1, 2]), ("[99]", [1, 2]), ("[-1]", [1, 2]), ("[3, 99]", [3]),
    ("[3, 0, 3]", [0, 3]), ("[from, from].filter(o, false)", []),
  ]

  /// Whatever a rule computes, a finding names answers that the interview has.
  @Test(arguments: namedAnswers)
  func aFindingRestsOnAnswersThatThereAre(_ expression: String, _ observations: [Int]) {
    let rule = RuleTexts.rule(
      "location/example", when: "switch.placeChanged",
      summary: "\"answers {{answers(dyn([9223372036854775807]))}}\"",
      more: "observations: \"\(expression)\"")
    let result = RuleTexts.evaluate([rule], moved)
    #expect(result.findings.map(\.observations) == [observations])
    #expect(result.findings.map(\.summary) == ["answers unknown"])
  }

  @Test func aLinkRuleRestsOnAnswersThatThereAre() {
    let facts = LinkFacts(
      kind: .sharedAddress, candidates: 2, interviews: 2, candidatesInInput: 2,
      interviewsInInput: 2)
    let trace = SharedTrace(
      link: Link(id: "link", kind: "shared-address", members: [], counts: facts.counts),
      facts: facts, observations: [1, 4])
    func observations(_ more: String) -> [[Int]] {
      let rule = RuleTexts.rule(
        "link/example", scope: "link", when: "link.candidates == 2", more: more)
      return RuleEngine(pack: RuleTexts.pack([rule])).makeWorker()
        .evaluateLinks([trace], moved, RuleTexts.timeline(moved)).findings.map(\.observations)
    }
    #expect(observations("") == [[1]])
    #expect(observations("observations: \"[3, 4]\"") == [[3]])
    #expect(observations("observations: \"[4]\"") == [[1]])
  }

  @Test func unattributedTracesAreSeen() {
    let rule = RuleTexts.rule(
      "evidence/example", scope: "interview",
      when: "unattributed.addresses.exists(a, a.isFar) && unattributed.hasOtherDevice",
      summary: "\"{{placeName(unattributed.addresses[0])}}\"")
    let interview = Detection.interview(
      [(home, Agents.mac)], seen: [home, warsaw], seenClients: [Agents.mac, Agents.windows])
    #expect(RuleTexts.evaluate([rule], interview).findings.map(\.summary) == ["Warsaw, Poland"])
  }

  @Test func aCandidateRuleSeesAllInterviews() {
    let rule = RuleTexts.rule(
      "candidate/device", scope: "candidate",
      when: """
        interviews.exists(a, interviews.exists(b, a.observations.all(x, b.observations.all(y, \
        x.client.class != y.client.class)))) && candidate.interviewCount == 2
        """)
    let pack = RuleTexts.pack([rule])
    let worker = RuleEngine(pack: pack).makeWorker()
    func pair(_ client: Client) -> (interview: EnrichedInterview, timeline: Timeline) {
      let interview = Detection.interview([(home, client)])
      return (interview, RuleTexts.timeline(interview))
    }
    let changed = worker.evaluateCandidate([pair(Agents.mac), pair(Agents.android)])
    #expect(changed.findings.map(\.rule) == ["candidate/device"])
    #expect(changed.findings.map(\.observations) == [[]])
    #expect(worker.evaluateCandidate([pair(Agents.mac), pair(Agents.windows)]).findings.isEmpty)
    #expect(
      worker.evaluateCandidate([pair(Agents.mac)]).notEvaluable.map(\.reason)
        == [.singleObservation])
    // An answer of one interview is none of the other's, where the finding stands too.
    let named = RuleTexts.rule(
      "candidate/answers", scope: "candidate", when: "candidate.interviewCount == 2",
      more: "observations: \"interviews[1].observations\"")
    let naming = RuleEngine(pack: RuleTexts.pack([named])).makeWorker()
    #expect(
      naming.evaluateCandidate([pair(Agents.mac), pair(Agents.mac)]).findings
        .map(\.observations) == [[]])
    // Rules about candidates are not asked of one interview.
    let alone = worker.evaluate(moved, RuleTexts.timeline(moved))
    #expect(alone.findings.isEmpty && alone.notEvaluable.isEmpty)
  }

  @Test func findingsAreInTheOrderOfTheRules() {
    let result = RuleTexts.evaluate(
      [
        RuleTexts.rule("network/b", when: "switch.addressChanged"),
        RuleTexts.rule("device/c", when: "switch.deviceChanged"),
        RuleTexts.rule(
          "network/a", scope: "observation", when: "has(observation.network)", severity: "low"),
        RuleTexts.rule("location/d", scope: "interview", when: "interview.placeCount == 2"),
      ], moved)
    #expect(result.findings.map(\.rule) == ["device/c", "location/d", "network/a", "network/b"])
  }

  @Test func theSentenceSaysUnknownForWhatIsMissing() {
    let rule = RuleTexts.rule(
      when: "switch.deviceChanged", summary: "\"from {{from.client.model}}\"")
    #expect(RuleTexts.evaluate([rule], moved).findings.map(\.summary) == ["from unknown"])
  }

  @Test func summariesAreTranslated() {
    let rule = RuleTexts.rule(
      when: "switch.deviceChanged",
      more: """
        texts:
          es:
            title: Un ejemplo
            summary: "otro dispositivo: {{deviceName(to)}}"
            innocent: ["Un dispositivo nuevo."]
        """)
    let engine = RuleEngine(pack: RuleTexts.pack([rule]), language: "es")
    let result = engine.evaluate(moved, RuleTexts.timeline(moved))
    #expect(result.findings.map(\.summary) == ["otro dispositivo: Chrome on Windows"])
    #expect(result.findings.map(\.innocentReasons) == [["Un dispositivo nuevo."]])
  }

  /// What a worker remembers changes no result.
  @Test func memoryChangesNothing() {
    let pack = BuiltInPackTests.loaded.pack
    let engine = RuleEngine(pack: pack, countries: RuleTexts.countries)
    let remembering = engine.makeWorker()
    let forgetful = engine.makeWorker(cacheSize: 1)
    let addresses: [AddressFacts?] = [
      home, warsaw, Detection.vpn(.paris), Detection.carrier(.valencia),
      Detection.relay(country: "ES"), Detection.home(.lisbon, "2.80.1.1", asn: 3243), nil,
    ]
    let clients: [Client?] = [
      Agents.mac, Agents.windows, Agents.android, Agents.headless, Agents.chrome(120), nil,
    ]
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for _ in 0..<200 {
      let answers = (0..<next(6)).map { _ in
        (addresses[next(addresses.count)], clients[next(clients.count)])
      }
      let interview = Detection.interview(answers, declaredCountry: next(2) == 0 ? "ES" : nil)
      let timeline = RuleTexts.timeline(interview)
      let first = remembering.evaluate(interview, timeline)
      let second = forgetful.evaluate(interview, timeline)
      let fresh = engine.evaluate(interview, timeline)
      #expect(first.findings == second.findings && first.findings == fresh.findings)
      #expect(first.notEvaluable == second.notEvaluable && first.notEvaluable == fresh.notEvaluable)
    }
  }

  /// A rule that hands an answer to a function reads all of it, also where it names a part of it, too:
  /// what it said of one place or device is not taken for what it says of another.
  @Test(arguments: [
    (
      "observation",
      #"placeName(observation).startsWith("Warsaw") && !observation.network.isAnonymised"#
    ),
    (
      "observation",
      #"deviceName(observation) == "Chrome on Windows" && !observation.client.isAutomated"#
    ),
    ("switch", #"deviceName(to) == "Chrome on Windows" && has(to.client) && has(from.client)"#),
    ("switch", #"from.place != to.place && has(from.place) && !has(from.place.city)"#),
  ])
  func whatIsReadWholeIsNotRemembered(_ scope: String, _ condition: String) {
    let rule = RuleTexts.rule("device/example", scope: scope, when: condition, summary: "\"seen\"")
    let engine = RuleEngine(pack: RuleTexts.pack([rule]))
    let remembering = engine.makeWorker()
    let madrid = Detection.home(.madrid)
    // The very network, at another place.
    let elsewhere = AddressFacts(
      address: warsaw.address, network: madrid.networkFacts, place: warsaw.placeFacts,
      notes: [])
    for answers in [
      [(madrid, Agents.mac), (madrid, Agents.chrome(120))],
      [(elsewhere, Agents.windows), (elsewhere, Agents.mac)],
      [(elsewhere, Agents.mac), (madrid, Agents.windows)],
      [(madrid, Agents.mac), (madrid, Agents.windows)],
    ] {
      let interview = Detection.interview(answers.map { ($0.0, $0.1) })
      let timeline = RuleTexts.timeline(interview)
      let findings = remembering.evaluate(interview, timeline).findings
      #expect(findings == engine.evaluate(interview, timeline).findings)
    }
  }

  /// How often something changes is no part of what makes interviews alike in which nothing does.
  @Test(arguments: [
    "interview.deviceChanges > 4", "interview.placeChanges > 2",
    "has(interview.devicesInTurns) && interview.devicesInTurns[1] == 1",
    "!interview.hasDevicePerPlace",
  ])
  func turnsAreCountedEachTime(_ condition: String) {
    let rule = RuleTexts.rule(
      "device/example", scope: "interview", when: condition, summary: "\"seen\"")
    let engine = RuleEngine(pack: RuleTexts.pack([rule]))
    let (telling, brief) = (engine.makeWorker(), engine.makeWorker())
    brief.tellsNotEvaluable = false
    var found = 0
    for devices in ["ABBABB", "ABABAB", "AABABA", "AAAAAA", "ABAABA", "ABABAB"] {
      for places in ["ABBABB", "ABABAB", "AAAAAA"] {
        let interview = Detection.interview(
          zip(places, devices).map {
            ($0 == "A" ? home : warsaw, $1 == "A" ? Agents.mac : Agents.windows)
          })
        let timeline = RuleTexts.timeline(interview)
        let expected = engine.evaluate(interview, timeline).findings
        found += expected.count
        #expect(telling.evaluate(interview, timeline).findings == expected)
        #expect(brief.evaluate(interview, timeline).findings == expected)
      }
    }
    #expect(found > 0 && found < 18)
  }

  /// Where nobody wants to know which rules could not answer, the condition is asked first.
  @Test(arguments: ["observations.place", "interview.declaredCountry"])
  func whatARuleRequiresKeepsItFromFiring(_ path: String) {
    let rule = RuleTexts.rule(
      "device/example", scope: "interview", when: "interview.answerCount > 1",
      summary: "\"seen\"", requires: "[\(path)]")
    let engine = RuleEngine(pack: RuleTexts.pack([rule]))
    let brief = engine.makeWorker()
    brief.tellsNotEvaluable = false
    let nowhere = Detection.interview([(nil, Agents.mac), (nil, Agents.windows)])
    let timeline = RuleTexts.timeline(nowhere)
    let told = engine.evaluate(nowhere, timeline)
    #expect(told.findings.isEmpty && told.notEvaluable.map(\.rule) == ["device/example"])
    let answer = brief.evaluate(nowhere, timeline)
    #expect(answer.findings.isEmpty && answer.notEvaluable.isEmpty)
  }
}
