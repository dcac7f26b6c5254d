import CandorFiles
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
    /// The file that is put in its place at the end; `nil` for what is written to as it is.
    var replacement: FileReplacement?
    /// Why something could not be written: what stands there is cut off, and nothing follows it.
    var failure: (any Error)?
  }

  private let descriptor: Int32
  private let path: String?
  /// Protects what is still to be written.
  private let state: Mutex<State>
  private static let flushThreshold = 1 << 16
  /// Protects the names of files that are not in their place yet.
  private static let unfinished = Mutex<Set<String>>([])

  /// Opens the file that `--output` names, or standard output for `nil` and `-`.
  ///
  /// A file is written under another name beside it and put in its place by `close`, so that a run
  /// that was ended leaves the earlier file as it was. A device or a pipe is written to as it is.
  ///
  /// - Parameter mode: of a file, whatever the process masks; results name people, so only the owner
  ///   reads them.
  /// - Throws: 73, and 64 where a store is or nothing is named.
  init(path: String?, mode: mode_t = 0o600) throws(Failure) {
    guard let path, path != "-" else {
      self.path = nil
      descriptor = STDOUT_FILENO
      state = Mutex(State())
      return
    }
    guard !path.isEmpty else {
      throw Failure.wrongUsage("expected a file for results, found an empty name")
    }
    self.path = path
    if FileReplacement.isNoFile(path) {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      state = Mutex(State())
    } else {
      try StoreGuard.check(path)
      let file = FileReplacement(of: path, mode: mode)
      descriptor = file?.descriptor ?? -1
      if let file { _ = Self.unfinished.withLock { $0.insert(file.temporaryPath) } }
      state = Mutex(State(replacement: file))
    }
    guard descriptor >= 0 else {
      throw Failure.cannotWrite(path, String(cString: strerror(errno)))
    }
  }

  /// Whether results go to a terminal.
  var isTerminal: Bool { path == nil && isatty(STDOUT_FILENO) == 1 }

  func write(_ text: String) throws { try write(text.utf8) }

  /// Writes JSON, with escapes for what a terminal would obey.
  func write(json: [UInt8]) throws {
    let printed = PrintedJSON.escaped(json)
    guard printed.count >= Self.flushThreshold else { return try write(printed) }
    // From where it stands: behind what waits it would take as much memory again.
    try state.withLock { state in
      try flush(&state)
      try printed.withUnsafeBytes { bytes in try put(bytes, &state) }
    }
  }

  /// Writes JSON given as text, in the same way.
  func write(json: String) throws { try write(PrintedJSON.escaped(json)) }

  func write(_ bytes: some Sequence<UInt8>) throws {
    try state.withLock { state in
      state.buffer.append(contentsOf: bytes)
      if state.buffer.count >= Self.flushThreshold { try flush(&state) }
    }
  }

  func flush() throws { try state.withLock { try flush(&$0) } }

  private func flush(_ state: inout State) throws {
    let bytes = exchange(&state.buffer, with: [])
    try bytes.withUnsafeBytes { bytes in try put(bytes, &state) }
    state.buffer = consume bytes
    state.buffer.removeAll(keepingCapacity: true)
  }

  /// Writes bytes before anything else is written, and nothing behind what could not be written whole.
  private func put(_ bytes: UnsafeRawBufferPointer, _ state: inout State) throws {
    if let failure = state.failure { throw failure }
    do { try put(bytes) } catch {
      state.failure = error
      throw error
    }
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
      let count = Foundation.write(descriptor, start, rest.count)
      if count < 0 {
        let code = errno
        if Readiness.mayWrite(descriptor, after: code) { continue }
        if code == EPIPE { throw ExitStatus.done }
        throw Failure.cannotWrite(path ?? "standard output", String(cString: strerror(code)))
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes what is left and puts the file in its place, where everything could be written.
  func close() throws {
    try state.withLock { state in
      try flush(&state)
      guard let path, let replacement = state.replacement else { return }
      guard replacement.commit() else {
        throw Failure.cannotWrite(path, String(cString: strerror(errno)))
      }
      // Its bytes are on the disk, so what closing answers tells nothing new.
      Foundation.close(descriptor)
      _ = Self.unfinished.withLock { $0.remove(replacement.temporaryPath) }
      state.replacement = nil
    }
  }

  /// Removes what was written and not put in its place: a process that ends without that leaves
  /// nothing behind.
  static func removeUnfinished() {
    unfinished.withLock { paths in
      for path in paths { unlink(path) }
      paths = []
    }
  }
}

/// Lets a write to a closed pipe, or beyond the largest file that is allowed, answer an error
/// instead of ending the process.
func ignoreClosedPipes() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
}
