import CandorModel
import Testing

@testable import CandorSandbox

@Suite struct SandboxFaultTests {
  @Test func parsesKindsAndRates() throws {
    #expect(try SandboxFault(parsing: "429:0.1") == SandboxFault(.status(429), rate: 0.1))
    #expect(try SandboxFault(parsing: "slow:1") == SandboxFault(.slow, rate: 1))
    #expect(try SandboxFault(parsing: "cut:0") == SandboxFault(.cut, rate: 0))
  }

  @Test(arguments: [
    "429", "429:", "404:0.1", "slow:1.5", "cut:-1", "cut:nan", "x:0.1", "cut:0.1:2",
    "429:0x1", "429:0X0.8p0",
  ])
  func refusesOthers(text: String) {
    #expect {
      _ = try SandboxFault(parsing: text)
    } throws: { error in
      let error = error as? SandboxError
      return error?.code == .invalidFault
        && error?.description
          == "expected a fault as `KIND:RATE` with a rate from 0 to 1, found `\(text)`. Kinds are "
          + "`408`, `429`, `500`, `502`, `503`, `504`, `slow`, `cut`, `reset`"
    }
  }

  @Test func ratesAddUpToOneAtMost() throws {
    let faults = [SandboxFault(.slow, rate: 0.7), SandboxFault(.cut, rate: 0.4)]
    #expect(throws: SandboxError.self) { try FaultPlan(faults, seed: 1) }
  }

  private static func request(_ index: Int) -> SandboxRequest {
    SandboxRequest(method: "POST", path: ["me"], body: Array("request \(index)".utf8))
  }

  @Test func sameSeedSameFaultsInAnyOrder() throws {
    let faults = [SandboxFault(.status(429), rate: 0.2), SandboxFault(.reset, rate: 0.1)]
    func decisions(seed: UInt64, order: [Int]) throws -> [Int: [FaultKind?]] {
      let plan = try FaultPlan(faults, seed: seed)
      var result: [Int: [FaultKind?]] = [:]
      for index in order + order {
        result[index, default: []].append(plan.next(for: Self.request(index), platform: .hireflix))
      }
      return result
    }
    let order = Array(0..<500)
    let first = try decisions(seed: 7, order: order)
    #expect(try decisions(seed: 7, order: order.reversed()) == first)
    #expect(try decisions(seed: 8, order: order) != first)
    // A repeated request has a new chance: not all of them meet the same fault again.
    #expect(first.values.contains { $0[0] != nil && $0[1] == nil })
  }

  @Test func ratesAreKept() throws {
    let faults = [
      SandboxFault(.status(429), rate: 0.1), SandboxFault(.slow, rate: 0.02),
      SandboxFault(.cut, rate: 0),
    ]
    let plan = try FaultPlan(faults, seed: 42)
    var counts: [FaultKind: Int] = [:]
    for index in 0..<20_000 {
      if let fault = plan.next(for: Self.request(index), platform: .ashby) {
        counts[fault, default: 0] += 1
      }
    }
    #expect((1_850...2_150).contains(counts[.status(429)] ?? 0))
    #expect((330...470).contains(counts[.slow] ?? 0))
    #expect(counts[.cut] == nil)
  }

  @Test func everyKindShowsOnTheWire() async throws {
    let body = graphQLBody("{ positions { name } }")
    try await withSandbox({ $0.faults = [SandboxFault(.status(429), rate: 1)] }) {
      server, addresses in
      let answer = try await addresses.client(.hireflix).post("", body)
      #expect(answer.status == 429)
      #expect(answer.header("Retry-After") == "1")
      #expect(answer.json["errors"]?.array?.count == 1)
      let relay = try await addresses.client(.interviewrelay).get("/campaigns")
      #expect(relay.json["error"]?["code"]?.string == "RATE_LIMITED")
      #expect(relay.json["error"]?["retryAfter"]?.integer == 1)
      let view = try await addresses.client(.instaview).get("/candidates")
      #expect(view.json["error"]?["code"]?.string == "RATE_LIMIT_EXCEEDED")
      let ashby = try await addresses.client(.ashby).post("/candidate.list", "{}")
      #expect(ashby.json["success"]?.bool == false)
      #expect(server.statistics.faults == ["429": 4])
    }
    try await withSandbox({
      $0.faults = [SandboxFault(.status(503), rate: 1)]
      $0.faultRetryAfter = nil
    }) { _, addresses async throws in
      let answer = try await addresses.client(.interviewrelay).get("/campaigns")
      #expect(answer.status == 503)
      #expect(answer.header("Retry-After") == nil)
      #expect(answer.json["error"]?["code"]?.string == "INTERNAL_ERROR")
    }
    for kind in [FaultKind.cut, .reset] {
      try await withSandbox({ $0.faults = [SandboxFault(kind, rate: 1)] }) {
        _, addresses async throws in
        await #expect(throws: (any Error).self) {
          try await addresses.client(.hireflix).post("", body)
        }
        return
      }
    }
    try await withSandbox({
      $0.faults = [SandboxFault(.slow, rate: 1)]
      $0.slowDelay = .milliseconds(300)
    }) { _, addresses async throws in
      let clock = ContinuousClock()
      let start = clock.now
      let answer = try await addresses.client(.hireflix).post("", body)
      #expect(answer.status == 200)
      #expect(clock.now - start >= .milliseconds(300))
    }
  }

  @Test func whatWasCutHasHappened() async throws {
    // The first arrival of the request is cut, a later one is not.
    var seed: UInt64 = 0
    let request = SandboxRequest(
      method: "POST", path: ["projects"], body: Array(#"{"name":"Once"}"#.utf8))
    for candidate in UInt64(0)..<200 {
      let plan = try FaultPlan([SandboxFault(.cut, rate: 0.5)], seed: candidate)
      let fates = (0..<2).map { _ in plan.next(for: request, platform: .interviewrelay) }
      if fates == [.cut, nil] {
        seed = candidate
        break
      }
    }
    try await withSandbox({ [seed] in
      $0.faults = [SandboxFault(.cut, rate: 0.5)]
      $0.seed = seed
    }) { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let key = [("Idempotency-Key", "k-1")]
      await #expect(throws: (any Error).self) {
        try await client.post("/projects", #"{"name":"Once"}"#, key)
      }
      let again = try await client.post("/projects", #"{"name":"Once"}"#, key)
      #expect(again.status == 201)
      var list: JSONValue = .null
      for limit in 1...50 where list == .null {
        list = (try? await client.get("/projects?limit=\(limit)"))?.json ?? .null
      }
      #expect(list["pagination"]?["total"]?.integer == 1)
    }
  }
}
