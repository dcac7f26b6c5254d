import CandorModel
import CandorTesting
import Foundation
import GRDB

@testable import CandorStore

/// A store in a folder of its own, with interviews that tests tell apart.
struct StoreFixture {
  static let now = Timestamp(millisecondsSinceEpoch: 1_772_442_065_000)

  let folder: TemporaryFolder
  let path: String
  let store: Store

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("a.sqlite")
    store = try Store(path: path, access: .write)
  }

  /// So many seconds after `now`.
  static func later(_ seconds: Int64) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: now.millisecondsSinceEpoch + seconds * 1000)
  }

  static func entry(
    _ id: String, _ outcome: Outcome = .clear, platform: String = "hireflix",
    ip: String = "83.56.102.236",
    candidate: Candidate? = nil, position: String = "p-1", rulePack: String = "00",
    databases: [String] = [], rules: [String] = []
  ) -> Store.Entry {
    let candidate = candidate ?? Candidate(id: "c-\(id)", email: "\(id)@example.com")
    let evidence = Evidence(
      platform: platform, interview: Interview(id: id, position: Position(id: position)),
      candidate: candidate, answers: [Answer(step: Step(index: 0), ip: ip)])
    let findings = rules.map { rule in
      Finding(
        rule: rule, ruleVersion: "1.0.0", ruleHash: "sha256:00", severity: .high,
        summary: "something changed", observations: [0], values: [], explanations: [],
        innocentReasons: [], kind: .device)
    }
    let assessment = Assessment(
      interview: Assessment.Subject(
        platform: platform, id: id, candidate: candidate.reference),
      outcome: outcome, findings: findings, notEvaluable: [], contributions: [],
      timeline: Timeline(observations: [], order: .step),
      provenance: Provenance(
        engine: "0.1.0",
        rulePack: Provenance.RulePack(name: "candor", version: "1.0.0", hash: "sha256:\(rulePack)"),
        databases: databases.map { Provenance.Database(type: "City", builtAt: nil, hash: $0) },
        input: "sha256:\(id)"))
    return Store.Entry(evidence: evidence, assessment: assessment)
  }

  /// Stores entries as one whole run and answers its number.
  @discardableResult
  func run(
    _ entries: [Store.Entry], at moment: Timestamp = now, keepsEvidence: Bool = true,
    selection: String = "hireflix all"
  ) throws -> Int64 {
    let run = try store.beginRun(platform: "hireflix", selection: selection, now: moment)
    try store.save(entries, run: run.id, keepsEvidence: keepsEvidence, now: moment)
    try store.finishRun(run.id, isComplete: true, unchanged: 0, now: moment)
    return run.id
  }

  /// Changes the file as somebody would who goes around Candor.
  func tamper(_ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}
