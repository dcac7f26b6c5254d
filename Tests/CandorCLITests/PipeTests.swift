import Foundation
import Testing

/// `candor analyze -` as a stage between other programs: GNU parallel, Hadoop streaming, Spark.
@Suite struct PipeTests {
  /// So many interviews, every third with a change of device.
  private static func lines(_ count: Int) -> [String] {
    (0..<count).map {
      AnalyzeCommandTests.line(
        "i-\($0)",
        agents: $0 % 3 == 0
          ? [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone]
          : [AnalyzeCommandTests.iPhone, AnalyzeCommandTests.iPhone])
    }
  }

  private static func text(_ lines: some Sequence<String>) -> String {
    lines.map { $0 + "\n" }.joined()
  }

  /// `candor analyze -` between two pipes.
  private final class Stage {
    let process = Process()
    let input = Pipe()
    let output = Pipe()
    let errors = Pipe()

    init(fields: String? = "outcome") throws {
      process.executableURL = CandorProcess.binary
      process.arguments =
        ["analyze", "-", "--format", "ndjson"] + (fields.map { ["--fields", $0] } ?? [])
      process.environment = [
        "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": "/nonexistent",
        "XDG_CONFIG_HOME": "/nonexistent",
      ]
      process.standardInput = input
      process.standardOutput = output
      process.standardError = errors
      try process.run()
    }

    /// What is there until so many lines have come, or the end.
    func read(lines: Int) -> String {
      var bytes = Data()
      while bytes.count(where: { $0 == 0x0A }) < lines {
        let piece = output.fileHandleForReading.availableData
        if piece.isEmpty { break }
        bytes += piece
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test func partsGiveWhatTheWholeGives() throws {
    let lines = Self.lines(90)
    let arguments = ["analyze", "-", "--format", "ndjson"]
    let whole = try CandorProcess.run(arguments, input: Self.text(lines))
    var parts = ""
    for start in stride(from: 0, to: lines.count, by: 30) {
      let part = try CandorProcess.run(arguments, input: Self.text(lines[start..<start + 30]))
      #expect(part.status == 0)
      parts += part.output
    }
    #expect(parts == whole.output)
  }

  @Test(.timeLimit(.minutes(1)))
  func whatIsReadyLeavesBeforeTheInputEnds() throws {
    let stage = try Stage()
    for (number, line) in Self.lines(3).enumerated() {
      // The writer waits for the answer to each line before it sends the next.
      try stage.input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
      #expect(stage.read(lines: 1).contains("\"i-\(number)\""))
    }
    try stage.input.fileHandleForWriting.close()
    stage.process.waitUntilExit()
    #expect(stage.process.terminationStatus == 0)
  }

  @Test(.timeLimit(.minutes(1)))
  func aReaderWhoWaitsHoldsTheWriterBack() throws {
    let stage = try Stage(fields: nil)
    let writer = stage.input.fileHandleForWriting.fileDescriptor
    _ = fcntl(writer, F_SETFL, fcntl(writer, F_GETFL) | O_NONBLOCK)
    let line = Array((Self.lines(1)[0] + "\n").utf8)
    // Until nothing was taken for two seconds.
    var taken = 0
    var last = Date()
    while last.timeIntervalSinceNow > -2, taken < 64 << 20 {
      let rest = line[(taken % line.count)...]
      let count = rest.withUnsafeBytes { write(writer, $0.baseAddress, $0.count) }
      if count > 0 {
        taken += count
        last = Date()
      } else {
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    #expect(taken < 8 << 20)
    // Once somebody reads it goes on where it stopped.
    let rest = line.count - taken % line.count
    _ = fcntl(writer, F_SETFL, fcntl(writer, F_GETFL) & ~O_NONBLOCK)
    let input = stage.input.fileHandleForWriting
    let end = Thread {
      try? input.write(contentsOf: Data(line.suffix(rest)))
      try? input.close()
    }
    end.start()
    let output = try stage.output.fileHandleForReading.readToEnd() ?? Data()
    stage.process.waitUntilExit()
    #expect(stage.process.terminationStatus == 0)
    #expect(output.split(separator: 0x0A).count == (taken + rest) / line.count)
  }

  @Test(.timeLimit(.minutes(1)))
  func aClosedPipeEndsQuietly() throws {
    let stage = try Stage()
    let writer = stage.input.fileHandleForWriting
    try writer.write(contentsOf: Data(Self.text(Self.lines(1)).utf8))
    #expect(stage.read(lines: 1).contains("\"i-0\""))
    try stage.output.fileHandleForReading.close()
    try writer.write(contentsOf: Data(Self.text(Self.lines(200)).utf8))
    try writer.close()
    stage.process.waitUntilExit()
    #expect(stage.process.terminationReason == .exit)
    #expect(stage.process.terminationStatus == 0)
    let said = try stage.errors.fileHandleForReading.readToEnd() ?? Data()
    #expect(!String(decoding: said, as: UTF8.self).contains("error"))
  }

  @Test func theExitCodeTellsLosses() throws {
    let lines = Self.lines(2)
    let result = try CandorProcess.run(
      ["analyze", "-", "--format", "ndjson"], input: Self.text([lines[0], "{", lines[1]]))
    #expect(result.status == 2)
    #expect(result.lines.count == 2)
    #expect(result.errors.contains("standard input:2"))
  }

  /// A log on a full disk, a closed descriptor, `2>&1 | head`: messages are lost, and nothing else.
  @Test(arguments: [#"exec "$@" 2> /dev/full"#, #"exec "$@" 2>&-"#])
  func resultsComeWhereNobodyTakesTheMessages(script: String) throws {
    let input = Self.text(Self.lines(6)) + "{}\n"
    let arguments = ["analyze", "-", "--format", "ndjson"]
    let ordinary = try CandorProcess.run(arguments, input: input)
    let mute = try CandorProcess.run(
      arguments, input: input, launcher: ["/bin/sh", "-c", script, "sh"])
    #expect(ordinary.status == 2)
    #expect(mute.status == 2)
    #expect(mute.output == ordinary.output)
    #expect(mute.errors.isEmpty)
  }
}
