import CandorModel
import Synchronization

/// How many requests a key may make.
package struct SandboxRateLimit: Sendable, Hashable {
  /// In one minute.
  package var perMinute: Int
  /// In one hour; `nil` for no such limit.
  package var perHour: Int?

  /// Makes a limit.
  package init(perMinute: Int, perHour: Int? = nil) {
    self.perMinute = perMinute
    self.perHour = perHour
  }

  /// What the platforms' documents say: InstaView's plan Business, InterviewRelay's plan
  /// Professional. Hireflix and Ashby publish no limit for what is served here.
  package static let documented: [SandboxPlatform: SandboxRateLimit] = [
    .instaview: SandboxRateLimit(perMinute: 300, perHour: 15_000),
    .interviewrelay: SandboxRateLimit(perMinute: 1_000),
  ]
}

/// Counts requests per platform and key in fixed windows of a minute and an hour.
///
/// Thread safety: may be used from any number of tasks; a lock guards the counts.
final class RateLimiter: Sendable {
  /// How a key stands after a request.
  struct Standing: Sendable, Hashable {
    struct Window: Sendable, Hashable {
      var limit: Int
      var remaining: Int
      /// When the count begins again, in seconds since 1970.
      var reset: Int64
    }

    var minute: Window
    var hour: Window?
    /// Whether the request is one too many.
    var isExceeded: Bool
    /// Seconds until it is worth trying again; at least 1.
    var retryAfter: Int
  }

  private struct Count {
    var window: Int64 = 0
    var used = 0
  }

  private let limits: [SandboxPlatform: SandboxRateLimit]
  /// The counts, by platform, window length and key.
  private let counts = Mutex<[String: Count]>([:])

  init(_ limits: [SandboxPlatform: SandboxRateLimit]) { self.limits = limits }

  /// Counts a request.
  ///
  /// - Parameter key: `nil` for one that is not accepted, whose requests count nowhere.
  /// - Returns: `nil` where the platform has no limit.
  func count(_ platform: SandboxPlatform, key: SandboxKey?, now: Timestamp) -> Standing? {
    standing(platform, key, now, adding: key == nil ? 0 : 1)
  }

  /// How a key stands, without a request of it.
  ///
  /// - Parameter key: `nil` for one that is not accepted, which has all of the limit left.
  /// - Returns: `nil` where the platform has no limit.
  func standing(_ platform: SandboxPlatform, key: SandboxKey?, now: Timestamp) -> Standing? {
    standing(platform, key, now, adding: 0)
  }

  private func standing(
    _ platform: SandboxPlatform, _ key: SandboxKey?, _ now: Timestamp, adding requests: Int
  ) -> Standing? {
    guard let limit = limits[platform] else { return nil }
    let second = now.millisecondsSinceEpoch / 1000
    let name = key.map { "of\($0.kind.rawValue)" } ?? "unknown"
    return counts.withLock { counts in
      let minute = Self.window(
        "\(platform.rawValue) m \(name)", 60, limit.perMinute, second, requests, in: &counts)
      let hour = limit.perHour.map {
        Self.window("\(platform.rawValue) h \(name)", 3600, $0, second, requests, in: &counts)
      }
      let exceeded = [minute, hour].compactMap { $0 }.filter { $0.remaining < 0 }
      let wait = exceeded.map { Int($0.reset - second) }.max() ?? 1
      func shown(_ window: Standing.Window) -> Standing.Window {
        Standing.Window(
          limit: window.limit, remaining: max(0, window.remaining), reset: window.reset)
      }
      return Standing(
        minute: shown(minute), hour: hour.map(shown), isExceeded: !exceeded.isEmpty,
        retryAfter: max(1, wait))
    }
  }

  private static func window(
    _ name: String, _ length: Int64, _ limit: Int, _ second: Int64, _ requests: Int,
    in counts: inout [String: Count]
  ) -> Standing.Window {
    let window = second / length
    var count = counts[name] ?? Count()
    if count.window != window { count = Count(window: window) }
    // Refused requests do not count on, so a client that hammers is let in again on time.
    count.used = min(count.used + requests, limit + 1)
    counts[name] = count
    return Standing.Window(
      limit: limit, remaining: limit - count.used, reset: (window + 1) * length)
  }
}
