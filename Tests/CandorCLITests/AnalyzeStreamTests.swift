import CandorModel
import CandorTesting
import Foundation
import Testing

/// Input that comes slowly, ends early or is damaged.
@Suite struct AnalyzeStreamTests {
  private static func line(_ id: String) -> String {
    AnalyzeCommandTests.line(id, agents: [AnalyzeCommandTests.windows]) + "\n"
  }

  /// `tail -f` before it: nobody waits for the end of the input.
  @Test func anAssessmentLeavesAsSoonAsItIsReady() throws {
    let pipe = Pipe()
    let running = try CandorProcess.start(
      ["analyze", "-", "--format", "ndjson"], input: .pipe(pipe))
    for count in 1...2 {
      try pipe.fileHandleForWriting.write(contentsOf: Data(Self.line("i-\(count)").utf8))
      #expect(running.waitForLines(count))
    }
    try pipe.fileHandleForWriting.close()
    #expect(try running.finish().closingLine == "2 done, 0 flagged, 0 lost")
  }

  @Test(arguments: CandorProcess.signals)
  func aSignalKeepsWhatCame(signal: Int32, status: Int32) throws {
    let pipe = Pipe()
    let running = try CandorProcess.start(["analyze", "-", "--format", "json"], input: .pipe(pipe))
    let lines = Self.line("first") + Self.line("second") + #"{"schema":"#
    try pipe.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
    Thread.sleep(forTimeInterval: 1)
    let start = Date()
    kill(running.process.processIdentifier, signal)
    let result = try running.finish()
    #expect(Date().timeIntervalSince(start) < 2)
    #expect(result.status == status)
    #expect(try JSONValue(parsing: result.output.utf8).array?.count == 2)
    #expect(result.closingLine == "2 done, 0 flagged, 0 lost")
  }

  /// The message says that what came before was read, so it has to be.
  @Test(arguments: Packing.Tool.allCases, [0, 8])
  func whatCameBeforeDamageIsAssessed(tool: Packing.Tool, cut: Int) throws {
    let parts = try [0..<25, 25..<50].map { ids in
      try tool.pack(Array(ids.map { Self.line("i-\($0)") }.joined().utf8))
    }
    // A part that is cut off may give nothing of itself.
    let packed = cut == 0 ? parts[0] + "no part".utf8 : parts[0] + parts[1].dropLast(cut)
    let result = try CandorProcess.start(
      ["analyze", "-", "--format", "ndjson"], input: .data(Data(packed))
    ).finish()
    #expect(result.status == 65)
    #expect((25...50).contains(result.lines.count))
    #expect(result.errors.contains("S105"))
    #expect(result.closingLine == "\(result.lines.count) done, 0 flagged, 0 lost")
  }

  /// Only the checksum at the end is wrong.
  @Test(arguments: Packing.Tool.allCases)
  func howMuchCameBeforeDamageDoesNotDependOnTheWorkers(tool: Packing.Tool) throws {
    var packed = try tool.pack(Array((0..<2000).map { Self.line("i-\($0)") }.joined().utf8))
    // gzip has the length behind it.
    packed[packed.count - (tool == .gzip ? 5 : 1)] ^= 1
    for jobs in ["1", "7", "64"] {
      let result = try CandorProcess.start(
        ["analyze", "-", "--format", "ndjson", "--fields", "outcome", "--jobs", jobs],
        input: .data(Data(packed))
      ).finish()
      #expect(result.status == 65)
      #expect(result.lines.count == 2000, "with \(jobs) workers")
      #expect(result.errors.contains("S105"))
    }
  }

  /// Longer than what is assessed beside others.
  private static let huge: [String] = {
    let long = (0..<3000).map {
      #"{"step":{"index":\#($0)},"ip":"198.51.100.\#($0 % 2)","userAgent":"\#([AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone][$0 % 2])"}"#
    }
    func line(_ id: String, _ answers: some Sequence<String>) -> String {
      #"{"schema":"candor.evidence/1","platform":"file","interview":{"id":"\#(id)"},"answers":["#
        + answers.joined(separator: ",") + "]}"
    }
    return [
      line("small-1", long.prefix(3)), line("long-1", long.prefix(1400)), line("huge", long),
      line("small-2", long.prefix(3)), line("steady", Array(repeating: long[0], count: 1400)),
      line("long-2", long.prefix(1400)),
    ]
  }()

  @Test("huge interviews come out in order and as any others", arguments: ["1", "2", "64"])
  func hugeInterviews(jobs: String) throws {
    let folder = try TemporaryFolder()
    // A long line that is damaged is a loss like any other.
    let damaged = String(Self.huge[1].dropLast(2))
    let input = (Self.huge + [damaged, Self.huge[0]]).joined(separator: "\n")
    let path = try folder.write(input, to: "in.ndjson")
    let array = try folder.write(
      "[" + (Self.huge + [Self.huge[0]]).joined(separator: ",") + "]", to: "in.json")
    func run(_ path: String, _ options: String...) throws -> CandorProcess.Result {
      try CandorProcess.run(["analyze", path, "--jobs", jobs] + options)
    }
    let whole = try run(path, "--format", "ndjson")
    #expect(whole.status == 2)
    #expect(whole.errors.contains("in.ndjson:7"))
    let ids = try whole.lines.map {
      try JSONValue(parsing: $0.utf8)["interview"]?["id"]?.string ?? ""
    }
    #expect(ids == ["small-1", "long-1", "huge", "small-2", "steady", "long-2", "small-1"])
    #expect(whole.closingLine == "7 done, 6 flagged, 1 lost")
    #expect(whole.lines[0] == whole.lines[6])
    #expect(try run(array, "--format", "ndjson").output == whole.output)
    #expect(
      try run(path, "--format", "json").output == "[" + whole.lines.joined(separator: ",\n") + "]\n"
    )
    let flagged = try run(path, "--format", "ndjson", "--only", "flagged")
    #expect(flagged.lines == whole.lines.filter { !$0.contains(#""id":"steady""#) })
    let stopped = try run(path, "--format", "ndjson", "--max-losses", "0")
    #expect(stopped.status == 2)
    #expect(stopped.lines == Array(whole.lines.prefix(6)))
    let linked = try run(path, "--format", "ndjson", "--links", "--fields", "timeline")
    #expect(try run(path, "--format", "ndjson", "--fields", "timeline").lines == linked.lines)
  }

  @Test("what came before damage is assessed beside others too, with any number of workers")
  func whatCameBeforeDamageIsLinked() throws {
    let packed = try Packing.Tool.gzip.pack(
      Array((0..<25).map { Self.line("i-\($0)") }.joined().utf8))
    for jobs in ["1", "2", "4"] {
      let result = try CandorProcess.start(
        ["analyze", "-", "--format", "ndjson", "--links", "--jobs", jobs],
        input: .data(Data(packed + "no part".utf8))
      ).finish()
      #expect(result.status == 65)
      #expect(result.lines.count == 25, "with \(jobs) workers")
      #expect(result.errors.contains("S105"))
      #expect(result.closingLine.hasPrefix("25 done, "))
    }
  }
}
