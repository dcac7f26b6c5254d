import CandorModel
import CandorTesting
import Foundation
import GRDB
import Testing

/// Commands over a store whose file and folder may not be written.
///
/// Root may write everything, so root's commands are run as another user.
@Suite(.enabled(if: OtherUser.isThere, OtherUser.comment)) struct StoreReadOnlyTests {
  /// A copy of a store that nobody may write, with what SQLite has beside it.
  private struct Copy {
    let store: String
    private let folder: TemporaryFolder
    private let place: String

    /// - Parameter beside: the endings of files beside the store that are copied too.
    init(of original: String, beside: [String] = []) throws {
      folder = try TemporaryFolder()
      place = folder.path("copy")
      store = place + "/a.sqlite"
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: true)
      for suffix in [""] + beside {
        try FileManager.default.copyItem(atPath: original + suffix, toPath: store + suffix)
      }
      chmod(folder.path(""), 0o755)
    }

    /// Takes the right to write, runs commands, and gives it back: the folder has to be removed.
    func locked(_ body: () throws -> Void) throws {
      for name in try names() { chmod(place + "/" + name, 0o444) }
      chmod(place, 0o555)
      defer { chmod(place, 0o755) }
      let before = try (names(), Data(contentsOf: URL(filePath: store)))
      try body()
      #expect(try names() == before.0)
      #expect(try Data(contentsOf: URL(filePath: store)) == before.1)
    }

    func run(_ arguments: [String]) throws -> CandorProcess.Result {
      try CandorProcess.run(arguments + ["--store", store], launcher: OtherUser.launcher)
    }

    private func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: place).sorted()
    }
  }

  /// A store with everything in its one file.
  private static func settled() throws -> StoredInterviews {
    let stored = try StoredInterviews()
    let queue = try DatabaseQueue(path: stored.store)
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.close()
    return stored
  }

  private static let urgent = StoredInterviews.urgent
  private static let commands: [[String]] = [
    ["review", "list", "--format", "json"], ["review", "list"], ["report", "--format", "ndjson"],
    ["report", "--no-links"], ["report", "--precision"], ["store", "verify"],
    ["diff", "1", "last"], ["show", urgent], ["show", urgent, "--format", "json"],
    ["review", "next", "--by", "ana"],
  ]

  @Test(arguments: [[String](), ["-wal"]])
  func whatReadsAStoreReadsOneThatMayNotBeWritten(beside: [String]) throws {
    let stored = try Self.settled()
    for suffix in beside where !FileManager.default.fileExists(atPath: stored.store + suffix) {
      try Data().write(to: URL(filePath: stored.store + suffix))
    }
    let copy = try Copy(of: stored.store, beside: beside)
    try copy.locked {
      for arguments in Self.commands {
        let result = try copy.run(arguments)
        let usual = try stored.run(arguments)
        #expect(result.status == usual.status, "\(arguments): \(result.errors)")
        #expect(result.output == usual.output, "\(arguments)")
        // Nothing can be noted, and that is said.
        let looks = ["show", "next"].contains { arguments.prefix(2).contains($0) }
        #expect(result.errors.contains("warning[D016]") == looks, "\(arguments): \(result.errors)")
        #expect(!usual.errors.contains("D016"), "\(arguments)")
      }
      let document = try JSONValue(
        parsing: copy.run(["show", Self.urgent, "--format", "json"]).output.utf8)
      let candidate = document["interview"]?["candidate"]?.string
      let export = try copy.run(
        ["store", "export", "--candidate", try #require(candidate), "--quiet"])
      #expect(export.status == 0, "\(export.errors)")
      #expect(export.output.contains(Self.urgent))
      #expect(export.errors.contains("D016"))
    }
  }

  /// Commands that write end as they do without the right to, also where a journal holds something
  /// that nobody could read.
  @Test(arguments: [[String](), ["-wal"]])
  func whatWritesEndsWith73(beside: [String]) throws {
    let stored = try Self.settled()
    for suffix in beside {
      try Data("journal".utf8).write(to: URL(filePath: stored.store + suffix))
    }
    let copy = try Copy(of: stored.store, beside: beside)
    try copy.locked {
      for arguments in [
        ["review", "decide", Self.urgent, "--as", "unsure", "--reason", "x", "--by", "ana"],
        ["store", "purge", "--older-than", "1d"], ["store", "erase", "--candidate", "x"],
      ] {
        let result = try copy.run(arguments)
        #expect(result.status == 73, "\(arguments): \(result.errors)")
      }
    }
  }

  /// What was written last stands in the journal: with the shared memory beside it, it is read;
  /// without, nobody is told half of it.
  @Test(arguments: [true, false])
  func aJournalIsReadOrRefused(withMemory: Bool) throws {
    let stored = try Self.settled()
    let queue = try DatabaseQueue(path: stored.store)
    try queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO access (at, reader, action, platform, interview)
          VALUES (0, 'zoe', 'show', 'hireflix', ?)
          """, arguments: [Self.urgent])
    }
    let copy = try Copy(of: stored.store, beside: withMemory ? ["-wal", "-shm"] : ["-wal"])
    try queue.close()
    try copy.locked {
      for arguments in [["store", "verify"], ["review", "list"], ["show", Self.urgent]] {
        let result = try copy.run(arguments)
        #expect(result.status == (withMemory ? 0 : 65), "\(arguments): \(result.errors)")
        if !withMemory {
          #expect(result.output.isEmpty)
          #expect(result.errors.contains("error[D015]"))
          #expect(result.errors.contains(copy.store + "-wal"))
          #expect(result.errors.contains("help: copy it into a folder that you may write to"))
        }
      }
    }
  }

  /// Nothing is brought up to date where nothing may be written.
  @Test func aStoreOfAnEarlierVersionIsRefused() throws {
    let stored = try Self.settled()
    let queue = try DatabaseQueue(path: stored.store)
    try queue.write { db in
      try db.execute(
        sql: """
          DELETE FROM grdb_migrations
          WHERE identifier = '0.1.0 names of erased people'
          """)
      try db.execute(sql: "DROP TABLE erasedName")
    }
    try queue.close()
    let copy = try Copy(of: stored.store)
    try copy.locked {
      let result = try copy.run(["review", "list"])
      #expect(result.status == 65)
      #expect(result.output.isEmpty)
      #expect(result.errors.contains("error[D014]"))
      #expect(result.errors.contains("help: copy it into a folder"))
    }
    // Where it may be written it is.
    #expect(try stored.run("review", "list").status == 0)
  }

  /// A file that may not be written in a folder that may: nothing is made beside it, which would be
  /// somebody else's and keep its owner out.
  @Test func nothingIsMadeBesideAFileOfSomebodyElse() throws {
    let stored = try Self.settled()
    let copy = try Copy(of: stored.store)
    try copy.locked {
      let folder = (copy.store as NSString).deletingLastPathComponent
      chmod(folder, 0o777)
      let result = try copy.run(["review", "list"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try result.output == stored.run("review", "list").output)
      chmod(folder, 0o555)
    }
  }
}
