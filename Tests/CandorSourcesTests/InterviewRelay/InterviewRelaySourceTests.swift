import CandorModel
import CandorSandbox
import CandorTesting
import Testing

@testable import CandorSources

struct InterviewRelaySourceTests {
  @Test func sessionsBecomeEvidence() async throws {
    let dataset = try SandboxDataset.demo()
    let configuration = SandboxConfiguration(dataset: dataset, rateLimits: [:])
    try await SandboxServer.withRunning(configuration) { _, addresses in
      let client = try InterviewRelayClient(
        key: try testKey(), endpoint: try Endpoint(addresses.url(of: .interviewrelay)),
        configuration: quickConfiguration())
      let source = InterviewRelaySource(client)
      let walked = await walk(source.evidence(.init(includesAll: true)))
      #expect(walked.error == nil)
      #expect(walked.losses.isEmpty)
      #expect(walked.ids.count == dataset.interviews.count)
      #expect(Set(walked.ids).count == walked.ids.count)
      #expect(walked.evidence.allSatisfy { $0.platform == "interviewrelay" })
      #expect(walked.evidence.contains { $0.answers.first?.device?.browser != nil })
      #expect(walked.evidence.allSatisfy { $0.interview.position?.name != nil })

      let some = Array(walked.ids.prefix(3))
      let named = await walk(source.evidence(.init(sessions: some + ["ses_none"])))
      #expect(named.ids == some)
      #expect(named.losses.map(\.id) == ["ses_none"])
      #expect(
        named.evidence.map(\.canonicalBytes)
          == some.map { id in
            walked.evidence.first { $0.interview.id == id }?.canonicalBytes ?? []
          })

      let completed = await walk(
        source.evidence(.init(includesAll: true, statuses: ["completed"])))
      #expect(completed.evidence.allSatisfy { $0.interview.status == "completed" })
      #expect(
        completed.ids.count
          == walked.evidence.count { $0.interview.status == "completed" })
      let campaign = try #require(walked.evidence[0].interview.position?.id)
      let one = await walk(source.evidence(.init(campaigns: [campaign, "cam_none"])))
      #expect(one.evidence.allSatisfy { $0.interview.position?.id == campaign })
      #expect(one.losses.map(\.id) == ["cam_none"])
      await source.shutdown()
    }
  }

  /// Named by id or found in a list: the bounds are the same, and both belong to what they bound.
  @Test func boundsHoldForSessionsThatAreNamed() async throws {
    let dataset = try SandboxDataset.demo()
    let configuration = SandboxConfiguration(dataset: dataset, rateLimits: [:])
    try await SandboxServer.withRunning(configuration) { _, addresses in
      let source = InterviewRelaySource(
        try InterviewRelayClient(
          key: try testKey(), endpoint: try Endpoint(addresses.url(of: .interviewrelay)),
          configuration: quickConfiguration()))
      let all = await walk(source.evidence(.init(includesAll: true)))
      let moments = all.evidence.compactMap(\.interview.createdAt).sorted()
      let (from, to) = (moments[moments.count / 3], moments[moments.count * 2 / 3])
      let bounds: [(from: Timestamp?, to: Timestamp?)] = [(from, nil), (nil, to), (from, to)]
      for bound in bounds {
        let listed = await walk(
          source.evidence(.init(includesAll: true, from: bound.from, to: bound.to)))
        let named = await walk(
          source.evidence(.init(sessions: all.ids, from: bound.from, to: bound.to)))
        #expect(Set(named.ids) == Set(listed.ids))
        #expect(!named.ids.isEmpty && named.ids.count < all.ids.count)
        #expect(named.losses.isEmpty)
      }
      await source.shutdown()
    }
  }

  /// A page of three where a hundred were asked for, and no endpoint for single sessions.
  @Test func shortPagesAndAMissingEndpointLoseNothing() async throws {
    let server = try StubServer { request, _ in
      guard request.target.contains("/sessions?") else {
        return .json(#"{"error":{"code":"RESOURCE_NOT_FOUND"}}"#, status: 404)
      }
      let offset = Int(request.target.split(separator: "offset=").last ?? "") ?? -1
      let items = (offset..<min(offset + 3, 8)).map { number in
        number == 5 ? #"{"status":"paused"}"# : #"{"id":"ses_\#(number)","status":"paused"}"#
      }
      return .json(
        #"{"data":[\#(items.joined(separator: ","))],"#
          + #""pagination":{"total":8,"limit":3,"hasMore":\#(offset + 3 < 8)}}"#)
    }
    let source = InterviewRelaySource(
      try InterviewRelayClient(
        key: try testKey(), endpoint: try server.endpoint("/v1"),
        configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(campaigns: ["cam_1"])))
    #expect(walked.error == nil)
    #expect(walked.ids == [0, 1, 2, 3, 4, 6, 7].map { "ses_\($0)" })
    #expect(walked.evidence.allSatisfy { $0.interview.status == "paused" })
    // An entry without an id cannot be asked for.
    #expect(walked.losses.map(\.id) == ["cam_1"])
    await source.shutdown()
  }

  /// A list may leave out what the session by itself has.
  @Test(arguments: ["participant", "startedAt", "metadata", "device", "completedAt", "none"])
  func whatAListLeavesOutIsAskedFor(field: String) async throws {
    let parts = [
      "participant": #""participant":{"email":"p@example.com"}"#,
      "startedAt": #""startedAt":"2026-03-02T09:00:00Z""#,
      "metadata": #""metadata":{"visitorIp":"1.1.1.1"}"#,
      "device": #""device":{"browser":"Chrome 120"}"#,
      "completedAt": #""completedAt":"2026-03-02T09:30:00Z""#,
    ]
    let head = #""id":"ses_1","status":"completed""#
    func session(without left: String) -> String {
      "{"
        + ([head] + parts.keys.sorted().filter { $0 != left }.map { parts[$0] ?? "" })
        .joined(separator: ",") + "}"
    }
    let (listed, whole) = (session(without: field), session(without: ""))
    let server = try StubServer { request, _ in
      if request.target.contains("/sessions?") { return .json(#"{"data":[\#(listed)]}"#) }
      return .json(request.target.contains("/sessions/") ? whole : #"{"id":"cam_1"}"#)
    }
    let source = InterviewRelaySource(
      try InterviewRelayClient(
        key: try testKey(), endpoint: try server.endpoint("/v1"),
        configuration: quickConfiguration()),
      metadataKeys: MetadataKeys(address: "visitorIp"))
    let walked = await walk(source.evidence(.init(campaigns: ["cam_1"])))
    let evidence = try #require(walked.evidence.first)
    #expect(evidence.candidate?.email == "p@example.com")
    #expect(evidence.contacts.map(\.ip) == ["1.1.1.1"])
    #expect(evidence.interview.startedAt != nil && evidence.interview.completedAt != nil)
    #expect(evidence.answers.count == 1)
    let asked = server.requests.count { $0.target.contains("/sessions/") }
    #expect(asked == (field == "none" ? 0 : 1))
    await source.shutdown()
  }

  /// Where the platform gives others by themselves, one that it does not give is lost; where none is
  /// given, the list is what there is, and it is read again next time.
  @Test(arguments: [true, false])
  func aSessionThatIsNotGivenIsToldOf(givesOthers: Bool) async throws {
    let server = try StubServer { request, _ in
      if request.target.contains("/sessions?") {
        return .json(
          #"{"data":[{"id":"ses_1"},{"id":"ses_2","completedAt":"2026-03-02T09:30:00Z"}]}"#)
      }
      if request.target.hasSuffix("/ses_1"), givesOthers { return .json(#"{"id":"ses_1"}"#) }
      guard request.target.contains("/sessions/") else { return .json(#"{"id":"cam_1"}"#) }
      return .json(#"{"error":{"code":"RESOURCE_NOT_FOUND"}}"#, status: 404)
    }
    var configuration = quickConfiguration()
    configuration.concurrency = 1
    let source = InterviewRelaySource(
      try InterviewRelayClient(
        key: try testKey(), endpoint: try server.endpoint("/v1"), configuration: configuration))
    let walked = await walk(source.evidence(.init(campaigns: ["cam_1"])))
    #expect(walked.losses.map(\.id) == (givesOthers ? ["ses_2"] : []))
    #expect(walked.ids == (givesOthers ? ["ses_1"] : ["ses_1", "ses_2"]))
    if !givesOthers {
      #expect(walked.evidence.allSatisfy { $0.notes.contains { $0.code == "session-missing" } })
      #expect(walked.changes == [nil, nil])
    }
    await source.shutdown()
    withExtendedLifetime(server) {}
  }

  /// With a wrong address nothing can be listed: a run that ended as one with losses would name none.
  @Test func campaignsThatAreNotThereEndTheRun() async throws {
    let server = try StubServer { _, _ in
      .json(#"{"error":{"code":"RESOURCE_NOT_FOUND"}}"#, status: 404)
    }
    let source = InterviewRelaySource(
      try InterviewRelayClient(
        key: try testKey(), endpoint: try server.endpoint("/v2"),
        configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(includesAll: true)))
    let error = try #require(walked.error as? SourceError)
    #expect(error.code == .permissionMissing)
    #expect(error.help?.contains("`INTERVIEWRELAY_URL`") == true)
    await source.shutdown()
    withExtendedLifetime(server) {}
  }

  @Test func metadataMayHoldWhatTheEmbeddingSiteSaw() throws {
    let session = try #require(
      InterviewRelaySession(
        try json(
          #"{"id":"ses_1","metadata":{"visitorIp":"1.1.1.1","ua":"UA"},"consent":{"ip":"2.2.2.2"}}"#
        )))
    let evidence = InterviewRelayMapping.evidence(
      session, campaign: nil, keys: MetadataKeys(address: "visitorIp", agent: "ua"))
    #expect(
      evidence.contacts == [
        Contact(kind: "consent", ip: "2.2.2.2"),
        Contact(kind: "metadata", ip: "1.1.1.1", userAgent: "UA"),
      ])
    #expect(evidence.notes.map(\.code) == ["no-device"])
  }

  @Test(arguments: [
    #"{"browser":"","os":"unknown","type":""}"#, #"{"browser":"Other","os":" N/A ","type":"-"}"#,
    #"{"browser":null,"os":"  "}"#,
  ])
  func placeholdersAreNoDevice(device: String) throws {
    let session = try #require(
      InterviewRelaySession(try json(#"{"id":"ses_1","device":\#(device)}"#)))
    let evidence = InterviewRelayMapping.evidence(session, campaign: nil)
    #expect(evidence.answers.isEmpty)
    #expect(evidence.notes.map(\.code) == ["no-address", "no-device"])
    let partly = try #require(
      InterviewRelaySession(
        try json(#"{"id":"s","device":{"browser":"Chrome 120","os":"Unknown","type":"desktop"}}"#)))
    #expect(partly.device == DeviceDescription(browser: "Chrome 120", type: "desktop"))
  }
}
