/// A platform that the sandbox stands in for.
package enum SandboxPlatform: String, Sendable, Hashable, CaseIterable {
  case ashby
  case hireflix
  case instaview
  case interviewrelay
}

/// What serves one platform.
protocol PlatformStandIn: Sendable {
  /// The key of a request; `nil` where it has none or one that is not accepted.
  func key(of request: SandboxRequest) -> SandboxKey?

  /// Answers a request below the platform's prefix.
  func respond(to request: SandboxRequest) async -> SandboxResponse

  /// An answer in the platform's form for something that went wrong before its own code: a fault
  /// on demand, or a limit.
  ///
  /// - Parameter retryAfter: seconds to wait, where the platform would say so.
  func failure(status: Int, retryAfter: Int?) -> SandboxResponse

  /// The headers that tell a key how it stands with its limit.
  func headers(for standing: RateLimiter.Standing) -> [(name: String, value: String)]
}

extension PlatformStandIn {
  func headers(for standing: RateLimiter.Standing) -> [(name: String, value: String)] { [] }
}

/// The words of an HTTP status, for messages.
enum StatusText {
  static func text(_ status: Int) -> String {
    switch status {
    case 408: "Request Timeout"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Error \(status)"
    }
  }
}
