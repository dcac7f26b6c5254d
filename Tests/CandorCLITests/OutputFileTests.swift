import CandorTesting
import Foundation
import Testing

/// What `--output` names: a file that is replaced at the end, or what is no file and stays what it is.
@Suite struct OutputFileTests {
  private static let input = AnalyzeCommandTests.line(
    "switched", agents: [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone])

  private func analyze(
    to path: String, launcher: [String] = []
  ) throws -> CandorProcess.Result {
    try CandorProcess.run(
      ["analyze", "-", "--format", "ndjson", "--output", path], input: Self.input,
      launcher: launcher)
  }

  private func kind(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  /// Run by root, putting a file in the place of `/dev/null` would break the machine.
  @Test func aPipeIsWrittenToAndStaysOne() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    // Both ends are open, so nobody waits for the other.
    let descriptor = open(pipe, O_RDWR)
    defer { close(descriptor) }
    let result = try analyze(to: pipe)
    #expect(result.status == 0)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &bytes, bytes.count)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    #expect(text.hasPrefix(#"{"contributions""#) && text.hasSuffix("}\n"))
    #expect(kind(pipe) == S_IFIFO)
    #expect(try analyze(to: "/dev/null").status == 0)
    #expect(kind("/dev/null") == S_IFCHR)
  }

  @Test func aLinkStaysAndItsFileIsReplaced() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("earlier\n", to: "file.ndjson")
    let link = folder.path("latest.ndjson")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    #expect(try analyze(to: link).status == 0)
    #expect(kind(link) == S_IFLNK)
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("{"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["file.ndjson", "latest.ndjson"])
  }

  /// In a folder that others may write to, somebody may have put a link where the results are
  /// gathered.
  @Test func aLinkThatSomebodyPutInTheWayIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    let victim = try folder.write("precious\n", to: "victim")
    let path = folder.path("out.ndjson")
    let script = #"ln -s "\#(victim)" "\#(path).candor-$$"; exec "$@""#
    #expect(try analyze(to: path, launcher: ["/bin/sh", "-c", script, "sh"]).status == 0)
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious\n")
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("{"))
    #expect(kind(path) == S_IFREG)
  }

  /// A limit on the size of files fails in the middle as a full disk does; pieces of 64 KiB and more are
  /// written without being gathered before.
  @Test(arguments: [1, 400])
  func whatIsCutOffTakesNoPlace(answers: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("earlier\n", to: "out.ndjson")
    let agents = [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone]
    let input = (0..<(200 / answers + 1)).map { number in
      AnalyzeCommandTests.line("i\(number)", agents: (0..<answers).flatMap { _ in agents })
    }.joined(separator: "\n")
    let result = try CandorProcess.run(
      ["analyze", "-", "--format", "ndjson", "--output", path], input: input,
      launcher: ["/bin/sh", "-c", "ulimit -f 200; exec \"$@\"", "sh"])
    #expect(result.status == 73)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "earlier\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out.ndjson"])
  }

  @Test func aNameWithoutLettersIsNone() throws {
    let result = try analyze(to: "")
    #expect(result.status == 64)
    #expect(result.errors.contains("expected a file for results, found an empty name"))
  }

  @Test func citiesDoNotTakeThePlaceOfAStore() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("SQLite format 3\0 and more", to: "a.sqlite")
    let result = try CandorProcess.run(["data", "build", "--illustrative-cities", path])
    #expect(result.status == 64)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("SQLite"))
  }

  @Test func aFolderEndsWith73() throws {
    let folder = try TemporaryFolder()
    let result = try analyze(to: folder.url.path)
    #expect(result.status == 73)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func whatBringsNothingLeavesTheEarlierFileAndNoOther() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("earlier\n", to: "out")
    let nobody = ["HIREFLIX_URL": "http://127.0.0.1:1/me", "HIREFLIX_API_KEY": "k"]
    let commands: [(arguments: [String], status: Int32)] = [
      (["analyze", folder.path("absent.ndjson"), "--format", "csv"], 65),
      (["fetch", "hireflix", "--all"], 69),
      (["audit", "hireflix", "--all", "--format", "csv", "--store", folder.path("a.sqlite")], 69),
    ]
    for command in commands {
      let result = try CandorProcess.run(
        command.arguments + ["--output", path], environment: nobody)
      #expect(result.status == command.status, "\(result.errors)")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "earlier\n")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      #expect(names.filter { $0.hasPrefix("out") } == ["out"])
    }
  }

  /// The decisions in a store cannot be made again.
  @Test func noCommandPutsResultsInThePlaceOfAStore() throws {
    let stored = try StoredInterviews()
    let link = stored.folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: stored.store)
    let configuration = try stored.folder.write("output: \(stored.store)\n", to: "c.yaml")
    let nobody = ["HIREFLIX_URL": "http://127.0.0.1:1/me", "HIREFLIX_API_KEY": "k"]
    let audit = ["audit", "hireflix", "--all", "--store"]
    let commands = [
      ["analyze", "-", "--output", link], ["analyze", "-", "--output", stored.store + ".lock"],
      ["report", "--store", stored.store, "--output", stored.store + "-wal"],
      ["store", "verify", "--store", stored.store, "--output", stored.store],
      ["review", "list", "--store", stored.store, "--config", configuration],
      audit + [stored.store, "--output", stored.store],
      audit + [stored.store, "--metrics-file", stored.store],
      // A store that this run would make.
      audit + [stored.folder.path("new"), "--output", stored.folder.path("./new")],
    ]
    for command in commands {
      let result = try CandorProcess.run(command, environment: nobody)
      #expect(result.status == 64, "\(command): \(result.errors)")
      #expect(result.errors.contains("error[C020]: expected another file than a store"))
    }
    #expect(try stored.run("store", "verify").status == 0)
    #expect(!FileManager.default.fileExists(atPath: stored.folder.path("new")))
  }

  /// Without the key nobody of a pseudonymous store is found again.
  @Test func noCommandPutsResultsInThePlaceOfTheKey() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "k", count: 32)
    let key = try folder.write(text, to: "privacy.key")
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: key)
    let audit = ["audit", "hireflix", "--all", "--store", folder.path("a.sqlite")]
    let environment = [
      "CANDOR_PRIVACY_KEY_FILE": key, "HIREFLIX_URL": "http://127.0.0.1:1/me",
      "HIREFLIX_API_KEY": "k",
    ]
    for command in [
      ["analyze", "-", "--output", key], ["analyze", "-", "--output", link],
      audit + ["--output", key], audit + ["--metrics-file", key],
    ] {
      let result = try CandorProcess.run(command, environment: environment)
      #expect(result.status == 64, "\(command): \(result.errors)")
      #expect(result.errors.contains("error[C020]: expected another file than the key"))
    }
    #expect(try String(contentsOfFile: key, encoding: .utf8) == text)
  }

  /// The figures come last, and would take the place of the results.
  @Test func figuresDoNotTakeThePlaceOfResults() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("earlier\n", to: "out.html")
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let other = folder.path("other")
    try FileManager.default.linkItem(atPath: file, toPath: other)
    let nobody = ["HIREFLIX_URL": "http://127.0.0.1:1/me", "HIREFLIX_API_KEY": "k"]
    let audit = ["audit", "hireflix", "--all", "--store", folder.path("a.sqlite"), "--output"]
    let pairs = [
      [file, file], [file, link], [link, folder.path("./out.html")], [file, other],
      [folder.path("new"), folder.path("new")], [file, folder.path("out-2.html")],
    ]
    for pair in pairs {
      let result = try CandorProcess.run(
        audit + [pair[0], "--metrics-file", pair[1], "--format", "html"], environment: nobody)
      #expect(result.status == 64, "\(pair): \(result.errors)")
      #expect(result.errors.contains("error[C020]: expected another file than the one for results"))
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "earlier\n")
    #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
    // A part is one of a page alone.
    let rows = try CandorProcess.run(
      audit + [file, "--metrics-file", folder.path("out-2.html"), "--format", "csv"],
      environment: nobody)
    #expect(rows.status == 69)
  }

  /// Standard output is a file of the test's own here, or what a shell makes of it.
  @Test func figuresDoNotTakeThePlaceOfStandardOutput() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("results")
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/stdout")
    let nobody = ["HIREFLIX_URL": "http://127.0.0.1:1/me", "HIREFLIX_API_KEY": "k"]
    func audit(_ metrics: String, _ arguments: [String], output: String) throws -> Int32 {
      let script = #"exec "$@" > "\#(output)""#
      return try CandorProcess.run(
        [
          "audit", "hireflix", "--all", "--format", "csv", "--store", folder.path("a.sqlite"),
          "--metrics-file", metrics,
        ] + arguments, environment: nobody, launcher: ["/bin/sh", "-c", script, "sh"]
      ).status
    }
    for output in [file, "/dev/null"] {
      for metrics in ["/dev/stdout", "/proc/self/fd/1", "/dev/fd/1", link] {
        #expect(try audit(metrics, [], output: output) == 64, "\(metrics), \(output)")
        #expect(try audit(metrics, ["--output", "-"], output: output) == 64)
        #expect(try audit(metrics, ["--output", "/dev/stdout"], output: output) == 64)
      }
    }
    #expect(try audit(file, [], output: file) == 64)
    #expect(try audit(folder.path("figures"), [], output: file) == 69)
    #expect(try audit(folder.path("figures"), [], output: "/dev/null") == 69)
  }

  @Test(arguments: [["--rules", "/nonexistent"], ["--output", "/nonexistent/x"]])
  func anAnalysisThatCannotBeginHasAClosingLine(arguments: [String]) throws {
    let result = try CandorProcess.run(["analyze", "-"] + arguments, input: Self.input)
    #expect(result.status == (arguments[0] == "--rules" ? 65 : 73))
    #expect(result.closingLine == "0 done, 0 flagged, 0 lost")
    let usage = try CandorProcess.run(["analyze", "-", "--jobs", "0"], input: Self.input)
    #expect(usage.status == 64)
    #expect(!usage.errors.contains("0 done"))
  }

  /// A process that was killed could not take back what it had begun.
  @Test func whatKilledProcessesLeftIsRemoved() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("out.ndjson")
    let ended = try CandorProcess.start(["--version"])
    _ = try ended.finish()
    let old = try folder.write(
      "left\n", to: "out.ndjson.candor-\(ended.process.processIdentifier)")
    let hours = Date(timeIntervalSinceNow: -7200)
    try FileManager.default.setAttributes([.modificationDate: hours], ofItemAtPath: old)
    // Of a process that lives, and a name of somebody's own.
    let own = try folder.write("mine\n", to: "out.ndjson.candor-\(getpid())")
    let other = try folder.write("mine\n", to: "out.ndjson.candor-notes")
    for path in [own, other] {
      try FileManager.default.setAttributes([.modificationDate: hours], ofItemAtPath: path)
    }
    #expect(try analyze(to: path).status == 0)
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(FileManager.default.fileExists(atPath: own))
    #expect(FileManager.default.fileExists(atPath: other))
  }
}
