/// How often and after which pauses a request is repeated.
public struct RetryPolicy: Sendable, Hashable {
  /// Attempts in all, the first included.
  public var maximumAttempts = 8
  /// Attempts in all while no connection comes about: a wrong host stays one.
  public var maximumConnectAttempts = 4
  /// Seconds before the second attempt; doubled each time.
  public var firstPauseSeconds = 0.2
  /// Longest pause that doubling leads to.
  public var longestPauseSeconds = 5.0
  /// Longest pause that a platform may ask for; more ends with `rateLimited`.
  public var longestRequestedPauseSeconds = 900.0

  /// The defaults.
  public init() {}
}

/// Decides after each attempt what comes next. A value without clock, sockets or randomness.
struct RetryState {
  enum Action: Equatable {
    /// Hand the answer on.
    case deliver
    /// Give up.
    case fail(SourceError)
    /// Try again after so many seconds.
    case retry(afterSeconds: Double)
  }

  private let policy: RetryPolicy
  private let isRepeatable: Bool
  private(set) var attempts = 0
  private var connectFailures = 0

  init(_ policy: RetryPolicy, isRepeatable: Bool) {
    self.policy = policy
    self.isRepeatable = isRepeatable
  }

  /// Decides what comes next.
  ///
  /// - Parameters:
  ///   - outcome: of the attempt that just ended.
  ///   - requestedPause: seconds the platform asked for with `Retry-After` or in the body.
  ///   - random: 0 to 1, spreads the pauses of clients that failed together.
  mutating func next(
    after outcome: AttemptOutcome, requestedPause: Double?, random: Double, subject: String
  ) -> Action {
    attempts += 1
    switch outcome {
    case .response(let response):
      guard Self.isTransient(response.status) else { return .deliver }
      if let pause = requestedPause, pause > policy.longestRequestedPauseSeconds {
        return .fail(.pauseTooLong(pause, subject: subject, status: response.status))
      }
      guard isRepeatable, attempts < policy.maximumAttempts else {
        return .fail(.lastAnswer(response.status, subject: subject, attempts: attempts))
      }
      return .retry(afterSeconds: pause(requestedPause, random))
    case .failure(let failure):
      if case .tooLarge(let sentence) = failure {
        return .fail(.tooLarge(sentence, subject: subject))
      }
      if case .garbled(let sentence) = failure {
        return .fail(.garbled(sentence, subject: subject))
      }
      let isUnsent = failure == .connect || failure == .encryption
      if isUnsent { connectFailures += 1 }
      // A request that never got a connection was not sent, so repeating it is always safe.
      guard isRepeatable || isUnsent, attempts < policy.maximumAttempts,
        connectFailures < policy.maximumConnectAttempts
      else { return .fail(.noAnswer(failure, subject: subject, attempts: attempts)) }
      return .retry(afterSeconds: pause(nil, random))
    }
  }

  /// 408, 429 and 5xx may be different next time; no other status is.
  static func isTransient(_ status: Int) -> Bool {
    status == 408 || status == 429 || (500...599).contains(status) && status != 501
  }

  private func pause(_ requested: Double?, _ random: Double) -> Double {
    let doubled = policy.firstPauseSeconds * Double(1 << min(attempts - 1, 20))
    let capped = min(doubled, policy.longestPauseSeconds)
    let jittered = capped / 2 + capped / 2 * random
    guard let requested else { return jittered }
    // Never earlier than asked for, not all clients in the same instant, and ever later where the
    // platform asks for no pause and goes on failing.
    return max(max(requested, 0) + min(jittered, 0.25), jittered)
  }
}

extension SourceError {
  static func pauseTooLong(_ seconds: Double, subject: String, status: Int?) -> SourceError {
    SourceError(
      .rateLimited,
      "the platform's rate limit asks to wait \(Int(min(seconds, 1e9))) seconds before asking for "
        + subject,
      help: "run the same command again after that time", status: status)
  }
  static func lastAnswer(_ status: Int, subject: String, attempts: Int) -> SourceError {
    let times = attempts == 1 ? "once" : "\(attempts) times"
    return SourceError(
      status == 429 ? .rateLimited : .unavailable,
      "the platform answered \(status) for \(subject), asked \(times)",
      help: status == 429
        ? "run the same command again later, or with fewer clients on the same key"
        : "see whether the platform is up, then run the same command again", status: status)
  }
  static func noAnswer(_ failure: TransportFailure, subject: String, attempts: Int) -> SourceError {
    let times = attempts == 1 ? "once" : "\(attempts) times"
    let what =
      switch failure {
      case .connect: "no connection to the platform came about"
      case .encryption: "no encrypted connection to the platform came about"
      case .timeout: "the platform did not answer in time"
      default: "the connection broke before the whole answer had come"
      }
    let help =
      switch failure {
      case .connect: "check the platform's URL, the network and the proxy"
      case .encryption:
        "check that the platform's URL speaks TLS, and who signed its certificate; `CANDOR_CA_FILE` "
          + "names a file with further authorities, such as that of a proxy that looks into TLS"
      default: "see whether the platform is up, then run the same command again"
      }
    return SourceError(
      failure == .timeout ? .timedOut : .unavailable, "\(what) for \(subject), tried \(times)",
      help: help)
  }
  static func tooLarge(_ sentence: String, subject: String) -> SourceError {
    SourceError(
      .responseTooLarge, "expected \(sentence) for \(subject)",
      help: "ask for smaller pages or batches")
  }
  static func garbled(_ sentence: String, subject: String) -> SourceError {
    SourceError(
      .invalidResponse, "expected \(sentence) in the answer for \(subject)",
      help: "check that the platform's URL is the one of its API")
  }
}
