import CandorFiles
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
    var isJSON = false
    var progressIsShown = false
  }

  /// Protects the order of lines and whether a progress line stands below them.
  private let state = Mutex(State())

  /// Whether standard error is a terminal.
  let isTerminal = isatty(STDERR_FILENO) == 1

  /// Whether somebody wants it quiet.
  var isQuiet: Bool { state.withLock { $0.isQuiet } }

  /// Leaves out notes and progress from now on.
  func beQuiet() { state.withLock { $0.isQuiet = true } }

  /// Writes every line as a JSON object from now on, and no progress.
  func writeJSON() { state.withLock { $0.isJSON = true } }

  /// Prints a diagnostic; notes are left out when quiet.
  func report(_ diagnostic: Diagnostic) {
    state.withLock { state in
      if state.isQuiet, diagnostic.severity == .note { return }
      write(
        state.isJSON ? LogLine(diagnostic, time: .now).text : diagnostic.text + "\n", &state)
    }
  }

  /// Prints a line, which stays one whatever is in it.
  func line(_ text: String) { lines(TerminalText.safe(text)) }

  /// Prints text of several lines, in which nothing may steer a terminal.
  func lines(_ text: String) {
    state.withLock { state in
      write(state.isJSON ? LogLine(text, time: .now).text : text + "\n", &state)
    }
  }

  /// Prints the last line: how many were done, flagged and lost.
  func closing(_ tally: Tally) {
    state.withLock { state in
      let text = tally.closingLine
      write(state.isJSON ? LogLine(text, tally: tally, time: .now).text : text + "\n", &state)
    }
  }

  /// Shows progress in place; only on a terminal.
  func progress(_ text: String) {
    guard isTerminal, ProcessInfo.processInfo.environment["TERM"] != "dumb" else { return }
    state.withLock { state in
      guard !state.isQuiet, !state.isJSON else { return }
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

  /// Writes as much as standard error takes. Where it takes nothing, for it is closed or the disk is
  /// full, what was to be said is lost, and nothing else.
  private func put(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(STDERR_FILENO, rest.baseAddress, rest.count)
        if count < 0, Readiness.mayWrite(STDERR_FILENO, after: errno) { continue }
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
    }
  }
}
