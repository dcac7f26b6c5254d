import CandorModel
import Foundation
import Synchronization

/// Where results go: standard output or a file, in large pieces.
///
/// A reader that went away ends the run quietly: whoever typed `| head` has what they wanted.
///
/// Thread safety: one lock keeps pieces whole.
final class Output: Sendable {
  private struct State {
    var buffer: [UInt8] = []
    var temporaryPath: String?
  }

  private let descriptor: Int32
  private let path: String?
  /// Protects what is still to be written.
  private let state: Mutex<State>
  private static let flushThreshold = 1 << 16

  /// Opens the file that `--output` names, or standard output for `nil` and `-`.
  ///
  /// A file is written under another name beside it and put in its place by `close`, so that a run
  /// that was ended leaves the earlier file as it was.
  ///
  /// - Parameter mode: of a file; results name people, so only the owner reads them.
  init(path: String?, mode: mode_t = 0o600) throws(Failure) {
    guard let path, path != "-" else {
      self.path = nil
      descriptor = STDOUT_FILENO
      state = Mutex(State())
      return
    }
    self.path = path
    let temporary = path + ".candor-\(ProcessInfo.processInfo.processIdentifier)"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw Failure.cannotWrite(path, String(cString: strerror(errno)))
    }
    state = Mutex(State(temporaryPath: temporary))
  }

  /// Whether results go to a terminal.
  var isTerminal: Bool { path == nil && isatty(STDOUT_FILENO) == 1 }

  func write(_ text: String) throws { try write(text.utf8) }

  func write(_ bytes: some Sequence<UInt8>) throws {
    try state.withLock { state in
      state.buffer.append(contentsOf: bytes)
      if state.buffer.count >= Self.flushThreshold { try flush(&state) }
    }
  }

  func flush() throws { try state.withLock { try flush(&$0) } }

  private func flush(_ state: inout State) throws {
    var written = 0
    while written < state.buffer.count {
      let count = state.buffer.withUnsafeBytes { raw in
        Foundation.write(descriptor, raw.baseAddress! + written, raw.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { throw ExitStatus.done }
        throw Failure.cannotWrite(path ?? "standard output", String(cString: strerror(errno)))
      }
      written += count
    }
    state.buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is left and puts the file in its place.
  func close() throws {
    try state.withLock { state in
      try flush(&state)
      guard let path, let temporaryPath = state.temporaryPath else { return }
      // A pipe or a device cannot be synchronised; that is no failure.
      guard fsync(descriptor) == 0 || errno == EINVAL, Foundation.close(descriptor) == 0,
        rename(temporaryPath, path) == 0
      else { throw Failure.cannotWrite(path, String(cString: strerror(errno))) }
      state.temporaryPath = nil
    }
  }

  deinit {
    if let temporaryPath = state.withLock({ $0.temporaryPath }) { unlink(temporaryPath) }
  }
}

/// Lets a write to a closed pipe, or beyond the largest file that is allowed, answer an error
/// instead of ending the process.
func ignoreClosedPipes() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
}
