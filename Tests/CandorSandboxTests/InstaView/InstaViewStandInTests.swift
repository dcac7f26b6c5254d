import CandorModel
import Testing

@testable import CandorSandbox

@Suite struct InstaViewStandInTests {
  private static let someID = "123e4567-e89b-12d3-a456-426614174000"

  /// Reads the three envelopes as a client has to.
  private static func items(_ json: JSONValue) -> [JSONValue] {
    let data = json["success"] == nil ? json : json["data"] ?? .null
    return data["items"]?.array ?? data["data"]?.array ?? []
  }

  @Test(arguments: InstaViewEnvelope.allCases)
  func walkingCandidatesFindsEveryInterviewOnce(envelope: InstaViewEnvelope) async throws {
    try await withSandbox({ $0.instaViewEnvelope = envelope }) { _, addresses async throws in
      let client = addresses.client(.instaview)
      var candidates: [String] = []
      for page in 1...20 {
        let answer = try await client.get("/candidates?page=\(page)&limit=9")
        #expect(answer.status == 200)
        let found = Self.items(answer.json)
        if found.isEmpty { break }
        candidates += found.compactMap { $0["id"]?.string }
      }
      let expected = try SandboxDataset.demo().interviews
      #expect(candidates.count == expected.count)
      #expect(Set(candidates).count == expected.count)
      var interviews: [String] = []
      for candidate in candidates {
        let answer = try await client.get("/interviews?candidateId=\(candidate)")
        for interview in Self.items(answer.json) {
          interviews.append(try #require(interview["id"]?.string))
          #expect(interview["candidateId"]?.string == candidate)
          #expect(InstaViewDirectory.statuses.contains(interview["status"]?.string ?? ""))
        }
      }
      #expect(interviews == expected.map(InstaViewDirectory.interviewID))
    }
  }

  @Test func noAddressAndNoAgentLeaves() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.instaview)
      let candidates = try await client.get("/candidates?limit=100")
      for evidence in try SandboxDataset.demo().interviews {
        let answer = try await client.get("/interviews/\(InstaViewDirectory.interviewID(evidence))")
        for text in [answer.text, candidates.text] {
          #expect(!text.contains("Mozilla/"))
          for address in evidence.seenAddresses where address.count > 6 {
            #expect(!text.contains(address) || address == "unknown")
          }
        }
      }
    }
  }

  @Test func callsAndTheirCountryAreServed() async throws {
    let evidence = Evidence(
      platform: "instaview",
      interview: Interview(
        id: Self.someID, status: "COMPLETED", startedAt: Timestamp("2026-03-02T09:00:00Z"),
        completedAt: Timestamp("2026-03-02T09:23:15Z")),
      candidate: Candidate(email: "a@example.com"),
      calls: [
        Call(at: Timestamp("2026-03-02T08:50:00Z"), status: "failed", phoneCountry: "ES"),
        Call(
          at: Timestamp("2026-03-02T09:00:00Z"), durationSeconds: 1395, status: "completed",
          phoneCountry: "ES"),
      ])
    try await withSandbox({ $0.dataset = SandboxDataset([evidence]) }) {
      _, addresses async throws in
      let client = addresses.client(.instaview)
      let interview = try await client.get("/interviews/\(Self.someID)").json["data"]
      let attempts = interview?["callAttempts"]?.array ?? []
      #expect(attempts.map { $0["status"]?.string } == ["FAILED", "COMPLETED"])
      #expect(attempts.map { $0["reasonCode"]?.string } == ["NO_ANSWER", nil])
      #expect(attempts.last?["duration"]?.integer == 1395)
      #expect(interview?["durationMinutes"]?.double == 23.3)
      let candidate = try await client.get("/candidates").json["data"]?["data"]?.array?.first
      #expect(candidate?["phoneNumber"]?.string?.hasPrefix("+34555") == true)
    }
  }

  @Test func refusalsHaveTheirCodes() async throws {
    try await withSandbox { _, addresses async throws in
      func check(
        _ path: String, key: String = "sandbox-key", _ status: Int, _ code: String
      ) async throws {
        let answer = try await addresses.client(.instaview, key: key).get(path)
        #expect(answer.status == status, "\(path) with \(key)")
        #expect(answer.json["success"]?.bool == false)
        #expect(answer.json["error"]?["code"]?.string == code, "\(path) with \(key)")
      }
      let one = "?candidateId=\(Self.someID)"
      try await check("/interviews", 400, "VALIDATION_ERROR")
      try await check("/interviews?candidateId=12", 400, "VALIDATION_ERROR")
      try await check("/interviews\(one)&page=0", 400, "VALIDATION_ERROR")
      try await check("/interviews\(one)&page=10001", 400, "VALIDATION_ERROR")
      try await check("/interviews\(one)&limit=101", 400, "VALIDATION_ERROR")
      try await check("/interviews\(one)&limit=ten", 400, "VALIDATION_ERROR")
      try await check("/interviews\(one)&status=DONE", 400, "VALIDATION_ERROR")
      try await check("/interviews/\(Self.someID)", 404, "RESOURCE_NOT_FOUND")
      try await check("/elsewhere", 404, "RESOURCE_NOT_FOUND")
      try await check("/candidates", key: "wrong", 401, "INVALID_API_KEY")
      try await check("/candidates", key: "sandbox-key-suspended", 401, "API_KEY_SUSPENDED")
      try await check("/candidates", key: "sandbox-key-none", 403, "INSUFFICIENT_PERMISSIONS")
      try await check("/candidates", key: "sandbox-key-ats", 400, "VALIDATION_ERROR")
      try await check(
        "/candidates?companyId=\(Self.someID)", key: "sandbox-key-ats", 403,
        "RESOURCE_ACCESS_DENIED")
      let company = InstaViewDirectory.companyID
      let ats = addresses.client(.instaview, key: "sandbox-key-ats")
      #expect(try await ats.get("/candidates?companyId=\(company)").status == 200)
      #expect(try await addresses.client(.instaview).get("/interviews\(one)").status == 200)
    }
  }

  @Test func filtersNarrowTheList() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.instaview)
      let pending = try #require(
        SandboxDataset.demo().interviews.first { $0.interview.status == "pending" })
      let id = InstaViewDirectory.candidateID(SandboxPeople.personKey(of: pending))
      func total(_ query: String) async throws -> Int? {
        try await client.get("/interviews?candidateId=\(id)\(query)").json["data"]?["total"]?
          .integer
      }
      let agent =
        try await client.get("/interviews?candidateId=\(id)").json["data"]?["data"]?
        .array?.first?["agentId"]?.string ?? ""
      #expect(try await total("") == 1)
      #expect(try await total("&status=SCHEDULED") == 1)
      #expect(try await total("&status=COMPLETED") == 0)
      #expect(try await total("&agentId=\(agent)") == 1)
      #expect(try await total("&agentId=\(Self.someID)") == 0)
      #expect(try await total("&jobId=\(Self.someID)") == 0)
      let found = try await client.get("/candidates?search=BRANDT").json["data"]?["total"]
      #expect(found?.integer == 1)
    }
  }
}
