import CandorTesting
import Foundation
import Testing

/// A store that `candor audit` filled from a sandbox, for the commands that read stores.
struct StoredInterviews {
  let folder: TemporaryFolder
  let store: String
  /// An interview with priority.
  static let urgent = "6944eb0719d0951566bab11d"

  init(_ platforms: [String] = ["hireflix"]) throws {
    folder = try TemporaryFolder()
    store = folder.path("a.sqlite")
    let sandbox = try SandboxProcess()
    for platform in platforms { try audit(platform, sandbox) }
    #expect(try sandbox.stop() == 143)
  }

  func audit(
    _ platform: String, _ sandbox: SandboxProcess, _ arguments: [String] = []
  ) throws {
    let result = try CandorProcess.run(
      [
        "audit", platform, "--all", "--quiet", "--reference-date", "2026-03-31", "--store", store,
      ] + arguments, environment: sandbox.environment)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Runs a command over the store.
  func run(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> CandorProcess.Result {
    try run(arguments, environment: environment)
  }

  func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> CandorProcess.Result {
    try CandorProcess.run(
      arguments + ["--store", store], environment: environment, in: folder.url)
  }
}
