import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorStore

/// Runs that are taken up, and what is known before a run reads.
@Suite struct StoreResumingTests {
  private static let day: Int64 = 24 * 3600 * 1000

  private func moment(_ days: Int64) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: StoreTests.now.millisecondsSinceEpoch + days * Self.day)
  }

  @Test func aKilledRunIsTakenUpWithoutItsLosses() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let run = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
    try store.save(
      [StoreTests.entry("i-1")], run: run.id, keepsEvidence: true, now: moment(0))
    try store.recordLoss(run: run.id, item: "i-9", code: "S011", message: "unknown")
    #expect(
      try store.takeUpRun(selection: "other", notBefore: moment(-1), now: moment(0)) == nil)
    let again = try #require(
      try store.takeUpRun(selection: "all", notBefore: moment(-1), now: moment(0)))
    #expect(again.id == run.id)
    try store.finishRun(run.id, isComplete: true, unchanged: 2, now: moment(0))
    let finished = try #require(try store.run(run.id))
    #expect(finished.state == .complete)
    #expect(finished.unchanged == 2)
    #expect(try store.takeUpRun(selection: "all", notBefore: moment(-1), now: moment(0)) == nil)
    #expect(try store.lastSuccess(platform: "hireflix") == moment(0))
    #expect(try store.lastSuccess(platform: "instaview") == nil)
  }

  @Test func anOldRunIsEndedInstead() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let run = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
    try store.save(
      [StoreTests.entry("i-1", .review)], run: run.id, keepsEvidence: true, now: moment(0))
    #expect(try store.takeUpRun(selection: "all", notBefore: moment(2), now: moment(3)) == nil)
    let ended = try #require(try store.run(run.id))
    #expect(ended.state == .ended)
    #expect(ended.done == 1)
    #expect(ended.flagged == 1)
    #expect(try store.lastEndedRun(selection: "all")?.id == run.id)
    #expect(try store.lastCompleteRun(selection: "all") == nil)
  }

  /// Nothing that one set of rules and databases said stands beside what another says.
  @Test func aRunOfOtherPartsIsEndedInstead() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    var provenance = StoreTests.entry("i-1").assessment.provenance
    let parts = RunParts(provenance, isPseudonymous: false)
    provenance.input = "sha256:another"
    provenance.referenceDate = "2026-03-02"
    #expect(RunParts(provenance, isPseudonymous: false) == parts)
    #expect(RunParts(provenance, isPseudonymous: true) != parts)
    provenance.databases = [Provenance.Database(type: "City", builtAt: nil, hash: "sha256:01")]
    let other = RunParts(provenance, isPseudonymous: false)
    #expect(other != parts)

    func takeUp(_ parts: RunParts?) throws -> Int64? {
      try store.takeUpRun(selection: "all", parts: parts, notBefore: moment(-1), now: moment(0))?.id
    }
    let first = try store.beginRun(
      platform: "hireflix", selection: "all", parts: parts, now: moment(0))
    #expect(try takeUp(parts) == first.id)
    #expect(try store.openRun(selection: "all")?.id == first.id)
    #expect(try takeUp(other) == nil)
    #expect(try store.run(first.id)?.state == .ended)
    #expect(try store.openRun(selection: "all") == nil)
    // One of which nobody noted what it is made with.
    let second = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
    #expect(second.id != first.id)
    #expect(try takeUp(parts) == nil)
    #expect(try store.run(second.id)?.state == .ended)
  }

  @Test func knowsWhatWasAssessedAndWhenItChanged() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let first = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
    let plain = StoreTests.entry("i-1")
    let entry = Store.Entry(
      evidence: plain.evidence, assessment: plain.assessment, changedAt: moment(-3))
    try store.save([entry], run: first.id, keepsEvidence: true, now: moment(0))
    try store.finishRun(first.id, isComplete: true, unchanged: 0, now: moment(0))
    let second = try store.beginRun(platform: "hireflix", selection: "all", now: moment(1))
    let known = try store.standing(platform: "hireflix", interview: "i-1", run: second.id)
    #expect(!known.isAssessedByRun)
    #expect(known.changedAt == moment(-3))
    #expect(
      try store.standing(platform: "hireflix", interview: "i-1", run: first.id).isAssessedByRun)
    let unknown = try store.standing(platform: "instaview", interview: "i-1", run: second.id)
    #expect(unknown == InterviewStanding(isAssessedByRun: false, isErased: false, changedAt: nil))
    // A later assessment that the platform gave no time for leaves none.
    try store.save([plain], run: second.id, keepsEvidence: true, now: moment(1))
    #expect(
      try store.standing(platform: "hireflix", interview: "i-1", run: second.id).changedAt == nil)
    #expect(
      try store.assessment(platform: "hireflix", interview: "i-1", run: first.id)?.run == first.id)
  }

  @Test func flaggedOnesComeWithTheAssessmentBefore() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let first = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
    try store.save(
      [StoreTests.entry("i-1"), StoreTests.entry("i-2", .review)], run: first.id,
      keepsEvidence: false, now: moment(0))
    try store.finishRun(first.id, isComplete: true, unchanged: 0, now: moment(0))
    let second = try store.beginRun(platform: "hireflix", selection: "all", now: moment(1))
    try store.save(
      ["i-1", "i-2", "i-3"].map { StoreTests.entry($0, .priority) }, run: second.id,
      keepsEvidence: false, now: moment(1))
    var pairs: [String: String] = [:]
    try store.eachFlagged(run: second.id) {
      pairs[$0.interview] = $1?.outcome.rawValue ?? "none before"
    }
    #expect(pairs == ["i-1": "clear", "i-2": "review", "i-3": "none before"])
  }

  /// What interviews are beside others is a run behind the one that asked the platform.
  @Test func whatInterviewsAreBesideOthersBelongsToTheirRun() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let first = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
    try store.save(
      [StoreTests.entry("i-1"), StoreTests.entry("i-2")], run: first.id, keepsEvidence: false,
      now: moment(0))
    let killed = try store.beginRun(besides: first, now: moment(0))
    try store.save(
      [StoreTests.entry("i-1", .review)], run: killed.id, keepsEvidence: false, now: moment(0))
    let besides = try store.beginRun(besides: first, now: moment(1))
    #expect(besides.besides == first.id)
    #expect(try store.run(killed.id)?.state == .ended)
    try store.save(
      [StoreTests.entry("i-1", .priority)], run: besides.id, keepsEvidence: false, now: moment(1))
    var flagged: [String: String] = [:]
    try store.eachFlagged(run: first.id) {
      #expect($1 == nil)
      flagged[$0.interview] = $0.outcome.rawValue
    }
    #expect(flagged == ["i-1": "priority"])
    try store.finishRun(first.id, isComplete: true, unchanged: 0, now: moment(1))
    #expect(try store.run(besides.id)?.state == .complete)
    #expect(try store.run(besides.id)?.flagged == 1)
    #expect(try store.runs().map(\.id) == [first.id])
    #expect(try store.lastEndedRun(selection: "all")?.id == first.id)

    let second = try store.beginRun(platform: "hireflix", selection: "all", now: moment(2))
    try store.save(
      [StoreTests.entry("i-1", .priority), StoreTests.entry("i-2", .review)], run: second.id,
      keepsEvidence: false, now: moment(2))
    let comparison = try store.compare(first.id, second.id)
    #expect(comparison.compared == 2)
    #expect(comparison.changes.map(\.name.interview) == ["i-2"])
    #expect(try store.changedInterviews(since: first.id).map(\.interview) == ["i-2"])
    // An old run is ended together with what lies beside it.
    let open = try store.beginRun(besides: second, now: moment(2))
    #expect(try store.takeUpRun(selection: "all", notBefore: moment(3), now: moment(4)) == nil)
    #expect(try store.run(open.id)?.state == .ended)
  }

  /// A run that was given up told nobody; the next one that reaches its end does.
  @Test func whatAGivenUpRunFoundIsNotForgotten() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    func flagged(_ run: Int64) throws -> [String] {
      var found: [String] = []
      try store.eachFlagged(run: run) { found.append("\($0.interview) after \($1?.run ?? 0)") }
      return found
    }
    let first = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
    try store.save(
      [StoreTests.entry("i-1")], run: first.id, keepsEvidence: false, now: moment(0))
    try store.finishRun(first.id, isComplete: true, unchanged: 0, now: moment(0))
    let second = try store.beginRun(platform: "hireflix", selection: "all", now: moment(1))
    try store.save(
      [StoreTests.entry("i-1", .review)], run: second.id, keepsEvidence: false, now: moment(1))
    let besides = try store.beginRun(besides: second, now: moment(1))
    try store.save(
      [StoreTests.entry("i-2", .review)], run: besides.id, keepsEvidence: false, now: moment(1))
    #expect(try store.takeUpRun(selection: "all", notBefore: moment(2), now: moment(3)) == nil)
    let third = try store.beginRun(platform: "hireflix", selection: "all", now: moment(3))
    try store.save(
      [StoreTests.entry("i-3", .review)], run: third.id, keepsEvidence: false, now: moment(3))
    #expect(try flagged(third.id) == ["i-1 after 1", "i-2 after 0", "i-3 after 0"])
    try store.finishRun(third.id, isComplete: true, unchanged: 0, now: moment(3))
    #expect(try flagged(third.id) == ["i-3 after 0"])
  }

  @Test func aGlanceChangesNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("with space & more?.sqlite")
    #expect(try StoreGlance(path: path, selection: "all") == nil)
    do {
      let store = try Store(path: path, access: .write)
      let run = try store.beginRun(platform: "hireflix", selection: "all", now: moment(0))
      try store.finishRun(run.id, isComplete: true, unchanged: 0, now: moment(0))
      _ = try store.beginRun(platform: "hireflix", selection: "all", now: moment(1))
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    let glance = try #require(try StoreGlance(path: path, selection: "all"))
    #expect(glance.lastEnded?.id == 1)
    #expect(glance.open?.id == 2)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
    try folder.write(String(repeating: "no store ", count: 200), to: "text.sqlite")
    let error = #expect(throws: StoreError.self) {
      try StoreGlance(path: folder.path("text.sqlite"), selection: "all")
    }
    #expect(error?.code == .notAStore)
  }
}
