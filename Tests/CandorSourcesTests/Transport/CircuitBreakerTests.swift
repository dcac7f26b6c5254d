import Testing

@testable import CandorSources

struct CircuitBreakerTests {
  @Test func opensAfterFailuresInARowAndTestsWithOneRequest() {
    var breaker = CircuitBreaker(failuresUntilOpen: 3, openSeconds: 10)
    breaker.ended(isFailure: true, now: 0)
    breaker.ended(isFailure: true, now: 0)
    breaker.ended(isFailure: false, now: 0)
    breaker.ended(isFailure: true, now: 0)
    breaker.ended(isFailure: true, now: 0)
    #expect(!breaker.isOpen(now: 0))
    breaker.ended(isFailure: true, now: 1)
    #expect(breaker.isOpen(now: 1))
    #expect(breaker.isOpen(now: 10.9))
    #expect(!breaker.isOpen(now: 11))
    breaker.sent()
    #expect(breaker.isOpen(now: 11))
    breaker.ended(isFailure: true, now: 12)
    #expect(breaker.isOpen(now: 12))
    #expect(!breaker.isOpen(now: 22))
    breaker.sent()
    breaker.ended(isFailure: false, now: 23)
    #expect(!breaker.isOpen(now: 23))
  }

  /// A request that was cancelled tells nothing, and must not keep the next one from testing.
  @Test func anAbandonedTestIsFollowedByAnother() {
    var breaker = CircuitBreaker(failuresUntilOpen: 1, openSeconds: 10)
    breaker.ended(isFailure: true, now: 0)
    breaker.sent()
    #expect(breaker.isOpen(now: 20))
    breaker.abandoned()
    #expect(!breaker.isOpen(now: 20))
    breaker.sent()
    breaker.ended(isFailure: true, now: 21)
    #expect(breaker.isOpen(now: 22))
  }
}
