import CandorModel
import Foundation
import Testing

@testable import CandorStore

@Suite struct ReviewTests {
  private static let now = StoreFixture.now

  private func fixture() throws -> StoreFixture {
    let fixture = try StoreFixture()
    try fixture.run([
      StoreFixture.entry("i-1"), StoreFixture.entry("i-2", .review),
      StoreFixture.entry("i-3", .priority, position: "p-2"),
      StoreFixture.entry("i-4", .notAssessable),
    ])
    return fixture
  }

  private func ids(_ fixture: StoreFixture, _ filter: ReviewFilter = ReviewFilter()) throws
    -> [String]
  {
    try fixture.store.queue(filter, limit: nil).map(\.name.interview)
  }

  @Test func theMostUrgentStandsFirst() throws {
    let fixture = try fixture()
    #expect(try ids(fixture) == ["i-3", "i-2", "i-4"])
    #expect(
      try fixture.store.queueCounts(ReviewFilter())
        == [.priority: 1, .review: 1, .notAssessable: 1])
    try fixture.run([StoreFixture.entry("i-0", .priority)], at: StoreFixture.later(9))
    // Of two that are equally urgent the one that waits longer.
    #expect(try ids(fixture).prefix(2) == ["i-3", "i-0"])
    #expect(try fixture.store.queue(ReviewFilter(), limit: 1).count == 1)
  }

  /// Two places in turns, each with a device of its own, are the strongest sign of two people.
  @Test func twoInTurnsStandAtTheTop() throws {
    let fixture = try fixture()
    func interleaved(_ id: String, device: Bool) -> Store.Entry {
      let entry = StoreFixture.entry(id, .priority)
      var assessment = entry.assessment
      assessment.timeline.pattern = .interleaved
      assessment.timeline.transitions = (0..<3).map { index in
        var change = Switch(from: index, to: index + 1, endsRun: true)
        change.changed = device || index == 1 ? [.place, .device] : [.place]
        return change
      }
      return Store.Entry(evidence: entry.evidence, assessment: assessment)
    }
    try fixture.run(
      [interleaved("j-1", device: false), interleaved("j-2", device: true)],
      at: StoreFixture.later(9))
    #expect(try ids(fixture) == ["j-2", "i-3", "j-1", "i-2", "i-4"])
    #expect(try fixture.store.queue(ReviewFilter(), limit: 1).first?.name.interview == "j-2")
  }

  /// A schedule assesses anew every night; that is no reason to ask for the others first.
  @Test func anotherAuditDoesNotBeginTheWaitAnew() throws {
    let fixture = try fixture()
    try fixture.run([StoreFixture.entry("i-0", .priority)], at: StoreFixture.later(9))
    let again = StoreFixture.entry("i-3", .priority, position: "p-2")
    try fixture.run([again], at: StoreFixture.later(20))
    #expect(try ids(fixture).prefix(2) == ["i-3", "i-0"])
    let item = try fixture.store.reviewItem("i-3")
    #expect(item.waitingSince == Self.now)
    #expect(item.assessedAt == StoreFixture.later(20))
    // What was decided and comes back waits from then on.
    _ = try fixture.store.decide(
      "i-3", as: .innocent, reason: "known", by: "ana", needsTwo: false, now: Self.now)
    #expect(try fixture.store.reviewItem("i-3").waitingSince == nil)
    _ = try fixture.store.reopen(
      "i-3", reason: "new facts", by: "ben", now: StoreFixture.later(30))
    #expect(try fixture.store.reviewItem("i-3").waitingSince == StoreFixture.later(30))
    #expect(try ids(fixture).prefix(2) == ["i-0", "i-3"])
  }

  /// An audit stores interviews by themselves first, and then those that others make more of.
  @Test func whatOthersMakeUrgentWaitsFromTheFirstTime() throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    for start in [Int64(0), 100] {
      let run = try store.beginRun(
        platform: "hireflix", selection: "hireflix all", now: StoreFixture.later(start))
      try store.save(
        [StoreFixture.entry("i-1")], run: run.id, keepsEvidence: true,
        now: StoreFixture.later(start + 1))
      #expect(try store.reviewItem("i-1").waitingSince == nil)
      let besides = try store.beginRun(besides: run, now: StoreFixture.later(start + 2))
      try store.save(
        [StoreFixture.entry("i-1", .review)], run: besides.id, keepsEvidence: false,
        now: StoreFixture.later(start + 2))
      let end = StoreFixture.later(start + 3)
      try store.finishRun(run.id, isComplete: true, unchanged: 0, now: end)
      #expect(try store.reviewItem("i-1").waitingSince == StoreFixture.later(2))
    }
    // A run without them, and one with them again: the wait in between was none.
    try fixture.run([StoreFixture.entry("i-1")], at: StoreFixture.later(200))
    let run = try store.beginRun(
      platform: "hireflix", selection: "hireflix all", now: StoreFixture.later(300))
    let besides = try store.beginRun(besides: run, now: StoreFixture.later(301))
    try store.save(
      [StoreFixture.entry("i-1", .review)], run: besides.id, keepsEvidence: false,
      now: StoreFixture.later(302))
    #expect(try store.reviewItem("i-1").waitingSince == StoreFixture.later(302))
  }

  @Test func filtersNarrowTheQueue() throws {
    let fixture = try fixture()
    try fixture.run(
      [StoreFixture.entry("j-1", .review, platform: "instaview")], at: StoreFixture.later(60))
    var filter = ReviewFilter()
    filter.platform = "instaview"
    #expect(try ids(fixture, filter) == ["j-1"])
    filter = ReviewFilter()
    filter.position = "p-2"
    #expect(try ids(fixture, filter) == ["i-3"])
    filter = ReviewFilter()
    filter.outcomes = [.review]
    #expect(try ids(fixture, filter) == ["i-2", "j-1"])
    filter = ReviewFilter()
    filter.states = [.clear]
    #expect(try ids(fixture, filter) == ["i-1"])
    filter = ReviewFilter()
    filter.since = StoreFixture.later(30)
    #expect(try ids(fixture, filter) == ["j-1"])
  }

  /// What counts is what the reviewer saw, not what stands for a moment.
  @Test func whatIsNoMoreUrgentThanWhatWasDecidedStaysDecided() throws {
    let fixture = try fixture()
    _ = try fixture.store.decide(
      "i-3", as: .innocent, reason: "known", by: "ana", needsTwo: false, now: Self.now)
    for (second, outcome) in [Outcome.clear, .review, .priority].enumerated() {
      try fixture.run(
        [StoreFixture.entry("i-3", outcome, position: "p-2")],
        at: StoreFixture.later(Int64(second) + 1))
      #expect(try fixture.store.reviewItem("i-3").state == .decided)
    }
    _ = try fixture.store.decide(
      "i-2", as: .innocent, reason: "known", by: "ana", needsTwo: false, now: Self.now)
    try fixture.run([StoreFixture.entry("i-2", .priority)], at: StoreFixture.later(9))
    #expect(try fixture.store.reviewItem("i-2").state == .open)
  }

  @Test func aDecisionEndsTheReviewAndIsKept() throws {
    let fixture = try fixture()
    let store = fixture.store
    let item = try store.decide(
      "hireflix/i-2", as: .innocent, reason: "moved", by: "ana", needsTwo: false, now: Self.now)
    #expect(item.state == .decided)
    #expect(try ids(fixture) == ["i-3", "i-4"])
    let error = #expect(throws: StoreError.self) {
      try store.decide(
        "i-2", as: .confirmed, reason: "no", by: "ben", needsTwo: false, now: Self.now)
    }
    #expect(error?.code == .notAllowed)
    // A message goes into logs, and a name does not.
    #expect(error?.message == "`hireflix/i-2` is decided already")
    #expect(error?.help?.hasPrefix("`candor show hireflix/i-2` tells by whom; ") == true)
    let open = try store.reopen("i-2", reason: "new facts", by: "ben", now: Self.now)
    #expect(open.state == .open)
    _ = try store.decide(
      "i-2", as: .confirmed, reason: "two people", by: "ana", needsTwo: false, now: Self.now)
    let history = try store.decisions(of: item.name)
    #expect(history.map(\.verdict) == [.innocent, .reopened, .confirmed])
    #expect(history.map(\.reason) == ["moved", "new facts", "two people"])
    #expect(try store.verify().changes.isEmpty)
  }

  @Test func onlyWhatWasDecidedIsReopened() throws {
    let fixture = try fixture()
    let error = #expect(throws: StoreError.self) {
      try fixture.store.reopen("i-2", reason: "x", by: "ana", now: Self.now)
    }
    #expect(error?.code == .notAllowed)
  }

  @Test func fourEyesNeedTwoDifferentPeople() throws {
    let fixture = try fixture()
    let store = fixture.store
    func decide(_ verdict: StoredDecision.Verdict, _ who: String) throws -> ReviewState {
      try store.decide(
        "i-3", as: verdict, reason: "x", by: who, needsTwo: true, now: Self.now
      ).state
    }
    #expect(try decide(.confirmed, "ana") == .second)
    #expect(try ids(fixture).contains("i-3"))
    // Neither capitals nor spaces make a second person.
    for name in ["ana", " Ana ", "ANA"] {
      let error = #expect(throws: StoreError.self) { try decide(.confirmed, name) }
      #expect(error?.code == .notAllowed)
      #expect(error?.message == "this reviewer has decided `hireflix/i-3` already")
    }
    // Two who disagree do not end it; a third one does.
    #expect(try decide(.innocent, "ben") == .second)
    #expect(try decide(.innocent, "eva") == .decided)
    #expect(try !ids(fixture).contains("i-3"))
  }

  @Test func whatWasDecidedBeforeReopeningDoesNotCountAsOneOfTwo() throws {
    let fixture = try fixture()
    let store = fixture.store
    _ = try store.decide(
      "i-3", as: .confirmed, reason: "x", by: "ana", needsTwo: true, now: Self.now)
    _ = try store.reopen("i-3", reason: "x", by: "eva", now: Self.now)
    let item = try store.decide(
      "i-3", as: .confirmed, reason: "x", by: "ben", needsTwo: true, now: Self.now)
    #expect(item.state == .second)
  }

  @Test func whoWasUnsureIsNotAskedAgain() throws {
    let fixture = try fixture()
    let item = try fixture.store.decide(
      "i-3", as: .unsure, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    #expect(item.state == .unsure)
    #expect(try ids(fixture) == ["i-3", "i-2", "i-4"])
    var filter = ReviewFilter()
    filter.reviewer = "Ana"
    #expect(try ids(fixture, filter) == ["i-2", "i-4"])
    filter.reviewer = "ben"
    #expect(try ids(fixture, filter) == ["i-3", "i-2", "i-4"])
  }

  @Test func aDecisionStandsUntilSomethingChanges() throws {
    let fixture = try fixture()
    let store = fixture.store
    for id in ["i-2", "i-3"] {
      _ = try store.decide(
        id, as: .innocent, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    }
    // The same evidence again, less urgent by other rules: decided as it was.
    try fixture.run(
      [
        StoreFixture.entry("i-2", .review, rulePack: "01"),
        StoreFixture.entry("i-3", .review, position: "p-2"),
      ], at: StoreFixture.later(1))
    #expect(try ids(fixture) == ["i-4"])
    // More urgent than when it was decided; other evidence.
    try fixture.run(
      [
        StoreFixture.entry("i-2", .priority),
        StoreFixture.entry("i-3", .review, ip: "83.56.102.1", position: "p-2"),
      ], at: StoreFixture.later(2))
    #expect(try ids(fixture) == ["i-2", "i-3", "i-4"])
    #expect(
      try store.decisions(of: InterviewName(platform: "hireflix", interview: "i-2")).count == 1)
    #expect(try store.verify().changes.isEmpty)
  }

  /// Setting a status, renaming a position, a candidate or a question is no new fact.
  @Test func aDecisionOutlivesWhatOthersDoOnThePlatform() throws {
    let fixture = try fixture()
    let store = fixture.store
    _ = try store.decide(
      "i-2", as: .innocent, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    let entry = StoreFixture.entry("i-2", .review)
    var evidence = entry.evidence
    evidence.interview.status = "shortlisted"
    evidence.interview.position?.name = "Another name"
    evidence.candidate?.name = "Another Name"
    evidence.answers[0].step.title = "Another question"
    try fixture.run(
      [Store.Entry(evidence: evidence, assessment: entry.assessment)], at: StoreFixture.later(1))
    #expect(try store.reviewItem("i-2").state == .decided)
    #expect(try store.verify().changes.isEmpty)
    // What it is beside others is stored without the evidence.
    let run = try store.beginRun(platform: "hireflix", selection: "x", now: StoreFixture.later(2))
    let besides = try store.beginRun(besides: run, now: StoreFixture.later(2))
    try store.save(
      [Store.Entry(evidence: evidence, assessment: entry.assessment)], run: besides.id,
      keepsEvidence: false, now: StoreFixture.later(2))
    #expect(try store.reviewItem("i-2").state == .decided)
    evidence.candidate?.declaredCountry = "PT"
    try fixture.run(
      [Store.Entry(evidence: evidence, assessment: entry.assessment)], at: StoreFixture.later(3))
    #expect(try store.reviewItem("i-2").state == .open)
    #expect(try store.verify().changes.isEmpty)
  }

  @Test func aDecisionOutlivesThePurgeOfWhatItWasAbout() throws {
    let fixture = try fixture()
    let store = fixture.store
    let verdicts: [(String, StoredDecision.Verdict, Bool, ReviewState)] = [
      ("i-2", .innocent, false, .decided), ("i-3", .confirmed, true, .second),
      ("i-4", .escalated, false, .escalated),
    ]
    for (id, verdict, needsTwo, _) in verdicts {
      _ = try store.decide(
        id, as: verdict, reason: "x", by: "ana", needsTwo: needsTwo, now: Self.now)
    }
    for seconds in [1, 3] as [Int64] {
      _ = try store.purge([.assessments: StoreFixture.later(seconds)], now: StoreFixture.later(1))
      #expect(try store.queue(ReviewFilter(), limit: nil).isEmpty)
      #expect(try store.verify().changes.isEmpty)
      try fixture.run(
        [
          StoreFixture.entry("i-2", .review), StoreFixture.entry("i-3", .priority, position: "p-2"),
          StoreFixture.entry("i-4", .notAssessable),
        ], at: StoreFixture.later(seconds + 1))
      for (id, _, _, state) in verdicts { #expect(try store.reviewItem(id).state == state) }
      #expect(try store.verify().changes.isEmpty)
    }
    // Other evidence is another matter.
    _ = try store.purge([.assessments: StoreFixture.later(9)], now: StoreFixture.later(9))
    try fixture.run([StoreFixture.entry("i-2", .review, ip: "83.56.102.1")])
    #expect(try store.reviewItem("i-2").state == .open)
  }

  @Test func whatAPlatformStillSaysIsKnown() throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    try fixture.run([StoreFixture.entry("c-1", .priority, platform: "ashby")])
    let name = InterviewName(platform: "ashby", interview: "c-1")
    func decide(_ verdict: StoredDecision.Verdict) throws {
      _ = try store.decide(
        "c-1", as: verdict, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    }
    try decide(.confirmed)
    let decision = try #require(try store.decisions(of: name).last)
    try store.notePush(of: decision.id, status: "Fraudulent", by: "ana", now: Self.now)
    #expect(try store.outdatedPushes(platform: "ashby").isEmpty)
    _ = try store.reopen("c-1", reason: "x", by: "ana", now: Self.now)
    #expect(try store.outdatedPushes(platform: "ashby") == [name: "Fraudulent"])
    #expect(try store.outdatedPush(of: name) == "Fraudulent")
    #expect(try store.outdatedPushes(platform: "hireflix").isEmpty)
    // Decided anew, it waits to be sent like any other.
    try decide(.innocent)
    #expect(try store.outdatedPush(of: name) == nil)
  }

  @Test func namesAreFoundWithAndWithoutPlatform() throws {
    let fixture = try fixture()
    try fixture.run([StoreFixture.entry("i-2", .priority, platform: "instaview")])
    let error = #expect(throws: StoreError.self) { try fixture.store.reviewItem("i-2") }
    #expect(error?.code == .ambiguous)
    #expect(error?.help == "name one of `hireflix/i-2`, `instaview/i-2`")
    #expect(try fixture.store.reviewItem("instaview/i-2").outcome == .priority)
    let unknown = #expect(throws: StoreError.self) { try fixture.store.reviewItem("hireflix/no") }
    #expect(unknown?.code == .notFound)
    try fixture.run([StoreFixture.entry("a/b", .priority)])
    #expect(try fixture.store.reviewItem("a/b").name.interview == "a/b")
    #expect(try fixture.store.reviewItem("hireflix/a/b").name.interview == "a/b")
  }

  @Test func standingDecisionsAreGivenOnce() throws {
    let fixture = try fixture()
    let store = fixture.store
    _ = try store.decide(
      "i-2", as: .unsure, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    _ = try store.decide(
      "i-3", as: .confirmed, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    func words(_ decisions: [StoredDecision]) -> [String] {
      decisions.map { "\($0.name.interview) \($0.verdict.rawValue)" }
    }
    #expect(words(try store.standingDecisions()) == ["i-3 confirmed"])
    #expect(
      words(try store.standingDecisions(platform: "hireflix", includesUnsure: true))
        == ["i-2 unsure", "i-3 confirmed"])
    #expect(try store.standingDecisions(platform: "instaview").isEmpty)
  }

  /// A purge takes documents; what was decided stays, until the person is erased.
  @Test func decisionsStandWithoutTheirAssessments() throws {
    let fixture = try fixture()
    let store = fixture.store
    for (id, verdict) in [("i-2", StoredDecision.Verdict.unsure), ("i-3", .confirmed)] {
      _ = try store.decide(id, as: verdict, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    }
    let before = try store.standingDecisions(includesUnsure: true)
    for _ in 0..<2 {
      _ = try store.purge([.assessments: StoreFixture.later(9)], now: StoreFixture.later(9))
      #expect(try store.standingDecisions(includesUnsure: true) == before)
      #expect(try store.standingDecisions().map(\.name.interview) == ["i-3"])
    }
    _ = try store.erase(candidate: ["i-3@example.com"], now: StoreFixture.later(10))
    #expect(
      try store.standingDecisions(includesUnsure: true).map(\.name.interview) == ["i-2"])
  }

  /// What a platform was told before an interview was taken up again is said by the new decision.
  @Test func aDecisionWithoutItsAssessmentReplacesWhatAPlatformWasTold() throws {
    let fixture = try fixture()
    let store = fixture.store
    func decide(_ verdict: StoredDecision.Verdict) throws {
      _ = try store.decide(
        "i-3", as: verdict, reason: "x", by: "ana", needsTwo: false, now: Self.now)
    }
    try decide(.confirmed)
    let told = try #require(try store.standingDecisions().first)
    try store.notePush(of: told.id, status: "Fraudulent", by: "ana", now: Self.now)
    _ = try store.reopen("i-3", reason: "x", by: "ana", now: Self.now)
    #expect(try store.outdatedPush(of: told.name) == "Fraudulent")
    try decide(.innocent)
    _ = try store.purge([.assessments: StoreFixture.later(9)], now: StoreFixture.later(9))
    #expect(try store.outdatedPush(of: told.name) == nil)
    #expect(try store.standingDecisions().map(\.verdict) == [.innocent])
  }
}
