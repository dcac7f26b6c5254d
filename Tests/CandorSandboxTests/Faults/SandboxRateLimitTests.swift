import CandorModel
import Synchronization
import Testing

@testable import CandorSandbox

@Suite struct SandboxRateLimitTests {
  private let limiter = RateLimiter([
    .instaview: SandboxRateLimit(perMinute: 3, perHour: 4),
    .interviewrelay: SandboxRateLimit(perMinute: 2),
  ])
  private let full = SandboxKey("k", accepted: "k")
  private let read = SandboxKey("k-read", accepted: "k")

  private func standing(
    _ platform: SandboxPlatform, _ key: SandboxKey?, _ second: Int64
  ) -> RateLimiter.Standing? {
    limiter.count(
      platform, key: key, now: Timestamp(millisecondsSinceEpoch: second * 1000))
  }

  @Test func countsDownPerKeyAndBeginsAgain() {
    #expect(standing(.interviewrelay, full, 1_000_010)?.minute.remaining == 1)
    #expect(standing(.interviewrelay, read, 1_000_010)?.minute.remaining == 1)
    let last = standing(.interviewrelay, full, 1_000_011)
    #expect(last?.minute == .init(limit: 2, remaining: 0, reset: 1_000_020))
    #expect(last?.isExceeded == false)
    let beyond = standing(.interviewrelay, full, 1_000_012)
    #expect(beyond?.isExceeded == true)
    #expect(beyond?.retryAfter == 8)
    #expect(standing(.interviewrelay, full, 1_000_020)?.isExceeded == false)
    #expect(standing(.hireflix, full, 1_000_020) == nil)
  }

  @Test func theHourCountsToo() {
    for second in Int64(0)..<3 { _ = standing(.instaview, full, 7200 + second) }
    let minute = standing(.instaview, full, 7203)
    #expect(minute?.isExceeded == true)
    #expect(minute?.retryAfter == 57)
    let hour = standing(.instaview, full, 7260)
    #expect(hour?.isExceeded == true)
    #expect(hour?.hour == .init(limit: 4, remaining: 0, reset: 10_800))
    #expect(hour?.retryAfter == 3540)
  }

  @Test func headersAreOnEveryAnswer() async throws {
    let clock = Mutex(Int64(1_772_000_000))
    try await withSandbox({
      $0.rateLimits = [
        .interviewrelay: SandboxRateLimit(perMinute: 2),
        .instaview: SandboxRateLimit(perMinute: 60, perHour: 2000),
      ]
      $0.now = { Timestamp(millisecondsSinceEpoch: clock.withLock { $0 } * 1000) }
    }) { server, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let first = try await client.get("/campaigns")
      #expect(first.header("X-RateLimit-Limit") == "2")
      #expect(first.header("X-RateLimit-Remaining") == "1")
      #expect(first.header("X-RateLimit-Reset") == "1772000040")
      #expect(try await client.get("/none").header("X-RateLimit-Remaining") == "0")
      let beyond = try await client.get("/campaigns")
      #expect(beyond.status == 429)
      #expect(beyond.header("Retry-After") == "40")
      #expect(
        beyond.json["error"]?["message"]?.string == "Rate limit exceeded. Try again in 40 seconds.")
      #expect(server.statistics.limited == 1)

      let view = try await addresses.client(.instaview).get("/candidates")
      #expect(view.header("X-RateLimit-Limit-Minute") == "60")
      #expect(view.header("X-RateLimit-Remaining-Hour") == "1999")
      #expect(view.header("X-RateLimit-Reset-Hour") == "1772002800")
    }
  }

  @Test func refusedKeysAreToldTheLimitAndNotCounted() throws {
    for _ in 0..<5 {
      let unknown = try #require(
        limiter.count(.interviewrelay, key: nil, now: Timestamp(millisecondsSinceEpoch: 0)))
      #expect(unknown.minute == .init(limit: 2, remaining: 2, reset: 60))
      #expect(!unknown.isExceeded)
    }
  }

  @Test(arguments: [nil, 429, 503] as [Int?])
  func headersAreOnRefusalsAndFaults(fault: Int?) async throws {
    try await withSandbox({
      $0.rateLimits = [
        .interviewrelay: SandboxRateLimit(perMinute: 20),
        .instaview: SandboxRateLimit(perMinute: 60, perHour: 2000),
      ]
      $0.faults = fault.map { [SandboxFault(.status($0), rate: 1)] } ?? []
    }) { _, addresses async throws in
      // With a fault the accepted key meets it, without one another key is refused.
      let key = fault == nil ? "wrong" : SandboxConfiguration.defaultKey
      for _ in 0..<2 {
        let relay = try await addresses.client(.interviewrelay, key: key).get("/campaigns")
        #expect(relay.status == fault ?? 401)
        #expect(relay.header("X-RateLimit-Limit") == "20")
        #expect(relay.header("X-RateLimit-Remaining") == "20")
        #expect(relay.header("X-RateLimit-Reset") != nil)
        let view = try await addresses.client(.instaview, key: key).get("/candidates")
        #expect(view.status == fault ?? 401)
        #expect(view.header("X-RateLimit-Remaining-Minute") == "60")
        #expect(view.header("X-RateLimit-Limit-Hour") == "2000")
      }
      let ashby = try await addresses.client(.ashby, key: key).post("/candidate.list", "{}")
      #expect(ashby.header("X-RateLimit-Limit") == nil)
    }
  }
}
