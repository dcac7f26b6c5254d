import Testing

@testable import CandorSources

struct RetryStateTests {
  private func response(_ status: Int) -> AttemptOutcome {
    .response(PlatformResponse(status: status, headers: [], body: []))
  }

  private func next(
    _ state: inout RetryState, _ outcome: AttemptOutcome, pause: Double? = nil
  ) -> RetryState.Action {
    state.next(after: outcome, requestedPause: pause, random: 1, subject: "a thing")
  }

  @Test(arguments: [200, 204, 301, 400, 401, 403, 404, 409, 422, 501])
  func answersAreNeverRepeated(status: Int) {
    var state = RetryState(RetryPolicy(), isRepeatable: true)
    #expect(next(&state, response(status)) == .deliver)
  }

  @Test(arguments: [408, 429, 500, 502, 503, 504])
  func passingFailuresAreRepeatedOnlyWhereThatIsSafe(status: Int) {
    var read = RetryState(RetryPolicy(), isRepeatable: true)
    #expect(next(&read, response(status)) == .retry(afterSeconds: 0.2))
    var write = RetryState(RetryPolicy(), isRepeatable: false)
    guard case .fail(let error) = next(&write, response(status)) else {
      Issue.record("a write without a key was repeated")
      return
    }
    #expect(error.code == (status == 429 ? .rateLimited : .unavailable))
    #expect(error.status == status)
    #expect(error.message.contains("asked once"))
  }

  @Test func pausesDoubleUpToTheLongest() {
    var policy = RetryPolicy()
    policy.maximumAttempts = 7
    var state = RetryState(policy, isRepeatable: true)
    var pauses: [Double] = []
    while case .retry(let seconds) = next(&state, response(503)) { pauses.append(seconds) }
    #expect(pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5])
  }

  @Test func pausesAreSpread() {
    var state = RetryState(RetryPolicy(), isRepeatable: true)
    #expect(
      state.next(after: response(503), requestedPause: nil, random: 0, subject: "")
        == .retry(afterSeconds: 0.1))
  }

  @Test func requestedPauseIsKept() {
    var state = RetryState(RetryPolicy(), isRepeatable: true)
    #expect(next(&state, response(429), pause: 30) == .retry(afterSeconds: 30.2))
  }

  /// `Retry-After: 0` is no reason to ask again and again at once.
  @Test(arguments: [0, -7, 0.3])
  func pausesGrowThoughLessIsAskedFor(requested: Double) {
    var policy = RetryPolicy()
    policy.maximumAttempts = 7
    var state = RetryState(policy, isRepeatable: true)
    var pauses: [Double] = []
    while case .retry(let seconds) = next(&state, response(429), pause: requested) {
      pauses.append(seconds)
    }
    #expect(Array(pauses.suffix(4)) == [0.8, 1.6, 3.2, 5])
    #expect(pauses.count == 6)
  }

  @Test func pauseThatIsTooLongEndsWithTryAgainLater() {
    var state = RetryState(RetryPolicy(), isRepeatable: true)
    guard case .fail(let error) = next(&state, response(429), pause: 3600) else {
      Issue.record("waited for an hour")
      return
    }
    #expect(error.code == .rateLimited)
    #expect(error.code.exitCode == 75)
    #expect(error.message.contains("3600 seconds"))
  }

  @Test func connectionThatNeverComesIsGivenUpEarly() {
    var state = RetryState(RetryPolicy(), isRepeatable: true)
    for _ in 0..<3 {
      guard case .retry = next(&state, .failure(.connect)) else {
        Issue.record("gave up too early")
        return
      }
    }
    guard case .fail(let error) = next(&state, .failure(.connect)) else {
      Issue.record("did not give up")
      return
    }
    #expect(error.code == .unavailable)
    #expect(error.code.exitCode == 69)
  }

  @Test func writeThatWasNotSentIsRepeated() {
    var state = RetryState(RetryPolicy(), isRepeatable: false)
    #expect(next(&state, .failure(.connect)) == .retry(afterSeconds: 0.2))
    #expect(next(&state, .failure(.encryption)) == .retry(afterSeconds: 0.4))
    guard case .fail = next(&state, .failure(.interrupted)) else {
      Issue.record("a write that may have been done was repeated")
      return
    }
  }

  @Test func limitsAreNotTriedAgain() {
    var state = RetryState(RetryPolicy(), isRepeatable: true)
    guard case .fail(let error) = next(&state, .failure(.tooLarge("at most 5 bytes, found more")))
    else {
      Issue.record("repeated")
      return
    }
    #expect(error.code == .responseTooLarge)
    #expect(error.message == "expected at most 5 bytes, found more for a thing")
  }
}
