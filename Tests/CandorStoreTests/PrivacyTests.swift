import CandorModel
import Foundation
import GRDB
import Testing

@testable import CandorStore

@Suite struct PrivacyTests {
  private static let secret = Candidate(
    id: "person-4711", email: "Secret.Person@example.com", name: "Secret Person",
    externalId: "ats-4711")

  private func fixture(keepsEvidence: Bool = true) throws -> StoreFixture {
    let fixture = try StoreFixture()
    try fixture.run(
      [
        StoreFixture.entry("secret-interview-1", .priority, candidate: Self.secret),
        StoreFixture.entry("i-2", .review),
      ], keepsEvidence: keepsEvidence,
      selection: "hireflix interview=secret-interview-1 candidate=PERSON-4711 position=person-4711")
    _ = try fixture.store.decide(
      "secret-interview-1", as: .unsure, reason: "the secret reason", by: "ana", needsTwo: false,
      now: StoreFixture.now)
    try fixture.store.noteAccess(
      by: "ana", action: "show",
      to: [InterviewName(platform: "hireflix", interview: "secret-interview-1")],
      now: StoreFixture.now)
    let run = try fixture.store.beginRun(
      platform: "hireflix", selection: "hireflix all", now: StoreFixture.now)
    for item in ["secret-interview-1", "PERSON-4711"] {
      try fixture.store.recordLoss(
        run: run.id, item: item, code: "S011", message: "`\(item)`: gone")
    }
    try fixture.store.finishRun(run.id, isComplete: true, unchanged: 0, now: StoreFixture.now)
    return fixture
  }

  private func bytes(_ fixture: StoreFixture) throws -> Data {
    try ["", "-wal"].reduce(into: Data()) { all, suffix in
      let path = fixture.path + suffix
      if FileManager.default.fileExists(atPath: path) {
        all += try Data(contentsOf: URL(filePath: path))
      }
    }
  }

  @Test(arguments: ["ats-4711", "person-4711", "secret.person@EXAMPLE.com"])
  func nothingOfAnErasedPersonIsLeft(_ name: String) throws {
    let fixture = try fixture()
    let words = ["secret-interview-1", "ats-4711", "PERSON-4711", "the secret reason"]
    let before = try bytes(fixture)
    for word in words { #expect(before.range(of: Data(word.utf8)) != nil, "\(word)") }
    let counts = try fixture.store.erase(candidate: [name], now: StoreFixture.later(1))
    #expect(
      counts == ErasureCounts(interviews: 1, assessments: 1, evidence: 1, decisions: 1))
    let after = try bytes(fixture)
    for word in words { #expect(after.range(of: Data(word.utf8)) == nil, "\(word)") }
  }

  /// What a platform writes where it has no name names nobody, and white space is no part of a name.
  @Test func placeholdersNameNobody() throws {
    let fixture = try StoreFixture()
    let candidates = ["a", "b", "c"].map { Candidate(email: "\($0)@example.com", externalId: "-") }
    try fixture.run(
      candidates.enumerated().map { StoreFixture.entry("i-\($0)", .review, candidate: $1) }
        + [StoreFixture.entry("i-9", .review, candidate: Candidate(externalId: " ats 9\t"))])
    let store = fixture.store
    func erased(_ name: String) throws -> Int {
      try store.erase(candidate: [name], now: StoreFixture.later(1)).interviews
    }
    #expect(try erased("a@example.com") == 1)
    #expect(throws: StoreError.self) { try erased("-") }
    #expect(try erased("ATS  9") == 1)
    #expect(try store.verify().changes.isEmpty)
  }

  /// Linking takes them for one person, so whoever erases one of them means the other, too.
  @Test func whiteSpaceInsideAnEmailIsNoOtherPerson() throws {
    let fixture = try StoreFixture()
    let emails = ["Zoe.Quark@Example.com", "zoe.quark @example.com", "zoe.quarks@example.com"]
    try fixture.run(
      emails.enumerated().map {
        StoreFixture.entry("i-\($0)", .review, candidate: Candidate(id: "c-\($0)", email: $1))
      })
    let counts = try fixture.store.erase(
      candidate: ["zoe.quark@example.com"], now: StoreFixture.later(1))
    #expect(counts.interviews == 2)
    #expect(try fixture.store.queue(ReviewFilter(), limit: nil).map(\.name.interview) == ["i-2"])
  }

  @Test func countsAndChainStayAfterErasure() throws {
    let fixture = try fixture()
    let store = fixture.store
    _ = try store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    let run = try #require(try store.run(1))
    #expect(run.done == 2)
    #expect(run.flagged == 2)
    // By whatever name the person was asked for; a position of the same name is no person.
    #expect(run.selection == "hireflix interview=erased candidate=erased position=person-4711")
    let result = try store.verify()
    #expect(result.changes.isEmpty, "\(result.changes)")
    var outcomes: [String] = []
    try store.eachLatest { outcomes.append("\($0.outcome) \($0.document == nil)") }
    #expect(outcomes == ["priority true", "review false"])
    let error = #expect(throws: StoreError.self) { try store.reviewItem("secret-interview-1") }
    #expect(error?.code == .notFound)
    #expect(error?.message == "what was stored of `secret-interview-1` was erased")
    #expect(try store.queue(ReviewFilter(), limit: nil).map(\.name.interview) == ["i-2"])
    // The other person's documents are as they were.
    #expect(try store.latestAssessment(interview: "i-2")?.document != nil)
    try fixture.tamper("UPDATE assessment SET outcome = 'clear' WHERE id = 1")
    #expect(try store.verify().changes.contains { $0.table == "assessment" && $0.row == 1 })
  }

  @Test func anErasedInterviewIsNotStoredAgain() throws {
    let fixture = try fixture()
    _ = try fixture.store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    try fixture.run(
      [
        StoreFixture.entry("secret-interview-1", .priority, candidate: Self.secret),
        StoreFixture.entry("secret-interview-2", .priority, candidate: Self.secret),
      ], at: StoreFixture.later(2))
    #expect(try fixture.store.latestAssessment(interview: "secret-interview-1") == nil)
    // Another interview of the same person is another matter.
    #expect(try fixture.store.latestAssessment(interview: "secret-interview-2") != nil)
  }

  @Test func interviewsWithoutEvidenceAreFoundByWhatOthersOfThePersonSay() throws {
    let fixture = try fixture()
    try fixture.run(
      [StoreFixture.entry("secret-interview-3", candidate: Self.secret)],
      at: StoreFixture.later(1), keepsEvidence: false)
    let counts = try fixture.store.erase(
      candidate: ["secret.person@example.com"], now: StoreFixture.later(2))
    #expect(counts.interviews == 2)
  }

  /// By the id alone nobody knows whether an interview with the same e-mail is the same person's.
  @Test func whatHasTheSameEmailIsTold() throws {
    let fixture = try fixture()
    let store = fixture.store
    try fixture.run([
      StoreFixture.entry(
        "other-1", platform: "instaview", candidate: Candidate(email: "SECRET.person@example.com")),
      StoreFixture.entry("other-2", candidate: Candidate(email: "another@example.com")),
    ])
    let first = try store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    #expect(first.interviews == 1)
    #expect(first.sameEmail.map(\.text) == ["instaview/other-1"])
    let second = try store.erase(
      candidate: ["secret.person@example.com"], now: StoreFixture.later(2))
    #expect(second.interviews == 1)
    #expect(second.sameEmail.isEmpty)
  }

  /// Neither case nor composition of letters beyond ASCII makes another person.
  @Test(arguments: [true, false])
  func namesBeyondASCIIAreFound(keepsEvidence: Bool) throws {
    let fixture = try StoreFixture()
    let people = [
      Candidate(externalId: "\u{dc}nal-7"), Candidate(email: "\u{d6}ZGE@example.com"),
    ]
    try fixture.run(
      people.enumerated().map { StoreFixture.entry("i-\($0)", candidate: $1) },
      keepsEvidence: keepsEvidence)
    for name in ["\u{dc}nal-7", "\u{fc}NAL-7", "u\u{308}nal-7"] {
      #expect(try fixture.store.export(candidate: [name]).map(\.name.interview) == ["i-0"])
    }
    let counts = try fixture.store.erase(
      candidate: ["o\u{308}zge@example.com"], now: StoreFixture.later(1))
    #expect(counts.interviews == 1)
  }

  /// Where the file cannot be written anew, the rows are gone all the same, and it is told why copies
  /// of them may be left.
  @Test func aFileThatIsNotWrittenAnewIsTold() throws {
    let fixture = try fixture()
    let store = fixture.store
    // Nobody waits ten seconds for the other.
    try store.database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA busy_timeout = 20")
    }
    let reader = try DatabaseQueue(path: fixture.path)
    try reader.read { db in
      // From now on it sees what there is at this moment, so that has to stay in the file.
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM run")
      let counts = try store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
      #expect(counts.interviews == 1)
      #expect(counts.rewriteError?.code == .locked)
      let purged = try store.purge([.evidence: StoreFixture.now], now: StoreFixture.later(2))
      #expect(purged.removed == [.evidence: 1])
      #expect(purged.rewriteError?.code == .locked)
    }
    try reader.close()
    let word = Data("the secret reason".utf8)
    #expect(try bytes(fixture).range(of: word) != nil)
    let error = #expect(throws: StoreError.self) { try store.reviewItem("secret-interview-1") }
    #expect(error?.message == "what was stored of `secret-interview-1` was erased")
    // The next time does it.
    #expect(try store.purge([:], now: StoreFixture.later(3)) == PurgeCounts())
    #expect(try bytes(fixture).range(of: word) == nil)
    #expect(try store.verify().changes.isEmpty)
  }

  /// Rows that move between pages leave no copies of names behind.
  @Test func noPageKeepsAnErasedName() throws {
    let fixture = try StoreFixture()
    let ids = (0..<200).map { "interview-of-somebody-\($0 * 7919 % 1000)-\($0)" }
    for ids in [ids, ids.reversed()] {
      try fixture.run(ids.map { StoreFixture.entry($0, .review, candidate: Candidate(id: $0)) })
    }
    for id in ids[50..<100] {
      _ = try fixture.store.erase(candidate: [id], now: StoreFixture.later(1))
    }
    let left = try bytes(fixture)
    for id in ids[50..<100] { #expect(left.range(of: Data(id.utf8)) == nil, "\(id)") }
    #expect(try fixture.store.verify().changes.isEmpty)
  }

  @Test func askingForAnErasedInterviewDoesNotNameItAgain() throws {
    let fixture = try fixture()
    _ = try fixture.store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    let selection = "hireflix interview=i-2 interview=secret-interview-1"
    #expect(
      try fixture.store.forgettingErased(selection, platform: "hireflix")
        == "hireflix interview=i-2 interview=erased")
    #expect(try fixture.store.forgettingErased(selection, platform: "instaview") == selection)
    #expect(
      try fixture.store.isErased(platform: "hireflix", interview: "secret-interview-1"))
    #expect(try !fixture.store.isErased(platform: "hireflix", interview: "i-2"))
  }

  /// Another platform may call somebody else so.
  @Test func anErasedIdIsThatOfItsPlatformAlone() throws {
    let fixture = try fixture()
    let store = fixture.store
    let other = try store.beginRun(
      platform: "instaview", selection: "instaview candidate=person-4711", now: StoreFixture.now)
    try store.recordLoss(
      run: other.id, item: "person-4711", code: "S011", message: "`person-4711`: gone")
    _ = try store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    #expect(try store.run(other.id)?.selection == "instaview candidate=person-4711")
    let asked = "instaview candidate=person-4711"
    #expect(try store.forgettingErased(asked, platform: "instaview") == asked)
    let lost = try store.read { db in
      try String.fetchAll(
        db, sql: "SELECT item FROM loss WHERE run = ?", arguments: [other.id])
    }
    #expect(lost == ["person-4711"])
  }

  /// By whatever name the person is asked for, and in whatever case.
  @Test(
    arguments: [
      ("candidate=person-4711", "candidate=erased"), ("candidate=Person-4711", "candidate=erased"),
      ("candidate=ats-4711", "candidate=erased"), ("candidate=c-i-2", "candidate=c-i-2"),
      ("interview=SECRET-interview-1", "interview=erased"),
      ("candidate=secret.person@example.com", "candidate=e-mail"),
      ("candidate=person-4711 all", "candidate=erased all"),
      ("candidate=two words all", "candidate=two words all"),
      ("position=person-4711", "position=person-4711"),
      ("position=secret.person@example.com all", "position=e-mail all"),
      ("campaign=secret.person@example.com", "campaign=e-mail"),
    ])
  func askingForAnErasedPersonDoesNotNameThemAgain(_ asked: String, _ kept: String) throws {
    let fixture = try fixture()
    let store = fixture.store
    _ = try store.erase(candidate: ["secret.person@example.com"], now: StoreFixture.later(1))
    let run = try store.beginRun(
      platform: "hireflix", selection: "hireflix " + asked, now: StoreFixture.later(2))
    #expect(run.selection == "hireflix " + kept)
    // The same question is the same run.
    #expect(
      try store.beginRun(
        platform: "hireflix", selection: "hireflix " + asked, now: StoreFixture.later(3)
      ).id == run.id)
    let glance = try #require(
      try StoreGlance(
        path: fixture.path, selection: "hireflix " + asked, platform: "hireflix"))
    #expect(glance.open?.id == run.id)
    #expect(try store.verify().changes.isEmpty)
  }

  /// What is lost is called by the id that was asked for, which may be the person's.
  @Test func losingWhatIsErasedDoesNotNameItAgain() throws {
    let fixture = try fixture()
    _ = try fixture.store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    let run = try fixture.store.beginRun(
      platform: "hireflix", selection: "hireflix all", now: StoreFixture.later(2))
    for item in [
      "person-4711", "secret-interview-1", "secret.person@example.com", "i-9", "candidates, page 2",
    ] {
      try fixture.store.recordLoss(
        run: run.id, item: item, code: "S011", message: "`\(item)`: the platform does not know it")
    }
    let losses = try fixture.store.read { db in
      try Row.fetchAll(
        db, sql: "SELECT item, message FROM loss WHERE run = ? ORDER BY id", arguments: [run.id]
      ).map { "\($0["item"] as String) \($0["message"] as String)" }
    }
    #expect(
      losses
        == ["erased", "erased", "e-mail", "i-9", "candidates, page 2"].map {
          "\($0) `\($0)`: the platform does not know it"
        })
  }

  /// A run that goes on while somebody is erased does not bring the name back with what it stores
  /// beside others.
  @Test func anErasureWhileARunGoesOnReachesTheRunBesideIt() throws {
    let fixture = try fixture()
    let store = fixture.store
    let run = try store.beginRun(
      platform: "hireflix", selection: "hireflix candidate=person-4711",
      now: StoreFixture.later(1))
    _ = try store.erase(candidate: ["ats-4711"], now: StoreFixture.later(2))
    let besides = try store.beginRun(besides: run, now: StoreFixture.later(3))
    #expect(besides.selection == "hireflix candidate=erased beside others")
    #expect(besides.besides == run.id)
  }

  @Test func nothingIsDecidedAboutWhatIsErasedOrPurged() throws {
    let fixture = try fixture()
    let store = fixture.store
    _ = try store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    _ = try store.decide(
      "i-2", as: .innocent, reason: "x", by: "ana", needsTwo: false, now: StoreFixture.later(1))
    _ = try store.purge([.assessments: StoreFixture.now], now: StoreFixture.later(2))
    for (name, words) in [("erased-1", "was erased"), ("i-2", "was purged")] {
      let decided = #expect(throws: StoreError.self) {
        try store.decide(
          name, as: .confirmed, reason: "x", by: "ana", needsTwo: false, now: StoreFixture.later(3))
      }
      let reopened = #expect(throws: StoreError.self) {
        try store.reopen(name, reason: "x", by: "ana", now: StoreFixture.later(3))
      }
      for error in [decided, reopened] {
        #expect(error?.code == .notFound)
        #expect(error?.message.hasSuffix(words) == true, "\(String(describing: error))")
      }
      #expect(try store.requiredAssessment(interview: name).isErased == (name == "erased-1"))
    }
  }

  @Test func anUnknownPersonIsNotRepeated() throws {
    let fixture = try fixture()
    let error = #expect(throws: StoreError.self) {
      try fixture.store.erase(candidate: ["nobody@example.com"], now: StoreFixture.now)
    }
    #expect(error?.code == .notFound)
    #expect(error?.description.contains("nobody") == false)
    #expect(try fixture.store.verify().changes.isEmpty)
  }

  @Test func onePersonIsExportedWhole() throws {
    let fixture = try fixture()
    let records = try fixture.store.export(candidate: ["person-4711"])
    #expect(records.count == 1)
    let record = try #require(records.first)
    #expect(record.name.text == "hireflix/secret-interview-1")
    #expect(record.assessments.count == 1)
    #expect(record.evidence.count == 1)
    #expect(record.decisions.map(\.reason) == ["the secret reason"])
    #expect(record.accesses.map(\.action) == ["show"])
  }

  @Test func retentionIsPerKindOfData() throws {
    let fixture = try fixture()
    let store = fixture.store
    let name = InterviewName(platform: "hireflix", interview: "secret-interview-1")
    #expect(
      try store.purge([.evidence: StoreFixture.later(-1)], now: StoreFixture.later(5))
        == PurgeCounts(removed: [.evidence: 0]))
    #expect(
      try store.purge([.evidence: StoreFixture.now], now: StoreFixture.later(5))
        == PurgeCounts(removed: [.evidence: 2]))
    let stored = try #require(try store.latestAssessment(interview: "secret-interview-1"))
    #expect(stored.document != nil)
    #expect(try store.evidence(hash: stored.evidenceHash) == nil)
    #expect(
      try store.purge(
        [
          .assessments: StoreFixture.now, .decisions: StoreFixture.now,
          .accesses: StoreFixture.now, .losses: StoreFixture.now,
        ], now: StoreFixture.later(6))
        == PurgeCounts(removed: [.assessments: 2, .decisions: 1, .accesses: 1, .losses: 2]))
    #expect(try store.latestAssessment(interview: "secret-interview-1")?.document == nil)
    #expect(try store.reviewItem("secret-interview-1").state == .purged)
    #expect(try store.decisions(of: name).map(\.reason) == [nil])
    #expect(try store.decisions(of: name).map(\.verdict) == [.unsure])
    #expect(try store.accesses(to: name).isEmpty)
    #expect(try store.queue(ReviewFilter(), limit: nil).isEmpty)
    #expect(try store.run(1)?.done == 2)
    #expect(try store.verify().changes.isEmpty)
    #expect(try bytes(fixture).range(of: Data("the secret reason".utf8)) == nil)
    // What was purged can be erased, and assessed again where nobody asked for erasure.
    try fixture.run([StoreFixture.entry("i-2", .review)], at: StoreFixture.later(7))
    #expect(try store.reviewItem("i-2").state == .open)
    #expect(try store.verify().changes.isEmpty)
  }

  /// As long as a reason is there, so is whom it is about: the person can be told and forgotten.
  @Test func aPersonIsFoundByWhatADecisionSaysAfterAPurge() throws {
    let fixture = try fixture()
    let store = fixture.store
    let limits = [RetainedData.evidence: StoreFixture.now, .assessments: StoreFixture.now]
    _ = try store.purge(limits, now: StoreFixture.later(5))
    #expect(
      try store.export(candidate: ["ats-4711"]).flatMap(\.decisions).map(\.reason)
        == ["the secret reason"])
    #expect(try store.verify().changes.isEmpty)
    let copy = try Data(contentsOf: URL(filePath: fixture.path))
    _ = try store.erase(candidate: ["ats-4711"], now: StoreFixture.later(6))
    let words = ["secret-interview-1", "ats-4711", "the secret reason"]
    for word in words { #expect(try bytes(fixture).range(of: Data(word.utf8)) == nil, "\(word)") }
    #expect(try store.verify().changes.isEmpty)
    #expect(copy.range(of: Data("ats-4711".utf8)) != nil)
  }

  /// With the last reason goes whom it was about.
  @Test func nobodyIsNamedWhereNoReasonIsLeft() throws {
    let fixture = try fixture()
    let store = fixture.store
    for kinds in [[RetainedData.evidence, .assessments], [.decisions]] {
      _ = try store.purge(
        Dictionary(uniqueKeysWithValues: kinds.map { ($0, StoreFixture.now) }),
        now: StoreFixture.later(5))
      #expect(try store.verify().changes.isEmpty)
    }
    #expect(throws: StoreError.self) { try store.export(candidate: ["ats-4711"]) }
    #expect(try bytes(fixture).range(of: Data("ats-4711".utf8)) == nil)
  }

  @Test func theAccessLogOnlyGrows() throws {
    let fixture = try fixture()
    for sql in ["DELETE FROM access", "UPDATE access SET reader = 'nobody'"] {
      #expect(throws: DatabaseError.self) { try fixture.tamper(sql) }
    }
    _ = try fixture.store.purge([.accesses: StoreFixture.now], now: StoreFixture.now)
    try fixture.store.noteAccess(
      by: "ana", action: "show", to: [InterviewName(platform: "hireflix", interview: "i-2")],
      now: StoreFixture.now)
    #expect(throws: DatabaseError.self) { try fixture.tamper("DELETE FROM access") }
  }

  @Test func evidenceOfPseudonymousAssessmentsIsNeverStored() throws {
    let fixture = try StoreFixture()
    let plain = StoreFixture.entry("i-1", .review, candidate: Self.secret)
    var assessment = plain.assessment
    assessment.isPseudonymous = true
    assessment.interview.candidate = "p-00"
    try fixture.run([Store.Entry(evidence: plain.evidence, assessment: assessment)])
    let stored = try #require(try fixture.store.latestAssessment(interview: "i-1"))
    #expect(try fixture.store.evidence(hash: stored.evidenceHash) == nil)
    let record = try #require(try fixture.store.export(candidate: ["p-00"]).first)
    #expect(record.evidence.isEmpty)
    #expect(try bytes(fixture).range(of: Data("ats-4711".utf8)) == nil)
  }
}
