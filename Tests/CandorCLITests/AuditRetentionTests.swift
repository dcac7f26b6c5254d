import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

/// What an audit keeps, as the configuration's `retention:` and `--privacy` say.
@Suite struct AuditRetentionTests {
  private let folder: TemporaryFolder
  private let sandbox: SandboxProcess

  init() throws {
    folder = try TemporaryFolder()
    sandbox = try SandboxProcess(
      serving: (0..<3).map { InterviewLines.interview($0, switchesDevice: true) }, in: folder)
  }

  private func audit(
    _ store: String, settings: String, _ arguments: [String] = []
  ) throws -> CandorProcess.Result {
    let file = try folder.write(settings, to: "candor.yaml")
    return try CandorProcess.run(
      [
        "audit", "hireflix", "--all", "--format", "ndjson", "--store", folder.path(store),
        "--config", file,
      ] + arguments, environment: sandbox.environment)
  }

  private func keptEvidence(_ store: String) throws -> Int {
    try DatabaseQueue(path: folder.path(store)).read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM evidence WHERE body IS NOT NULL") ?? -1
    }
  }

  @Test func evidenceIsKeptUnlessThePolicySaysNone() throws {
    #expect(try audit("a.sqlite", settings: "retention: {evidence: 90d}\n").status == 0)
    #expect(try keptEvidence("a.sqlite") == 3)
    let none = "retention: {evidence: none}\n"
    #expect(try audit("b.sqlite", settings: none).status == 0)
    #expect(try keptEvidence("b.sqlite") == 0)
    let plan = try audit("b.sqlite", settings: none, ["--dry-run"])
    #expect(plan.output.contains(#""evidence":"hash""#))
    // What was stored before the policy said so goes with the next audit, and with a purge.
    #expect(try audit("a.sqlite", settings: none).status == 0)
    #expect(try keptEvidence("a.sqlite") == 0)
    let store = folder.path("a.sqlite")
    let purge = try CandorProcess.run(
      ["store", "purge", "--store", store, "--config", folder.path("candor.yaml")])
    #expect(purge.status == 0)
    #expect(purge.output == "evidence: 0 removed\n")
  }

  /// A run goes on only with the privacy that it was begun with.
  @Test func aRunOfAnotherPrivacyIsNotTakenUp() throws {
    let store = folder.path("a.sqlite")
    #expect(try audit("a.sqlite", settings: "failOn: never\n").status == 0)
    try DatabaseQueue(path: store).write { db in
      try db.execute(sql: "UPDATE run SET state = 'running' WHERE besides IS NULL")
    }
    let second = try audit("a.sqlite", settings: "privacy: pseudonymous\n")
    #expect(second.status == 0)
    #expect(second.errors.contains("note[A007]: run 1, which began at "))
    #expect(!second.errors.contains("A001"))
    #expect(second.lines.count == 3)
    let named = try DatabaseQueue(path: store).read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT candidate FROM assessment
          WHERE run = (SELECT max(id) FROM run WHERE besides IS NULL)
          """)
    }
    #expect(named.count == 3)
    #expect(named.allSatisfy { $0.hasPrefix("p-") })
  }

  @Test func aPseudonymousAuditStoresNobodysName() throws {
    let first = try audit("a.sqlite", settings: "privacy: pseudonymous\n")
    #expect(first.status == 0)
    #expect(first.output.contains(#""candidate":"p-"#))
    let store = folder.path("a.sqlite")
    #expect(try keptEvidence("a.sqlite") == 0)
    let candidates = try DatabaseQueue(path: store).read { db in
      try String.fetchAll(db, sql: "SELECT candidate FROM assessment")
    }
    #expect(candidates.count == 3)
    #expect(candidates.allSatisfy { $0.hasPrefix("p-") && $0.utf8.count == 34 })
  }

  @Test(arguments: [
    "retention: {evidense: 90d}\n", "retention: {evidence: soon}\n", "retention: 90d\n",
    "retention: {assessments: none}\n",
  ])
  func aPolicyThatMakesNoSenseEndsWith78(settings: String) throws {
    let result = try audit("a.sqlite", settings: settings)
    #expect(result.status == 78)
    #expect(result.errors.contains("retention"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.sqlite")))
  }
}
