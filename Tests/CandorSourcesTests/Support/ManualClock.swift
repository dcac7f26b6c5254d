import Synchronization

@testable import CandorSources

/// A clock that goes on when a test says so.
final class ManualClock: Sendable {
  private let seconds = Mutex(0.0)

  func advance(_ by: Double) { seconds.withLock { $0 += by } }

  var transportClock: TransportClock {
    TransportClock(
      now: { [self] in seconds.withLock { $0 } },
      wallNow: { [self] in seconds.withLock { $0 + 1.7e9 } },
      sleep: { [self] in advance($0) }, random: { 0.5 })
  }
}
