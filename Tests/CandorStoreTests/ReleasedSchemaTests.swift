import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

@testable import CandorStore

/// Stores of every released version open, keep what they hold and go on.
///
/// `Released/VERSION.sql` is what `sqlite3 FILE .dump` gave of a store that this version had written:
/// two runs over three interviews, decisions, a look, and a person erased. The files are never changed;
/// a migration that cannot read one is wrong.
@Suite struct ReleasedSchemaTests {
  private static let dumps: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Released")
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).map { $0.path(percentEncoded: false) }.filter { $0.hasSuffix(".sql") }
      .sorted()
  }()

  @Test func thereIsADumpOfTheFirstRelease() {
    #expect(Self.dumps.contains { $0.hasSuffix("/0.1.0.sql") })
  }

  @Test(arguments: dumps)
  func aReleasedStoreOpensAndGoesOn(_ dump: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("released.sqlite")
    // The dump names tables before it makes them.
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: try String(contentsOfFile: dump, encoding: .utf8))
      try $0.execute(sql: "PRAGMA application_id = \(StoreSchema.applicationID)")
    }
    try queue.close()
    let store = try Store(path: path, access: .write)
    let check = try store.verify()
    #expect(check.changes.isEmpty, "\(check.changes)")
    #expect(try store.runs().count == 2)
    let urgent = try store.requiredAssessment(interview: "hireflix/released-1")
    let document = try #require(urgent.document)
    #expect(try Assessment(json: document).interview.id == "released-1")
    #expect(urgent.outcome == .review)
    #expect(try store.evidence(hash: urgent.evidenceHash) != nil)
    #expect(try store.decisions(of: urgent.name).map(\.verdict) == [.unsure, .innocent, .reopened])
    #expect(try store.accesses(to: urgent.name).map(\.action) == ["show"])
    #expect(try store.reviewItem("released-1").state == .open)
    let erased = #expect(throws: StoreError.self) { try store.reviewItem("hireflix/released-3") }
    #expect(erased?.message == "what was stored of `hireflix/released-3` was erased")
    #expect(try store.run(1)?.done == 3)
    // It goes on as a store of today.
    let run = try store.beginRun(
      platform: "hireflix", selection: "hireflix all", now: StoreFixture.later(99))
    try store.save(
      [StoreFixture.entry("i-1", .priority)], run: run.id, keepsEvidence: true,
      now: StoreFixture.later(99))
    #expect(try store.queue(ReviewFilter(), limit: nil).first?.name.interview == "i-1")
    #expect(try store.verify().changes.isEmpty)
  }
}
