import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorStore

@Suite struct StoreFileTests {
  /// A store that nobody has open is read without journal and memory, whatever it is called.
  @Test(arguments: ["a.sqlite", "a b?c#d;e%20f.sqlite", "\u{fc}\u{df}\u{1f600}.sqlite"])
  func nothingIsLeftBesideWhatIsLookedInto(name: String) throws {
    let fixture = try StoreFixture()
    try fixture.run([StoreFixture.entry("i-1")])
    let copies = try TemporaryFolder()
    let copy = copies.path("") + "/" + name
    try fixture.store.backUp(to: copy)
    #expect(try StoreFile(copy).reading().hasSuffix("?immutable=1"))
    let glance = try #require(try StoreGlance(path: copy, selection: "hireflix all"))
    #expect(glance.lastEnded?.id == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: copies.path("")) == [name])
  }

  /// What stands beside the file that a link names is its journal.
  @Test func aLinkIsFollowed() throws {
    let fixture = try StoreFixture()
    try fixture.run([StoreFixture.entry("i-1")])
    let links = try TemporaryFolder()
    let link = links.path("link.sqlite")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.path)
    #expect(StoreFile(link).path == StoreFile(fixture.path).path)
    // The store is open, so all of it is in the journal yet.
    #expect(FileManager.default.fileExists(atPath: fixture.path + "-wal"))
    let glance = try #require(try StoreGlance(path: link, selection: "hireflix all"))
    #expect(glance.lastEnded?.id == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: links.path("")) == ["link.sqlite"])
    withExtendedLifetime(fixture) {}
  }

  /// What began too long ago to go on is what the next run takes as the last.
  @Test func aRunThatIsTooOldIsNotGoneOnWith() throws {
    let fixture = try StoreFixture()
    let began = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
    let run = try fixture.store.beginRun(
      platform: "hireflix", selection: "hireflix all", parts: nil, now: began)
    func glance(_ oldest: Int64) throws -> StoreGlance? {
      try StoreGlance(
        path: fixture.path, selection: "hireflix all",
        notBefore: Timestamp(millisecondsSinceEpoch: began.millisecondsSinceEpoch + oldest))
    }
    #expect(try glance(0)?.open?.id == run.id)
    #expect(try glance(0)?.lastEnded == nil)
    #expect(try glance(1)?.open == nil)
    #expect(try glance(1)?.lastEnded?.id == run.id)
    #expect(try glance(1)?.lastEnded?.finishedAt == nil)
    withExtendedLifetime(fixture) {}
  }

  @Test func theStampTellsThatSomebodyWrote() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("one", to: "a")
    let file = StoreFile(path)
    let before = try #require(file.stamp)
    #expect(file.stamp == before)
    try folder.write("another", to: "a")
    #expect(file.stamp != before)
    try FileManager.default.removeItem(atPath: path)
    #expect(file.stamp == nil)
    withExtendedLifetime(folder) {}
  }
}
