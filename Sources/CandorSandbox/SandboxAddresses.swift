import CandorModel

/// Where a running sandbox listens.
package struct SandboxAddresses: Sendable, Hashable {
  /// The host as it stands in links; an IPv6 address is in brackets.
  package let host: String
  /// The port that was taken.
  package let port: Int

  init(host: String, port: Int) {
    self.host = host.contains(":") ? "[\(host)]" : host
    self.port = port
  }

  /// Scheme, host and port, without a slash at the end.
  package var origin: String { "http://\(host):\(port)" }

  /// What the platform's `*_URL` variable takes: for Hireflix the whole endpoint, for the others
  /// host and path prefix.
  package func url(of platform: SandboxPlatform) -> String {
    switch platform {
    case .hireflix: origin + "/me"
    case .instaview: origin + "/instaview"
    case .interviewrelay: origin + "/interviewrelay/v1"
    case .ashby: origin + "/ashby"
    }
  }

  /// The line that tells a script where to go: JSON, without a line end.
  package var readyLine: String {
    var writer = JSONWriter()
    writer.beginObject()
    for platform in [SandboxPlatform.ashby, .hireflix, .instaview, .interviewrelay] {
      writer.member(platform.rawValue, url(of: platform))
    }
    writer.key("ready")
    writer.bool(true)
    writer.endObject()
    return writer.text
  }
}
