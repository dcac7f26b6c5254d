import CandorModel
import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A request's surroundings: its connection, which some faults break.
struct SandboxContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: Source) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}

/// Brings requests to the stand-ins, and faults and limits between the two.
struct SandboxResponder: HTTPResponder {
  typealias Context = SandboxContext

  /// Larger bodies are refused; bulk invitations are the largest thing anybody sends.
  static let maximumBodyBytes = 8 * 1024 * 1024

  private let standIns: [SandboxPlatform: any PlatformStandIn]
  private let control: SandboxControl
  private let faults: FaultPlan
  private let limiter: RateLimiter
  private let counter = StatisticsCounter()
  private let configuration: SandboxConfiguration

  init(_ configuration: SandboxConfiguration) throws(SandboxError) {
    self.configuration = configuration
    standIns = [
      .hireflix: try HireflixStandIn(configuration),
      .instaview: InstaViewStandIn(configuration),
      .interviewrelay: InterviewRelayStandIn(configuration),
      .ashby: AshbyStandIn(configuration),
    ]
    control = SandboxControl(configuration)
    faults = try FaultPlan(configuration.faults, seed: configuration.seed)
    limiter = RateLimiter(configuration.rateLimits)
  }

  var statistics: SandboxStatistics { counter.statistics }

  func respond(to request: Request, context: SandboxContext) async throws -> Response {
    let collected: ByteBuffer
    do {
      collected = try await request.body.collect(upTo: Self.maximumBodyBytes)
    } catch is NIOTooManyBytesError {
      return Self.response(
        .text(413, "the body has more than \(Self.maximumBodyBytes) bytes"))
    }
    let target = RequestTarget(request.head.path ?? "/")
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
    }
    var sandboxRequest = SandboxRequest(
      method: request.method.rawValue, path: target.path, query: target.query, headers: headers,
      body: Array(collected.readableBytesView))
    if target.path.first == "sandbox" {
      sandboxRequest.path.removeFirst()
      return Self.response(await control.respond(to: sandboxRequest, statistics: statistics))
    }
    guard let (platform, path) = Self.route(target.path), let standIn = standIns[platform] else {
      return Self.response(.text(404, "no platform is served at this path"))
    }
    sandboxRequest.path = path
    return try await answer(sandboxRequest, platform, standIn, on: context.channel)
  }

  private func answer(
    _ request: SandboxRequest, _ platform: SandboxPlatform, _ standIn: any PlatformStandIn,
    on channel: any Channel
  ) async throws -> Response {
    counter.countRequest(platform)
    let fault = faults.next(for: request, platform: platform)
    if let fault { counter.countFault(fault) }
    let key = standIn.key(of: request)
    switch fault {
    case .reset:
      try await Self.reset(channel)
      throw ConnectionBroken()
    case .status(let status):
      let wait = status == 429 || status == 503 ? configuration.faultRetryAfter : nil
      var response = standIn.failure(status: status, retryAfter: wait)
      // Nothing was done, so nothing is counted.
      if let standing = limiter.standing(platform, key: key, now: configuration.now()) {
        response.headers += standIn.headers(for: standing)
      }
      return Self.response(response)
    case .slow: try await Task.sleep(for: configuration.slowDelay)
    case .cut, nil: break
    }
    let standing = limiter.count(platform, key: key, now: configuration.now())
    var response: SandboxResponse
    if let standing, standing.isExceeded {
      counter.countLimited()
      response = standIn.failure(status: 429, retryAfter: standing.retryAfter)
    } else {
      response = await standIn.respond(to: request)
    }
    if let standing { response.headers += standIn.headers(for: standing) }
    return fault == .cut ? Self.cutResponse(response) : Self.response(response)
  }

  /// The platform of a path, and the path below its prefix.
  private static func route(_ path: [String]) -> (SandboxPlatform, [String])? {
    switch path.first {
    case nil, "": (.hireflix, [])
    case "me": (.hireflix, Array(path.dropFirst()))
    case "instaview": (.instaview, Array(path.dropFirst()))
    case "interviewrelay" where path.count > 1 && path[1] == "v1":
      (.interviewrelay, Array(path.dropFirst(2)))
    case "ashby": (.ashby, Array(path.dropFirst()))
    default: nil
    }
  }

  // MARK: Answers

  /// Thrown where an answer must not be completed.
  private struct ConnectionBroken: Error {}

  private static func response(_ response: SandboxResponse) -> Response {
    Response(
      status: .init(code: response.status), headers: fields(response),
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
  }

  /// Announces the whole body, sends half of it and closes the connection.
  private static func cutResponse(_ response: SandboxResponse) -> Response {
    let half = ByteBuffer(bytes: response.body.prefix(response.body.count / 2))
    // An answer without a body has nothing to cut: one byte is announced that never comes.
    let announced = max(1, response.body.count)
    return Response(
      status: .init(code: response.status == 204 ? 200 : response.status),
      headers: fields(response),
      body: ResponseBody(contentLength: announced) { writer in
        try await writer.write(half)
        throw ConnectionBroken()
      })
  }

  private static func fields(_ response: SandboxResponse) -> HTTPFields {
    var fields = HTTPFields()
    for header in response.headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      fields.append(HTTPField(name: name, value: header.value))
    }
    return fields
  }

  /// Ends a connection with RST instead of FIN: with no time to linger, closing resets it.
  private static func reset(_ channel: any Channel) async throws {
    if let options = channel as? any SocketOptionProvider {
      try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try? await channel.close(mode: .all).get()
  }
}
