import CandorModel
import CandorSandbox
import CandorTesting
import Testing

@testable import CandorSources

struct InstaViewTests {
  private func withClient(
    key suffix: String = "", company: String? = nil, envelope: InstaViewEnvelope = .wrapped,
    _ body: @escaping @Sendable (InstaViewClient) async throws -> Void
  ) async throws {
    let configuration = SandboxConfiguration(
      dataset: try SandboxDataset.demo(), rateLimits: [:], instaViewEnvelope: envelope)
    try await SandboxServer.withRunning(configuration) { _, addresses in
      let client = try InstaViewClient(
        key: try APIKey(SandboxConfiguration.defaultKey + suffix), companyID: company,
        endpoint: try Endpoint(addresses.url(of: .instaview)), configuration: quickConfiguration())
      try await body(client)
      await client.shutdown()
    }
  }

  @Test(arguments: InstaViewEnvelope.allCases)
  func everyEnvelopeGivesEveryInterview(envelope: InstaViewEnvelope) async throws {
    try await withClient(envelope: envelope) { client in
      let count = try SandboxDataset.demo().interviews.count
      let source = InstaViewSource(client)
      let walked = await walk(source.evidence(.init(includesAll: true)))
      #expect(walked.error == nil)
      #expect(walked.losses.isEmpty)
      #expect(walked.ids.count == count)
      #expect(Set(walked.ids).count == walked.ids.count)
      #expect(
        walked.evidence.allSatisfy { $0.notes.map(\.code).contains("no-address") })
      let candidate = try #require(walked.evidence[0].candidate?.id)
      let one = await walk(source.evidence(.init(candidates: [candidate])))
      #expect(
        one.evidence.map(\.canonicalBytes)
          == walked.evidence.filter { $0.candidate?.id == candidate }.map(\.canonicalBytes))
    }
  }

  @Test func pagesAndSingleObjects() async throws {
    try await withClient { client in
      let first = try await client.candidates(page: 1, limit: 2)
      #expect(first.elements.count == 2)
      #expect(!first.isLast)
      let candidate = first.elements[0]
      #expect(try await client.candidate(candidate.id) == candidate)
      let interviews = try await client.interviews(.init(candidateID: candidate.id))
      let interview = try #require(interviews.elements.first)
      #expect(try await client.interview(interview.id).id == interview.id)
      for status in InstaViewClient.Status.allCases {
        let found = try await client.interviews(
          .init(candidateID: candidate.id, status: status))
        #expect(found.elements.allSatisfy { $0.status == status.rawValue })
      }
      let missing = await sourceError {
        _ = try await client.interview("00000000-0000-4000-8000-000000000000")
      }
      #expect(missing?.code == .notFound)
      #expect(missing?.platformCode == "RESOURCE_NOT_FOUND")
    }
  }

  @Test(arguments: [(0, 10), (10_001, 10), (1, 0), (1, 101)])
  func pagesOutOfRangeAreNotSent(page: Int, limit: Int) async throws {
    let server = try StubServer { _, _ in .json("{}") }
    let client = try InstaViewClient(
      key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration())
    let error = await sourceError { _ = try await client.candidates(page: page, limit: limit) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.code.exitCode == 64)
    #expect(server.requests.isEmpty)
    await client.shutdown()
  }

  @Test func keysThatDoNotDo() async throws {
    try await withClient(key: "-suspended") { client in
      let error = await sourceError { _ = try await client.candidates() }
      #expect(error?.code == .unauthorized)
      #expect(error?.message == "InstaView refused the key (`API_KEY_SUSPENDED`)")
    }
    try await withClient(key: "-none") { client in
      let error = await sourceError { _ = try await client.candidates() }
      #expect(error?.code == .permissionMissing)
      #expect(error?.message.contains("`read:candidates`") == true)
    }
    try await withClient(key: "-ats") { client in
      let error = await sourceError { _ = try await client.candidates() }
      #expect(error?.code != nil)
    }
  }

  /// The filters of a list need permissions of their own, and only the platform knows which is
  /// lacking.
  @Test(arguments: [
    (#"{"message":"Missing scope: read:agents"}"#, "lacks the permission `read:agents`"),
    (
      #"{"success":false,"error":{"code":"FORBIDDEN","message":"needs read:agents, read:jobs."}}"#,
      "lacks the permissions `read:agents`, `read:jobs`"
    ),
    (#"{"message":"user:anna may not: a:b:c"}"#, "seems to lack the permission `read:interviews`"),
    ("", "seems to lack the permission `read:interviews`"),
  ])
  func theLackingPermissionIsTheOneThatThePlatformNames(
    body: String, lack: String
  ) async throws {
    let server = try StubServer { _, _ in .json(body, status: 403) }
    let client = try InstaViewClient(
      key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration())
    let error = await sourceError { _ = try await client.interviews(.init(candidateID: "c")) }
    #expect(error?.code == .permissionMissing)
    #expect(error?.message.hasSuffix(": the key \(lack)") == true)
    await client.shutdown()
  }

  @Test(arguments: [true, false])
  func candidatesThatMayNotBeReadAreNotedAndReadAgain(isAllowed: Bool) async throws {
    let server = try StubServer { request, _ in
      guard request.target.hasPrefix("/candidates/") else {
        return .json(
          #"{"data":[{"id":"i","candidateId":"c","updatedAt":"2026-03-02T09:00:00Z"}]}"#)
      }
      return isAllowed ? .json(#"{"id":"c"}"#) : .json(#"{"message":"no"}"#, status: 403)
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["c"])))
    #expect(walked.ids == ["i"])
    let isNoted = walked.evidence.first?.notes.contains { $0.code == "candidate-missing" }
    #expect(isNoted == !isAllowed)
    #expect(walked.changes == [isAllowed ? Timestamp("2026-03-02T09:00:00Z") : nil])
    await source.shutdown()
  }

  /// It was asked for, so it is known whose interviews came.
  @Test(arguments: [true, false])
  func theCandidateIsKnownWhereTheInterviewLeavesItOut(isAllowed: Bool) async throws {
    let server = try StubServer { request, _ in
      guard request.target.hasPrefix("/candidates/") else {
        return .json(#"{"data":[{"id":"i"},{"id":"k","candidateId":"C"}]}"#)
      }
      return isAllowed ? .json(#"{"id":"c"}"#) : .json(#"{"message":"no"}"#, status: 403)
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["c"])))
    #expect(walked.ids == ["i", "k"])
    #expect(walked.evidence.map(\.candidate?.id) == ["c", "C"])
    await source.shutdown()
  }

  /// Behind a wrong path nothing is known either, and the key is not to blame.
  @Test func aListThatIsNotKnownMayBeAskedForInTheWrongPlace() async throws {
    let server = try StubServer { _, _ in .json(#"{"message":"Not Found"}"#, status: 404) }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint("/v1"),
        configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(includesAll: true)))
    #expect(walked.sourceError?.code == .permissionMissing)
    #expect(walked.sourceError?.help?.contains("`--company`") == true)
    #expect(walked.sourceError?.help?.contains("`INSTAVIEW_URL`") == true)
    await source.shutdown()
  }

  @Test func queryAsDocumented() async throws {
    let server = try StubServer { _, _ in .json(#"{"data":[],"total":0}"#) }
    let client = try InstaViewClient(
      key: try testKey(), companyID: "co", endpoint: try server.endpoint(""),
      configuration: quickConfiguration())
    _ = try await client.interviews(
      .init(candidateID: "c", agentID: "g", status: .inProgress, jobID: "j"), page: 2, limit: 50)
    let request = try #require(server.requests.first)
    #expect(
      request.target
        == "/interviews?page=2&limit=50&companyId=co&candidateId=c&agentId=g&status=IN_PROGRESS"
        + "&jobId=j")
    #expect(request.headers["authorization"] == "Bearer sandbox-key")
    await client.shutdown()
  }

  @Test(arguments: [
    ("+34 612 345 678", "ES"), ("0034612345678", "ES"), ("+1 212 555 0100", "US"),
    ("+1 416 555 0100", "CA"), ("+1 809 555 0100", "DO"), ("+7 495 1234567", "RU"),
    ("+7 701 1234567", "KZ"), ("+421 901 234 567", "SK"), ("+44 20 7946 0000", "GB"),
    ("+351912345678", "PT"),
  ])
  func phoneCountries(number: String, country: String) {
    #expect(PhoneCountry.code(of: number) == country)
  }

  @Test(arguments: [
    "", "612345678", "+", "+34", "+34x12345678", "+883512345678", "+12345678901234567",
  ])
  func numbersWithoutCountry(number: String) {
    #expect(PhoneCountry.code(of: number) == nil)
  }

  /// The documents leave open whether interviews can be listed by status; they are told apart here, too.
  @Test func aRefusedStatusLosesNobody() async throws {
    let server = try StubServer { request, _ in
      if request.target.hasPrefix("/candidates/") { return .json(#"{"id":"c"}"#) }
      guard !request.target.contains("status=") else {
        return .json(#"{"error":{"code":"VALIDATION_ERROR"}}"#, status: 400)
      }
      return .json(
        #"{"data":[{"id":"1","candidateId":"c","status":"COMPLETED"},"#
          + #"{"id":"2","candidateId":"c","status":"FAILED"}]}"#)
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    for _ in 0..<2 {
      let walked = await walk(
        source.evidence(.init(candidates: ["c"], statuses: [.completed])))
      #expect(walked.ids == ["1"])
      #expect(walked.losses.isEmpty)
    }
    // It is asked once.
    #expect(server.requests.count { $0.target.contains("status=") } == 1)
    await source.shutdown()
    withExtendedLifetime(server) {}
  }
}
