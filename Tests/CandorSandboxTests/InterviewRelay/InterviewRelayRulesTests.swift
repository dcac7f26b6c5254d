import CandorModel
import Synchronization
import Testing

@testable import CandorSandbox

/// What holds for all endpoints: keys, permissions, codes, repeated requests.
@Suite struct InterviewRelayRulesTests {
  @Test func keysAndPermissions() async throws {
    try await withSandbox { _, addresses async throws in
      func check(_ key: String, _ path: String, _ status: Int, _ code: String) async throws {
        let answer = try await addresses.client(.interviewrelay, key: key).get(path)
        #expect(answer.status == status, "\(key) \(path)")
        #expect(answer.json["error"]?["code"]?.string == code, "\(key) \(path)")
      }
      try await check("wrong", "/campaigns", 401, "INVALID_API_KEY")
      try await check("sandbox-key-suspended", "/campaigns", 401, "INVALID_API_KEY")
      for path in [
        "/campaigns", "/projects", "/scripts", "/organization", "/billing/plan", "/sessions/x",
        "/invites/x",
      ] {
        try await check("sandbox-key-none", path, 403, "INSUFFICIENT_PERMISSIONS")
      }
      try await check("sandbox-key", "/sessions/x", 404, "RESOURCE_NOT_FOUND")
      try await check("sandbox-key", "/nothing", 404, "RESOURCE_NOT_FOUND")
      let read = addresses.client(.interviewrelay, key: "sandbox-key-read")
      #expect(try await read.get("/campaigns").status == 200)
      let write = try await read.post("/campaigns", "{}")
      #expect(write.status == 403)
      #expect(write.json["error"]?["details"]?["required"]?.string == "campaigns:write")
    }
  }

  @Test(arguments: [
    ("POST", "/campaigns", "{", 400, "INVALID_REQUEST"),
    ("POST", "/campaigns", #"{"name":"n"}"#, 400, "INVALID_REQUEST"),
    ("POST", "/campaigns", #"{"name":7,"scriptId":"s"}"#, 422, "VALIDATION_ERROR"),
    ("POST", "/campaigns", #"{"name":"n","scriptId":"none"}"#, 422, "VALIDATION_ERROR"),
    ("GET", "/campaigns?limit=0", "", 400, "INVALID_REQUEST"),
    ("GET", "/campaigns?limit=101", "", 400, "INVALID_REQUEST"),
    ("GET", "/campaigns?offset=-1", "", 400, "INVALID_REQUEST"),
    ("GET", "/campaigns?status=draft", "", 400, "INVALID_REQUEST"),
    ("GET", "/campaigns?sort=size", "", 400, "INVALID_REQUEST"),
    ("GET", "/campaigns/cam_none/sessions", "", 404, "RESOURCE_NOT_FOUND"),
    (
      "POST", "/campaigns/cam_none/invites", #"{"email":"a@example.com"}"#, 404,
      "RESOURCE_NOT_FOUND"
    ),
  ])
  func mistakes(
    method: String, path: String, body: String, status: Int, code: String
  ) async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let answer =
        method == "GET" ? try await client.get(path) : try await client.post(path, body)
      #expect(answer.status == status)
      #expect(answer.json["error"]?["code"]?.string == code)
    }
  }

  @Test func longNamesAreRefusedWithTheField() async throws {
    try await withSandbox { _, addresses async throws in
      let name = String(repeating: "n", count: 101)
      let answer = try await addresses.client(.interviewrelay).post(
        "/campaigns", #"{"name":"\#(name)","scriptId":"s"}"#)
      #expect(
        answer.text
          == #"{"error":{"code":"VALIDATION_ERROR","message":"Validation failed","details":{"fields":"#
          + #"[{"field":"name","message":"must have 100 characters at most"}]}}}"#)
    }
  }

  @Test func repeatedRequestsHaveTheirFirstAnswerForADay() async throws {
    let clock = Mutex(Int64(1_772_000_000))
    try await withSandbox({
      $0.now = { Timestamp(millisecondsSinceEpoch: clock.withLock { $0 } * 1000) }
    }) { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      func create(_ key: String?) async throws -> SandboxClient.Answer {
        try await client.post(
          "/projects", #"{"name":"P"}"#, key.map { [("Idempotency-Key", $0)] } ?? [])
      }
      let first = try await create("one")
      #expect(try await create("one").bytes == first.bytes)
      #expect(try await create("two").bytes != first.bytes)
      #expect(try await create(nil).bytes != first.bytes)
      clock.withLock { $0 += 24 * 3600 - 1 }
      #expect(try await create("one").bytes == first.bytes)
      clock.withLock { $0 += 1 }
      #expect(try await create("one").bytes != first.bytes)
      #expect(try await client.get("/projects").json["pagination"]?["total"]?.integer == 4)
    }
  }

  @Test func repeatedRequestsAtOnceTakeEffectOnce() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for _ in 0..<20 {
          group.addTask {
            try await client.post("/projects", #"{"name":"P"}"#, [("Idempotency-Key", "k")]).bytes
          }
        }
        return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
      }
      #expect(bodies.count == 1)
      #expect(try await client.get("/projects").json["pagination"]?["total"]?.integer == 1)
    }
  }

  @Test func keptAnswersForgetTheOldest() {
    var kept = KeptAnswers()
    for index in 0...KeptAnswers.maximumCount {
      let now = Timestamp(millisecondsSinceEpoch: Int64(index))
      _ = kept.answer(key: "\(index)", now: now) { .empty(204) }
    }
    let now = Timestamp(millisecondsSinceEpoch: 0)
    let last = kept.answer(key: "\(KeptAnswers.maximumCount)", now: now) { .empty(500) }
    #expect(last.status == 204)
    let first = kept.answer(key: "0", now: now) { .empty(500) }
    #expect(first.status == 500)
    // A failure on our side is not kept.
    #expect(kept.answer(key: "0", now: now) { .empty(201) }.status == 201)
  }
}
