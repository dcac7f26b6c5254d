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
  @Test(arguments: [0, 8]) func whatCameBeforeDamageIsAssessed(cut: Int) throws {
    let folder = try TemporaryFolder()
    let text = (0..<50).map { Self.line("i-\($0)") }.joined()
    try folder.write(text, to: "evidence.ndjson")
    let gzip = Process()
    gzip.executableURL = URL(filePath: "/bin/gzip")
    gzip.arguments = [folder.path("evidence.ndjson")]
    try gzip.run()
    gzip.waitUntilExit()
    var packed = try Data(contentsOf: folder.url.appending(path: "evidence.ndjson.gz"))
    packed.removeLast(cut)
    if cut == 0 { packed.append(contentsOf: "no member".utf8) }
    let result = try CandorProcess.start(
      ["analyze", "-", "--format", "ndjson"], input: .data(packed)
    ).finish()
    #expect(result.status == 65)
    #expect(result.lines.count == 50)
    #expect(result.errors.contains("S105"))
    #expect(result.closingLine == "50 done, 0 flagged, 0 lost")
  }
}
