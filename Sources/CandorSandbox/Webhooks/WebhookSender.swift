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
    // Where there is a port it is all digits; anything else hides another host.
    return ["127.0.0.1", "localhost", "[::1]"].contains { host in
      guard authority.hasPrefix(host) else { return false }
      let rest = authority.dropFirst(host.count)
      return rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy(\.isWholeNumber)
    }
  }

  /// Delivers one message; a platform would repeat a failed one, this does not.
  func send(_ message: WebhookMessage, to link: String) async -> Outcome {
    guard Self.isLoopback(link) else { return .refused }
    var request = HTTPClientRequest(url: link)
    request.method = .POST
    for header in message.headers { request.headers.add(name: header.name, value: header.value) }
    request.body = .bytes(ByteBuffer(bytes: message.body))
    // A receiver that is not there is told at once instead of being waited for.
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let response = try? await client.execute(request, timeout: .seconds(10))
    // The connection is only free, and the client closed, once the body was read.
    _ = try? await response?.body.collect(upTo: 65_536)
    try? await client.shutdown()
    return response.map { .answered(status: Int($0.status.code)) } ?? .failed
  }
}
