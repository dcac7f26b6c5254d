import CandorKit
import CandorModel
import CandorRules
import CandorTesting
import CandorTimeline
import Testing

/// What linking takes from lines, and what is said of them beside others: the same as of evidence.
@Suite("Lines are compared as evidence is")
struct LinkedLinesTests {
  @Test("traces and persons", arguments: Scenario.all)
  func records(_ scenario: Scenario) throws {
    var worker = ScenarioBench.shared.worker(scenario.databases)
    for seed in 0..<4 {
      var evidence = try ScenarioExpander(world: .shared).evidence(of: scenario, seed: seed)
      for person in Self.persons {
        evidence.candidate = person
        try compare(evidence, &worker)
      }
    }
  }

  @Test("traces of interviews made at random")
  func randomRecords() throws {
    var worker = ScenarioBench.shared.worker(.all)
    var made = RandomInterviews(world: .shared, seed: 5)
    var traces = 0
    for number in 0..<600 {
      var evidence = made.next()
      evidence.candidate = Self.persons[number % Self.persons.count]
      if number.isMultiple(of: 3) { evidence.interview.position = Position(name: "P\(number % 4)") }
      if number.isMultiple(of: 4) { evidence.interview.position = Position(id: "p", name: "other") }
      traces += try compare(evidence, &worker)
    }
    #expect(traces > 600)
  }

  @Test("what others say of a line")
  func besideOthers() throws {
    let bench = ScenarioBench.shared
    var (ordinary, quick) = (bench.worker(), bench.worker())
    var made = RandomInterviews(world: .shared, seed: 9)
    var rules: Set<String> = []
    for _ in 0..<60 {
      let lines = (0..<4).map { number in
        var evidence = made.next()
        evidence.interview.id += "-\(number)"
        return evidence.jsonBytes
      }
      let all = try lines.map { try Evidence(json: $0) }
      let result = ordinary.candidateResult(of: all, count: 9)
      let quickResult = TriageTests.withLines(lines) {
        quick.candidateResult(ofLines: $0, count: 9)
      }
      let others = OtherInterviews(
        memberships: Self.memberships(of: all[0], &ordinary), candidate: result)
      let same = OtherInterviews(memberships: others.memberships, candidate: quickResult)
      let expected = ordinary.assess(ordinary.enrich(all[0]), beside: others)
      rules.formUnion(expected.findings.map { String($0.rule.prefix { $0 != "/" }) })
      lines[0].withUnsafeBufferPointer { line in
        #expect(quick.look(at: line, wanting: .everything) == .remarkable)
        let isSame = quick.assessSeen(line, beside: same).jsonBytes == expected.jsonBytes
        #expect(isSame, "\(String(decoding: line, as: UTF8.self))")
      }
    }
    #expect(rules.isSuperset(of: ["candidate", "link"]), "\(rules)")
  }

  /// A link by each trace that an interview left.
  private static func memberships(
    of evidence: Evidence, _ worker: inout Investigator.Worker
  ) -> [OtherInterviews.Membership] {
    worker.linkRecord(of: evidence).uses.enumerated().map { number, use in
      let facts = LinkFacts(
        kind: .sharedAddress, candidates: 2, interviews: 2, addresses: 1, agentCandidates: 2,
        isAgentRare: true, candidatesInInput: 900, interviewsInInput: 900, isRarityKnown: true)
      return OtherInterviews.Membership(
        link: Link(
          id: "sha256:\(number)", kind: facts.kind.rawValue, members: ["a", "b"],
          counts: facts.counts),
        facts: facts,
        traces: [OtherInterviews.Trace(address: use.address, agent: use.agent, asn: 0)])
    }
  }

  /// - Returns: how many traces there are.
  @discardableResult
  private func compare(_ evidence: Evidence, _ worker: inout Investigator.Worker) throws -> Int {
    let expected = worker.linkRecord(of: evidence)
    return evidence.jsonBytes.withUnsafeBufferPointer { line in
      // What the sketch leaves to the ordinary reader comes the ordinary way.
      guard worker.look(at: line, wanting: .everything) != .unread else { return 0 }
      let seen = worker.linkRecordSeen(line)
      let text: Comment = "\(evidence.interview.id)"
      #expect(seen.platform == evidence.platform, text)
      #expect(seen.id == evidence.interview.id, text)
      #expect(seen.record.identities == expected.identities, text)
      #expect(seen.record.at == expected.at, text)
      #expect(seen.record.uses.count == expected.uses.count, text)
      #expect(Set(seen.record.uses) == Set(expected.uses), text)
      return expected.uses.count
    }
  }

  static let persons = [
    Candidate(id: "c-1", email: "Someone@Example.org", name: "Someone", externalId: "x 1"),
    Candidate(id: "unknown", email: " some one@example.org ", externalId: "N/A"),
    Candidate(id: "\"quoted\"", email: "JOSÉ@example.org", externalId: "Not Available Here"),
    Candidate(email: "a\u{200B}b@example.org\n", declaredCountry: "ES"),
    nil,
  ]
}
