import AsyncHTTPClient
import CandorModel
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Speaks HTTP to one platform with one key.
///
/// The key goes into one header of requests to the endpoint's own host, and nowhere else: no
/// redirect to another host is followed, nothing of a request is logged, and what an answer says of a
/// failure is handed on without the key. Requests wait for the rate limit, are repeated where that is
/// safe, and end with the task that made them.
///
/// Thread safety: shared by any number of tasks.
final class PlatformTransport: Sendable {
  /// How the key is shown to the platform.
  enum Authentication: Sendable {
    case header(name: String, APIKey)
    case bearer(APIKey)
    /// The key is the user name, the password is empty.
    case basic(APIKey)
    /// The address itself, or a signature of the body, is what is shown.
    case none
  }

  static let maximumRedirects = 3

  let endpoint: Endpoint
  let configuration: TransportConfiguration
  private let authentication: Authentication
  private let mask: SecretMask
  private let client: HTTPClient
  private let gate: RequestGate
  private let clock: TransportClock

  /// Makes a transport; `shutdown()` releases its connections.
  init(
    endpoint: Endpoint, authentication: Authentication, configuration: TransportConfiguration,
    clock: TransportClock = .system
  ) throws(SourceError) {
    try configuration.check()
    self.endpoint = endpoint
    self.authentication = authentication
    switch authentication {
    case .header(_, let key), .bearer(let key), .basic(let key): mask = SecretMask(key.secret)
    case .none: mask = SecretMask(nil)
    }
    self.configuration = configuration
    self.clock = clock
    client = HTTPClient(
      eventLoopGroupProvider: .singleton, configuration: try Self.client(configuration))
    gate = RequestGate(
      concurrency: configuration.concurrency,
      budget: RateBudget(
        requestsPerSecond: endpoint.isLoopback ? nil : configuration.requestsPerSecond),
      breaker: CircuitBreaker(
        failuresUntilOpen: configuration.failuresUntilOpen, openSeconds: configuration.openSeconds),
      failuresUntilOpen: configuration.failuresUntilOpen,
      longestWaitSeconds: configuration.retry.longestRequestedPauseSeconds, clock: clock)
  }

  deinit { client.shutdown { _ in } }

  /// What was done so far.
  var statistics: TransportStatistics {
    get async { await gate.statistics }
  }

  /// Sends a request and answers its response, after as many attempts as it takes.
  ///
  /// Any status below 500 but 408 and 429 is an answer; what it means is the caller's business.
  ///
  /// - Throws: `SourceError`, or `CancellationError` where the task is cancelled.
  func send(_ request: PlatformRequest) async throws -> PlatformResponse {
    var retry = RetryState(configuration.retry, isRepeatable: request.isRepeatable)
    while true {
      try await gate.enter()
      let outcome: AttemptOutcome
      do {
        outcome = try await attempt(request)
      } catch {
        await gate.leave(nil, nil, isRepetition: false)
        throw error
      }
      var reading: RateLimitReading?
      if case .response(let response) = outcome {
        reading = RateLimitReading(response, now: clock.wallNow())
      }
      await gate.leave(outcome, reading, isRepetition: retry.attempts > 0)
      let action = retry.next(
        after: outcome, requestedPause: reading?.pauseSeconds, random: clock.random(),
        subject: request.subject)
      switch (action, outcome) {
      case (.retry(let seconds), _):
        await gate.countRetry()
        try await clock.sleep(seconds)
      case (.fail(let error), .response(let response)):
        throw error.with(platformCode: RESTClient.platformCode(response.json))
      case (.fail(let error), .failure): throw error
      case (.deliver, .response(let response)): return response
      case (.deliver, .failure(let failure)):
        throw SourceError.noAnswer(failure, subject: request.subject, attempts: retry.attempts)
      }
    }
  }

  /// Closes the connections. Requests under way fail.
  func shutdown() async {
    // Whatever goes wrong on the way out, nobody can do anything about it.
    try? await client.shutdown()
  }

  // MARK: One attempt

  private func attempt(_ request: PlatformRequest) async throws -> AttemptOutcome {
    let seconds = configuration.requestTimeoutSeconds
    return try await withThrowingTaskGroup(of: AttemptOutcome.self) { group in
      group.addTask { try await self.exchange(request) }
      group.addTask {
        // The limit holds for the body too, which the client's own deadline does not cover.
        try await Task.sleep(for: .seconds(seconds))
        return .failure(.timeout)
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
  }

  private func exchange(_ request: PlatformRequest) async throws -> AttemptOutcome {
    do {
      var url = "\(endpoint.scheme)://\(endpoint.host):\(endpoint.port)"
      url += endpoint.path + request.target
      for _ in 0...Self.maximumRedirects {
        let response = try await client.execute(
          message(request, url),
          timeout: .seconds(Int64(min(configuration.requestTimeoutSeconds, 1e6)) + 1))
        guard let location = redirect(response) else {
          return .response(try await read(response, request))
        }
        guard let target = Endpoint.target(ofRedirect: location, from: url),
          endpoint.isOrigin(ofURL: target)
        else { throw SourceError.redirectedAway }
        guard Self.keepsMethod(response, request) else {
          return .response(try await read(response, request))
        }
        url = target
      }
      return .failure(.garbled("at most \(Self.maximumRedirects) redirects"))
    } catch let failure as TransportFailure {
      return .failure(failure)
    } catch let error as SourceError {
      throw error
    } catch {
      if Task.isCancelled || error is CancellationError { throw CancellationError() }
      return .failure(Self.failure(error))
    }
  }

  private func message(_ request: PlatformRequest, _ url: String) -> HTTPClientRequest {
    var message = HTTPClientRequest(url: url)
    message.method = HTTPMethod(rawValue: request.method)
    message.headers.add(name: "Accept", value: request.expectsJSON ? "application/json" : "*/*")
    message.headers.add(name: "Accept-Encoding", value: "gzip")
    message.headers.add(name: "User-Agent", value: "candor")
    switch authentication {
    case .header(let name, let key): message.headers.add(name: name, value: key.secret)
    case .bearer(let key):
      message.headers.add(name: "Authorization", value: "Bearer \(key.secret)")
    case .basic(let key):
      let text = Data("\(key.secret):".utf8).base64EncodedString()
      message.headers.add(name: "Authorization", value: "Basic \(text)")
    case .none: break
    }
    for header in request.headers {
      message.headers.replaceOrAdd(name: header.name, value: header.value)
    }
    if let body = request.body {
      message.headers.add(name: "Content-Type", value: body.contentType)
      message.body = .bytes(ByteBuffer(bytes: body.bytes))
    }
    return message
  }

  /// Where a redirect leads to; `nil` for what is none.
  private func redirect(_ response: HTTPClientResponse) -> String? {
    guard [301, 302, 303, 307, 308].contains(response.status.code) else { return nil }
    return response.headers.first(name: "Location")
  }

  /// Whether the request may be sent again, as it is, to where a redirect leads.
  ///
  /// 307 and 308 keep method and body; nothing says, though, that who sends them did not act before,
  /// so a write that may not be repeated stays where it was. 301 and 302 may turn a POST into a GET
  /// (RFC 9110, 15.4), which no API means: one that may be repeated is sent as it was. 303 names
  /// something else, to be read with GET (15.4.4), which is no answer to what was posted.
  private static func keepsMethod(
    _ response: HTTPClientResponse, _ request: PlatformRequest
  ) -> Bool {
    response.status.code == 303 ? request.method == "GET" : request.isRepeatable
  }

  private func read(
    _ response: HTTPClientResponse, _ request: PlatformRequest
  ) async throws -> PlatformResponse {
    var body: [UInt8] = []
    for try await part in response.body {
      guard body.count + part.readableBytes <= configuration.maximumResponseBytes else {
        throw TransportFailure.tooLarge(
          "at most \(configuration.maximumResponseBytes) bytes in an answer, found more")
      }
      body.append(contentsOf: part.readableBytesView)
    }
    let encoding = response.headers.first(name: "Content-Encoding")?.lowercased() ?? "identity"
    switch encoding {
    case "identity", "": break
    case "gzip", "x-gzip", "deflate": body = try unpack(body)
    default: throw TransportFailure.garbled("`gzip` or no content encoding")
    }
    var result = PlatformResponse(
      status: Int(response.status.code),
      headers: response.headers.map { ($0.name.lowercased(), $0.value) }, body: body)
    if request.expectsJSON || !result.isSuccess {
      let answer = try json(body, isRequired: request.expectsJSON && result.isSuccess)
      // The one way by which a platform's words get into messages.
      result.json = answer.map { mask.maskedFailure($0) }
      if result.isSuccess,
        RESTClient.isRateLimit(result.json) || GraphQLAnswer.isRateLimit(result.json)
      {
        result.status = 429
      }
    }
    return result
  }

  private func unpack(_ body: [UInt8]) throws(TransportFailure) -> [UInt8] {
    guard !body.isEmpty else { return [] }
    let limit = configuration.maximumUnpackedBytes
    do throws(UnpackingFailure) {
      return try Inflater.unpack(body, maximumOutput: limit)
    } catch {
      switch error {
      case .cutOff: throw .interrupted
      case .tooLarge: throw .tooLarge("at most \(limit) unpacked bytes in an answer, found more")
      case .damaged: throw .garbled("valid gzip data")
      case .noMemory: throw .garbled("memory to unpack the answer")
      }
    }
  }

  private func json(_ body: [UInt8], isRequired: Bool) throws(TransportFailure) -> JSONValue? {
    do {
      return try JSONValue(parsing: body, maximumDepth: configuration.maximumNesting)
    } catch {
      guard isRequired, !body.isEmpty else { return nil }
      // JSON that just stops was cut off on the way; the next attempt may bring it whole.
      if error.code == .unexpectedEnd { throw .interrupted }
      throw .garbled("JSON (\(error.description))")
    }
  }

  private static func failure(_ error: any Error) -> TransportFailure {
    switch error {
    case let error as HTTPClientError:
      switch error {
      case .tlsHandshakeTimeout: return .encryption
      case .connectTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout,
        .invalidProxyResponse, .proxyAuthenticationRequired, .getConnectionFromPoolTimeout:
        return .connect
      case .readTimeout, .writeTimeout, .deadlineExceeded: return .timeout
      default: return .interrupted
      }
    case is NIOConnectionError: return .connect
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      return .encryption
    case let error as NIOSSLError:
      // All others may come when the request has been sent.
      guard case .handshakeFailed = error else { return .interrupted }
      return .encryption
    case let error as IOError where error.errnoCode == 111 || error.errnoCode == 61:
      // ECONNREFUSED on Linux and on macOS.
      return .connect
    default: return .interrupted
    }
  }

  static func client(
    _ configuration: TransportConfiguration
  ) throws(SourceError) -> HTTPClient.Configuration {
    var client = HTTPClient.Configuration()
    client.redirectConfiguration = .disallow
    client.timeout.connect = .nanoseconds(
      Int64(min(configuration.connectTimeoutSeconds, 1e6) * 1e9))
    client.timeout.read = .nanoseconds(Int64(min(configuration.readTimeoutSeconds, 1e6) * 1e9))
    client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      max(1, configuration.concurrency)
    // Repeating, with pauses, is our own business.
    client.connectionPool.retryConnectionEstablishment = false
    client.httpVersion = .http1Only
    // It is named for debugging; it is the one place for a handler of one's own.
    client.http1_1ConnectionDebugInitializer = { channel in StatusGuard.install(in: channel) }
    if let proxy = configuration.proxy {
      if proxy.isSOCKS {
        client.proxy = .socksServer(host: proxy.host, port: proxy.port)
      } else {
        client.proxy = .server(
          host: proxy.host, port: proxy.port,
          authorization: proxy.credentials.map {
            .basic(credentials: Data($0.utf8).base64EncodedString())
          })
      }
    }
    if let file = configuration.extraAuthorityFile {
      var tls = TLSConfiguration.makeClientConfiguration()
      do {
        tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
      } catch {
        throw .unreadableAuthorities
      }
      client.tlsConfiguration = tls
    }
    return client
  }
}

extension SourceError {
  static let redirectedAway = SourceError(
    .redirected, "the platform redirects to another host, where the key must not go",
    help: "set the platform's URL to the address it moved to, if you trust that one")
  static let unreadableAuthorities = SourceError(
    .configuration, "expected `CANDOR_CA_FILE` to name a PEM file with certificates",
    help: "name the file that your proxy's administrator gives out")
}
