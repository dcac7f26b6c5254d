import Foundation

/// Time and chance for the transport; tests put their own in.
struct TransportClock: Sendable {
  /// Seconds of a clock that never goes back.
  var now: @Sendable () -> Double
  /// Seconds since 1970-01-01T00:00:00Z.
  var wallNow: @Sendable () -> Double
  /// Waits so many seconds; throws where the task is cancelled.
  var sleep: @Sendable (Double) async throws -> Void
  /// A number from 0 to 1.
  var random: @Sendable () -> Double

  /// The machine's own.
  static let system: TransportClock = {
    let start = ContinuousClock.now
    return TransportClock(
      now: {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) * 1e-18
      },
      wallNow: { Date().timeIntervalSince1970 },
      sleep: { try await Task.sleep(for: .seconds(max(0, $0))) },
      random: { Double.random(in: 0...1) })
  }()
}
