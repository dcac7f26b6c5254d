import CandorModel
import Foundation
import GRDB
import Testing

@testable import CandorStore

@Suite struct ChainTests {
  private func fixture() throws -> StoreFixture {
    let fixture = try StoreFixture()
    try fixture.run([
      StoreFixture.entry("i-1"), StoreFixture.entry("i-2", .review),
      StoreFixture.entry("i-3", .priority), StoreFixture.entry("i-4"),
    ])
    _ = try fixture.store.decide(
      "i-3", as: .confirmed, reason: "two people", by: "ana", needsTwo: false,
      now: StoreFixture.later(1))
    _ = try fixture.store.purge([.assessments: StoreFixture.now], now: StoreFixture.later(2))
    try fixture.run([StoreFixture.entry("i-5", .review)], at: StoreFixture.later(3))
    return fixture
  }

  @Test func anUntouchedStoreIsWhole() throws {
    let fixture = try fixture()
    let result = try fixture.store.verify()
    #expect(result.changes.isEmpty, "\(result.changes)")
    // Five assessments, a decision and four purged documents.
    #expect(result.links == 10)
    #expect(result.rows["assessment"] == 5)
    #expect(result.rows["decision"] == 1)
    #expect(result.rows["erasure"] == 4)
    #expect(result.head?.count == 64)
  }

  /// What somebody does behind the store's back, and what has to be found.
  @Test(arguments: [
    ("UPDATE assessment SET outcome = 'clear' WHERE interview = 'i-3'", "changed", "assessment"),
    ("UPDATE assessment SET outcome = 'clear' WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET candidate = 'x' WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET candidate = 'x' WHERE interview = 'i-1'", "changed", "assessment"),
    ("UPDATE assessment SET position = 'x' WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET assessedAt = 1 WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET evidence = x'00' WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET facts = NULL WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET body = NULL WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET body = x'0102' WHERE interview = 'i-5'", "changed", "assessment"),
    ("DELETE FROM assessment WHERE interview = 'i-2'", "removed", "assessment"),
    ("DELETE FROM assessment WHERE interview = 'i-5'", "removed", "assessment"),
    (
      """
      INSERT INTO assessment (run, platform, interview, outcome, assessedAt, evidence, provenance)
      VALUES (1, 'hireflix', 'i-9', 'clear', 1, x'00', 1)
      """, "inserted", "assessment"
    ),
    ("UPDATE decision SET verdict = 'innocent'", "changed", "decision"),
    ("UPDATE decision SET reason = NULL", "changed", "decision"),
    ("UPDATE decision SET reviewer = 'ben'", "changed", "decision"),
    ("DELETE FROM decision", "removed", "decision"),
    (
      """
      INSERT INTO decision (platform, interview, assessment, verdict, reviewer, decidedAt)
      VALUES ('hireflix', 'i-2', 2, 'innocent', 'ben', 1)
      """, "inserted", "decision"
    ),
    ("UPDATE erasure SET at = 1 WHERE id = 1", "changed", "erasure"),
    ("DELETE FROM erasure WHERE id = 2", "removed", "erasure"),
    (
      "INSERT INTO erasure (at, cause, kind, subject, remainder) VALUES (1, 'purge', 1, 5, x'00')",
      "inserted", "erasure"
    ),
    ("UPDATE chain SET content = x'00' WHERE sequence = 2", "changed", "chain"),
    ("UPDATE chain SET hash = x'00' WHERE sequence = 10", "changed", "chain"),
    ("DELETE FROM chain WHERE sequence = 3", "removed", "chain"),
    ("DELETE FROM chain WHERE sequence = 10", "removed", "chain"),
    ("DELETE FROM chainHead", "removed", "chainHead"),
    ("UPDATE provenance SET body = x'00'", "changed", "provenance"),
    ("UPDATE assessment SET evidenceStoredAt = 0 WHERE interview = 'i-5'", "changed", "assessment"),
    ("UPDATE assessment SET evidenceStoredAt = NULL WHERE id = 1", "changed", "assessment"),
    ("UPDATE evidence SET body = x'00' WHERE interview = 'i-5'", "changed", "evidence"),
    ("UPDATE evidence SET body = NULL WHERE interview = 'i-5'", "removed", "evidence"),
    ("UPDATE evidence SET candidate = 'x' WHERE interview = 'i-5'", "changed", "evidence"),
    ("UPDATE evidence SET candidate = NULL WHERE interview = 'i-5'", "changed", "evidence"),
    ("UPDATE evidence SET interview = 'i-1' WHERE interview = 'i-5'", "changed", "evidence"),
    // Its assessment is purged, so only the document says whose it is.
    ("UPDATE evidence SET candidate = 'x' WHERE interview = 'i-1'", "changed", "evidence"),
    ("UPDATE evidence SET candidate = NULL WHERE interview = 'i-1'", "changed", "evidence"),
    ("DELETE FROM evidence WHERE interview = 'i-1'", "removed", "evidence"),
    ("DELETE FROM evidence WHERE interview = 'i-5'", "removed", "evidence"),
    ("DELETE FROM standing WHERE interview = 'i-5'", "removed", "standing"),
    ("UPDATE standing SET urgency = 3 WHERE interview = 'i-5'", "changed", "standing"),
    ("UPDATE standing SET assessedAt = 1 WHERE interview = 'i-5'", "changed", "standing"),
    ("UPDATE standing SET position = 'other' WHERE interview = 'i-5'", "changed", "standing"),
    ("UPDATE standing SET position = NULL WHERE interview = 'i-5'", "changed", "standing"),
    (
      "UPDATE standing SET state = 'decided', isWaiting = 0 WHERE interview = 'i-5'", "changed",
      "standing"
    ),
  ])
  func everyChangeIsFound(_ sql: String, _ kind: String, _ table: String) throws {
    let fixture = try fixture()
    try fixture.tamper(sql)
    let result = try fixture.store.verify()
    #expect(
      result.changes.contains { $0.kind.rawValue == kind && $0.table == table },
      "\(result.changes)")
  }

  /// SQLite keeps a value of any kind in a column; read as a number, text is 0 and a fraction is gone.
  @Test(arguments: [
    ("UPDATE assessment SET assessedAt = 'Pons' WHERE interview = 'i-5'", "assessment"),
    ("UPDATE assessment SET run = run + 0.5 WHERE interview = 'i-5'", "assessment"),
    ("UPDATE assessment SET outcome = x'ff00' WHERE interview = 'i-5'", "assessment"),
    ("UPDATE assessment SET provenance = 'Pons' WHERE interview = 'i-5'", "assessment"),
    ("UPDATE assessment SET body = 'Pons' WHERE interview = 'i-5'", "assessment"),
    ("UPDATE assessment SET position = position || char(0) || 'Pons'", "assessment"),
    ("ALTER TABLE assessment RENAME COLUMN candidate TO person", "assessment"),
    ("UPDATE decision SET decidedAt = 'Pons'", "decision"),
    ("UPDATE decision SET decidedAt = decidedAt + 0.5", "decision"),
    ("UPDATE decision SET decidedAt = -9223372036854775808", "decision"),
    ("UPDATE decision SET reviewer = reviewer || char(0) || 'Pons'", "decision"),
    ("UPDATE erasure SET at = at + 0.5 WHERE id = 1", "erasure"),
    ("UPDATE chain SET subject = 'Pons' WHERE sequence = 2", "chain"),
    ("UPDATE chain SET hash = 'Pons' WHERE sequence = 10", "chain"),
    ("UPDATE chain SET sequence = 9223372036854775807 WHERE sequence = 10", "chain"),
    ("UPDATE chain SET sequence = -9223372036854775808 WHERE sequence = 10", "chain"),
    ("UPDATE chainHead SET sequence = 'Pons'", "chainHead"),
    ("UPDATE chainHead SET sequence = sequence + 0.5", "chainHead"),
    ("UPDATE provenance SET rulePackHash = x'00'", "provenance"),
    ("UPDATE evidence SET storedAt = storedAt + 0.5 WHERE interview = 'i-5'", "evidence"),
    ("UPDATE evidence SET hash = 'Pons' WHERE interview = 'i-5'", "evidence"),
    ("UPDATE standing SET assessedAt = assessedAt + 0.5 WHERE interview = 'i-5'", "standing"),
    ("UPDATE standing SET waitingSince = 'Pons' WHERE interview = 'i-5'", "standing"),
    ("UPDATE run SET startedAt = startedAt + 0.5 WHERE id = 1", "run"),
    ("UPDATE run SET state = 'Pons' WHERE id = 1", "run"),
    ("UPDATE assessment SET outcome = 'Pons' WHERE interview = 'i-5'", "assessment"),
    ("UPDATE decision SET verdict = 'Pons'", "decision"),
    ("UPDATE standing SET state = 'Pons' WHERE interview = 'i-1'", "standing"),
    ("UPDATE standing SET stateBefore = 'Pons' WHERE interview = 'i-1'", "standing"),
    ("UPDATE standing SET urgency = 7, isWaiting = 0 WHERE interview = 'i-1'", "standing"),
  ])
  func aValueOfAnotherKindIsFound(_ sql: String, _ table: String) throws {
    let fixture = try fixture()
    try fixture.tamper(sql)
    let result = try fixture.store.verify()
    #expect(result.changes.contains { $0.table == table }, "\(result.changes)")
    #expect(!result.changes.contains { $0.text.contains("Pons") })
  }

  /// A verdict that is none was another one, whichever.
  @Test func anUnknownVerdictIsFound() throws {
    let fixture = try fixture()
    _ = try fixture.store.decide(
      "i-5", as: .unsure, reason: "x", by: "ana", needsTwo: false, now: StoreFixture.later(4))
    #expect(try fixture.store.verify().changes.isEmpty)
    try fixture.tamper("UPDATE decision SET verdict = 'perhaps' WHERE interview = 'i-5'")
    let result = try fixture.store.verify()
    #expect(result.changes.contains { $0.table == "decision" }, "\(result.changes)")
  }

  /// Entries of the queue that hide an interview: what decisions say is another thing.
  @Test(arguments: [
    "UPDATE standing SET state = 'decided', isWaiting = 0 WHERE interview = 'i-1'",
    "UPDATE standing SET state = 'unsure' WHERE interview = 'i-1'",
    "UPDATE standing SET state = 'decided', isWaiting = 0, roundStart = 0 WHERE interview = 'i-2'",
    "UPDATE standing SET state = 'decided', isWaiting = 0, roundStart = 0 WHERE interview = 'i-3'",
    "UPDATE standing SET state = 'open', isWaiting = 1 WHERE interview = 'i-1'",
    "UPDATE standing SET roundStart = 99 WHERE interview = 'i-3'",
    "UPDATE standing SET state = 'decided', isWaiting = 0, roundStart = 0 WHERE interview = 'i-4'",
    "UPDATE standing SET stateBefore = 'open' WHERE interview = 'i-5'",
    "UPDATE standing SET roundStart = 0, stateBefore = 'second' WHERE interview = 'i-6'",
  ])
  func aHiddenInterviewIsFound(_ sql: String) throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    try fixture.run(["i-5", "i-6"].map { StoreFixture.entry($0, .review) })
    func decide(_ id: String, _ verdict: StoredDecision.Verdict) throws {
      _ = try store.decide(
        id, as: verdict, reason: "x", by: "ana", needsTwo: false, now: StoreFixture.now)
    }
    try decide("i-5", .confirmed)
    _ = try store.purge([.assessments: StoreFixture.later(1)], now: StoreFixture.later(1))
    try fixture.run(["i-1", "i-2", "i-3", "i-4"].map { StoreFixture.entry($0, .review) })
    try decide("i-1", .escalated)
    try decide("i-2", .innocent)
    _ = try store.reopen("i-2", reason: "x", by: "ana", now: StoreFixture.now)
    // Another address: what was decided is history.
    try decide("i-3", .innocent)
    try fixture.run([StoreFixture.entry("i-3", .review, ip: "83.56.102.1")])
    // The same, and more urgent: nobody decided about that.
    try decide("i-4", .innocent)
    try fixture.run([StoreFixture.entry("i-4", .priority)])
    #expect(try store.verify().changes.isEmpty)
    try fixture.tamper(sql)
    let result = try store.verify()
    #expect(result.changes.map(\.table) == ["standing"], "\(result.changes)")
  }

  @Test func aForgottenErasureIsFound() throws {
    let fixture = try fixture()
    _ = try fixture.store.erase(candidate: ["c-i-5"], now: StoreFixture.later(4))
    #expect(try fixture.store.verify().changes.isEmpty)
    try fixture.tamper("DELETE FROM erasedInterview")
    let result = try fixture.store.verify()
    #expect(result.changes.map(\.table) == ["erasedInterview"], "\(result.changes)")
  }

  /// What a purge took is not missed; what it cannot have taken is.
  @Test func evidenceThatNoPurgeTookIsMissed() throws {
    let fixture = try fixture()
    let purged = try fixture.store.purge([.evidence: StoreFixture.now], now: StoreFixture.later(4))
    #expect(purged.removed == [.evidence: 4])
    #expect(try fixture.store.verify().changes.isEmpty)
    try fixture.tamper("DELETE FROM evidence WHERE interview = 'i-5'")
    func missed() throws -> [String] { try fixture.store.verify().changes.map(\.text) }
    #expect(try missed() == ["the evidence of assessment 5 was removed"])
    // The same evidence comes again, after the purge.
    try fixture.run([StoreFixture.entry("i-5"), StoreFixture.entry("i-1")], at: StoreFixture.now)
    #expect(try fixture.store.verify().changes.isEmpty)
    try fixture.tamper("DELETE FROM evidence WHERE interview = 'i-1'")
    #expect(try missed() == ["the evidence of assessment 7 was removed"])
    // Nor did a later purge take what was stored after the moment up to which it went.
    _ = try fixture.store.purge([.evidence: StoreFixture.now], now: StoreFixture.later(5))
    try fixture.run([StoreFixture.entry("i-5")], at: StoreFixture.later(6))
    try fixture.run([StoreFixture.entry("i-7")], at: StoreFixture.now)
    _ = try fixture.store.purge([.evidence: StoreFixture.now], now: StoreFixture.later(7))
    #expect(try fixture.store.verify().changes.isEmpty)
    try fixture.tamper("DELETE FROM evidence WHERE interview = 'i-5'")
    #expect(try missed() == ["the evidence of assessment 8 was removed"])
    _ = try fixture.store.erase(candidate: ["c-i-5"], now: StoreFixture.later(8))
    // Where it was never kept, or goes with its person, nothing is missed.
    _ = try fixture.store.erase(candidate: ["c-i-1"], now: StoreFixture.later(9))
    try fixture.run(
      [StoreFixture.entry("i-6")], at: StoreFixture.later(10), keepsEvidence: false)
    #expect(try fixture.store.verify().changes.isEmpty)
  }

  @Test func evidenceOfNoAssessmentIsFound() throws {
    let fixture = try fixture()
    let other = try StoreFixture()
    try other.run([StoreFixture.entry("i-9")])
    let row = try other.store.read { db in
      try String.fetchOne(
        db,
        sql: """
          SELECT quote(hash) || ', ' || quote(platform) || ', ' || quote(interview) || ', '
            || quote(candidate) || ', ' || storedAt || ', ' || quote(body) || ', NULL'
          FROM evidence
          """)
    }
    let values = try #require(row)
    try fixture.tamper("INSERT INTO evidence VALUES (\(values))")
    let changes = try fixture.store.verify().changes
    #expect(changes.map(\.kind) == [.inserted], "\(changes)")
    #expect(changes.map(\.table) == ["evidence"])
  }

  /// A name among those that are not stored again hides an interview from every later audit.
  @Test(arguments: [
    ("INSERT INTO erasedInterview VALUES (x'00', 1)", "erasedInterview"),
    (
      "INSERT INTO erasedInterview SELECT x'00', max(erasedAt) FROM erasedInterview",
      "erasedInterview"
    ),
    ("UPDATE erasedInterview SET erasedAt = erasedAt + 1", "erasedInterview"),
    ("INSERT INTO erasedName VALUES (x'00', 1)", "erasedName"),
    ("UPDATE erasedName SET erasedAt = erasedAt + 1", "erasedName"),
  ])
  func aNameThatNobodyErasedIsFound(_ sql: String, _ table: String) throws {
    let fixture = try fixture()
    try fixture.run(["i-6", "i-7"].map { StoreFixture.entry($0) }, at: StoreFixture.later(3))
    for (seconds, name) in [(4, "c-i-5"), (4, "c-i-6"), (5, "c-i-7")] {
      _ = try fixture.store.erase(candidate: [name], now: StoreFixture.later(Int64(seconds)))
    }
    #expect(try fixture.store.verify().changes.isEmpty)
    try fixture.tamper(sql)
    let result = try fixture.store.verify()
    #expect(
      result.changes.contains { $0.kind == .inserted && $0.table == table }, "\(result.changes)")
    #expect(result.changes.allSatisfy { $0.table == table }, "\(result.changes)")
  }

  /// Also where it took the place of one that was.
  @Test func theNameOfAnInterviewThatIsStoredIsFound() throws {
    let fixture = try fixture()
    _ = try fixture.store.erase(candidate: ["c-i-5"], now: StoreFixture.later(4))
    let name = Hexadecimal.text(InterviewName(platform: "hireflix", interview: "i-3").digest)
    try fixture.tamper("UPDATE erasedInterview SET name = x'\(name)'")
    let result = try fixture.store.verify()
    #expect(result.changes.map(\.table) == ["erasedInterview"], "\(result.changes)")
    #expect(result.changes.first?.text.contains("assessment 3") == true)
  }

  /// The last row together with its link: only the head tells.
  @Test func aCutTailIsFound() throws {
    let fixture = try fixture()
    try fixture.tamper(
      """
      DELETE FROM standing WHERE interview = 'i-5';
      DELETE FROM evidence WHERE interview = 'i-5';
      DELETE FROM assessment WHERE interview = 'i-5';
      DELETE FROM chain WHERE sequence = 10;
      """)
    let result = try fixture.store.verify()
    #expect(result.changes.count == 1)
    #expect(result.changes.first?.text == "the chain ends with link 9, and link 10 was the last")
  }

  @Test func theSameInterviewsGiveTheSameHead() throws {
    // Their folders have to stay until they are read.
    let fixtures = try (0..<2).map { _ in try fixture() }
    let heads = try fixtures.map { try $0.store.verify().head }
    #expect(heads[0] == heads[1])
  }
}
