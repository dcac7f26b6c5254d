import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorStore

@Suite struct ComparisonTests {
  @Test func tellsWhatChangedAndWhy() throws {
    let fixture = try StoreFixture()
    let first = try fixture.run([
      StoreFixture.entry("i-1"), StoreFixture.entry("i-2", .review, rules: ["device/os-switch"]),
      StoreFixture.entry("i-3"), StoreFixture.entry("i-4"), StoreFixture.entry("i-5"),
    ])
    let second = try fixture.run(
      [
        StoreFixture.entry("i-1", .review, ip: "83.56.102.1"),
        StoreFixture.entry("i-2", .priority, rulePack: "01", rules: ["location/far-switch"]),
        StoreFixture.entry("i-3", .review, rulePack: "01", databases: ["sha256:02"]),
        StoreFixture.entry("i-4", .review), StoreFixture.entry("i-6"),
      ], at: StoreFixture.later(1))
    let result = try fixture.store.compare(first, second)
    #expect(result.compared == 4)
    #expect(result.onlyInFirst == 1)
    #expect(result.onlyInSecond == 1)
    #expect(result.changes.map(\.name.interview) == ["i-1", "i-2", "i-3", "i-4"])
    #expect(
      result.changes.map(\.causes) == [[.evidence], [.rules], [.rules, .databases], [.links]])
    #expect(result.changes[1].added == ["location/far-switch"])
    #expect(result.changes[1].removed == ["device/os-switch"])
    #expect(try fixture.store.compare(first, first).changes.isEmpty)
    let error = #expect(throws: StoreError.self) { try fixture.store.compare(first, 9) }
    #expect(error?.code == .notFound)
    let runs = "2 (\(StoreFixture.later(1).text)), 1 (\(StoreFixture.now.text))"
    #expect(error?.help == "stored, the latest first: \(runs)")
  }

  /// What interviews are beside others takes a number of its own, which nobody has to know.
  @Test func runsAreCountedBackWithoutThoseBesideOthers() throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    let first = try store.beginRun(platform: "hireflix", selection: "all", now: StoreFixture.now)
    try store.save(
      [StoreFixture.entry("i-1"), StoreFixture.entry("i-2")], run: first.id, keepsEvidence: true,
      now: StoreFixture.now)
    let beside = try store.beginRun(besides: first, now: StoreFixture.now)
    try store.save(
      [StoreFixture.entry("i-1", .review)], run: beside.id, keepsEvidence: false,
      now: StoreFixture.now)
    try store.finishRun(first.id, isComplete: true, unchanged: 0, now: StoreFixture.now)
    let second = try fixture.run(
      [StoreFixture.entry("i-1"), StoreFixture.entry("i-2")], at: StoreFixture.later(1))
    #expect([first.id, beside.id, second] == [1, 2, 3])
    #expect(try store.requiredRun(back: 0).id == second)
    #expect(try store.requiredRun(back: 1).id == first.id)
    let error = #expect(throws: StoreError.self) { try store.requiredRun(back: 2) }
    #expect(error?.code == .notFound)
    #expect(error?.help?.contains("latest first: 3 (") == true)
    // A run holds what was stored beside it.
    let whole = try store.compare(first.id, second)
    #expect(whole.compared == 2)
    #expect(whole.changes.map(\.before) == [.review])
    // Beside itself it tells what the links changed.
    let own = try store.compare(first.id, beside.id)
    #expect(own.compared == 1)
    #expect(own.onlyInFirst == 1)
    #expect(own.changes.map(\.before) == [.clear])
    #expect(own.changes.map(\.after) == [.review])
    #expect(own.changes.map(\.causes) == [[.links]])
    #expect(try store.compare(beside.id, first.id).changes.map(\.after) == [.clear])
  }

  @Test func whatIsNewSinceARunIsNamed() throws {
    let fixture = try StoreFixture()
    let first = try fixture.run([
      StoreFixture.entry("i-1"), StoreFixture.entry("i-2", .review), StoreFixture.entry("i-3"),
    ])
    let second = try fixture.run(
      [
        StoreFixture.entry("i-1", .review), StoreFixture.entry("i-2", .review),
        StoreFixture.entry("i-4", .priority),
      ], at: StoreFixture.later(1))
    let found = try fixture.store.changedInterviews(since: first)
    #expect(found.map(\.interview).sorted() == ["i-1", "i-4"])
    #expect(try fixture.store.changedInterviews(since: second).isEmpty)
    #expect(throws: StoreError.self) { try fixture.store.changedInterviews(since: 9) }
  }

  @Test func aBackupIsWholeWhileARunWrites() async throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    let run = try store.beginRun(platform: "hireflix", selection: "all", now: StoreFixture.now)
    let writer = Task {
      for batch in 0..<40 {
        let entries = (0..<25).map { StoreFixture.entry("i-\(batch)-\($0)") }
        try store.save(entries, run: run.id, keepsEvidence: true, now: StoreFixture.now)
      }
    }
    var counts: [Int] = []
    for number in 0..<4 {
      let target = fixture.folder.path("backup-\(number).sqlite")
      try store.backUp(to: target)
      let attributes = try FileManager.default.attributesOfItem(atPath: target)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      let copy = try Store(path: target, access: .read)
      let result = try copy.verify()
      #expect(result.changes.isEmpty, "\(result.changes)")
      // Batches are whole or not there.
      #expect(result.links % 25 == 0)
      counts.append(result.links)
    }
    try await writer.value
    #expect(counts == counts.sorted())
    #expect(try store.verify().links == 1000)
    // What is no file stays what it is, and a link stays one.
    let pipe = fixture.folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: StoreError.self) { try store.backUp(to: pipe) }
    let link = fixture.folder.path("link.sqlite")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: fixture.folder.path("backup-0.sqlite"))
    try store.backUp(to: link)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link)
        == fixture.folder.path("backup-0.sqlite"))
    let copy = try Store(path: link, access: .read)
    #expect(try copy.verify().links == 1000)
    let error = #expect(throws: StoreError.self) {
      try store.backUp(to: fixture.folder.path("none/backup.sqlite"))
    }
    #expect(error?.code == .cannotWrite)
  }
}
