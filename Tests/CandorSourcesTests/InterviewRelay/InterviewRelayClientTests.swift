import CandorModel
import CandorSandbox
import Testing

@testable import CandorSources

/// Every endpoint of the typed client against the stand-in, over real sockets.
struct InterviewRelayClientTests {
  private func withClient(
    key suffix: String = "", faults: [SandboxFault] = [], dataset: SandboxDataset? = nil,
    options: InterviewRelayClient.Options = .init(),
    _ body: @escaping @Sendable (InterviewRelayClient) async throws -> Void
  ) async throws {
    let configuration = SandboxConfiguration(
      dataset: try dataset ?? SandboxDataset.demo(), faults: faults, faultRetryAfter: nil,
      rateLimits: [:])
    try await SandboxServer.withRunning(configuration) { _, addresses in
      let client = try InterviewRelayClient(
        key: try APIKey(SandboxConfiguration.defaultKey + suffix),
        endpoint: try Endpoint(addresses.url(of: .interviewrelay)),
        configuration: quickConfiguration(), options: options)
      try await body(client)
      await client.shutdown()
    }
  }

  private func all<Element: Sendable>(
    _ list: InterviewRelayList<Element>
  ) async throws -> [Element] {
    var elements: [Element] = []
    for try await element in list { elements.append(element) }
    return elements
  }

  private let question = InterviewRelayQuestion(
    id: "q1", text: "Why?", type: "open", isRequired: true, maximumDurationSeconds: 60)

  @Test(arguments: ["PATCH", "PUT"])
  func projectsAndScripts(method: String) async throws {
    try await withClient(options: .init(updateMethod: method)) { client in
      let project = try await client.projects.create(
        name: "Hiring", description: "D", color: "#6366F1")
      #expect(try await client.projects.get(project.id).name == "Hiring")
      #expect(
        try await client.projects.update(project.id, name: "Hiring 2").name == "Hiring 2")
      #expect(try await all(client.projects.list(limit: 1)).contains { $0.id == project.id })

      let script = try await client.scripts.create(
        .init(
          name: "S", projectID: project.id, systemPrompt: "Be kind", questions: [question]))
      #expect(script.questions.map(\.text) == ["Why?"])
      #expect(try await client.scripts.get(script.id).systemPrompt == "Be kind")
      _ = try await client.scripts.update(script.id, .init(name: "S2"))
      #expect(try await client.scripts.get(script.id).name == "S2")
      try await client.scripts.publish(script.id)
      #expect(try await client.scripts.get(script.id).status == "published")
      let version = try await client.scripts.makeVersion(
        of: script.id, changelog: "shorter", .init(questions: [question]))
      #expect(version.status == "draft")
      let exported = try await client.scripts.export(script.id)
      let imported = try await client.scripts.restore(exported)
      #expect(imported.id != script.id)
      let media = try await client.scripts.uploadMedia(
        script.id,
        InterviewRelayUpload(name: "a\".png", contentType: "image/png", bytes: [1, 2, 3]))
      #expect(!media.id.isEmpty)
      #expect(
        try await all(client.scripts.list(search: "S2", limit: 1)).contains { $0.id == script.id })
      try await client.scripts.delete(imported.id)
      let gone = await sourceError { _ = try await client.scripts.get(imported.id) }
      #expect(gone?.code == .notFound)
      #expect(gone?.interviewRelayCode == .resourceNotFound)

      try await client.projects.delete(project.id)
      #expect(
        await sourceError { _ = try await client.projects.get(project.id) }?.code == .notFound)
    }
  }

  @Test func campaignsAndInvites() async throws {
    try await withClient { client in
      let script = try await client.scripts.create(
        .init(name: "S", systemPrompt: "P", questions: [question]))
      let campaign = try await client.campaigns.create(
        .init(name: "C", scriptID: script.id, metadata: .object([("k", .string("v"))])))
      #expect(campaign.status == "active")
      #expect(try await client.campaigns.get(campaign.id).metadata?["k"]?.string == "v")
      #expect(
        try await all(client.campaigns.list(.init(status: "active", search: "C", limit: 2)))
          .contains { $0.id == campaign.id })

      let invite = try await client.invites.create(
        campaign: campaign.id, .init(email: "p@example.com", name: "P", expiresIn: "7d"))
      #expect(invite.status == "pending")
      #expect(try await client.invites.get(invite.id).email == "p@example.com")
      let many = try await client.invites.createMany(
        campaign: campaign.id, (0..<5).map { .init(email: "p\($0)@example.com") })
      #expect(many.elements.count == 5)
      #expect(try await all(client.invites.list(campaign: campaign.id, limit: 2)).count == 6)
      #expect(
        try await all(client.invites.list(campaign: campaign.id, email: "p3@example.com"))
          .map(\.email) == ["p3@example.com"])
      try await client.invites.resend(invite.id)
      try await client.invites.cancel(invite.id)
      #expect(try await client.invites.get(invite.id).status == "cancelled")
      let refused = await sourceError { try await client.invites.resend(invite.id) }
      #expect(refused?.status == 409)

      let invalid = await sourceError {
        _ = try await client.invites.create(campaign: campaign.id, .init(email: "nobody"))
      }
      #expect(invalid?.interviewRelayCode == .validationError)
      #expect(invalid?.code == .refused)
      for count in [0, 501] {
        let error = await sourceError {
          _ = try await client.invites.createMany(
            campaign: campaign.id, Array(repeating: .init(email: "p@example.com"), count: count))
        }
        #expect(error?.code == .invalidArgument)
      }
    }
  }

  @Test func sessionsWithDocuments() async throws {
    try await withClient { client in
      let campaigns = try await all(client.campaigns.list())
      let count = try SandboxDataset.demo().interviews.count
      var sessions: [InterviewRelaySession] = []
      for campaign in campaigns {
        sessions += try await all(
          client.sessions.list(
            campaign: campaign.id, .init(sort: "createdAt", order: "asc", limit: 3)))
      }
      #expect(sessions.count == count)
      let completed = try #require(sessions.first { $0.status == "completed" })
      #expect(try await client.sessions.get(completed.id).id == completed.id)
      let transcript = try await client.sessions.transcript(
        completed.id, .init(includesKeywords: true, speaker: "participant"))
      #expect(transcript.utterances.allSatisfy { $0.speaker == "participant" })
      for format in InterviewRelayClient.Sessions.TranscriptFormat.allCases {
        let bytes: [UInt8] = try await client.sessions.transcript(completed.id, format: format)
        #expect(!bytes.isEmpty)
      }
      #expect(try await client.sessions.pdf(completed.id, .init(branding: "minimal")).count > 100)
      let file = try await client.sessions.upload(
        completed.id,
        InterviewRelayUpload(name: "screen.webm", contentType: "video/webm", bytes: [0, 13, 10]))
      #expect(try await client.sessions.files(completed.id).contains { $0.id == file.id })
      try await client.sessions.recordConsent(
        completed.id, isGranted: true, type: .all, ip: "83.56.102.236")
      #expect(try await client.sessions.get(completed.id).consentAddress == "83.56.102.236")

      let notActive = await sourceError { try await client.sessions.pause(completed.id) }
      #expect(notActive?.interviewRelayCode == .sessionNotActive)
    }
  }

  @Test func activeSessionIsPausedAndResumed() async throws {
    let evidence = Evidence(
      platform: "interviewrelay", interview: Interview(id: "ses_active", status: "in_progress"),
      candidate: Candidate(email: "p@example.com"),
      answers: [Answer(step: Step(index: 0), ip: "83.56.102.236", userAgent: "Mozilla/5.0")])
    try await withClient(dataset: SandboxDataset([evidence])) { client in
      let id = "ses_active"
      #expect(try await client.sessions.get(id).status == "in_progress")
      try await client.sessions.heartbeat(id)
      try await client.sessions.pause(id, reason: "lunch")
      #expect(try await client.sessions.get(id).status == "paused")
      try await client.sessions.resume(id)
      #expect(try await client.sessions.get(id).status == "in_progress")
    }
  }

  @Test(arguments: ["PATCH", "PUT"])
  func organizationAndBilling(method: String) async throws {
    try await withClient(options: .init(updateMethod: method)) { client in
      #expect(try await client.organization.get().name != nil)
      #expect(try await client.organization.update(name: "Acme").name == "Acme")
      let member = try await client.organization.invite(email: "m@example.com", role: "viewer")
      let members = try await all(client.organization.members())
      #expect(members.contains { $0.id == member.id })
      #expect(try await client.organization.setRole(of: member.id, "admin").role == "admin")
      try await client.organization.remove(member.id)
      let left = try await all(client.organization.members())
      #expect(!left.contains { $0.id == member.id })
      let plan = try await client.billing.plan()
      #expect(plan.plan == "professional")
      let from = try #require(Timestamp("2026-01-01"))
      let to = try #require(Timestamp("2026-12-31"))
      #expect(try await client.billing.usage(from: from, to: to, by: .day).object != nil)
      _ = try await client.billing.purchaseCredits(amount: 10)
      let after = try await client.billing.plan()
      #expect(after.creditBalance == plan.creditBalance.map { $0 + 10 })
      let invoices = try await all(client.billing.invoices())
      #expect(!invoices.isEmpty)
    }
  }

  @Test func sameKeyIsTheSameDeed() async throws {
    try await withClient { client in
      let first = try await client.projects.create(name: "P", idempotencyKey: "one")
      let again = try await client.projects.create(name: "P", idempotencyKey: "one")
      let other = try await client.projects.create(name: "P")
      #expect(first.id == again.id)
      #expect(first.id != other.id)
    }
  }

  /// An answer that is cut after the deed was done must not make it happen twice.
  @Test func faultsDoNotDoubleDeeds() async throws {
    let faults = try ["503:0.2", "cut:0.2", "reset:0.1"].map { try SandboxFault(parsing: $0) }
    try await withClient(faults: faults) { client in
      let before = try await all(client.projects.list()).count
      for number in 0..<30 { _ = try await client.projects.create(name: "P\(number)") }
      let after = try await all(client.projects.list()).count
      #expect(after == before + 30)
      let retries = await client.statistics.retries
      #expect(retries > 5)
    }
  }

  @Test func missingPermissionIsNamed() async throws {
    try await withClient(key: "-read") { client in
      let plan = try await client.billing.plan()
      #expect(plan.plan == "professional")
      let error = await sourceError { _ = try await client.projects.create(name: "P") }
      #expect(error?.code == .permissionMissing)
      #expect(error?.code.exitCode == 77)
      #expect(error?.message.contains("the permission `campaigns:write`") == true)
      #expect(error?.interviewRelayCode == .insufficientPermissions)
    }
    try await withClient(key: "-wrong") { client in
      let error = await sourceError { _ = try await client.billing.plan() }
      #expect(error?.code == .unauthorized)
      #expect(error?.interviewRelayCode == .invalidAPIKey)
    }
  }

  @Test func campaignsAreKeptSessionsAreNot() async throws {
    try await withClient { client in
      let campaigns = try await all(client.campaigns.list())
      let campaign = try #require(campaigns.first)
      func requests() async -> Int { await client.statistics.requests }
      _ = try await client.campaigns.get(campaign.id)
      let first = await requests()
      _ = try await client.campaigns.get(campaign.id)
      _ = try await all(client.campaigns.list())
      #expect(await requests() == first)
      let scripts = try await all(client.scripts.list())
      let script = try #require(scripts.first)
      _ = try await client.scripts.get(script.id)
      let afterScripts = await requests()
      _ = try await all(client.scripts.list())
      _ = try await client.scripts.get(script.id)
      #expect(await requests() == afterScripts)
      // What the client itself changes is read anew.
      _ = try await client.scripts.update(script.id, .init(description: "other"))
      #expect(try await client.scripts.get(script.id).description == "other")
      let sessions = try await all(client.sessions.list(campaign: campaign.id))
      let session = try #require(sessions.first { $0.status == "completed" })
      let before = await requests()
      _ = try await client.sessions.get(session.id)
      _ = try await client.sessions.get(session.id)
      #expect(await requests() == before + 2)
      _ = try await client.sessions.transcript(session.id)
      _ = try await client.sessions.transcript(session.id)
      #expect(await requests() == before + 3)
    }
  }

  @Test func keptAnswersGrowOld() async throws {
    let clock = ManualClock()
    let cache = ResponseCache(clock: clock.transportClock)
    await cache.keep([1], for: "/campaigns/a", seconds: 300)
    await cache.keep([2], for: "/scripts/a", seconds: .infinity)
    #expect(await cache.value("/campaigns/a") == [1])
    clock.advance(301)
    #expect(await cache.value("/campaigns/a") == nil)
    #expect(await cache.value("/scripts/a") == [2])
    await cache.forget(prefix: "/scripts")
    #expect(await cache.value("/scripts/a") == nil)
    for number in 0..<ResponseCache.capacity + 1 {
      await cache.keep([3], for: "\(number)", seconds: 1)
    }
    #expect(await cache.value("0") == nil)
    #expect(await cache.value("1") == [3])
  }

  @Test func pagesThatDoNotEndAreGivenUp() async throws {
    let list = InterviewRelayList<Int>(limit: 1, maximumPages: 4, subject: "x") { offset in
      InterviewRelayPage(elements: [offset], hasMore: true)
    }
    var seen: [Int] = []
    let error = await sourceError { for try await element in list { seen.append(element) } }
    #expect(error?.code == .endlessPages)
    #expect(seen == [0, 1, 2, 3])
  }
}
