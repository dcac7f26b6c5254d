import CandorModel
import Testing

@testable import CandorSandbox

@Suite struct AshbyStandInTests {
  private static func candidateID(_ interview: String) throws -> String {
    let evidence = try #require(
      SandboxDataset.demo().interviews.first { $0.interview.id == interview })
    return AshbyDirectory.candidateID(SandboxPeople.personKey(of: evidence))
  }

  @Test func recordsOfACandidateInPages() async throws {
    let id = try Self.candidateID(HireflixStandInTests.interleaved)
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.ashby)
      var cursor = ""
      var records: [JSONValue] = []
      for _ in 0..<5 {
        let answer = try await client.post(
          "/candidate.listClientInfo", #"{"candidateId":"\#(id)","limit":1\#(cursor)}"#)
        #expect(answer.json["success"]?.bool == true)
        records += answer.json["results"]?.array ?? []
        guard answer.json["moreDataAvailable"]?.bool == true else {
          #expect(answer.json["syncToken"] != nil)
          #expect(answer.json["nextCursor"] == nil)
          break
        }
        cursor = #","cursor":"\#(answer.json["nextCursor"]?.string ?? "")""#
      }
      #expect(records.compactMap { $0["ipAddress"]?.string } == ["83.1.77.12", "50.101.33.9"])
      #expect(
        records.compactMap { $0["relatedEntityType"]?.string }
          == ["application", "meeting_availability_request"])
      #expect(records.allSatisfy { $0["userAgent"]?.string?.hasPrefix("Mozilla/") == true })
      #expect(records.allSatisfy { $0["candidateId"]?.string == id })
    }
  }

  @Test func contactsAreServedAsTheyAre() async throws {
    let contacts = [
      Contact(kind: "application", at: Timestamp("2026-03-01T10:00:00Z"), ip: "83.56.1.1"),
      Contact(kind: "blocked_application_submission", ip: "2a02:9000::1", userAgent: "curl/8.5.0"),
    ]
    let evidence = Evidence(
      platform: "ashby", interview: Interview(id: "i-1"), candidate: Candidate(id: "c-1"),
      contacts: contacts)
    let id = AshbyDirectory.candidateID("c-1")
    try await withSandbox({ $0.dataset = SandboxDataset([evidence]) }) {
      _, addresses async throws in
      let answer = try await addresses.client(.ashby).post(
        "/candidate.listClientInfo", #"{"candidateId":"\#(id)"}"#)
      let records = answer.json["results"]?.array ?? []
      #expect(records.map { $0["ipAddress"]?.string } == ["83.56.1.1", "2a02:9000::1"])
      #expect(records.map { $0["userAgent"]?.string } == [nil, "curl/8.5.0"])
      #expect(records.map { $0["createdAt"]?.string } == ["2026-03-01T10:00:00Z", nil])
    }
  }

  @Test func refusalsHaveTheirCodes() async throws {
    let id = try Self.candidateID(HireflixStandInTests.interleaved)
    try await withSandbox { _, addresses async throws in
      func check(
        _ call: String, _ body: String, key: String = "sandbox-key", _ status: Int, _ code: String
      ) async throws {
        let answer = try await addresses.client(.ashby, key: key).post("/\(call)", body)
        #expect(answer.status == status, "\(call) \(body)")
        #expect(answer.json["success"]?.bool == false)
        #expect(answer.json["errorInfo"]?["code"]?.string == code, "\(call) \(body)")
      }
      let list = "candidate.listClientInfo"
      let known = #"{"candidateId":"\#(id)""#
      try await check(list, "{}", 200, "invalid_input")
      try await check(list, #"{"candidateId":"x"}"#, 200, "invalid_input")
      try await check(list, "[]", 200, "invalid_input")
      try await check(list, known + #","limit":101}"#, 200, "invalid_input")
      try await check(list, known + #","cursor":"nonsense"}"#, 200, "invalid_next_cursor")
      try await check(list, known + #","syncToken":"nonsense"}"#, 200, "sync_token_invalid")
      try await check(
        list, #"{"candidateId":"123e4567-e89b-12d3-a456-426614174000"}"#, 200,
        "candidate_not_found")
      try await check(list, known + "}", key: "wrong", 403, "forbidden")
      try await check(
        list, known + "}", key: "sandbox-key-none", 403, "missing_endpoint_permission")
      try await check("candidate.vanish", "{}", 404, "not_found")
      try await check(
        "candidate.setFraudStatus", known + #","fraudStatus":"Unsure"}"#, key: "sandbox-key-read",
        403, "missing_endpoint_permission")
      try await check(
        "candidate.setFraudStatus", known + #","fraudStatus":"Guilty"}"#, 200, "invalid_input")
      let none = try await SandboxClient(base: addresses.url(of: .ashby)).post("/\(list)", "{}")
      #expect(none.status == 401)
    }
  }

  @Test func fraudStatusIsKept() async throws {
    let id = try Self.candidateID(HireflixStandInTests.interleaved)
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.ashby)
      func status() async throws -> String? {
        try await client.post("/candidate.info", #"{"id":"\#(id)"}"#)
          .json["results"]?["fraudStatus"]?.string
      }
      #expect(try await status() == "Unreviewed")
      let set = try await client.post(
        "/candidate.setFraudStatus", #"{"candidateId":"\#(id)","fraudStatus":"Unsure"}"#)
      #expect(set.json["results"]?["fraudStatus"]?.string == "Unsure")
      #expect(try await status() == "Unsure")
    }
  }

  @Test func candidatesAreListedAndFound() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.ashby)
      let all = try await client.post("/candidate.list", "{}")
      #expect(all.json["results"]?.array?.count == 31)
      let token = try #require(all.json["syncToken"]?.string)
      let news = try await client.post("/candidate.list", #"{"syncToken":"\#(token)"}"#)
      #expect(news.json["results"]?.array?.isEmpty == true)
      let found = try await client.post("/candidate.search", #"{"name":"brandt"}"#)
      #expect(found.json["results"]?.array?.count == 1)
      let external = try await client.post("/candidate.info", #"{"externalMappingId":"ats-4107"}"#)
      #expect(external.json["results"]?["name"]?.string != nil)
    }
  }
}
