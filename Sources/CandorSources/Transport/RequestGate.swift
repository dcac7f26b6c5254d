/// Lets requests of one key through: so many at a time, below the rate limit, and none while the
/// platform is failing. First come, first served.
///
/// Thread safety: an actor; it protects the budget, the breaker and the queue.
actor RequestGate {
  private typealias Waiter = CheckedContinuation<Void, any Error>

  private let clock: TransportClock
  private let concurrency: Int
  private let failuresUntilOpen: Int
  private let longestWaitSeconds: Double
  private var budget: RateBudget
  private var breaker: CircuitBreaker
  private var inFlight = 0
  private var queue: [(id: Int, continuation: Waiter)] = []
  private var nextID = 0
  private var alarm: (time: Double, task: Task<Void, Never>)?
  private(set) var statistics = TransportStatistics()

  init(
    concurrency: Int, budget: RateBudget, breaker: CircuitBreaker, failuresUntilOpen: Int,
    longestWaitSeconds: Double, clock: TransportClock
  ) {
    self.longestWaitSeconds = longestWaitSeconds
    self.concurrency = max(1, concurrency)
    self.failuresUntilOpen = failuresUntilOpen
    self.budget = budget
    self.breaker = breaker
    self.clock = clock
  }

  /// Waits for permission to send one request; `leave` has to follow.
  func enter() async throws {
    nextID += 1
    let id = nextID
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: Waiter) in
        if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
          return
        }
        queue.append((id, continuation))
        pump()
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
  }

  /// Notes that a request ended.
  ///
  /// - Parameter isRepetition: whether it failed before.
  func leave(_ outcome: AttemptOutcome?, _ reading: RateLimitReading?, isRepetition: Bool) {
    inFlight -= 1
    let now = clock.now()
    budget.learn(reading, now: now, otherInFlight: inFlight)
    switch outcome {
    case .response(let response):
      statistics.responseBytes += response.body.count
      if response.status == 429 {
        statistics.rateLimited += 1
        // Who counts requests is up.
        breaker.ended(isFailure: false, now: now)
      } else {
        // Also 504: whoever stands before the platform waits no longer for one interview alone.
        breaker.ended(
          isFailure: response.status >= 500, isOfOneThing: isRepetition, now: now)
      }
    case .failure(let failure):
      // A size limit of ours says nothing about the platform's health.
      if case .tooLarge = failure {
        breaker.abandoned()
        break
      }
      breaker.ended(
        isFailure: true, isOfOneThing: isRepetition && failure != .connect, now: now)
    case nil: breaker.abandoned()
    }
    pump()
  }

  /// Notes that a request will be repeated.
  func countRetry() { statistics.retries += 1 }

  private func cancel(_ id: Int) {
    guard let index = queue.firstIndex(where: { $0.id == id }) else { return }
    queue.remove(at: index).continuation.resume(throwing: CancellationError())
    pump()
  }

  /// Lets through whoever may go; otherwise sees to it that somebody looks again.
  private func pump() {
    let now = clock.now()
    while !queue.isEmpty {
      if breaker.isOpen(now: now) {
        refuse(.circuitIsOpen(failuresUntilOpen))
        break
      }
      guard inFlight < concurrency else { break }
      switch budget.permission(now: now, inFlight: inFlight) {
      case .go:
        budget.take(now: now)
        breaker.sent()
        inFlight += 1
        statistics.requests += 1
        queue.removeFirst().continuation.resume()
        continue
      case .wait(let time):
        // An hour's limit that is used up: a schedule had better come again than hang.
        if time - now > longestWaitSeconds {
          refuse(.pauseTooLong(time - now, subject: "more", status: nil))
        } else {
          setAlarm(time, now)
        }
      case .waitForAnswer: break
      }
      break
    }
    if queue.isEmpty || inFlight > 0 && alarm == nil { statistics.waitingUntil = nil }
  }

  private func refuse(_ error: SourceError) {
    let refused = queue
    queue = []
    for waiter in refused { waiter.continuation.resume(throwing: error) }
  }

  private func setAlarm(_ time: Double, _ now: Double) {
    statistics.waitingUntil = clock.wallNow() + time - now
    if let alarm, alarm.time <= time { return }
    alarm?.task.cancel()
    let clock = clock
    let task = Task { [weak self] in
      guard (try? await clock.sleep(time - now)) != nil else { return }
      await self?.ring(time)
    }
    alarm = (time, task)
  }

  private func ring(_ time: Double) {
    if let alarm, alarm.time == time { self.alarm = nil }
    pump()
  }
}

/// What a transport has done so far.
public struct TransportStatistics: Sendable, Hashable {
  /// Requests sent, repetitions included.
  public internal(set) var requests = 0
  /// Of these, repetitions.
  public internal(set) var retries = 0
  /// Answers with status 429.
  public internal(set) var rateLimited = 0
  /// Bytes of bodies, unpacked.
  public internal(set) var responseBytes = 0
  /// Seconds since 1970 until which the rate limit keeps requests waiting; absent where it does not.
  public internal(set) var waitingUntil: Double?

  /// Nothing done.
  public init() {}
}
