import CandorModel
import CandorTesting
import Foundation
import Testing

/// `candor sandbox` on a free port, stopped when it is let go.
final class SandboxProcess {
  private let running: CandorProcess.Running
  /// The environment under which the other commands reach it.
  let environment: [String: String]

  init(_ arguments: [String] = []) throws {
    running = try CandorProcess.start(["sandbox", "--port", "0"] + arguments)
    let deadline = Date().addingTimeInterval(30)
    while !running.output.contains("\n"), Date() < deadline, running.process.isRunning {
      Thread.sleep(forTimeInterval: 0.02)
    }
    let ready = try JSONValue(parsing: running.output.utf8)
    try #require(ready["ready"]?.bool == true)
    environment = Dictionary(
      uniqueKeysWithValues: ["hireflix", "instaview", "interviewrelay", "ashby"].flatMap {
        platform -> [(String, String)] in
        let name = platform.uppercased()
        return [
          (name + "_URL", ready[platform]?.string ?? ""), (name + "_API_KEY", "sandbox-key"),
        ]
      })
  }

  /// One that serves these interviews.
  ///
  /// - Parameter folder: where the file it reads is made.
  convenience init(serving interviews: [Evidence], in folder: TemporaryFolder) throws {
    let file = try folder.write(
      InterviewLines.ndjson(interviews), to: "served/\(UUID().uuidString).ndjson")
    try self.init(["--evidence", file])
  }

  /// Asks it to stop.
  ///
  /// - Returns: its exit code.
  func stop() throws -> Int32 {
    running.process.terminate()
    return try running.finish().status
  }

  deinit { if running.process.isRunning { running.process.terminate() } }
}
