import CandorModel
import CandorTesting
import Foundation
import Testing

/// What `candor analyze` reads, and what it says of input that it cannot read.
@Suite struct AnalyzeInputTests {
  private static func line(_ id: String) -> String {
    AnalyzeCommandTests.line(id, agents: [AnalyzeCommandTests.windows])
  }

  private static func text(_ ids: String...) -> String {
    ids.map { line($0) + "\n" }.joined()
  }

  private static func ids(_ result: CandorProcess.Result) throws -> [String] {
    try result.lines.map {
      try #require(try JSONValue(parsing: $0.utf8)["interview"]?["id"]?.string)
    }
  }

  private static func analyze(
    _ arguments: [String], _ input: CandorProcess.Input = .text(""), in folder: URL? = nil
  ) throws -> CandorProcess.Result {
    try CandorProcess.start(
      ["analyze"] + arguments + ["--format", "ndjson"], input: input, in: folder
    ).finish()
  }

  /// Evidence in every packing, under names that tell the truth and names that do not.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: folder.url.appending(path: name))
    }
    try folder.write(text("a1", "a2"), to: "a.ndjson")
    try write(
      Packing.gzip(Array(text("b1").utf8)) + Packing.gzip(Array(text("b2").utf8)), "b.json.gz")
    try write(
      Packing.zstd(Array(text("c1").utf8)) + Packing.zstd(Array(text("c2").utf8)), "c.jsonl.zst")
    try write(Packing.gzip(Array(text("d").utf8)), "d.ndjson.zst")
    try write(Packing.zstd(Array(text("e").utf8)), "e.ndjson.gz")
    try write(Packing.zstd(Array(text("f").utf8)), "f.ndjson")
    try folder.write(text("g"), to: "g.ndjson.gz")
    return folder
  }

  static let inFolder = ["a1", "a2", "b1", "b2", "c1", "c2", "d", "e", "f", "g"]

  @Test func foldersAndPatternsAreReadInTheOrderOfTheirNames() throws {
    let folder = try Self.folder()
    for arguments in [[folder.url.path()], [folder.path("*")], [folder.path("[a-g].*json*")]] {
      for jobs in ["1", "4"] {
        let result = try Self.analyze(arguments + ["--jobs", jobs])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try Self.ids(result) == Self.inFolder)
      }
    }
  }

  @Test func filesAndStandardInputAreReadInTheOrderGiven() throws {
    let folder = try Self.folder()
    let result = try Self.analyze(
      ["g.ndjson.gz", "-", "b.json.gz", "a.ndjson"],
      .data(Data(try Packing.zstd(Array(Self.text("in1", "in2").utf8)))), in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try Self.ids(result) == ["g", "in1", "in2", "b1", "b2", "a1", "a2"])
  }

  @Test func aDamagedLineIsNamedByFileLineAndByte() throws {
    let folder = try TemporaryFolder()
    let good = Self.line("good")
    try folder.write(Self.text("first"), to: "a.ndjson")
    try Data(Packing.gzip(Array("\(good)\n\(good)\n{\"schema\":\n\(good)\n".utf8)))
      .write(to: folder.url.appending(path: "b.ndjson.gz"))
    let result = try Self.analyze(["a.ndjson", "b.ndjson.gz"], in: folder.url)
    #expect(result.status == 2)
    #expect(try Self.ids(result) == ["first", "good", "good", "good"])
    #expect(result.errors.contains("b.ndjson.gz:3: error[S110]"))
    #expect(result.errors.contains("the line at byte \(2 * (good.utf8.count + 1)) is no evidence"))
    #expect(result.closingLine == "4 done, 0 flagged, 1 lost")
  }

  @Test func aLineOverTheLimitIsNamedAndTheRestGoesOn() throws {
    let short = Self.line("short")
    let long = Self.line(String(repeating: "x", count: 3_000_000))
    let lines = [short, long, short, Self.line(String(repeating: "y", count: 1000)), short]
    let result = try Self.analyze(
      ["-", "--max-line-bytes", "1000"], .text(lines.joined(separator: "\n")))
    #expect(result.status == 2)
    #expect(try Self.ids(result) == ["short", "short", "short"])
    for (line, offset) in [
      (2, short.utf8.count + 1), (4, 2 * (short.utf8.count + 1) + long.utf8.count + 1),
    ] {
      #expect(
        result.errors.contains(
          "standard input:\(line): error[S111]: expected the line at byte \(offset) to have at "
            + "most 1000 bytes, found more"))
    }
    #expect(result.closingLine == "3 done, 0 flagged, 2 lost")
  }

  @Test(arguments: [(0, 3, 1), (1, 6, 2), (2, 8, 2)])
  func moreLossesThanAllowedEndTheRun(maximum: Int, done: Int, lost: Int) throws {
    // One file each, so that the run can end between them.
    let folder = try TemporaryFolder()
    let texts = ["a", "{", "b", "{", "c"].map { $0 == "{" ? "{\n" : Self.text($0) }
    let names = try texts.enumerated().map {
      try folder.write(Self.text("x\($0.offset)") + $0.element, to: "\($0.offset).ndjson")
    }
    let result = try Self.analyze(names + ["--max-losses", "\(maximum)", "--jobs", "1"])
    #expect(result.status == 2)
    #expect(result.errors.contains("error[C030]") == (maximum < 2))
    #expect(result.errors.contains("more than 1 loss: the run") == (maximum == 1))
    #expect(result.closingLine == "\(done) done, 0 flagged, \(lost) lost")
    // What was printed is the beginning of what a run without the limit prints.
    let whole = try Self.analyze(names)
    #expect(whole.output.hasPrefix(result.output))
    #expect((whole.output == result.output) == (maximum == 2))
  }

  /// Many lines are read at once, and the run ends between them all the same.
  @Test(arguments: [["--jobs", "1"], ["--jobs", "4"], ["--links"]])
  func moreLossesThanAllowedEndTheRunWithinAFile(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let text = (0..<40).map { Self.text("x\($0)") + "junk\n" }.joined()
    let file = try folder.write(text, to: "a.ndjson")
    let result = try Self.analyze([file, "--max-losses", "3"] + arguments)
    #expect(result.status == 2)
    #expect(result.errors.contains("error[C030]"))
    #expect(result.errors.split(separator: "\n").count { $0.contains("error[S") } == 4)
    #expect(result.closingLine == "4 done, 0 flagged, 4 lost")
    #expect(try Self.ids(result) == ["x0", "x1", "x2", "x3"])
    let enough = try Self.analyze([file, "--max-losses", "40"] + arguments)
    #expect(enough.closingLine == "40 done, 0 flagged, 40 lost")
    #expect(try Self.ids(enough) == (0..<40).map { "x\($0)" })
  }

  /// A run that ends because of losses is done, and its document is whole.
  @Test(arguments: [[], ["--links"]], ["json", "csv", "junit"])
  func lossesBeforeTheFirstResultLeaveAWholeDocument(
    arguments: [String], format: String
  ) throws {
    let command = ["analyze", "-", "--format", format]
    let result = try CandorProcess.run(
      command + ["--max-losses", "0"] + arguments, input: "{oops}\n" + Self.text("a"))
    #expect(result.status == 2)
    #expect(result.closingLine == "0 done, 0 flagged, 1 lost")
    let empty = try CandorProcess.run(command, input: "")
    switch format {
    case "junit": #expect(result.output.hasSuffix("</testsuites>\n"))
    default: #expect(result.output == empty.output)
    }
    #expect(!result.output.isEmpty)
  }

  @Test(arguments: ["1", "4"])
  func veryManyDamagedLinesAreNamedOneByOne(jobs: String) throws {
    let input = Self.text("first") + String(repeating: "{\n", count: 3000) + Self.text("last")
    let result = try Self.analyze(["-", "--jobs", jobs], .text(input))
    #expect(result.status == 2)
    #expect(try Self.ids(result) == ["first", "last"])
    #expect(result.closingLine == "2 done, 0 flagged, 3000 lost")
    let places = result.errors.split(separator: "\n").filter { $0.contains("error[S110]") }
      .compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
    #expect(places == Array(2...3001))
    let offset = Self.line("first").utf8.count + 1 + 2 * 2999
    #expect(result.errors.contains("standard input:3001: error[S110]: the line at byte \(offset) "))
  }

  // MARK: Bombs

  /// A few kilobytes that stand for so many MiB.
  private static func bomb(
    _ tool: Packing.Tool, _ beginning: String = "", byte: UInt8, mebibytes: Int
  ) throws -> Data {
    let part = try tool.pack([UInt8](repeating: byte, count: 32 << 20))
    return Data(
      try tool.pack(Array(beginning.utf8)) + repeatElement(part, count: mebibytes / 32).joined())
  }

  /// With room for the program and what it may hold, not for what comes out of a bomb.
  private static func analyzeInLittleRoom(
    _ data: Data, _ arguments: [String] = []
  ) throws -> CandorProcess.Result {
    try CandorProcess.start(
      ["analyze", "-", "--format", "ndjson"] + arguments, input: .data(data),
      launcher: ["/bin/sh", "-c", "ulimit -v 3000000; exec \"$@\"", "sh"]
    ).finish()
  }

  @Test(.timeLimit(.minutes(1)), arguments: Packing.Tool.allCases)
  func whatIsNoEvidenceIsNotUnpackedToItsEnd(tool: Packing.Tool) throws {
    let nothing = try Self.analyzeInLittleRoom(
      try Self.bomb(tool, byte: 0, mebibytes: 16_384))
    #expect(nothing.status == 65)
    #expect(nothing.errors.contains("error[S103]"))
    let held = try Self.analyzeInLittleRoom(
      try Self.bomb(tool, "[", byte: 0x20, mebibytes: 16_384), ["--max-input-bytes", "1000000"])
    #expect(held.status == 65)
    #expect(held.errors.contains("error[S102]"))
  }

  @Test(.timeLimit(.minutes(1)), arguments: Packing.Tool.allCases)
  func aLineThatUnpacksWithoutEndIsLostAndNotHeld(tool: Packing.Tool) throws {
    for beginning in ["{", Self.text("first")] {
      let result = try Self.analyzeInLittleRoom(
        try Self.bomb(tool, beginning, byte: 0x01, mebibytes: 512))
      #expect(result.status == 2)
      #expect(result.errors.contains("error[S111]"))
      let done = beginning == "{" ? 0 : 1
      #expect(result.closingLine == "\(done) done, 0 flagged, 1 lost")
    }
  }
}
