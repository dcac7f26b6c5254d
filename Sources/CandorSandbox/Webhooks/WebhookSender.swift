import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends webhooks to receivers on this machine.
struct WebhookSender: Sendable {
  /// How a receiver answered.
  enum Outcome: Sendable, Hashable {
    case answered(status: Int)
    /// It could not be reached or took longer than ten seconds.
    case failed
    /// It is not on this machine.
    case refused
  }

  /// Whether a link leads to this machine.
  ///
  /// The sandbox serves data that may be somebody's, to whoever can open its port; it must not
  /// become a way of sending requests elsewhere.
  static func isLoopback(_ link: String) -> Bool {
    guard link.hasPrefix("http://") else { return false }
    let authority = link.dropFirst("http://".count).prefix { !"/?#".contains($0) }
    guard !authority.contains("@"), !authority.contains("\\") else { return false }
    let host =
      authority.hasPrefix("[")
      ? String(authority.prefix { $0 != "]" }) + "]"
      : String(authority.prefix { $0 != ":" })
    return ["127.0.0.1", "localhost", "[::1]"].contains(host)
  }

  /// Delivers one message; a platform would repeat a failed one, this does not.
  func send(_ message: WebhookMessage, to link: String) async -> Outcome {
    guard Self.isLoopback(link) else { return .refused }
    var request = HTTPClientRequest(url: link)
    request.method = .POST
    for header in message.headers { request.headers.add(name: header.name, value: header.value) }
    request.body = .bytes(ByteBuffer(bytes: message.body))
    guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(10))
    else { return .failed }
    // The body has to be read for the connection to be free again; what it says does not matter.
    _ = try? await response.body.collect(upTo: 65_536)
    return .answered(status: Int(response.status.code))
  }
}
