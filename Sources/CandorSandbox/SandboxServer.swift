import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Local stand-ins of the platforms' APIs, on one port.
///
/// A product feature for those who integrate: clients, schedules and webhook receivers are
/// rehearsed against it without a platform's account, and with the faults that real networks have.
/// `docs/sandbox.md` tells what each platform's stand-in does.
package struct SandboxServer: Sendable {
  private let configuration: SandboxConfiguration
  private let responder: SandboxResponder

  /// Makes a server; nothing listens yet.
  ///
  /// - Throws: `SandboxError` where the faults' rates or the evidence's step types are unusable.
  package init(_ configuration: SandboxConfiguration) throws(SandboxError) {
    self.configuration = configuration
    responder = try SandboxResponder(configuration)
  }

  /// Listens until the task is cancelled.
  ///
  /// Cancelling ends open connections and frees the port; it is no error.
  ///
  /// - Parameter onReady: called once, when requests are answered.
  /// - Throws: `SandboxError` where the port cannot be taken.
  package func run(
    onReady: @escaping @Sendable (SandboxAddresses) async -> Void
  ) async throws {
    let host = configuration.host
    let isListening = Mutex(false)
    let application = Application(
      responder: responder,
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: configuration.port), serverName: "candor-sandbox"),
      onServerRunning: { channel in
        isListening.withLock { $0 = true }
        await onReady(SandboxAddresses(host: host, port: channel.localAddress?.port ?? 0))
      },
      // What is served may be somebody's data: nothing of it goes to a log.
      logger: Logger(label: "candor.sandbox", factory: { _ in SwiftLogNoOpLogHandler() }))
    // Cancelling the server outright would drop connections that were accepted a moment ago, which
    // NIO answers by ending the process. So it runs in a task of its own and is asked to stop:
    // nothing new is accepted, what is under way ends or is given up after a second.
    var lifecycle = ServiceGroupConfiguration(
      services: [application],
      logger: Logger(label: "candor.sandbox", factory: { _ in SwiftLogNoOpLogHandler() }))
    lifecycle.maximumGracefulShutdownDuration = .seconds(1)
    let group = ServiceGroup(configuration: lifecycle)
    let serving = Task.detached { try await group.run() }
    do {
      try await withTaskCancellationHandler {
        try await serving.value
      } onCancel: {
        Task { await group.triggerGracefulShutdown() }
      }
    } catch {
      if Task.isCancelled || error is CancellationError { return }
      guard isListening.withLock({ $0 }) else {
        throw SandboxError.cannotListen(host: host, port: configuration.port)
      }
      throw error
    }
  }

  /// What was asked and what went wrong on purpose so far.
  package var statistics: SandboxStatistics { responder.statistics }

  /// Runs a server while something is done with it.
  ///
  /// - Parameter body: is given the server and where it listens; its end stops the server.
  package static func withRunning<Result: Sendable>(
    _ configuration: SandboxConfiguration,
    _ body: @escaping @Sendable (SandboxServer, SandboxAddresses) async throws -> Result
  ) async throws -> Result {
    let server = try SandboxServer(configuration)
    let (ready, continuation) = AsyncStream.makeStream(of: SandboxAddresses.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        defer { continuation.finish() }
        try await server.run { continuation.yield($0) }
        return nil
      }
      group.addTask {
        for await addresses in ready { return try await body(server, addresses) }
        return nil
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }
}
