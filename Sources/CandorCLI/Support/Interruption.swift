import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: what came is kept, then the process ends with 130 or 143.
///
/// The command is asked to stop; one that does not come back within two seconds, because it waits
/// for a pipe that says nothing, is ended. One that came back and writes what came has longer for
/// that; a second signal ends it. A command that keeps nothing ends at once.
///
/// Thread safety: one lock for the state; the signal is set once.
final class Interruption: Sendable {
  static let shared = Interruption()

  private struct Wishes {
    var onInterrupt: @Sendable () -> Void
    var lastResort: @Sendable () -> Void
  }

  private struct State {
    var status: ExitStatus?
    var wishes: Wishes?
    /// Whether the command reads no more and writes what came.
    var isFinishing = false
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
  /// A report over ten thousands of interviews takes seconds to write.
  private static let finishingPatience = 60.0

  /// For what can still be kept, which may wait for a reader.
  private static let lastPatience = 1.0

  /// Starts to listen; until somebody says what is to be kept, a signal ends the process at once.
  func begin() {
    let queue = DispatchQueue(label: "signals")
    // Made once: taking a source of a signal away again also takes the signal from the next one.
    let sources = [(SIGINT, ExitStatus.interrupted), (SIGTERM, .terminated)].map {
      number, status -> Listener in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [self] in arrived(status, queue) }
      source.resume()
      return Listener(source)
    }
    state.withLock { $0.sources = sources }
  }

  /// Says what a signal means from now on.
  ///
  /// - Parameters:
  ///   - onInterrupt: asks the command to stop; called at most once.
  ///   - lastResort: keeps what can still be kept when the command does not come back.
  func listen(
    onInterrupt: @escaping @Sendable () -> Void, lastResort: @escaping @Sendable () -> Void = {}
  ) {
    state.withLock { $0.wishes = Wishes(onInterrupt: onInterrupt, lastResort: lastResort) }
  }

  /// Says that the command reads no more: what is left to do has an end.
  func finishing() { state.withLock { $0.isFinishing = true } }

  /// The exit code of the signal that came; `nil` where none came.
  var status: ExitStatus? { state.withLock { $0.status } }

  private func arrived(_ status: ExitStatus, _ queue: DispatchQueue) {
    let (isFirst, wishes) = state.withLock { state -> (Bool, Wishes?) in
      let isFirst = state.status == nil
      if isFirst { state.status = status }
      return (isFirst, state.wishes)
    }
    // The other threads may be anywhere: nothing of the process is touched any more.
    guard isFirst, let wishes else { _exit(status.code) }
    wishes.onInterrupt()
    queue.asyncAfter(deadline: .now() + Self.patience) { [self] in
      guard state.withLock({ $0.isFinishing }) else { Self.leave(status, wishes) }
      queue.asyncAfter(deadline: .now() + Self.finishingPatience) { Self.leave(status, wishes) }
    }
  }

  private static func leave(_ status: ExitStatus, _ wishes: Wishes) -> Never {
    // A reader that has stopped reading keeps whoever writes waiting, and must not keep this process.
    let isKept = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      wishes.lastResort()
      isKept.signal()
    }
    _ = isKept.wait(timeout: .now() + lastPatience)
    Output.removeUnfinished()
    _exit(status.code)
  }
}
