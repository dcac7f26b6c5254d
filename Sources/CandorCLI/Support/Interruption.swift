import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: what came is kept, then the process ends with 130 or 143.
///
/// The command is asked to stop; one that does not come back within two seconds, because it waits
/// for a pipe that says nothing, is ended.
///
/// Thread safety: one lock for the state, which is set once.
final class Interruption: Sendable {
  static let shared = Interruption()

  private struct State {
    var status: ExitStatus?
    var sources: [Listener] = []
  }

  // A source is made, resumed and kept; nobody touches it afterwards.
  private final class Listener: @unchecked Sendable {
    private let source: any DispatchSourceSignal
    init(_ source: any DispatchSourceSignal) { self.source = source }
  }

  /// Protects which signal came and what is done about it.
  private let state = Mutex(State())
  private static let patience = 1.8

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - onInterrupt: asks the command to stop; called at most once.
  ///   - lastResort: keeps what can still be kept when the command does not come back.
  func listen(
    onInterrupt: @escaping @Sendable () -> Void, lastResort: @escaping @Sendable () -> Void = {}
  ) {
    let queue = DispatchQueue(label: "signals")
    let sources = [(SIGINT, ExitStatus.interrupted), (SIGTERM, .terminated)].map {
      number, status -> Listener in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [self] in
        let isFirst = state.withLock { state -> Bool in
          guard state.status == nil else { return false }
          state.status = status
          return true
        }
        guard isFirst else { status.leave() }
        onInterrupt()
        queue.asyncAfter(deadline: .now() + Self.patience) {
          lastResort()
          status.leave()
        }
      }
      source.resume()
      return Listener(source)
    }
    state.withLock { $0.sources = sources }
  }

  /// The exit code of the signal that came; `nil` where none came.
  var status: ExitStatus? { state.withLock { $0.status } }
}
