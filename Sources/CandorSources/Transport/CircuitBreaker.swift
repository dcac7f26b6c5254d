/// Stops asking a platform that keeps failing. A pure state machine.
///
/// Closed, it counts failures in a row; open, it lets nothing through; after a while it lets one
/// request through and closes when that one succeeds. A platform that answers at all, also with
/// 4xx, is not failing.
struct CircuitBreaker: Sendable {
  private let failuresUntilOpen: Int
  private let openSeconds: Double
  private var failures = 0
  private var openUntil: Double?
  private var isTesting = false

  init(failuresUntilOpen: Int, openSeconds: Double) {
    self.failuresUntilOpen = max(1, failuresUntilOpen)
    self.openSeconds = openSeconds
  }

  /// Whether requests are refused at this time.
  func isOpen(now: Double) -> Bool {
    guard let openUntil else { return false }
    return now < openUntil || isTesting
  }

  /// Notes that a request is sent.
  mutating func sent() {
    if openUntil != nil { isTesting = true }
  }

  /// Notes that nobody waited for the end of a request, which tells nothing: the next one tests.
  mutating func abandoned() { isTesting = false }

  /// Notes how a request ended.
  ///
  /// - Parameter isOfOneThing: whether it failed again for what may be wrong with what it asked for: one
  ///   interview that cannot be told says nothing of the platform, however often it is asked for.
  mutating func ended(isFailure: Bool, isOfOneThing: Bool = false, now: Double) {
    isTesting = false
    guard isFailure else {
      failures = 0
      openUntil = nil
      return
    }
    if isOfOneThing, openUntil == nil { return }
    failures += 1
    if failures >= failuresUntilOpen { openUntil = now + openSeconds }
  }
}

extension SourceError {
  static func circuitIsOpen(_ failures: Int) -> SourceError {
    SourceError(
      .circuitOpen, "the platform failed \(failures) times in a row and is left alone",
      help: "see whether the platform is up, then run the same command again")
  }
}
