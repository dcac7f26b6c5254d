import CandorKit
import CandorModel
import CandorRules
import CandorTesting
import Testing

/// What a worker remembers of rules and interviews changes no answer, whatever the rules read: beside it
/// each interview is assessed by a worker that never saw another, with rules that are asked each time.
@Suite("What is remembered changes no result")
struct RuleMemoryTests {
  @Test("with rules made at random of all that rules can read", arguments: 0..<120)
  func randomRules(seed: Int) throws {
    var rules = RandomRules(seed: UInt64(seed))
    let made = rules.next()
    try compare(
      ScenarioBench(world: .shared, rules: made.rules),
      with: ScenarioBench(world: .shared, rules: made.unsharable), seed: seed,
      about: "\(made.rules.map(\.text))")
  }

  @Test("with the built-in rules", arguments: 0..<30)
  func builtInRules(seed: Int) throws {
    try compare(.shared, with: .shared, seed: seed, about: "seed \(seed)")
  }

  private func compare(
    _ bench: ScenarioBench, with other: ScenarioBench, seed: Int, about rules: String
  ) throws {
    var made = RandomInterviews(world: .shared, seed: UInt64(seed), few: (networks: 3, agents: 3))
    let kinds: [Scenario.Databases] = [.all, .all, .country, .cityOnly, .none]
    let databases = kinds[seed % kinds.count]
    var (ordinary, whole) = (bench.worker(databases), bench.worker(databases))
    // As a run has it that prints findings only.
    var (findings, flagged) = (bench.worker(databases), bench.worker(databases))
    findings.tellsNotEvaluable = false
    flagged.tellsNotEvaluable = false
    for _ in 0..<40 {
      let text = made.next().jsonBytes
      let evidence = try Evidence(json: text)
      // One that remembers little takes little time to be made.
      var fresh = other.worker(databases, of: 1000)
      let expected = Self.withoutHashes(fresh.assess(evidence))
      let about = Comment(
        rawValue: "\(rules)\n\(String(decoding: text, as: UTF8.self))")
      #expect(Self.withoutHashes(ordinary.assess(evidence)).jsonBytes == expected.jsonBytes, about)
      text.withUnsafeBufferPointer { line in
        if whole.look(at: line, wanting: .everything) == .remarkable {
          #expect(Self.withoutHashes(whole.assessSeen(line)).jsonBytes == expected.jsonBytes, about)
        }
        switch findings.look(at: line, wanting: .findings) {
        case .clear:
          #expect(Self.bytes(findings.clearSeen(line)) == Self.bytes(expected), about)
        case .remarkable:
          #expect(Self.bytes(findings.assessSeen(line)) == Self.bytes(expected), about)
        case .unremarkable: Issue.record("every finding was wanted")
        case .unread: break
        }
        switch flagged.look(at: line, wanting: .flagged) {
        case .unremarkable:
          #expect(expected.outcome != .review && expected.outcome != .priority, about)
        case .remarkable:
          #expect(Self.bytes(flagged.assessSeen(line)) == Self.bytes(expected), about)
        case .clear: Issue.record("only what is flagged was wanted")
        case .unread: break
        }
      }
    }
  }

  /// Without the hashes of the rules, whose files differ.
  private static func withoutHashes(_ assessment: Assessment) -> Assessment {
    var assessment = assessment
    assessment.provenance.rulePack.hash = ""
    for index in assessment.findings.indices { assessment.findings[index].ruleHash = "" }
    return assessment
  }

  /// All that is told of a clear interview.
  private static func bytes(_ assessment: Assessment) -> [UInt8] {
    TriageTests.bytes(withoutHashes(assessment), TriageTests.clearFields)
  }
}
