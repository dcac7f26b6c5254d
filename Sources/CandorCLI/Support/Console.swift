import CandorModel
import Foundation
import Synchronization

/// Standard error: progress, diagnostics and the closing line; never results.
///
/// Thread safety: one lock keeps lines whole.
final class Console: Sendable {
  static let shared = Console()

  private struct State {
    var isQuiet = false
    var progressIsShown = false
  }

  /// Protects the order of lines and whether a progress line stands below them.
  private let state = Mutex(State())

  /// Whether standard error is a terminal.
  let isTerminal = isatty(STDERR_FILENO) == 1

  /// Leaves out notes and progress from now on.
  func beQuiet() { state.withLock { $0.isQuiet = true } }

  /// Prints a diagnostic; notes are left out when quiet.
  func report(_ diagnostic: Diagnostic) {
    state.withLock { state in
      if state.isQuiet, diagnostic.severity == .note { return }
      write(diagnostic.text + "\n", &state)
    }
  }

  /// Prints a line.
  func line(_ text: String) {
    state.withLock { state in write(text + "\n", &state) }
  }

  /// Shows progress in place; only on a terminal.
  func progress(_ text: String) {
    guard isTerminal else { return }
    state.withLock { state in
      guard !state.isQuiet else { return }
      write("", &state)
      put("\u{1B}[2K" + text + "\r")
      state.progressIsShown = true
    }
  }

  private func write(_ text: String, _ state: inout State) {
    if state.progressIsShown {
      put("\u{1B}[2K")
      state.progressIsShown = false
    }
    put(text)
  }

  private func put(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
