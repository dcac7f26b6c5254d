import CandorModel
import CandorSources
import Foundation

/// Done, total where known, and rate, on a terminal.
struct ProgressLine {
  let platform: String
  private let start = ContinuousClock.now

  init(platform: String) { self.platform = platform }

  func show(_ state: SourceProgress) {
    let seconds = Double((ContinuousClock.now - start).components.seconds) + 0.001
    let rate = DecimalText.text(Double(state.done) / max(1, seconds), decimals: 1)
    let total = state.total.map { " of \($0)" } ?? ""
    let isOne = (state.total ?? state.done) == 1
    Console.shared.progress(
      "\(platform): \(state.done)\(total) interview\(isOne ? "" : "s"), \(rate) a second")
  }
}

extension Timestamp {
  /// The clock's moment; read in the command line tool only.
  static var now: Timestamp {
    Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
  }
}
