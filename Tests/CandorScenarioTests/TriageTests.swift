import CandorGeoIP
import CandorKit
import CandorModel
import CandorRules
import CandorTesting
import Testing
import rules

/// The quick way over lines beside the ordinary one: the same bytes, and nothing passed over that
/// somebody should look at.
@Suite("Looking at lines changes no result")
struct TriageTests {
  /// Rules that read what triage can and cannot see of an interview, in every scope.
  static let userRules = [
    rule("client/chrome", "observation", #"observation.client.browser == "Chrome""#, "low"),
    rule(
      "network/known-chrome", "observation",
      #"has(observation.network.asn) && observation.client.browser == "Chrome""#, "low"),
    rule("network/six", "observation", "observation.address.version == 6", "low"),
    rule("location/north", "observation", "observation.place.latitude > 45.0", "low"),
    rule(
      "network/late-change", "switch",
      "switch.addressChanged && has(switch.gapSeconds) && switch.gapSeconds > 90.0", "low"),
    rule(
      "network/near-change", "switch",
      "switch.networkChanged && switch.minimumDistanceKm < 20.0", "medium"),
    rule("evidence/retaken", "observation", "observation.attempt > 0", "medium"),
    rule(
      "network/slow-change", "switch",
      #"switch.networkChanged && has(switch.gapSeconds) && switch.gapSeconds > 60.0 && interview.platform != """#,
      "medium"),
    rule("device/any-change", "switch", "from.client.browser != to.client.browser", "low"),
    rule(
      "evidence/long", "interview",
      "has(interview.durationSeconds) && interview.durationSeconds > 600.0", "low"),
    rule(
      "location/steady-abroad", "interview",
      #"interview.placePattern == "steady" && interview.answerCount > 3"#, "low"),
    rule(
      "evidence/all-known", "interview", "observations.all(o, has(o.address) && has(o.client))",
      "low"),
    rule("candidate/often", "candidate", "candidate.interviewCount > 2", "medium"),
  ]
  /// Rules on how places and devices follow one another, and rules that hand answers to functions; the
  /// interview is plain to all of them where nothing changes.
  static let turnRules = [
    rule("device/often", "interview", "interview.deviceChanges > 2", "medium"),
    rule("location/twice", "interview", "interview.placeChanges == 2", "medium"),
    rule(
      "device/apart", "interview",
      "has(interview.devicesInTurns) && interview.devicesInTurns[1] > 2", "low"),
    rule("device/per-place", "interview", "interview.hasDevicePerPlace", "low"),
    rule(
      "network/named", "observation",
      #"networkName(observation).size() % 2 == 0 && !observation.network.isAnonymised"#, "low"),
    rule(
      "client/windows", "observation",
      #"deviceName(observation).endsWith("Windows") && !observation.client.isAutomated"#, "low"),
    rule(
      "device/onto-windows", "switch",
      #"has(from.client) && has(to.client) && deviceName(to).endsWith("Windows")"#, "low"),
  ]
  /// A rule that reads what a sketch does not hold.
  static let unseen = rule("evidence/named", "interview", #"interview.id != """#, "medium")

  static func rule(
    _ id: String, _ scope: String, _ condition: String, _ severity: String
  ) -> RuleFile {
    RuleFile(
      path: "detections/\(id).yaml",
      text: """
        id: \(id)
        version: 1.0.0
        title: A rule of a user's own
        status: stable
        scope: \(scope)
        when: >-
          \(condition)
        severity: \(severity)
        summary: something was seen
        innocent: ["It was nothing."]
        references: ["made up"]
        tags: [own]

        """)
  }

  private static let agent = ScenarioAgent.all[0].text(
    version: ScenarioAgent.all[0].versions.upperBound)

  static let builtIn = EmbeddedRules.files.map { RuleFile(path: $0.path, text: $0.text) }

  @Test("with the built-in rules", arguments: Scenario.all)
  func builtInRules(_ scenario: Scenario) throws {
    try compare(scenario, .shared, seeds: 6)
  }

  @Test(
    "with rules of a user's own of every scope beside them",
    arguments: [
      userRules, [unseen], userRules + [unseen], turnRules,
    ])
  func ownRules(_ rules: [RuleFile]) throws {
    let bench = try ScenarioBench(world: .shared, rules: Self.builtIn + rules)
    for scenario in Scenario.all { try compare(scenario, bench, seeds: 2) }
  }

  /// Interviews that are alike are weighed once, so those that are nearly alike have to be told
  /// apart; several lines are read before the first is looked at.
  @Test(
    "with interviews made at random of few addresses and agents",
    arguments: [
      (1500, [], .all), (700, userRules, .all), (1500, turnRules, .all), (700, [], .country),
      (300, [], .none),
    ]
      as [(Int, [RuleFile], Scenario.Databases)])
  func randomInterviews(
    _ count: Int, _ rules: [RuleFile], _ databases: Scenario.Databases
  ) throws {
    let bench =
      rules.isEmpty
      ? ScenarioBench.shared : try ScenarioBench(world: .shared, rules: Self.builtIn + rules)
    var ordinary = bench.worker(databases)
    var (flagged, told) = (bench.worker(databases), bench.worker(databases))
    // As a run has it that prints findings only.
    var brief = bench.worker(databases)
    brief.tellsNotEvaluable = false
    var made = RandomInterviews(world: .shared, seed: UInt64(count))
    var (passed, clear) = (0, 0)
    for _ in 0..<count / 5 {
      let texts = (0..<5).map { _ in made.next().jsonBytes }
      let expected = try texts.map { ordinary.assess(try Evidence(json: $0)) }
      Self.withLines(texts) { lines in
        flagged.read(lines)
        told.read(lines)
        for (position, line) in lines.enumerated() {
          let text = Comment(rawValue: String(decoding: line, as: UTF8.self))
          let outcome = expected[position].outcome
          switch flagged.look(at: position, line, wanting: .flagged) {
          case .unremarkable:
            passed += 1
            #expect(outcome != .review && outcome != .priority, text)
          case .remarkable:
            #expect(
              flagged.assessSeen(line).jsonBytes == expected[position].jsonBytes, text)
          case .clear, .unread: Issue.record("only what is flagged was wanted")
          }
          switch told.look(at: position, line, wanting: .findings) {
          case .clear:
            clear += 1
            #expect(
              Self.bytes(told.clearSeen(line), Self.clearFields)
                == Self.bytes(expected[position], Self.clearFields), text)
          case .remarkable:
            #expect(
              told.assessSeen(line).jsonBytes == expected[position].jsonBytes, text)
          case .unremarkable, .unread: Issue.record("every finding was wanted")
          }
          if brief.look(at: line, wanting: .findings) == .remarkable {
            #expect(
              Self.bytes(brief.assessSeen(line), Self.clearFields)
                == Self.bytes(expected[position], Self.clearFields), text)
          }
        }
      }
    }
    #expect(databases == .none || passed > count / 10, "\(passed) of \(count)")
    #expect(databases != .all || !rules.isEmpty || clear > 0, "\(clear) of \(count)")
  }

  /// Which of them is remembered, and how it is spelled, tells no two answers apart.
  @Test(
    "with agents too long to be remembered, and spelled in two ways",
    arguments: [(0, false), (0, true), (1_100, false), (1_100, true)])
  func rareSpellings(padding: Int, isEscaped: Bool) throws {
    var (ordinary, quick) = (ScenarioBench.shared.worker(), ScenarioBench.shared.worker())
    let lines = ScenarioWorld.shared.networks.filter { $0.kind == "fixed" }.map(\.prefix.base)
    let (home, away) = (try #require(lines.first), try #require(lines.last))
    let other = ScenarioAgent.all[1].text(version: ScenarioAgent.all[1].versions.upperBound)
    let agents = [Self.agent, other].map { $0 + String(repeating: " x", count: padding / 2) }
    for timed in 1...3 {
      var evidence = Evidence(platform: "file", interview: Interview(id: "\(timed)"))
      for (step, address) in [home, home, home, away, away, home].enumerated() {
        evidence.answers.append(
          Answer(
            step: Step(id: "s\(step)", index: step), attempt: 0, ip: "\(address)",
            userAgent: agents[step % 2],
            at: step % timed == 0
              ? Timestamp(millisecondsSinceEpoch: 1_772_442_000_000 + Int64(step) * 60_000) : nil))
      }
      var text = String(decoding: evidence.jsonBytes, as: UTF8.self)
      if isEscaped, let place = text.firstRange(of: "Mozilla") {
        text.replaceSubrange(place, with: #"\u004dozilla"#)
      }
      let expected = ordinary.assess(try Evidence(json: Array(text.utf8)))
      Array(text.utf8).withUnsafeBufferPointer { line in
        #expect(quick.look(at: line, wanting: .findings) == .remarkable)
        #expect(quick.assessSeen(line).jsonBytes == expected.jsonBytes)
      }
      #expect(!expected.findings.isEmpty)
    }
  }

  /// Beside an address that hides its place, one that cannot be looked up is another thing than one
  /// that nobody knows: only of that it is known that it does not hide.
  @Test("tells private addresses from unknown ones", arguments: [false, true])
  func privateAddresses(isPrivateFirst: Bool) throws {
    let bench = try ScenarioBench(
      world: .shared,
      rules: [
        Self.rule(
          "network/out", "switch", "switch.anonymiserChanged && !has(to.network)", "low")
      ])
    var (ordinary, quick) = (bench.worker(), bench.worker())
    let networks = ScenarioWorld.shared.networks
    let home = try #require(networks.first { $0.kind == "fixed" }?.prefix.base)
    let hidden = try #require(networks.first { $0.kind == "vpn" }?.prefix.base)
    var found: [Int] = []
    for other in isPrivateFirst ? ["10.1.2.3", "9.9.9.1"] : ["9.9.9.1", "10.1.2.3"] {
      var evidence = Evidence(platform: "file", interview: Interview(id: other))
      for (step, address) in ["\(home)", "\(home)", "\(hidden)", other].enumerated() {
        evidence.answers.append(
          Answer(
            step: Step(id: "s\(step)", index: step), attempt: 0, ip: address,
            userAgent: Self.agent)
        )
      }
      let expected = ordinary.assess(evidence)
      found.append(expected.findings.count)
      evidence.jsonBytes.withUnsafeBufferPointer { line in
        switch quick.look(at: line, wanting: .findings) {
        case .clear: #expect(expected.findings.isEmpty)
        case .remarkable: #expect(quick.assessSeen(line).jsonBytes == expected.jsonBytes)
        case .unremarkable, .unread: Issue.record("every finding was wanted")
        }
      }
    }
    #expect(found.reduce(0, +) == 1)
  }

  /// A database may call a country by what people write for its code, or by what is no country's: that a
  /// candidate declared the same text tells nothing then.
  @Test("takes no text for a country's code", arguments: ["ES", "UK", "QM"])
  func declaredTexts(code: String) throws {
    let world = ScenarioWorld.shared
    var writer = MMDBWriter(
      metadata: MMDBWriter.Metadata(
        databaseType: "GeoLite2-Country", buildEpoch: 1_772_323_200,
        description: ["en": "One network"]))
    let country: MMDBValue = ["country": ["iso_code": .string(code)]]
    try writer.insert(country, into: try #require(IPPrefix("8.8.8.0/24")))
    let folder = try TemporaryFolder()
    try folder.write(bytes: try writer.encoded(), to: folder.path("country.mmdb"))
    let location = GeoIP(
      databases: [try Database.open(path: folder.path("country.mmdb"))], countries: world.countries)
    let unsaid = Self.rule(
      "location/unsaid", "interview", "!has(interview.declaredCountryRelation)", "medium")
    let bench = try ScenarioBench(
      world: world, rules: Self.builtIn + [unsaid], lookups: [.all: location])
    var evidence = Evidence(platform: "file", interview: Interview(id: code))
    evidence.candidate = Candidate(declaredCountry: code)
    evidence.answers = (0..<3).map {
      Answer(step: Step(id: "s\($0)", index: $0), attempt: 0, ip: "8.8.8.8", userAgent: Self.agent)
    }
    var (ordinary, quick) = (bench.worker(), bench.worker())
    let expected = ordinary.assess(evidence)
    #expect(expected.outcome == (code == "QM" ? .review : .clear))
    evidence.jsonBytes.withUnsafeBufferPointer { line in
      let isFlagged = quick.look(at: line, wanting: .flagged) == .remarkable
      #expect(isFlagged == (expected.outcome == .review))
    }
  }

  @Test("one of many workers remembers little, and says the same")
  func remembersLittle() throws {
    var ordinary = ScenarioBench.shared.worker(.all)
    var quick = ScenarioBench.shared.worker(.all, of: 1000)
    // More agents than one of so many remembers, each seen once more when it was forgotten.
    let texts = (0..<2400).map { number in
      Evidence(
        platform: "file", interview: Interview(id: "\(number)"),
        answers: (0..<2).map { answer in
          Answer(
            step: Step(id: "s\(answer)", index: answer), attempt: 0, ip: nil,
            userAgent: "Mozilla/5.0 (Linux; Android 13; Phone \((number + answer) % 1200)) "
              + "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36")
        }
      ).jsonBytes
    }
    var looked = 0
    for start in stride(from: 0, to: texts.count, by: 60) {
      try Self.withLines(Array(texts[start..<start + 60])) { lines in
        quick.read(lines)
        for (position, line) in lines.enumerated() {
          let expected = ordinary.assess(try Evidence(json: texts[start + position]))
          guard quick.look(at: position, line, wanting: .findings) == .remarkable else { continue }
          looked += 1
          #expect(quick.assessSeen(line).jsonBytes == expected.jsonBytes)
        }
      }
    }
    #expect(looked == texts.count)
  }

  /// Lends several lines at once.
  static func withLines<Result>(
    _ lines: [[UInt8]], _ body: ([UnsafeBufferPointer<UInt8>]) throws -> Result
  ) rethrows -> Result {
    let starts = lines.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    return try lines.flatMap { $0 }.withUnsafeBufferPointer { all in
      try body(lines.indices.map { .init(rebasing: all[starts[$0]..<starts[$0 + 1]]) })
    }
  }

  /// Most interviews of the steady kinds must be passed over, else triage is of no use.
  @Test("most of what is clear is unremarkable, and much is clear at a look")
  func isOfUse() throws {
    var worker = ScenarioBench.shared.worker(.all)
    var clear = 0
    var passed = 0
    var told = 0
    for scenario in Scenario.all where scenario.databases == .all {
      let evidence = try ScenarioExpander(world: .shared).evidence(of: scenario, seed: 3)
      guard worker.assess(evidence).outcome == .clear else { continue }
      clear += 1
      evidence.jsonBytes.withUnsafeBufferPointer { line in
        if worker.look(at: line, wanting: .flagged) == .unremarkable { passed += 1 }
        if worker.look(at: line, wanting: .findings) == .clear { told += 1 }
      }
    }
    #expect(passed * 2 > clear, "\(passed) of \(clear)")
    #expect(told > 0)
  }

  private func compare(_ scenario: Scenario, _ bench: ScenarioBench, seeds: Int) throws {
    // Both keep their caches over all lines, as they do in a run.
    var ordinary = bench.worker(scenario.databases)
    var quick = bench.worker(scenario.databases)
    for seed in 0..<seeds {
      let evidence = try ScenarioExpander(world: .shared).evidence(of: scenario, seed: seed)
      let expected = ordinary.assess(evidence)
      evidence.jsonBytes.withUnsafeBufferPointer { line in
        let isFlagged = expected.outcome == .review || expected.outcome == .priority
        if quick.look(at: line, wanting: .flagged) == .unremarkable {
          #expect(!isFlagged, "\(scenario.name), seed \(seed)")
        }
        let text: Comment = "\(scenario.name), \(seed)"
        switch quick.look(at: line, wanting: .findings) {
        case .unremarkable: Issue.record("nothing may be passed over here")
        case .unread: break
        case .clear:
          #expect(
            Self.bytes(quick.clearSeen(line), Self.clearFields)
              == Self.bytes(expected, Self.clearFields), text)
        case .remarkable:
          #expect(quick.assessSeen(line).jsonBytes == expected.jsonBytes, text)
        }
        switch quick.look(at: line, wanting: .everything) {
        case .unremarkable, .clear: Issue.record("nothing may be passed over here")
        case .unread: break
        case .remarkable:
          #expect(quick.assessSeen(line).jsonBytes == expected.jsonBytes, text)
          #expect(quick.evidenceSeen(line) == evidence)
        }
      }
    }
  }

  /// All that is told of a clear interview.
  static let clearFields: AssessmentFields = [
    .contributions, .exceptions, .findings, .outcome, .outcomeNote,
  ]

  static func bytes(_ assessment: Assessment, _ fields: AssessmentFields) -> [UInt8] {
    var writer = JSONWriter()
    assessment.write(to: &writer, fields: fields)
    return writer.bytes
  }
}
