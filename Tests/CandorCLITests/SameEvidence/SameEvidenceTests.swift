import CandorModel
import CandorSources
import CandorTesting
import Foundation
import Testing

/// The same interviews through every platform and every kind of file: what comes has exactly the
/// facts that the way carries, and is assessed like the evidence from which all other facts were
/// taken away.
@Suite struct SameEvidenceTests {
  /// How evidence reaches the analysis.
  struct Way: Sendable, CustomTestStringConvertible {
    enum Route: Sendable {
      case lines, array, csv
      case fetch(PlatformName, [String] = [])
      case saved(PlatformName)
    }

    let name: String
    let route: Route
    /// The facts that are carried; of each there is one at least in what comes.
    let carried: Set<Fact>
    /// What is left of evidence on this way; `nil` where nothing is.
    let reduce: @Sendable (Evidence) -> Evidence?
    /// The interviews that come to something else than with all facts, by outcome.
    var changed: [String: Set<String>] = [:]
    /// The rules that find nothing on this way, of those that find something with all facts.
    var silent: Set<String> = []
    /// Whether a platform's words for a device stand in the place of an agent.
    var hasDevicesInWords = false
    var testDescription: String { name }

    /// How often a fact has to come.
    ///
    /// - Parameter evidence: what is left on this way.
    func count(of fact: Fact, in evidence: Evidence) -> Int {
      switch fact {
      case .agent where hasDevicesInWords: 0
      case .deviceInWords where hasDevicesInWords: evidence.answers.count
      default: evidence.count(of: fact)
      }
    }

    /// What an interview comes to on this way.
    func outcome(_ kind: InterviewKind) -> String {
      changed.first { $0.value.contains(kind.name) }?.key ?? kind.outcome
    }
  }

  private static let everyName = Set(InterviewKind.all.map(\.name))

  /// What rests on consent, on a declaration, on words for devices or on hints.
  private static let withoutWords: Set = [
    "agreed-elsewhere", "declared-elsewhere", "devices-in-words", "models-in-hints",
  ]

  /// What one device tells; the rest comes to nothing.
  private static let oneDevice: [String: Set<String>] = [
    "not-assessable": ["no-agents"],
    "clear": everyName.subtracting([
      "automated", "by-telephone", "no-agents", "no-answers", "placeholders",
    ]),
  ]

  /// The rules that find something in the interviews with all their facts.
  static let rules: Set = [
    "client/automated", "client/missing", "device/class-switch", "device/interleaved",
    "device/model-switch", "device/os-switch", "device/return", "evidence/missing",
    "evidence/retake-elsewhere", "evidence/unattributed-address", "evidence/unattributed-agent",
    "evidence/unknown-step", "location/country-switch", "location/declared-country",
    "location/far-switch", "location/impossible-travel", "location/interleaved",
    "location/return", "network/anonymiser-change", "network/tor", "network/vpn",
  ]

  static let ways: [Way] = [
    Way(name: "NDJSON", route: .lines, carried: .everything, reduce: { $0 }),
    Way(name: "JSON array", route: .array, carried: .everything, reduce: { $0 }),
    Way(
      name: "CSV", route: .csv, carried: [.address, .agent, .answerTime, .retake],
      reduce: { evidence in
        // One row an answer: an interview without answers has none.
        evidence.answers.isEmpty
          ? nil : evidence.keeping([.address, .agent, .answerTime, .retake])
      },
      changed: [
        "clear": [
          "agreed-elsewhere", "declared-elsewhere", "devices-in-words", "models-in-hints",
          "opened-elsewhere",
        ]
      ],
      silent: [
        "device/model-switch", "evidence/unattributed-address", "evidence/unattributed-agent",
        "evidence/unknown-step", "location/declared-country",
      ]),
    Way(
      name: "Hireflix", route: .fetch(.hireflix),
      carried: .documentedQueries.union([.invitation, .completion]),
      reduce: { $0.withSeen().keeping(.documentedQueries.union([.invitation, .completion])) },
      changed: ["clear": withoutWords, "review": ["impossible-travel"]],
      silent: [
        "device/model-switch", "location/declared-country", "location/impossible-travel",
      ]),
    Way(
      name: "Hireflix with times of steps",
      route: .fetch(.hireflix, ["--select", "steps.completedAt"]),
      carried: .documentedQueries.union([.invitation, .completion, .answerTime]),
      reduce: {
        $0.withSeen().withTimesOfSteps()
          .keeping(.documentedQueries.union([.invitation, .completion, .answerTime]))
      }, changed: ["clear": withoutWords],
      silent: ["device/model-switch", "location/declared-country"]),
    Way(
      name: "saved answers of Hireflix", route: .saved(.hireflix), carried: .documentedQueries,
      reduce: { $0.withSeen().keeping(.documentedQueries) },
      changed: ["clear": withoutWords, "review": ["impossible-travel"]],
      silent: [
        "device/model-switch", "location/declared-country", "location/impossible-travel",
      ]),
    Way(
      name: "InterviewRelay", route: .fetch(.interviewrelay),
      carried: [.deviceInWords, .answerTime, .contact, .invitation, .start, .completion],
      reduce: { $0.asSession() }, changed: oneDevice,
      silent: rules.subtracting(["client/automated", "evidence/missing"]), hasDevicesInWords: true),
    Way(
      name: "saved answers of InterviewRelay", route: .saved(.interviewrelay),
      carried: [.deviceInWords, .answerTime, .contact, .invitation, .start, .completion],
      reduce: { $0.asSession() }, changed: oneDevice,
      silent: rules.subtracting(["client/automated", "evidence/missing"]), hasDevicesInWords: true),
    Way(
      name: "InstaView", route: .fetch(.instaview),
      carried: [.call, .invitation, .start, .completion], reduce: { $0.asCalls() },
      changed: ["not-assessable": everyName], silent: rules),
    Way(
      name: "saved answers of InstaView", route: .saved(.instaview),
      carried: [.call, .invitation, .start, .completion], reduce: { $0.asCalls() },
      changed: ["not-assessable": everyName], silent: rules),
    Way(
      name: "Ashby", route: .fetch(.ashby), carried: [.contact, .invitation, .declaredCountry],
      reduce: { $0.asTouches() }, changed: ["not-assessable": everyName], silent: rules),
    Way(
      name: "saved answers of Ashby", route: .saved(.ashby), carried: [.contact],
      reduce: { evidence in
        let touches = evidence.asTouches().keeping([.contact])
        return touches.contacts.isEmpty ? nil : touches
      }, changed: ["not-assessable": everyName], silent: rules),
  ]

  @Test(arguments: ways) func comesToTheSameAssessment(_ way: Way) async throws {
    let bench = try Bench()
    let file = try await bench.file(way.route)
    let came = try await bench.read(file)
    let expected = InterviewKind.all.compactMap { kind in
      way.reduce(kind.evidence).map { (kind: kind, evidence: $0) }
    }
    #expect(Set(came.map(\.name)) == Set(expected.map(\.kind.name)))
    #expect(came.count == expected.count)

    for fact in Fact.allCases {
      let counts = Dictionary(
        came.map { ($0.name, $0.evidence.count(of: fact)) }, uniquingKeysWith: +)
      #expect((counts.values.reduce(0, +) > 0) == way.carried.contains(fact), "\(fact)")
      for (kind, evidence) in expected {
        #expect(
          counts[kind.name] == way.count(of: fact, in: evidence), "\(fact) of \(kind.name)")
      }
    }

    let assessed = try bench.assess(file)
    let reduced = try bench.assess(
      bench.folder.write(
        InterviewLines.ndjson(expected.map(\.evidence)), to: "reduced/in.ndjson"))
    try #require(assessed.count == came.count && reduced.count == expected.count)
    let wanted = Dictionary(
      uniqueKeysWithValues: zip(expected.map(\.kind.name), reduced))
    var rules: Set<String> = []
    for (interview, assessment) in zip(came, assessed) {
      for finding in assessment["findings"]?.array ?? [] {
        rules.insert(finding["rule"]?.string ?? "")
      }
      let kind = try #require(InterviewKind.named(interview.name))
      let other = try #require(wanted[interview.name])
      #expect(assessment["outcome"]?.string == way.outcome(kind), "\(kind.name)")
      let first = Self.conclusion(of: assessment, withClients: !way.hasDevicesInWords)
      let second = Self.conclusion(of: other, withClients: !way.hasDevicesInWords)
      #expect(first == second, "\(kind.name)")
    }
    #expect(rules == Self.rules.subtracting(way.silent))
  }

  /// Fetching and then analysing is what an audit does.
  @Test(arguments: PlatformName.allCases)
  func anAuditComesToWhatItsEvidenceComesTo(_ platform: PlatformName) async throws {
    let bench = try Bench()
    let analyzed = try bench.analyze(try await bench.file(.fetch(platform)))
    let audited = try CandorProcess.run(
      ["audit", platform.rawValue, "--no-links", "--store", bench.folder.path("a.sqlite")]
        + (try await bench.selectors(of: platform)) + bench.flags,
      environment: bench.sandbox.environment)
    #expect(audited.status == 0, "\(audited.errors)")
    #expect(analyzed.lines.count == InterviewKind.all.count)
    #expect(audited.output == analyzed.output)
  }

  /// An assessment without whose it is and where it came from, as text.
  ///
  /// - Parameter withClients: whether what agents say is compared too.
  private static func conclusion(of assessment: JSONValue, withClients: Bool) -> String {
    func without(_ keys: Set<String>, _ value: JSONValue) -> [(String, JSONValue)] {
      (value.object ?? []).filter { !keys.contains($0.key) }.map { ($0.key, $0.value) }
    }
    let members = without(["interview", "provenance"], assessment).map { key, value in
      guard key == "timeline" else { return (key, value) }
      let timeline = without([], value).map { key, value in
        guard key == "observations" else { return (key, value) }
        // The place in the evidence's list is the list's own.
        let hidden: Set = withClients ? ["answer"] : ["answer", "client"]
        return (key, .array((value.array ?? []).map { .object(without(hidden, $0)) }))
      }
      return (key, JSONValue.object(timeline))
    }
    var writer = JSONWriter()
    JSONValue.object(members).write(to: &writer)
    return writer.text
  }
}

/// A sandbox that serves one interview of every kind, and the data to assess them with.
private struct Bench {
  let folder: TemporaryFolder
  let sandbox: SandboxProcess
  let flags: [String]
  private var saved: SavedAnswers { SavedAnswers(environment: sandbox.environment) }

  init() throws {
    folder = try TemporaryFolder()
    sandbox = try SandboxProcess(serving: InterviewKind.all.map(\.evidence), in: folder)
    let cities = folder.path("cities.mmdb")
    let built = try CandorProcess.run(["data", "build", "--illustrative-cities", cities])
    try #require(built.status == 0)
    let vpn = try folder.write("\(InterviewKind.vpn)/32\n", to: "vpn.txt")
    let tor = try folder.write("\(InterviewKind.tor)/32\n", to: "tor.txt")
    flags = [
      "--geoip", cities, "--network-list", "vpn=\(vpn)", "--network-list", "tor=\(tor)",
      "--reference-date", "2026-03-31", "--format", "ndjson",
    ]
  }

  /// The interviews as they come on a way.
  func file(_ route: SameEvidenceTests.Way.Route) async throws -> String {
    let served = InterviewKind.all.map(\.evidence)
    switch route {
    case .lines: return try folder.write(InterviewLines.ndjson(served), to: "in/a.ndjson")
    case .array:
      let lines = InterviewLines.ndjson(served).split(separator: "\n").joined(separator: ",\n")
      return try folder.write("[\(lines)]", to: "in/a.json")
    case .csv: return try folder.write(Self.csv(served), to: "in/a.csv")
    case .fetch(let platform, let more):
      let file = folder.path("\(platform.rawValue).ndjson")
      let result = try CandorProcess.run(
        ["fetch", platform.rawValue, "--output", file] + (try await selectors(of: platform)) + more,
        environment: sandbox.environment)
      #expect(result.status == 0, "\(result.errors)")
      return file
    case .saved(let platform):
      let text =
        switch platform {
        case .hireflix: try await saved.hireflix(served.map(\.interview.id))
        case .interviewrelay: try await saved.interviewRelay()
        case .instaview:
          try await saved.instaView(saved.instaViewCandidates().values.sorted())
        case .ashby: try await saved.ashby(saved.ashbyCandidates().values.sorted())
        }
      return try folder.write(text, to: "in/saved.json")
    }
  }

  /// What selects every interview of a platform.
  func selectors(of platform: PlatformName) async throws -> [String] {
    guard platform == .ashby else { return ["--all"] }
    return try await saved.ashbyCandidates().values.sorted().flatMap { ["--candidate", $0] }
  }

  /// The evidence of a file, each with the name of its kind.
  func read(_ file: String) async throws -> [(name: String, evidence: Evidence)] {
    var result: [(String, Evidence)] = []
    let names = try await names()
    try EvidenceReader([file]).forEach { evidence in
      let keys = [evidence.candidate?.email, evidence.candidate?.id, evidence.interview.id]
      result.append((try #require(keys.compactMap { $0.flatMap { names[$0] } }.first), evidence))
    } lost: {
      Issue.record("\($0.text)")
    }
    return result
  }

  /// E-mails and identifiers with the name of the kind; some ways carry only an identifier.
  private func names() async throws -> [String: String] {
    var names: [String: String] = [:]
    for kind in InterviewKind.all {
      names[kind.evidence.interview.id] = kind.name
      if let email = kind.evidence.candidate?.email { names[email] = kind.name }
    }
    for people in [try await saved.instaViewCandidates(), try await saved.ashbyCandidates()] {
      for (email, id) in people { names[id] = names[email] }
    }
    return names
  }

  func analyze(_ file: String) throws -> CandorProcess.Result {
    let result = try CandorProcess.run(["analyze", file] + flags)
    #expect(result.status == 0, "\(result.errors)")
    return result
  }

  func assess(_ file: String) throws -> [JSONValue] {
    try analyze(file).lines.map { try JSONValue(parsing: $0.utf8) }
  }

  private static func csv(_ interviews: [Evidence]) -> String {
    let header = "interview_id,candidate_email,step_index,attempt,ip,user_agent,at\r\n"
    return interviews.reduce(into: header) { text, evidence in
      for answer in evidence.answers {
        let cells = [
          evidence.interview.id, evidence.candidate?.email, String(answer.step.index),
          String(answer.attempt), answer.ip, answer.userAgent, answer.at?.text,
        ]
        let quoted = cells.map { "\"\(($0 ?? "").replacing("\"", with: "\"\""))\"" }
        text += quoted.joined(separator: ",") + "\r\n"
      }
    }
  }
}
