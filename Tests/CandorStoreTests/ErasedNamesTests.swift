import CandorModel
import GRDB
import Testing

@testable import CandorStore

/// What people and interviews are called in a store that may not name them.
@Suite struct ErasedNamesTests {
  /// Where no evidence is kept, nothing but the run says by what the platform knows the person.
  @Test func anIdThatOnlyAnAuditNamesIsForgottenToo() throws {
    let fixture = try StoreFixture()
    try fixture.run(
      [StoreFixture.entry("s-1", .review, candidate: Candidate(externalId: "ats-4711"))],
      keepsEvidence: false, selection: "hireflix candidate=c3d106ae")
    _ = try fixture.store.erase(candidate: ["ats-4711"], now: StoreFixture.later(1))
    #expect(try fixture.store.run(1)?.selection == "hireflix candidate=erased")
    #expect(
      try fixture.store.forgettingErased("hireflix candidate=C3D106AE", platform: "hireflix")
        == "hireflix candidate=erased")
  }

  /// A store without names keeps none in what was asked for, nor in what earlier versions wrote down.
  @Test func peopleWhoAreAskedForHavePseudonyms() throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    func pseudonym(_ name: String) -> String { "p-" + String(name.reversed()) }
    let asked = "instaview candidate=c-1 candidate=two words all status=ended"
    let hidden = "instaview candidate=p-1-c candidate=p-sdrow owt all status=ended"
    let earlier = try store.beginRun(
      platform: "instaview", selection: asked, now: StoreFixture.now)
    for item in ["c-1", "candidates, page 2"] {
      try store.recordLoss(run: earlier.id, item: item, code: "S011", message: "`\(item)`: gone")
    }
    let beside = try store.beginRun(besides: earlier, now: StoreFixture.now)
    try store.finishRun(earlier.id, isComplete: true, unchanged: 0, now: StoreFixture.now)
    let glance = try #require(
      try StoreGlance(
        path: fixture.path, selection: asked, platform: "instaview", pseudonym: pseudonym))
    #expect(glance.lastEnded?.id == earlier.id)
    for _ in 0..<2 {
      #expect(
        try store.hidingPeople(in: asked, platform: "instaview", as: pseudonym) == hidden)
      #expect(try store.lastEndedRun(selection: hidden)?.id == earlier.id)
      #expect(try store.run(beside.id)?.selection == hidden + " beside others")
    }
    // Interviews keep their ids, and an e-mail has not even a pseudonym.
    #expect(
      try store.hidingPeople(
        in: "hireflix interview=i-1 candidate=x@example.com", platform: "hireflix", as: pseudonym)
        == "hireflix interview=i-1 candidate=e-mail")
    try store.recordLoss(
      run: earlier.id, item: "c-2", code: "S011", message: "`c-2`: gone", pseudonym: "p-2-c")
    let losses = try store.read { db in
      try String.fetchAll(db, sql: "SELECT item || ' ' || message FROM loss ORDER BY id")
    }
    #expect(
      losses == [
        "p-1-c `p-1-c`: gone", "candidates, page 2 `candidates, page 2`: gone",
        "p-2-c `p-2-c`: gone",
      ])
  }

  /// Who was erased from a store without names is not asked for under the pseudonym again.
  @Test func anErasedPersonHasNoPseudonymAgain() throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    func pseudonym(_ name: String) -> String { "p-" + String(name.reversed()) }
    try fixture.run(
      [StoreFixture.entry("s-1", candidate: Candidate(externalId: pseudonym("ats-1")))],
      keepsEvidence: false, selection: "hireflix candidate=\(pseudonym("c-1"))")
    _ = try store.erase(candidate: [pseudonym("ats-1")], now: StoreFixture.later(1))
    #expect(
      try store.hidingPeople(in: "hireflix candidate=c-1", platform: "hireflix", as: pseudonym)
        == "hireflix candidate=erased")
    let run = try store.beginRun(
      platform: "hireflix", selection: "hireflix all", now: StoreFixture.later(2))
    try store.recordLoss(
      run: run.id, item: "c-1", code: "S011", message: "gone", pseudonym: pseudonym("c-1"))
    let items = try store.read { db in try String.fetchAll(db, sql: "SELECT item FROM loss") }
    #expect(items == ["erased"])
  }

  /// A platform may call an interview as erased ones are called.
  @Test func aNameThatIsTakenKeepsNobodyFromBeingErased() throws {
    let fixture = try StoreFixture()
    let candidate = Candidate(externalId: "ats-1")
    try fixture.run([
      StoreFixture.entry("i-1", .review, candidate: candidate),
      StoreFixture.entry("erased-1", .review),
    ])
    let counts = try fixture.store.erase(candidate: ["ats-1"], now: StoreFixture.later(1))
    #expect(counts.interviews == 1)
    #expect(try fixture.store.reviewItem("erased-1").state == .open)
    #expect(try fixture.store.verify().changes.isEmpty)
  }
}
