import CandorModel

/// What the headers of one answer say about the rate limit.
struct RateLimitReading: Sendable, Equatable {
  struct Window: Sendable, Equatable {
    /// `""` for the only one, else `minute` or `hour`.
    var name: String
    /// Requests per window.
    var limit: Int?
    /// Requests left in this window.
    var remaining: Int?
    /// The reset as the platform wrote it: tells one window from the next.
    var resetValue: Double?
    /// Seconds until the window ends, reckoned by the platform's own clock where it tells it.
    var resetsInSeconds: Double?
  }

  var windows: [Window] = []
  /// Seconds to wait, from `Retry-After` or the body, whichever is longer.
  var pauseSeconds: Double?
  /// Whether the pause is meant for all requests of the key: a 429 counts them together, while a
  /// 503 tells of the one that was asked.
  var concernsKey = false

  /// Reads the headers.
  ///
  /// `X-RateLimit-Limit`, `-Remaining` and `-Reset`, the same with `-Minute` and `-Hour` behind, and
  /// `RateLimit-*` of the IETF draft. A reset above 10^9 is a moment (above 10^11 in milliseconds),
  /// a smaller one a number of seconds.
  ///
  /// - Parameter now: seconds since 1970 by our clock.
  init(_ response: PlatformResponse, now: Double) {
    let serverNow = response.header("date").flatMap(HTTPDate.seconds) ?? now
    for suffix in ["", "-minute", "-hour"] {
      func number(_ name: String) -> Double? {
        for prefix in ["x-ratelimit-", "ratelimit-"] {
          if let text = response.header(prefix + name + suffix), let value = Double(text),
            value.isFinite, value >= 0
          {
            return value
          }
        }
        return nil
      }
      var window = Window(name: String(suffix.dropFirst()))
      window.limit = number("limit").flatMap { Int(exactly: $0.rounded(.down)) }
      window.remaining = number("remaining").flatMap { Int(exactly: $0.rounded(.down)) }
      if let reset = number("reset") {
        window.resetValue = reset
        let moment = reset > 1e11 ? reset / 1000 : reset
        window.resetsInSeconds = moment > 1e9 ? max(0, moment - serverNow) : moment
      }
      if window.limit != nil || window.remaining != nil { windows.append(window) }
    }
    let pauses = [
      response.header("retry-after").flatMap { HTTPDate.pause($0, now: serverNow) },
      response.status == 429 ? Self.pauseInBody(response) : nil,
    ]
    concernsKey = response.status == 429
    pauseSeconds = pauses.compactMap { $0 }.max()
  }

  /// Where both say a number and they differ, the longer one counts.
  private static func pauseInBody(_ response: PlatformResponse) -> Double? {
    guard let json = response.json else { return nil }
    let told = json["retryAfter"] ?? json["error"]?["retryAfter"]
    let pause = told?.double ?? told?.string.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
    return pause.map { max(0, $0) }
  }
}
