import CandorModel
import Synchronization

/// Stands in for `api.interviewrelay.com/v1`, the whole of the given reference.
///
/// Thread safety: may be used from any number of tasks. One lock guards the state, another the
/// answers kept for repeated requests; the second is held while a POST runs, so two requests with
/// one key never both take effect.
final class InterviewRelayStandIn: PlatformStandIn {
  private let accepted: String
  private let now: @Sendable () -> Timestamp
  private let state: Mutex<InterviewRelayState>
  private let kept = Mutex(KeptAnswers())

  init(_ configuration: SandboxConfiguration) {
    accepted = configuration.key
    now = configuration.now
    state = Mutex(InterviewRelayState(SandboxPeople(configuration.dataset)))
  }

  func key(of request: SandboxRequest) -> SandboxKey? {
    SandboxKey(request.bearerToken, accepted: accepted)
  }

  func respond(to request: SandboxRequest) async -> SandboxResponse {
    do throws(InterviewRelayFailure) {
      guard let key = key(of: request), key.kind != .suspended else { throw .invalidKey }
      let call = InterviewRelayCall(request: request, key: key, now: now())
      guard request.method == "POST", let name = request.headers["idempotency-key"] else {
        return try answer(call)
      }
      return kept.withLock { kept in
        kept.answer(key: "\(key.kind.rawValue) \(name)", now: call.now) {
          do throws(InterviewRelayFailure) { return try answer(call) } catch {
            return error.response
          }
        }
      }
    } catch {
      return error.response
    }
  }

  func failure(status: Int, retryAfter: Int?) -> SandboxResponse {
    guard status == 429 else {
      var failure = InterviewRelayFailure(
        status: status, code: "INTERNAL_ERROR", message: StatusText.text(status))
      failure.retryAfter = retryAfter
      return failure.response
    }
    let wait = retryAfter.map { "Try again in \($0) seconds." } ?? "Try again later."
    return InterviewRelayFailure(
      status: 429, code: "RATE_LIMITED", message: "Rate limit exceeded. \(wait)",
      retryAfter: retryAfter
    ).response
  }

  func headers(for standing: RateLimiter.Standing) -> [(name: String, value: String)] {
    [
      ("X-RateLimit-Limit", String(standing.minute.limit)),
      ("X-RateLimit-Remaining", String(standing.minute.remaining)),
      ("X-RateLimit-Reset", String(standing.minute.reset)),
    ]
  }

  /// Finds the endpoint; each resource has its file.
  private func answer(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> SandboxResponse {
    if let response = try campaigns(call) { return response }
    if let response = try invites(call) { return response }
    if let response = try sessions(call) { return response }
    if let response = try sessionDocuments(call) { return response }
    if let response = try projects(call) { return response }
    if let response = try scripts(call) { return response }
    if let response = try scriptVersions(call) { return response }
    if let response = try organization(call) { return response }
    if let response = try billing(call) { return response }
    throw .notFound("Endpoint")
  }

  /// Reads the state under its lock.
  func read<Result: Sendable>(_ body: (InterviewRelayState) -> Result) -> Result {
    state.withLock { body($0) }
  }

  /// Changes the state under its lock, where nothing can be wrong.
  func update<Result: Sendable>(_ body: (inout InterviewRelayState) -> Result) -> Result {
    state.withLock { body(&$0) }
  }

  /// Changes the state under its lock, unless something is wrong.
  func change<Result>(
    _ body: (inout InterviewRelayState) throws(InterviewRelayFailure) -> Result
  ) throws(InterviewRelayFailure) -> Result {
    let result: Swift.Result<Result, InterviewRelayFailure> = state.withLock { state in
      do throws(InterviewRelayFailure) { return .success(try body(&state)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// Answers to POST requests with an `Idempotency-Key`, kept for 24 hours.
struct KeptAnswers: Sendable {
  static let lifetimeSeconds: Int64 = 24 * 3600
  /// The oldest half is forgotten beyond this.
  static let maximumCount = 20_000

  private struct Entry {
    var response: SandboxResponse
    var expires: Timestamp
  }

  private var entries: [String: Entry] = [:]

  /// The answer given before, or a new one. What failed on our side is not kept: the client is
  /// right to try that again.
  mutating func answer(
    key: String, now: Timestamp, make: () -> SandboxResponse
  ) -> SandboxResponse {
    if let entry = entries[key], now < entry.expires { return entry.response }
    let response = make()
    if response.status < 500 {
      if entries.count >= Self.maximumCount { forgetOldest() }
      entries[key] = Entry(
        response: response, expires: now.adding(seconds: Self.lifetimeSeconds))
    }
    return response
  }

  private mutating func forgetOldest() {
    let ordered = entries.sorted { ($0.value.expires, $0.key) < ($1.value.expires, $1.key) }
    entries = Dictionary(
      uniqueKeysWithValues: ordered.suffix(Self.maximumCount / 2).map { ($0.key, $0.value) })
  }
}
