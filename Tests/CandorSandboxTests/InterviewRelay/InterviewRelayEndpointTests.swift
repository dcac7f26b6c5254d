import CandorModel
import NIOHTTP1
import Testing

@testable import CandorSandbox

/// Every endpoint of the reference once, as its document shows it.
@Suite struct InterviewRelayEndpointTests {
  /// The demo's first campaign and its first session.
  static func first() throws -> (campaign: String, session: String, script: String) {
    let evidence = try #require(SandboxDataset.demo().interviews.first)
    return (
      InterviewRelayDocuments.campaignID(evidence), InterviewRelayDocuments.sessionID(evidence),
      InterviewRelayDocuments.scriptID(campaignKey: SandboxPeople.jobKey(of: evidence))
    )
  }

  @Test func campaigns() async throws {
    let (campaign, _, script) = try Self.first()
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let created = try await client.post(
        "/campaigns",
        #"{"name":"Q1","scriptId":"\#(script)","settings":{"voice":"alloy"},"metadata":{"a":1}}"#)
      #expect(created.status == 201)
      let id = try #require(created.json["id"]?.string)
      #expect(id.hasPrefix("cam_"))
      #expect(created.json["status"]?.string == "active")
      #expect(try await client.get("/campaigns/\(id)").json == created.json)
      #expect(
        try await client.get("/campaigns/\(campaign)").json["name"]?.string
          == "Social Media Manager")
      let page = try await client.get("/campaigns?sort=name&order=asc&limit=2&offset=1")
      #expect(
        page.json["data"]?.array?.compactMap { $0["name"]?.string }
          == ["Customer Support Agent", "Q1"])
      #expect(
        page.json["pagination"]
          == .object([
            ("total", .number("4")), ("limit", .number("2")), ("offset", .number("1")),
            ("hasMore", .bool(true)),
          ]))
      #expect(
        try await client.get("/campaigns?search=backend").json["pagination"]?["total"]?.integer == 1
      )
      #expect(
        try await client.get("/campaigns?status=paused").json["pagination"]?["total"]?.integer == 0)
    }
  }

  @Test func invites() async throws {
    let (campaign, _, _) = try Self.first()
    try await withSandbox({ $0.now = { Timestamp(millisecondsSinceEpoch: 1_772_000_000_000) } }) {
      _, addresses in
      let client = addresses.client(.interviewrelay)
      let created = try await client.post(
        "/campaigns/\(campaign)/invites",
        #"{"email":"p@example.com","name":"P","expiresIn":"24h","metadata":{"userId":"1"}}"#)
      #expect(created.status == 201)
      let id = try #require(created.json["id"]?.string)
      let token = try #require(created.json["token"]?.string)
      #expect(token.hasPrefix("inv_") && token.count == 24)
      #expect(created.json["inviteUrl"]?.string == "https://interviewrelay.com/interview/\(token)")
      #expect(created.json["expiresAt"]?.string == "2026-02-26T06:13:20Z")
      #expect(try await client.get("/invites/\(id)").json == created.json)
      let found = try await client.get("/campaigns/\(campaign)/invites?email=p@example.com")
      #expect(found.json["data"]?.array == [created.json])
      #expect(try await client.post("/invites/\(id)/resend", "{}").json["token"]?.string == token)
      #expect(
        try await client.post("/invites/\(id)/cancel", "{}").json["status"]?.string == "cancelled")
      let late = try await client.post("/invites/\(id)/resend", "{}")
      #expect(late.status == 409)
      #expect(late.json["error"]?["code"]?.string == "INVITE_EXPIRED")

      func bulk(_ count: Int) async throws -> SandboxClient.Answer {
        let people = (0..<count).map { #"{"email":"b\#($0)@example.com"}"# }.joined(separator: ",")
        return try await client.post(
          "/campaigns/\(campaign)/invites/bulk", #"{"invites":[\#(people)],"sendEmail":false}"#)
      }
      let many = try await bulk(300)
      #expect(many.status == 201)
      #expect(many.json["data"]?.array?.count == 300)
      #expect(try await bulk(500).json["error"]?["code"]?.string == "INSUFFICIENT_CREDITS")
      #expect(try await bulk(501).json["error"]?["code"]?.string == "VALIDATION_ERROR")
      let pending = try await client.get(
        "/campaigns/\(campaign)/invites?status=pending&limit=100&offset=300")
      #expect(pending.json["pagination"]?["total"]?.integer == 301)
    }
  }

  @Test func sessions() async throws {
    let (_, session, _) = try Self.first()
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let evidence = try SandboxDataset.demo().interviews
      var seen: [String] = []
      let campaigns = try await client.get("/campaigns?order=asc").json["data"]?.array ?? []
      for campaign in campaigns {
        let id = campaign["id"]?.string ?? ""
        for offset in stride(from: 0, to: 40, by: 4) {
          let page = try await client.get(
            "/campaigns/\(id)/sessions?sort=createdAt&order=asc&limit=4&offset=\(offset)")
          seen += (page.json["data"]?.array ?? []).compactMap { $0["id"]?.string }
          if page.json["pagination"]?["hasMore"]?.bool == false { break }
        }
      }
      #expect(seen == evidence.map(InterviewRelayDocuments.sessionID))

      let one = try await client.get("/sessions/\(session)")
      #expect(one.json["participant"]?["email"]?.string == evidence[0].candidate?.email)
      #expect(one.json["device"]?["browser"]?.string == "Safari 26")
      #expect(one.json["questionsAnswered"]?.integer == 5)
      #expect(one.json["status"]?.string == "completed")
      #expect(!one.text.contains("Mozilla/"))
      #expect(!one.text.contains("83.56.102.236"))

      let campaign = one.json["campaignId"]?.string ?? ""
      func total(_ query: String) async throws -> Int? {
        try await client.get("/campaigns/\(campaign)/sessions?\(query)").json["pagination"]?[
          "total"]?.integer
      }
      #expect(try await total("status=completed") == 9)
      #expect(try await total("status=created") == 1)
      #expect(try await total("from=2026-02-17T00:00:00Z&to=2026-02-17T23:59:59Z") == 4)
      let longest = try await client.get("/campaigns/\(campaign)/sessions?sort=duration&limit=1")
      #expect(longest.json["data"]?.array?.first?["duration"] != nil)
    }
  }

  @Test func sessionLifecycle() async throws {
    let started = Evidence(
      platform: "interviewrelay", interview: Interview(id: "ses_abc", status: "in_progress"),
      answers: [Answer(step: Step(index: 0))])
    try await withSandbox({ $0.dataset = SandboxDataset([started]) }) { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      func post(_ action: String, _ body: String = "{}") async throws -> SandboxClient.Answer {
        try await client.post("/sessions/ses_abc/\(action)", body)
      }
      #expect(try await post("heartbeat").json["ok"]?.bool == true)
      #expect(try await post("resume").json["error"]?["code"]?.string == "SESSION_NOT_ACTIVE")
      let paused = try await post("pause", #"{"reason":"doorbell"}"#)
      #expect(paused.json["status"]?.string == "paused")
      #expect(paused.json["pauseReason"]?.string == "doorbell")
      #expect(try await post("heartbeat").status == 409)
      #expect(try await post("resume").json["status"]?.string == "in_progress")
      let consent = try await post("consent", #"{"granted":true,"type":"all","ip":"83.56.1.2"}"#)
      #expect(consent.json["consent"]?["ip"]?.string == "83.56.1.2")
      #expect(
        try await client.get("/sessions/ses_abc").json["consent"]?["ip"]?.string == "83.56.1.2")
      #expect(try await post("consent", "{}").json["error"]?["code"]?.string == "INVALID_REQUEST")
      #expect(
        try await post("consent", #"{"granted":true,"type":"some"}"#).json["error"]?["code"]?.string
          == "VALIDATION_ERROR")
      #expect(try await client.get("/sessions/ses_abc/transcript").status == 404)
      let file = try await post("files", #"{"any":"bytes"}"#)
      #expect(file.status == 201)
      #expect(file.json["size"]?.integer == 15)
      #expect(try await client.get("/sessions/ses_abc/files").json["data"]?.array == [file.json])
    }
  }

  @Test func transcriptsInFourFormats() async throws {
    let (_, session, _) = try Self.first()
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let path = "/sessions/\(session)/transcript"
      let json = try await client.get(path).json
      let utterances = json["utterances"]?.array ?? []
      #expect(utterances.count == 10)
      #expect(utterances[0]["speaker"]?.string == "ai")
      #expect(utterances[0]["sentiment"]?.string == "neutral")
      #expect(utterances[0]["keywords"] == nil)
      #expect(utterances[1]["text"]?.string?.contains("Alba Ferrer") == true)
      let bare = try await client.get(
        path + "?include_sentiment=false&include_keywords=true&redact_pii=true&speaker=participant")
      let own = bare.json["utterances"]?.array ?? []
      #expect(own.count == 5)
      #expect(own[0]["sentiment"] == nil)
      #expect(own[0]["keywords"]?.array?.isEmpty == false)
      #expect(own[0]["text"]?.string?.hasPrefix("My name is [REDACTED].") == true)
      let text = try await client.get(path + "?format=text")
      #expect(
        text.text.hasPrefix(
          "Interviewer: Introduce yourself in one minute\nParticipant: My name is"))
      let srt = try await client.get(path + "?format=srt")
      #expect(srt.text.hasPrefix("1\n00:00:02,500 --> 00:00:07,000\nInterviewer: "))
      let vtt = try await client.get(path + "?format=vtt")
      #expect(vtt.text.hasPrefix("WEBVTT\n\n00:00:02.500 --> 00:00:07.000\n<v Interviewer>"))
      #expect(vtt.header("Content-Type") == "text/vtt; charset=utf-8")
      #expect(try await client.get(path + "?format=pdf").status == 400)
    }
  }

  @Test func pdfsHaveARightTable() async throws {
    let (_, session, _) = try Self.first()
    try await withSandbox { _, addresses async throws in
      let answer = try await addresses.client(.interviewrelay).get(
        "/sessions/\(session)/pdf?branding=minimal&include_timestamps=false")
      #expect(answer.header("Content-Type") == "application/pdf")
      let text = String(answer.bytes.map { Character(Unicode.Scalar($0)) })
      #expect(text.hasPrefix("%PDF-1.4\n"))
      #expect(text.hasSuffix("%%EOF\n"))
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let start = try #require(lines.firstIndex(of: "startxref"))
      let table = try #require(Int(lines[start + 1]))
      #expect(text.dropFirst(table).hasPrefix("xref\n"))
      // Each offset of the table leads to the object of that number.
      let entries = text.dropFirst(table).split(separator: "\n").dropFirst(3).prefix {
        $0.hasSuffix(" n ")
      }
      #expect(entries.count == 5)
      for (index, entry) in entries.enumerated() {
        let offset = try #require(Int(entry.prefix(10)))
        #expect(text.dropFirst(offset).hasPrefix("\(index + 1) 0 obj\n"))
      }
    }
  }

  @Test(arguments: ["PATCH", "PUT"])
  func projects(method: String) async throws {
    let (_, _, script) = try Self.first()
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let created = try await client.post("/projects", ##"{"name":"P","color":"#6366F1"}"##)
      #expect(created.status == 201)
      let id = try #require(created.json["id"]?.string)
      let campaign = try await client.post(
        "/campaigns", #"{"name":"C","scriptId":"\#(script)","projectId":"\#(id)"}"#)
      #expect(campaign.json["projectId"]?.string == id)
      #expect(
        try await client.get("/campaigns?projectId=\(id)").json["pagination"]?["total"]?.integer
          == 1)
      let changed = try await client.send(
        HTTPMethod(rawValue: method), "/projects/\(id)", #"{"name":"Q"}"#)
      #expect(changed.json["name"]?.string == "Q")
      #expect(try await client.get("/projects/\(id)").json == changed.json)
      #expect(try await client.get("/projects").json["data"]?.array?.count == 1)
      let removed = try await client.send(.DELETE, "/projects/\(id)")
      #expect(removed.status == 204)
      #expect(try await client.get("/projects/\(id)").status == 404)
      let left = try await client.get("/campaigns/\(campaign.json["id"]?.string ?? "")")
      #expect(left.status == 200)
      #expect(left.json["projectId"] == nil)
      let color = try await client.post("/projects", #"{"name":"P","color":"red"}"#)
      #expect(color.json["error"]?["code"]?.string == "VALIDATION_ERROR")
    }
  }

  @Test func scripts() async throws {
    let (_, _, used) = try Self.first()
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let body =
        #"{"name":"S","systemPrompt":"Be kind.","questions":[{"id":"q1","text":"Why?","type":"open"}]}"#
      let created = try await client.post("/scripts", body)
      #expect(created.status == 201)
      let id = try #require(created.json["id"]?.string)
      #expect(created.json["status"]?.string == "draft")
      #expect(created.json["questions"]?.array?.first?["required"]?.bool == true)
      #expect(try await client.get("/scripts/\(id)").json == created.json)
      #expect(try await client.get("/scripts?status=draft").json["data"]?.array?.count == 1)
      #expect(try await client.get("/scripts?search=backend").json["data"]?.array?.count == 1)
      #expect(
        try await client.post("/scripts/\(id)/publish", "{}").json["status"]?.string == "published")
      let changed = try await client.send(.PATCH, "/scripts/\(id)", #"{"description":"d"}"#)
      #expect(changed.json["status"]?.string == "draft")
      #expect(changed.json["version"]?.integer == 2)
      let version = try await client.post("/scripts/\(id)/versions", #"{"changelog":"c"}"#)
      #expect(version.status == 201)
      #expect(version.json["version"]?.integer == 3)
      let export = try await client.get("/scripts/\(id)/export")
      #expect(export.json["script"]?["id"]?.string == id)
      let imported = try await client.post("/scripts/import", export.text)
      #expect(imported.status == 201)
      #expect(imported.json["id"]?.string != id)
      #expect(imported.json["questions"] == created.json["questions"])
      #expect(try await client.post("/scripts/\(id)/media", "bytes").json["size"]?.integer == 5)
      #expect(try await client.send(.DELETE, "/scripts/\(id)").status == 204)
      let inUse = try await client.send(.DELETE, "/scripts/\(used)")
      #expect(inUse.status == 409)
      let type = body.replacing("open", with: "essay")
      #expect(
        try await client.post("/scripts", type).json["error"]?["code"]?.string == "VALIDATION_ERROR"
      )
      #expect(
        try await client.post("/scripts", #"{"name":"S"}"#).json["error"]?["code"]?.string
          == "INVALID_REQUEST")
    }
  }

  @Test func organizationAndMembers() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      #expect(try await client.get("/organization").json["name"]?.string == "Sandbox")
      let changed = try await client.send(
        .PATCH, "/organization", #"{"name":"N","settings":{"a":1}}"#)
      #expect(changed.json["settings"]?["a"]?.integer == 1)
      let member = try await client.post(
        "/organization/members", #"{"email":"m@example.com","role":"viewer"}"#)
      #expect(member.status == 201)
      let id = try #require(member.json["id"]?.string)
      #expect(
        try await client.post("/organization/members", #"{"email":"m@example.com"}"#).status == 409)
      let promoted = try await client.send(
        .PUT, "/organization/members/\(id)", #"{"role":"admin"}"#)
      #expect(promoted.json["role"]?.string == "admin")
      #expect(try await client.get("/organization/members").json["data"]?.array?.count == 2)
      #expect(try await client.send(.DELETE, "/organization/members/\(id)").status == 204)
      #expect(try await client.send(.DELETE, "/organization/members/\(id)").status == 404)
    }
  }

  @Test func billing() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.interviewrelay)
      #expect(try await client.get("/billing/plan").json["credits"]?["balance"]?.integer == 342)
      let bought = try await client.post("/billing/credits/purchase", #"{"amount":50}"#)
      #expect(bought.json["balance"]?.integer == 392)
      #expect(try await client.post("/billing/credits/purchase", #"{"amount":0}"#).status == 422)
      #expect(try await client.get("/billing/usage").status == 400)
      let usage = try await client.get(
        "/billing/usage?from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z&group_by=campaign")
      #expect(usage.json["total"]?.integer == 30)
      #expect(usage.json["data"]?.array?.count == 3)
      let months = try await client.get(
        "/billing/usage?from=2026-01-01&to=2026-12-31&group_by=month")
      #expect(months.json["data"]?.array?.first?["key"]?.string == "2026-02")
      #expect(try await client.get("/billing/invoices").json["data"]?.array?.count == 2)
    }
  }
}
