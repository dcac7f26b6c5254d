/// Keeps below a platform's rate limit: tokens per window, learnt from the answers.
///
/// A pure state machine; times are seconds of one clock that never goes back. Every request takes
/// a token before it is sent, so requests under way are counted. The platform's own count corrects
/// ours downwards inside a window, and replaces it when a window begins. When a window should have
/// ended, one request is sent to find out; only its answer opens the next.
struct RateBudget: Sendable {
  enum Permission: Equatable {
    case go
    /// Not before this time.
    case wait(until: Double)
    /// Not before an answer to a request under way.
    case waitForAnswer
  }

  private struct Window {
    var name: String
    var tokens: Int
    var resetValue: Double?
    var endsAt: Double
    var isProbing = false
  }

  /// Platforms write resets in whole seconds, some rounded down.
  static let marginSeconds = 1.0
  /// Seconds to wait where the tokens are used up and the platform does not say until when.
  static let unknownResetSeconds = 5.0

  private var windows: [Window] = []
  private var hasAnswer = false
  private var pausedUntil = -Double.infinity
  private var nextSlot = -Double.infinity
  /// Seconds between two requests while only a rate is known.
  private var interval: Double
  private let configuredInterval: Double

  /// Makes a budget.
  ///
  /// - Parameter requestsPerSecond: while the platform names no limit; `nil` for none.
  init(requestsPerSecond: Double?) {
    configuredInterval = requestsPerSecond.map { $0 > 0 ? 1 / $0 : 0 } ?? 0
    interval = configuredInterval
  }

  /// Whether a request may be sent now.
  func permission(now: Double, inFlight: Int) -> Permission {
    // Until the first answer nobody knows a limit: one request finds out.
    if !hasAnswer, inFlight > 0 { return .waitForAnswer }
    var notBefore = max(pausedUntil, nextSlot)
    for window in windows where window.tokens <= 0 {
      if window.isProbing { return .waitForAnswer }
      notBefore = max(notBefore, window.endsAt)
    }
    return now >= notBefore ? .go : .wait(until: notBefore)
  }

  /// Takes a token for a request that is sent now.
  mutating func take(now: Double) {
    if interval > 0 { nextSlot = max(now, nextSlot + interval) }
    if interval > 0, nextSlot <= now { nextSlot = now + interval }
    for index in windows.indices {
      if windows[index].tokens <= 0 { windows[index].isProbing = true }
      windows[index].tokens -= 1
    }
  }

  /// Learns from an answer, or from there being none.
  ///
  /// - Parameters:
  ///   - reading: of the answer's headers; `nil` where none came.
  ///   - otherInFlight: requests still under way, which the platform may not have counted yet.
  mutating func learn(_ reading: RateLimitReading?, now: Double, otherInFlight: Int) {
    for index in windows.indices { windows[index].isProbing = false }
    guard let reading else { return }
    hasAnswer = true
    if reading.concernsKey, let pause = reading.pauseSeconds {
      pausedUntil = max(pausedUntil, now + pause)
    }
    // A limit without a count: spread the requests, at 97 per cent of the tightest one.
    let spread = reading.windows.compactMap { told -> Double? in
      guard told.remaining == nil, let limit = told.limit, limit > 0 else { return nil }
      let seconds = told.name == "hour" ? 3600.0 : 60.0
      return seconds / (Double(limit) * 0.97)
    }.max()
    if let spread {
      interval = max(configuredInterval, spread)
    } else if reading.windows.contains(where: { $0.remaining != nil }) {
      interval = 0
    }
    for told in reading.windows {
      guard let remaining = told.remaining else { continue }
      learn(told, remaining: remaining, now: now, otherInFlight: otherInFlight)
    }
  }

  private mutating func learn(
    _ told: RateLimitReading.Window, remaining: Int, now: Double, otherInFlight: Int
  ) {
    let endsAt = now + (told.resetsInSeconds ?? Self.unknownResetSeconds) + Self.marginSeconds
    guard let index = windows.firstIndex(where: { $0.name == told.name }) else {
      windows.append(
        Window(
          name: told.name, tokens: remaining - otherInFlight, resetValue: told.resetValue,
          endsAt: endsAt))
      return
    }
    if let value = told.resetValue, let known = windows[index].resetValue {
      // Answers overtake one another: one of a window that is over says nothing any more.
      if value < known, now < windows[index].endsAt { return }
      if value == known {
        windows[index].tokens = min(windows[index].tokens, remaining)
        return
      }
    }
    windows[index].tokens = remaining - otherInFlight
    windows[index].resetValue = told.resetValue
    windows[index].endsAt = endsAt
  }
}
