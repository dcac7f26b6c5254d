import Foundation
import Testing

/// Pipes that are not what a program likes: nobody reads them, or nobody waits for them.
@Suite struct StalledPipeTests {
  private static let source: String = (0..<600).map {
    AnalyzeCommandTests.line(
      "i-\($0)", agents: [AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone]) + "\n"
  }.joined()

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = CandorProcess.binary
    process.arguments = ["analyze", "--format", "ndjson"] + arguments
    process.environment = [
      "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent",
    ]
    process.standardError = FileHandle.nullDevice
    return process
  }

  private func withSource(_ body: (String) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "candor-stalled-\(UUID().uuidString).ndjson")
    try Data(Self.source.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try body(file.path(percentEncoded: false))
  }

  private func isAtEnd(_ process: Process, within seconds: Double) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
    return !process.isRunning
  }

  private func neverWaits(_ file: FileHandle) {
    let flags = fcntl(file.fileDescriptor, F_GETFL)
    #expect(fcntl(file.fileDescriptor, F_SETFL, flags | O_NONBLOCK) == 0)
  }

  @Test(.timeLimit(.minutes(1)), arguments: CandorProcess.signals)
  func aSignalEndsItThoughNobodyReads(signal: Int32, status: Int32) throws {
    try withSource { path in
      let process = process([path])
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      defer { kill(process.processIdentifier, SIGKILL) }
      // Until the pipe is full.
      Thread.sleep(forTimeInterval: 2)
      #expect(process.isRunning)
      kill(process.processIdentifier, signal)
      #expect(isAtEnd(process, within: 15))
      guard !process.isRunning else { return }
      #expect(process.terminationReason == .exit)
      #expect(process.terminationStatus == status)
      withExtendedLifetime(output) {}
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func whatNobodyWaitsForIsWaitedFor() throws {
    try withSource { path in
      let whole = try CandorProcess.run(["analyze", "--format", "ndjson", path])
      let process = process(["-"])
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      neverWaits(input.fileHandleForReading)
      neverWaits(output.fileHandleForWriting)
      try process.run()
      // It asks before anything is there, and writes before anybody reads.
      Thread.sleep(forTimeInterval: 0.5)
      let writer = Thread {
        try? input.fileHandleForWriting.write(contentsOf: Data(Self.source.utf8))
        try? input.fileHandleForWriting.close()
      }
      writer.start()
      Thread.sleep(forTimeInterval: 1)
      let came = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(String(decoding: came, as: UTF8.self) == whole.output)
    }
  }
}
