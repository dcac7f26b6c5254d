import Testing

@testable import CandorSources

/// The budget against simulated servers, in simulated time.
struct RateBudgetTests {
  /// How a simulated server counts.
  enum Counting: String, CaseIterable {
    /// Aligned windows of a minute, as clocks have them.
    case fixed
    /// The last sixty seconds.
    case sliding
    /// Tokens that come back one by one.
    case tokens
  }

  private struct Server {
    let counting: Counting
    let limit: Int
    var windowStart = 0.0
    var used = 0
    var log: [Double] = []
    var tokens: Double
    var lastRefill = 0.0
    var refused = 0
    var served = 0

    init(_ counting: Counting, limit: Int) {
      self.counting = counting
      self.limit = limit
      tokens = Double(limit)
    }

    /// Serves a request; answers what is left and when the count begins again.
    mutating func serve(at now: Double) -> (remaining: Int, reset: Double, isRefused: Bool) {
      let left: Int
      let reset: Double
      switch counting {
      case .fixed:
        let start = (now / 60).rounded(.down) * 60
        if start > windowStart {
          windowStart = start
          used = 0
        }
        used += 1
        left = limit - used
        reset = start + 60
      case .sliding:
        log.removeAll { $0 <= now - 60 }
        log.append(now)
        left = limit - log.count
        reset = (log.first ?? now) + 60
        if left < 0 { log.removeLast() }
      case .tokens:
        tokens = min(Double(limit), tokens + (now - lastRefill) * Double(limit) / 60)
        lastRefill = now
        tokens -= 1
        left = Int(tokens.rounded(.down))
        reset = now + max(0, 1 - tokens) * 60 / Double(limit)
        if tokens < 0 { tokens += 1 }
      }
      if left < 0 { refused += 1 } else { served += 1 }
      // Written in whole seconds and rounded down, the worst a platform may do.
      return (max(0, left), reset.rounded(.down), left < 0)
    }
  }

  private struct Flight {
    var lands: Double
    var reading: RateLimitReading
  }

  /// Sends as much as the budget lets through for some minutes.
  private func simulate(_ server: inout Server, minutes: Int, concurrency: Int = 4) -> Int {
    var budget = RateBudget(requestsPerSecond: nil)
    var now = 1_000_000_020.0
    let end = now + Double(minutes) * 60
    server.lastRefill = now
    var flights: [Flight] = []
    var sent = 0
    while now < end {
      var waitUntil = end
      while flights.count < concurrency {
        let permission = budget.permission(now: now, inFlight: flights.count)
        if case .wait(let time) = permission { waitUntil = min(waitUntil, time) }
        guard permission == .go else { break }
        budget.take(now: now)
        sent += 1
        let answer = server.serve(at: now + 0.01)
        let response = PlatformResponse(
          status: answer.isRefused ? 429 : 200,
          headers: [
            ("x-ratelimit-limit", String(server.limit)),
            ("x-ratelimit-remaining", String(answer.remaining)),
            ("x-ratelimit-reset", String(Int(answer.reset))),
          ], body: [])
        flights.append(
          Flight(lands: now + 0.03, reading: RateLimitReading(response, now: now + 0.03)))
      }
      if let first = flights.map(\.lands).min(), first <= waitUntil {
        now = first
        while let index = flights.firstIndex(where: { $0.lands <= now }) {
          let flight = flights.remove(at: index)
          budget.learn(flight.reading, now: now, otherInFlight: flights.count)
        }
      } else {
        now = max(now + 0.001, waitUntil)
      }
    }
    return sent
  }

  @Test(arguments: Counting.allCases, [60, 300, 1000])
  func usesTheLimitAndProvokesNo429(counting: Counting, limit: Int) {
    var server = Server(counting, limit: limit)
    let minutes = 20
    _ = simulate(&server, minutes: minutes)
    #expect(server.refused == 0, "\(counting) \(limit): \(server.refused) refused")
    let share = Double(server.served) / Double(limit * minutes)
    #expect(share >= 0.95, "\(counting) \(limit): \(share) of the limit")
  }

  @Test func oneRequestFindsOutTheLimit() {
    var budget = RateBudget(requestsPerSecond: nil)
    #expect(budget.permission(now: 0, inFlight: 0) == .go)
    budget.take(now: 0)
    #expect(budget.permission(now: 0, inFlight: 1) == .waitForAnswer)
  }

  @Test func withoutLimitNothingWaits() {
    var budget = RateBudget(requestsPerSecond: nil)
    budget.take(now: 0)
    budget.learn(
      RateLimitReading(PlatformResponse(status: 200, headers: [], body: []), now: 0), now: 0,
      otherInFlight: 0)
    for _ in 0..<100 {
      #expect(budget.permission(now: 0, inFlight: 3) == .go)
      budget.take(now: 0)
    }
  }

  @Test func configuredRateIsKept() {
    var budget = RateBudget(requestsPerSecond: 10)
    budget.take(now: 0)
    budget.learn(
      RateLimitReading(PlatformResponse(status: 200, headers: [], body: []), now: 0), now: 0,
      otherInFlight: 0)
    #expect(budget.permission(now: 0, inFlight: 0) == .wait(until: 0.1))
    #expect(budget.permission(now: 0.1, inFlight: 0) == .go)
  }

  /// Headers that tell a limit without a count, and the seconds a request has by it.
  private static let limits: [([(String, String)], Double)] = [
    ([("x-ratelimit-limit-minute", "60"), ("x-ratelimit-limit-hour", "36000")], 1),
    ([("x-ratelimit-limit-minute", "600"), ("x-ratelimit-limit-hour", "1800")], 2),
    ([("x-ratelimit-limit", "60"), ("x-ratelimit-limit-minute", "600")], 1),
    ([("x-ratelimit-limit-minute", "60"), ("x-ratelimit-limit-hour", "0")], 1),
    (
      [
        ("x-ratelimit-limit-minute", "60"), ("x-ratelimit-limit-hour", "2000"),
        ("x-ratelimit-remaining-hour", "1999"), ("x-ratelimit-reset-hour", "3000"),
      ], 1
    ),
  ]

  /// Whichever is told last, and whatever is counted beside it.
  @Test(arguments: limits)
  func theTightestLimitWithoutACountWins(headers: [(String, String)], seconds: Double) {
    var budget = RateBudget(requestsPerSecond: 100)
    budget.take(now: 0)
    let answer = PlatformResponse(
      status: 200, headers: headers.map { (name: $0.0, value: $0.1) }, body: [])
    budget.learn(RateLimitReading(answer, now: 0), now: 0, otherInFlight: 0)
    budget.take(now: 10)
    guard case .wait(let until) = budget.permission(now: 10, inFlight: 0) else {
      Issue.record("expected a pause")
      return
    }
    #expect(abs(until - 10 - seconds / 0.97) < 1e-6)
  }

  @Test func pauseHoldsEverybody() {
    var budget = RateBudget(requestsPerSecond: nil)
    budget.take(now: 0)
    budget.learn(
      RateLimitReading(
        PlatformResponse(status: 429, headers: [("retry-after", "7")], body: []), now: 0), now: 1,
      otherInFlight: 2)
    #expect(budget.permission(now: 2, inFlight: 2) == .wait(until: 8))
  }

  @Test func answerOfAnEarlierWindowSaysNothing() {
    func reading(_ remaining: Int, _ reset: Int) -> RateLimitReading {
      RateLimitReading(
        PlatformResponse(
          status: 200,
          headers: [
            ("x-ratelimit-remaining", String(remaining)), ("x-ratelimit-reset", String(reset)),
          ], body: []), now: 1_000_000_000)
    }
    var budget = RateBudget(requestsPerSecond: nil)
    budget.take(now: 0)
    budget.learn(reading(5, 1_000_000_060), now: 0, otherInFlight: 0)
    budget.learn(reading(0, 1_000_000_000), now: 0, otherInFlight: 0)
    #expect(budget.permission(now: 1, inFlight: 0) == .go)
  }
}
