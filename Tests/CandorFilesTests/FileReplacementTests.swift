import CandorTesting
import Foundation
import Testing

@testable import CandorFiles

@Suite struct FileReplacementTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  @Test func theEarlierFileStaysUntilTheNewOneIsWhole() throws {
    let path = try folder.write("earlier", to: "x")
    let file = try #require(FileReplacement(of: path, mode: 0o600))
    let large = [UInt8](repeating: 0x61, count: 3_000_000)
    #expect(file.write(large) && file.write([0x62]))
    #expect(try text(path) == "earlier")
    #expect(try names == ["x", URL(filePath: file.temporaryPath).lastPathComponent])
    #expect(file.commit())
    file.discard()
    #expect(FileManager.default.contents(atPath: path) == Data(large + [0x62]))
    #expect(try names == ["x"])
    #expect(mode(path) & 0o777 == 0o600)
  }

  @Test func whoIsNotFirstLeavesWhatIsThere() throws {
    let path = folder.path("x")
    let first = try #require(FileReplacement(of: path, mode: 0o600))
    let second = try #require(FileReplacement(of: path, mode: 0o600))
    #expect(first.write([0x61]) && second.write([0x62]))
    #expect(first.commitIfFirst())
    let (isCommitted, number) = (second.commitIfFirst(), errno)
    #expect(!isCommitted)
    #expect(number == EEXIST)
    first.discard()
    second.discard()
    #expect(try text(path) == "a")
    #expect(try names == ["x"])
    #expect(mode(path) & 0o777 == 0o600)
  }

  @Test func whatIsNotPutInItsPlaceIsRemoved() throws {
    let path = try folder.write("earlier", to: "x")
    let file = try #require(FileReplacement(of: path, mode: 0o600))
    #expect(file.write([1]))
    file.discard()
    #expect(try text(path) == "earlier")
    #expect(try names == ["x"])
  }

  @Test func aLinkStaysAndItsFileIsReplaced() throws {
    let path = try folder.write("earlier", to: "x")
    let link = folder.path("latest")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let file = try #require(FileReplacement(of: link, mode: 0o600))
    #expect(file.write(Array("new".utf8)) && file.commit())
    file.discard()
    #expect(mode(link) & S_IFMT == S_IFLNK)
    #expect(try text(path) == "new")
    #expect(try names == ["latest", "x"])
  }

  @Test func aLinkToWhatIsNotThereYetStaysToo() throws {
    let link = folder.path("latest")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "x")
    let file = try #require(FileReplacement(of: link, mode: 0o600))
    #expect(file.write(Array("new".utf8)) && file.commit())
    file.discard()
    #expect(mode(link) & S_IFMT == S_IFLNK)
    #expect(try text(folder.path("x")) == "new")
    #expect(try names == ["latest", "x"])
  }

  /// Two tasks may replace one file at a time; the later one wins, and none gets parts of the other.
  @Test func twoReplacementsOfOneFileDoNotMeet() throws {
    let path = folder.path("x")
    let first = try #require(FileReplacement(of: path, mode: 0o600))
    let second = try #require(FileReplacement(of: path, mode: 0o600))
    #expect(first.temporaryPath != second.temporaryPath)
    #expect(first.write(Array("first".utf8)) && second.write(Array("second".utf8)))
    #expect(second.commit())
    #expect(try text(path) == "second")
    #expect(first.commit())
    #expect(try text(path) == "first")
    first.discard()
    second.discard()
    #expect(try names == ["x"])
  }

  /// Numbers of processes that there are none of are the largest that there can be.
  @Test func whatKilledProcessesLeftIsRemoved() throws {
    let path = folder.path("x")
    // In a container a process has the number that the one before had.
    let old = [
      "x.candor-2147483646", "x.candor-2147483646-7", "x.candor-\(getpid())-2147483646",
    ]
    let kept = [
      "x.candor-\(getppid())-2147483646", "x.candor-2147483646-notes", "x.candor-2147483646-1-2",
      "x.candor-0", "x.candor-", "y.candor-2147483646",
    ]
    for name in old + kept {
      try folder.write("left", to: name)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: folder.path(name))
    }
    let mine = try #require(FileReplacement(of: path, mode: 0o600))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: mine.temporaryPath)
    // A process of another container may still write it.
    let young = try folder.write("left", to: "x.candor-2147483645")
    let file = try #require(FileReplacement(of: path, mode: 0o600))
    #expect(file.commit())
    file.discard()
    let left = [young, mine.temporaryPath].map { URL(filePath: $0).lastPathComponent }
    #expect(try names == (kept + ["x"] + left).sorted())
    mine.discard()
  }

  /// What the process masks counts only where somebody asks for that.
  @Test func aMaskedModeHasNoMoreThanWasAskedFor() throws {
    for isMasked in [true, false] {
      let path = folder.path("x-\(isMasked)")
      let file = try #require(FileReplacement(of: path, mode: 0o666, isMasked: isMasked))
      #expect(file.commit())
      file.discard()
      let plain = folder.path("plain-\(isMasked)")
      close(open(plain, O_CREAT | O_WRONLY, isMasked ? 0o666 : 0))
      if !isMasked { chmod(plain, 0o666) }
      #expect(mode(path) & 0o777 == mode(plain) & 0o777)
    }
  }

  @Test func whereThereIsNoFolderNothingIsOpened() {
    let file = FileReplacement(of: folder.path("none/x"), mode: 0o600)
    let reason = errno
    #expect(file == nil)
    #expect(reason == ENOENT)
  }

  @Test func devicesPipesAndFoldersAreNoFiles() throws {
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, "/dev/null", folder.url.path] { #expect(FileReplacement.isNoFile(path)) }
    #expect(!FileReplacement.isNoFile(try folder.write("x", to: "x")))
    #expect(!FileReplacement.isNoFile(folder.path("absent")))
  }
}
