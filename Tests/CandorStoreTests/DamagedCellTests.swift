import CandorModel
import Foundation
import Testing

@testable import CandorStore

@Suite struct DamagedCellTests {
  private static let name = InterviewName(platform: "hireflix", interview: "i-2")

  /// Two runs that differ, a decision and a look at the interview.
  private func fixture() throws -> StoreFixture {
    let fixture = try StoreFixture()
    try fixture.run([StoreFixture.entry("i-1"), StoreFixture.entry("i-2", .review)])
    try fixture.run([StoreFixture.entry("i-2", .priority)], at: StoreFixture.later(1))
    _ = try fixture.store.decide(
      "i-2", as: .unsure, reason: "two people", by: "ana", needsTwo: false,
      now: StoreFixture.later(2))
    try fixture.store.noteAccess(
      by: "ana", action: "show", to: [Self.name], now: StoreFixture.later(3))
    return fixture
  }

  /// What commands do with a store.
  private static func uses() -> [(Store) throws -> Void] {
    [
      { _ = try $0.runs() },
      { _ = try $0.queue(ReviewFilter(), limit: nil) },
      { _ = try $0.queueCounts(ReviewFilter()) },
      { try $0.eachLatest(withEvidence: true) { _ in } },
      { _ = try $0.latestAssessment(interview: "i-2") },
      { _ = try $0.compare(1, 2) },
      { _ = try $0.decisions(of: name) },
      { _ = try $0.accesses(to: name) },
      { _ = try $0.export(candidate: ["c-i-2"]) },
      {
        _ = try $0.decide(
          "i-2", as: .escalated, reason: "x", by: "ben", needsTwo: false,
          now: StoreFixture.later(4))
      },
    ]
  }

  @Test func nothingIsWrongWithAnUntouchedStore() throws {
    let fixture = try fixture()
    for use in Self.uses() { try use(fixture.store) }
  }

  /// Each ends with an error that names the column, and nothing of the row.
  @Test(arguments: [
    ("UPDATE run SET startedAt = 'Pons'", "startedAt"),
    ("UPDATE run SET finishedAt = finishedAt + 0.5", "finishedAt"),
    ("UPDATE assessment SET assessedAt = 'Pons'", "assessedAt"),
    ("UPDATE assessment SET outcome = x'ff00'", "outcome"),
    ("UPDATE assessment SET evidence = 'Pons'", "evidence"),
    ("UPDATE assessment SET provenance = provenance + 0.5 WHERE run = 2", "madeAfter"),
    ("UPDATE run SET state = 'Pons'", "state"),
    ("UPDATE assessment SET outcome = 'Pons'", "outcome"),
    ("UPDATE assessment SET outcome = 'Pons' WHERE run = 1", "outcomeBefore"),
    ("UPDATE assessment SET outcome = 'Pons' WHERE run = 2", "outcomeAfter"),
    ("UPDATE evidence SET storedAt = 'Pons'", "storedAt"),
    ("UPDATE decision SET verdict = 'Pons'", "verdict"),
    ("UPDATE decision SET decidedAt = 'Pons'", "decidedAt"),
    ("UPDATE decision SET decidedAt = decidedAt + 0.5", "decidedAt"),
    ("UPDATE decision SET decidedAt = -9223372036854775808", "decidedAt"),
    ("UPDATE standing SET urgency = 'Pons'", "urgency"),
    ("UPDATE standing SET urgency = 7", "urgency"),
    ("UPDATE standing SET state = 'Pons'", "state"),
    ("UPDATE standing SET assessedAt = 'Pons'", "assessedAt"),
    ("UPDATE standing SET waitingSince = 'Pons'", "waitingSince"),
    ("UPDATE standing SET waitingSince = 9223372036854775807", "waitingSince"),
    ("ALTER TABLE standing RENAME COLUMN position TO place", "position"),
    ("UPDATE chainHead SET sequence = 'Pons'", "sequence"),
    ("UPDATE chainHead SET sequence = 9223372036854775807", "sequence"),
    ("DROP TRIGGER accessKeepsUPDATE; UPDATE access SET reader = x'ff'", "reader"),
  ])
  func whatCannotBeThereIsToldByItsColumn(_ sql: String, _ column: String) throws {
    let fixture = try fixture()
    try fixture.tamper(sql)
    var messages: [String] = []
    for use in Self.uses() {
      do { try use(fixture.store) } catch let error as StoreError {
        #expect(error.code == .damaged, "\(error)")
        messages.append(error.description)
      }
    }
    #expect(messages.contains { $0.contains("the column `\(column)`") }, "\(messages)")
    let told = messages.joined()
    #expect(!told.contains("Pons"))
    #expect(!told.contains("two people"))
    #expect(!told.contains("c-i-2"))
  }
}
