import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

@testable import CandorStore

@Suite struct StoreTests {
  static let now = Timestamp(millisecondsSinceEpoch: 1_772_442_065_000)

  static func entry(_ id: String, _ outcome: Outcome = .clear) -> Store.Entry {
    let evidence = Evidence(
      platform: "hireflix",
      interview: Interview(id: id, position: Position(id: "p-1")),
      answers: [Answer(step: Step(index: 0), ip: "83.56.102.236")])
    let assessment = Assessment(
      interview: Assessment.Subject(platform: "hireflix", id: id, candidate: "c-\(id)"),
      outcome: outcome, findings: [], notEvaluable: [], contributions: [],
      timeline: Timeline(observations: [], order: .step),
      provenance: Provenance(
        engine: "0.1.0",
        rulePack: Provenance.RulePack(name: "candor", version: "1.0.0", hash: "sha256:00"),
        databases: [], input: "sha256:\(id)"))
    return Store.Entry(evidence: evidence, assessment: assessment)
  }

  @Test func keepsWhatItIsGiven() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let run = try store.beginRun(platform: "hireflix", selection: "all", now: Self.now)
    try store.save(
      [Self.entry("i-1"), Self.entry("i-2", .priority)], run: run.id, keepsEvidence: true,
      now: Self.now)
    try store.finishRun(run.id, isComplete: true, unchanged: 0, now: Self.now)
    let stored = try #require(try store.latestAssessment(interview: "i-2"))
    #expect(stored.outcome == .priority)
    let document = try #require(stored.document)
    #expect(document == Self.entry("i-2", .priority).assessment.jsonBytes)
    #expect(try Assessment(json: document).interview.id == "i-2")
    let evidence = try #require(try store.evidence(hash: stored.evidenceHash))
    #expect(evidence == Self.entry("i-2").evidence.canonicalBytes)
    let finished = try #require(try store.run(run.id))
    #expect(finished.state == .complete)
    #expect(finished.done == 2)
    #expect(finished.flagged == 1)
  }

  /// SQLite is handed texts by their start, and takes NUL for the end.
  @Test func idsThatDifferBehindNULAreDifferentInterviews() throws {
    let ids = try ["abc", #"abc\u0000x"#, #"abc\u0000y"#].map { id in
      let line =
        #"{"schema":"candor.evidence/1","platform":"hireflix","interview":{"id":"\#(id)"},"#
        + #""answers":[]}"#
      return try Evidence(json: line.utf8).interview.id
    }
    let entries = ids.map { StoreFixture.entry($0, candidate: Candidate(id: "c-" + $0)) }
    let fixture = try StoreFixture()
    func documents() throws -> [String] {
      var names: [String] = []
      try fixture.store.eachLatest { stored in
        if stored.document != nil { names.append(stored.interview) }
      }
      return names.sorted()
    }
    try fixture.run(entries)
    #expect(try documents() == ["abc", "abc\u{FFFD}x", "abc\u{FFFD}y"])
    #expect(try fixture.store.verify().changes.isEmpty)
    _ = try fixture.store.erase(candidate: ["c-" + ids[1]], now: StoreFixture.later(1))
    try fixture.run(entries, at: StoreFixture.later(2))
    #expect(try documents() == ["abc", "abc\u{FFFD}y"])
    #expect(try fixture.store.verify().changes.isEmpty)
  }

  @Test(arguments: ["jane@example.com", "hireflix/jane@example.com"])
  func noMessageRepeatsAnEmail(name: String) throws {
    let fixture = try StoreFixture()
    let asked = #expect(throws: StoreError.self) {
      try fixture.store.requiredAssessment(interview: name)
    }
    #expect(asked?.message == "no interview is stored by the e-mail given")
    // An interview whose id is one, as a file may have it.
    try fixture.run([StoreFixture.entry("jane@example.com", .review)])
    let undecided = #expect(throws: StoreError.self) {
      try fixture.store.reopen(name, reason: "x", by: "ana", now: Self.now)
    }
    #expect(undecided?.message == "nothing was decided about the e-mail given")
    #expect(undecided?.description.contains("jane") == false)
  }

  @Test func aRunTakenUpAgainStoresNothingTwice() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let first = try store.beginRun(platform: "hireflix", selection: "all", now: Self.now)
    try store.save([Self.entry("i-1")], run: first.id, keepsEvidence: false, now: Self.now)
    let again = try store.beginRun(platform: "hireflix", selection: "all", now: Self.now)
    #expect(again.id == first.id)
    try store.save(
      [Self.entry("i-1"), Self.entry("i-2")], run: again.id, keepsEvidence: false, now: Self.now)
    #expect(try store.assessedInterviews(run: first.id) == ["i-1", "i-2"])
    let links = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM chain") }
    #expect(links == 2)
  }

  @Test func aRunWithLossesIsNotComplete() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path("a.sqlite"), access: .write)
    let run = try store.beginRun(platform: "hireflix", selection: "all", now: Self.now)
    try store.recordLoss(run: run.id, item: "i-9", code: "S011", message: "unknown")
    try store.finishRun(run.id, isComplete: true, unchanged: 0, now: Self.now)
    #expect(try store.run(run.id)?.state == .ended)
    #expect(try store.lastCompleteRun(selection: "all") == nil)
  }

  @Test func onlyTheOwnerMayReadIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("sub/a.sqlite")
    _ = try Store(path: path, access: .write)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func aStoreOfALaterVersionStaysAsItIs() throws {
    let fixture = try StoreFixture()
    let later = fixture.folder.path("later.sqlite")
    try fixture.store.backUp(to: later)
    let queue = try DatabaseQueue(path: later)
    try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9.9.9 more')") }
    try queue.close()
    let before = try Data(contentsOf: URL(filePath: later))
    let error = #expect(throws: StoreError.self) { try Store(path: later, access: .write) }
    #expect(error?.code == .laterVersion)
    let glance = #expect(throws: StoreError.self) { try StoreGlance(path: later, selection: "all") }
    #expect(glance?.code == .laterVersion)
    #expect(try Data(contentsOf: URL(filePath: later)) == before)
  }

  /// A file with nothing in it becomes a store where one is made, for its owner only.
  @Test func anEmptyFileIsNoStoreYet() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("", to: "empty.sqlite")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let error = #expect(throws: StoreError.self) { try Store(path: path, access: .read) }
    #expect(error?.code == .noStore)
    #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
    _ = try Store(path: path, access: .write)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func theSecondRunSaysWhoHoldsTheLock() throws {
    let folder = try TemporaryFolder()
    let lock = try StoreLock(storePath: folder.path("a.sqlite"), holder: "process 4711")
    let error = #expect(throws: StoreError.self) {
      try StoreLock(storePath: folder.path("a.sqlite"), holder: "process 4712")
    }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process 4711") == true)
    // By whatever name.
    try folder.write("", to: "a.sqlite")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("b.sqlite"), withDestinationPath: "a.sqlite")
    let byLink = #expect(throws: StoreError.self) {
      try StoreLock(storePath: folder.path("b.sqlite"), holder: "process 4712")
    }
    #expect(byLink?.code == .locked)
    withExtendedLifetime(lock) {}
  }

  @Test func refusesFilesOfOtherPrograms() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("other.sqlite")
    let other = try DatabaseQueue(path: path)
    try other.write { try $0.execute(sql: "CREATE TABLE t (a)") }
    try other.close()
    let before = try Data(contentsOf: URL(filePath: path))
    for access in [Store.Access.read, .change, .write] {
      let error = #expect(throws: StoreError.self) { try Store(path: path, access: access) }
      #expect(error?.code == .notAStore)
    }
    let glance = #expect(throws: StoreError.self) { try StoreGlance(path: path, selection: "all") }
    #expect(glance?.code == .notAStore)
    // Not even its journal mode was changed.
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    try folder.write(String(repeating: "not sqlite ", count: 200), to: "text.sqlite")
    let text = #expect(throws: StoreError.self) {
      try Store(path: folder.path("text.sqlite"), access: .write)
    }
    #expect(text?.code == .notAStore)
    let missing = #expect(throws: StoreError.self) {
      try Store(path: folder.path("none.sqlite"), access: .read)
    }
    #expect(missing?.code == .noStore)
  }

  /// A folder or a device; nothing is made in it or beside it.
  @Test func refusesWhatIsNoFile() throws {
    let folder = try TemporaryFolder()
    let place = folder.path("stores")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for path in [place, "/dev/null"] {
      for access in [Store.Access.read, .change, .write] {
        let error = #expect(throws: StoreError.self) { try Store(path: path, access: access) }
        #expect(error?.code == .notAStore, "\(path)")
      }
      let glance = #expect(throws: StoreError.self) {
        try StoreGlance(path: path, selection: "all")
      }
      #expect(glance?.code == .notAStore, "\(path)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["stores"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: "/dev/null-journal"))
  }

  /// What the platform's reader noticed is no part of the hash, but rules see it.
  @Test func notesComeBackWithTheEvidence() throws {
    let fixture = try StoreFixture()
    var evidence = StoreFixture.entry("i-1").evidence
    func keep(_ codes: [String], at seconds: Int64) throws -> Evidence {
      evidence.notes = codes.map { Note(code: $0, message: "noticed", path: "steps") }
      let entry = Store.Entry(
        evidence: evidence, assessment: StoreFixture.entry("i-1").assessment)
      try fixture.run([entry], at: StoreFixture.later(seconds))
      let stored = try #require(try fixture.store.latestAssessment(interview: "i-1"))
      let document = try #require(try fixture.store.evidence(hash: stored.evidenceHash))
      #expect(try fixture.store.assessment(stored.id)?.evidence == document)
      return try Evidence(json: document)
    }
    let first = try keep(["unknown-step"], at: 0)
    #expect(first == evidence)
    // The same evidence read again, with another hitch, and with none.
    let second = try keep(["missing-answers", "unknown-step"], at: 1)
    #expect(second == evidence)
    let record = try #require(try fixture.store.export(candidate: ["c-i-1"]).first)
    #expect(record.evidence.count == 1)
    #expect(try Evidence(json: record.evidence[0].document) == second)
    let third = try keep([], at: 2)
    #expect(third == evidence)
    #expect(try fixture.store.verify().changes.isEmpty)
  }

  @Test func packedDocumentsAreSmall() throws {
    let document = Self.entry("i-1").assessment.jsonBytes
    let packed = try BodyCodec.pack(document)
    #expect(packed.count < document.count / 2)
    #expect(try BodyCodec.unpack(packed) == document)
    #expect(throws: StoreError.self) { try BodyCodec.unpack(Array(packed.dropLast(3))) }
    #expect(throws: StoreError.self) { try BodyCodec.unpack([]) }
    #expect(throws: StoreError.self) { try BodyCodec.unpack([99] + packed.dropFirst()) }
  }

  /// A later version packs with a dictionary of its own, and reads what the earlier one packed.
  @Test func aDocumentIsUnpackedWithTheDictionaryThatItNames() throws {
    let texts = [
      "The first device failed: camera, microphone, battery or connection; another was at hand.",
      "Wherever a phone's mobile network has its gateway, databases of places may put it elsewhere.",
    ].map { Array($0.utf8) }
    let document = texts[0] + texts[1]
    let dictionaries = [
      BodyDictionary(number: 1, bytes: texts[0]), BodyDictionary(number: 7, bytes: texts[1]),
    ]
    let earlier = BodyCodec(packing: dictionaries[0], unpacking: [dictionaries[0]])
    let later = BodyCodec(packing: dictionaries[1], unpacking: dictionaries)
    let old = try earlier.packed(document)
    let new = try later.packed(document)
    #expect(old.first == 1 && new.first == 7)
    #expect(try later.unpacked(old) == document)
    #expect(try later.unpacked(new) == document)
    #expect(throws: StoreError.self) { try earlier.unpacked(new) }
    // It matters which one it is.
    #expect((try? later.unpacked([7] + old.dropFirst())) != document)
  }
}
