import ArgumentParser
import CandorModel
import CandorSandbox
import CandorSources
import Foundation

/// Local stand-ins of the platforms' APIs.
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Stand in for the platforms' APIs on this machine.",
    discussion: """
      Listens on loopback until it is stopped, and prints one line of JSON with the addresses when \
      it is ready. The key is `sandbox-key`, or what CANDOR_SANDBOX_KEY says. Without --evidence it \
      serves the demonstration data.
      """)

  @Option(help: ArgumentHelp("The port; 0 for any free one.", valueName: "n"))
  var port: Int = 8787

  @Option(
    help: ArgumentHelp("Serve this evidence instead of the demonstration.", valueName: "file"))
  var evidence: String?

  @Option(
    help: ArgumentHelp(
      """
      Misbehave: 408, 429, 500, 502, 503, 504, slow, cut or reset, and how often (503:0.05); may be \
      repeated.
      """, valueName: "kind:rate"))
  var fault: [String] = []

  @Option(help: ArgumentHelp("For the faults: the same seed, the same faults.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var common: CommonOptions

  func run() async throws {
    _ = try common.settings()
    guard (0...65_535).contains(port) else {
      throw Failure.wrongUsage("expected `--port` to be 0 to 65535, found `\(port)`")
    }
    do {
      let configuration = SandboxConfiguration(
        port: port,
        key: SandboxConfiguration.key(in: ProcessInfo.processInfo.environment),
        dataset: try dataset(), faults: try fault.map { try SandboxFault(parsing: $0) },
        seed: seed)
      let server = try SandboxServer(configuration)
      let (ready, continuation) = AsyncStream.makeStream(of: SandboxAddresses.self)
      let task = Task {
        defer { continuation.finish() }
        try await server.run { continuation.yield($0) }
      }
      Interruption.shared.listen(onInterrupt: { task.cancel() })
      do {
        for await addresses in ready { try Self.tell(addresses) }
      } catch {
        // Nobody learns where it listens.
        task.cancel()
        _ = await task.result
        throw error
      }
      try await task.value
    } catch let error as SandboxError {
      throw Failure(Self.status(of: error), "B001", error.description)
    }
    throw Interruption.shared.status ?? .done
  }

  private static func tell(_ addresses: SandboxAddresses) throws {
    let output = try Output(path: nil)
    try output.write(addresses.readyLine + "\n")
    try output.close()
  }

  private static func status(of error: SandboxError) -> ExitStatus {
    switch error.code {
    case .invalidFault: .usage
    case .cannotListen: .tryAgain
    default: .unreadable
    }
  }

  private func dataset() throws -> SandboxDataset {
    guard let evidence else { return try SandboxDataset.demo() }
    var interviews: [Evidence] = []
    try EvidenceReader([evidence]).forEach(
      evidence: { interviews.append($0) }, lost: { Console.shared.report($0) })
    let dataset = SandboxDataset(interviews)
    if dataset.duplicateCount > 0 {
      let count = dataset.duplicateCount
      Console.shared.report(
        Diagnostic(
          .warning, "B002",
          CountText.of(count, "interview is", plural: "interviews are")
            + " left out: another one with the same identifier came before",
          help: "a platform knows each interview once; give every one its own `interview.id`"))
    }
    return dataset
  }
}
