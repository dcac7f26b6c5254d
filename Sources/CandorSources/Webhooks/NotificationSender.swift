public import CandorModel
import Crypto

/// Posts notifications to one webhook, signed where there is a secret.
///
/// The whole address may be a secret (Slack's are), so no error names more than the host. It is
/// repeated on failures that pass, follows no redirect to another host, and never waits long: the
/// work that it tells of is done already.
///
/// Thread safety: shared by any number of tasks.
public struct NotificationSender: Sendable {
  /// The host of the address.
  public let host: String
  private let target: String
  private let secret: APIKey?
  private let transport: PlatformTransport

  /// Makes a sender; nothing is sent.
  ///
  /// - Parameters:
  ///   - url: `https`, or `http` on loopback, with path and query.
  ///   - secret: signs the body; absent for no signature.
  ///   - environment: proxy and authorities, as for platforms.
  /// - Throws: `invalidArgument` where the address is none, or not encrypted.
  public init(
    url: String, secret: APIKey?, environment: [String: String]
  ) throws(SourceError) {
    let bare = url.prefix { $0 != "?" && $0 != "#" }
    let query = url.dropFirst(bare.count).prefix { $0 != "#" }
    guard let endpoint = try? Endpoint(ofURL: url),
      let origin = try? Endpoint("\(endpoint.scheme)://\(endpoint.host):\(endpoint.port)"),
      query.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .notAWebhook }
    host = endpoint.host
    let path = bare.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    target = "/" + (path.count > 3 ? path[3] : "") + query
    self.secret = secret
    var configuration = try TransportConfiguration(environment: environment, endpoint: origin)
    configuration.connectTimeoutSeconds = 5
    configuration.readTimeoutSeconds = 10
    configuration.requestTimeoutSeconds = 10
    configuration.maximumResponseBytes = 1 << 20
    configuration.retry.maximumAttempts = 4
    configuration.retry.maximumConnectAttempts = 3
    configuration.retry.longestRequestedPauseSeconds = 30
    transport = try PlatformTransport(
      endpoint: origin, authentication: .none, configuration: configuration)
  }

  /// Posts a JSON document and waits until it was taken.
  ///
  /// - Parameter now: is signed along, so that a copy of an old notification shows.
  /// - Throws: `SourceError` where it was not taken after all attempts.
  public func send(_ body: [UInt8], now: Timestamp) async throws {
    var request = PlatformRequest(
      method: "POST", path: target,
      body: PlatformRequest.Body(bytes: body, contentType: "application/json"),
      isRepeatable: true, expectsJSON: false, subject: "the notification")
    if let secret {
      let time = String(now.millisecondsSinceEpoch / 1000)
      request.headers = [
        (name: "X-Candor-Timestamp", value: time),
        (name: "X-Candor-Signature", value: Self.signature(body, time: time, secret: secret)),
      ]
    }
    let response: PlatformResponse
    do { response = try await transport.send(request) } catch let error as SourceError {
      throw SourceError.notSent(error)
    }
    guard response.isSuccess else { throw SourceError.notTaken(response.status) }
  }

  /// Closes the connections.
  public func shutdown() async { await transport.shutdown() }

  private static func signature(_ body: [UInt8], time: String, secret: APIKey) -> String {
    let key = SymmetricKey(data: Array(secret.secret.utf8))
    let message = Array(time.utf8) + [UInt8(ascii: ".")] + body
    return "sha256="
      + Hexadecimal.text(HMAC<SHA256>.authenticationCode(for: message, using: key))
  }
}

extension SourceError {
  static let notAWebhook = SourceError(
    .invalidArgument,
    "expected the address of the webhook to be `https://host/path`; `http` is for loopback only",
    help: "findings leave this machine over an encrypted connection only")
  /// What the transport says of a platform, said of a webhook.
  static func notSent(_ error: SourceError) -> SourceError {
    if let status = error.status { return notTaken(status) }
    let what =
      switch error.code {
      case .timedOut: "the webhook did not answer in time"
      case .redirected: "the webhook redirects to another host, where nothing is sent"
      case .unavailable: "the webhook cannot be reached"
      default: "the webhook did not take the notification"
      }
    return SourceError(
      error.code, what, help: "check the address and its certificate, the network and the proxy")
  }
  static func notTaken(_ status: Int) -> SourceError {
    SourceError(
      .unavailable, "the webhook answered \(status) to the notification",
      help: "check the address, and that its owner still takes notifications", status: status)
  }
}
