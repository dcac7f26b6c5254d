import CandorModel
import CandorSandbox
import CandorTesting
import Testing

@testable import CandorSources

struct AshbyTests {
  private func withClient(
    key suffix: String = "",
    _ body: @escaping @Sendable (AshbyClient, [String]) async throws -> Void
  ) async throws {
    let configuration = SandboxConfiguration(dataset: try SandboxDataset.demo(), rateLimits: [:])
    try await SandboxServer.withRunning(configuration) { _, addresses in
      let endpoint = try Endpoint(addresses.url(of: .ashby))
      let lister = try AshbyClient(
        key: try testKey(), endpoint: endpoint, configuration: quickConfiguration())
      let list = try await lister.rest.json(
        .write("POST", "/candidate.list", .object([]), subject: "candidates"))
      let ids = (list["results"]?.array ?? []).compactMap { $0["id"]?.string }
      let client = try AshbyClient(
        key: try APIKey(SandboxConfiguration.defaultKey + suffix), endpoint: endpoint,
        configuration: quickConfiguration())
      try await body(client, ids)
      await client.shutdown()
      await lister.shutdown()
    }
  }

  @Test func visitsBecomeContacts() async throws {
    try await withClient { client, ids in
      let source = AshbySource(client)
      let unknown = "00000000-0000-4000-8000-000000000000"
      let walked = await walk(source.evidence(.init(candidates: ids + [ids[0], unknown])))
      #expect(walked.error == nil)
      #expect(walked.ids == ids)
      #expect(walked.losses.map(\.id) == [unknown])
      #expect(walked.losses.map(\.diagnostic.code) == ["S011"])
      #expect(walked.evidence.contains { !$0.contacts.isEmpty })
      #expect(walked.evidence.allSatisfy { $0.answers.isEmpty && $0.candidate?.name != nil })
    }
  }

  @Test func nothingIsSetWithoutConfirmation() async throws {
    try await withClient { client, ids in
      let change = AshbyClient.StatusChange(candidateID: ids[0], status: .unsure)
      #expect(change.summary.hasPrefix("set `fraudStatus` of candidate `"))
      let before = await client.statistics.requests
      #expect(try await client.setFraudStatus(change, isConfirmed: false) == nil)
      #expect(await client.statistics.requests == before)
      let candidate = try await client.setFraudStatus(change, isConfirmed: true)
      #expect(candidate?.fraudStatus == "Unsure")
      #expect(try await client.candidate(ids[0]).fraudStatus == "Unsure")
    }
  }

  @Test func keysThatDoNotDo() async throws {
    try await withClient(key: "-wrong") { client, ids in
      let error = await sourceError { _ = try await client.candidate(ids[0]) }
      #expect(error?.code == .unauthorized)
    }
    try await withClient(key: "-read") { client, ids in
      let error = await sourceError {
        _ = try await client.setFraudStatus(
          .init(candidateID: ids[0], status: .fraudulent), isConfirmed: true)
      }
      #expect(error?.code == .permissionMissing)
      #expect(error?.message.contains("`candidatesWrite`") == true)
    }
  }

  @Test func pagesAreFollowedAndStopped() async throws {
    let server = try StubServer { request, number in
      let record = #"{"id":"\#(number)","candidateId":"c","ipAddress":"1.1.1.\#(number)"}"#
      let more = number < 2 ? #"true,"nextCursor":"\#(number)""# : "false"
      return .json(#"{"success":true,"results":[\#(record)],"moreDataAvailable":\#(more)}"#)
    }
    let client = try AshbyClient(
      key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration())
    #expect(try await client.clientInfo(candidateID: "c").map(\.id) == ["0", "1", "2"])
    #expect(
      server.requests.map(\.target) == Array(repeating: "/candidate.listClientInfo", count: 3))
    #expect(server.requests[0].headers["authorization"] == "Basic c2FuZGJveC1rZXk6")
    #expect(try json(server.requests[1].text)["cursor"]?.string == "0")
    await client.shutdown()

    let still = try StubServer { _, _ in
      .json(#"{"success":true,"results":[],"moreDataAvailable":true,"nextCursor":"same"}"#)
    }
    let other = try AshbyClient(
      key: try testKey(), endpoint: try still.endpoint(""), configuration: quickConfiguration())
    let error = await sourceError { _ = try await other.clientInfo(candidateID: "c") }
    #expect(error?.code == .endlessPages)
    await other.shutdown()
  }

  /// Ashby's schema has the failure under 200 as well as under 429.
  @Test(arguments: ["rate_limit_exceeded", "concurrent_limit_exceeded"])
  func aRateLimitUnder200IsWaitedFor(code: String) async throws {
    let server = try StubServer { request, number in
      number < 3 || request.target.hasSuffix("setFraudStatus")
        ? .json(#"{"success":false,"errorInfo":{"code":"\#(code)","message":"slow down"}}"#)
        : .json(#"{"success":true,"results":{"id":"c"}}"#)
    }
    let client = try AshbyClient(
      key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration())
    #expect(try await client.candidate("c").id == "c")
    #expect(server.requests.count == 4)
    #expect(await client.statistics.rateLimited == 3)
    let error = await sourceError {
      _ = try await client.setFraudStatus(
        .init(candidateID: "c", status: .unsure), isConfirmed: true)
    }
    #expect(error?.code == .rateLimited)
    #expect(error?.platformCode == code)
    #expect(server.requests.count == 5)
    await client.shutdown()
  }

  private static let countries = CountryTable(
    countries: [("ES", "Spain"), ("GB", "United Kingdom"), ("NL", "Netherlands")].map {
      CountryTable.Country(
        code: $0.0, name: $0.1, latitude: 0, longitude: 0, extentKm: 100, boxes: [])
    }, borders: [])

  @Test func countriesAreKnownByNameAndCode() {
    let lookup = CountryLookup(Self.countries)
    #expect(lookup.code(of: "Spain") == "ES")
    #expect(lookup.code(of: "  the  NETHERLANDS ") == "NL")
    #expect(lookup.code(of: "Great Britain") == "GB")
    #expect(lookup.code(of: "UK") == "GB")
    #expect(lookup.code(of: "fr") == "FR")
    // Of a country that the table does not have nothing is known.
    #expect(lookup.code(of: "Ivory Coast") == nil)
    #expect(lookup.code(of: "Spaniard") == nil)
    #expect(lookup.code(of: "") == nil)
    #expect(CountryLookup.none.code(of: "Spain") == nil)
    #expect(CountryLookup.none.code(of: "ES") == "ES")
  }

  /// Also where the key may read the records alone.
  @Test(arguments: [
    (200, #"{"success":false,"errors":["candidate_not_found"]}"#),
    (403, #"{"success":false,"errorInfo":{"code":"missing_endpoint_permission"}}"#),
    (200, #"{"success":false,"errorInfo":{"code":"missing_endpoint_permission"}}"#),
  ])
  func candidatesThatAreNotToldAreNotedAndReadAgain(status: Int, refusal: String) async throws {
    let server = try StubServer { request, _ in
      request.target.hasSuffix("listClientInfo")
        ? .json(
          #"{"success":true,"results":[{"id":"1","ipAddress":"1.1.1.1","#
            + #""createdAt":"2026-03-02T09:00:00Z"}]}"#)
        : .json(refusal, status: status)
    }
    let source = AshbySource(
      try AshbyClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["c"])))
    #expect(walked.error == nil)
    #expect(walked.ids == ["c"])
    #expect(walked.evidence.first?.notes.map(\.code) == ["contacts-only", "candidate-missing"])
    #expect(walked.changes == [nil])
    await source.shutdown()
  }

  /// A visit without a time may be the newest one.
  @Test(arguments: [(#","createdAt":"2026-03-01T09:00:00Z""#, true), ("", false)])
  func visitsWithoutATimeAreReadAgain(time: String, isKnown: Bool) async throws {
    let server = try StubServer { request, _ in
      request.target.hasSuffix("listClientInfo")
        ? .json(
          #"{"success":true,"results":[{"id":"1","ipAddress":"1.1.1.1","#
            + #""createdAt":"2026-03-02T09:00:00Z"},{"id":"2","ipAddress":"2.2.2.2"\#(time)}]}"#)
        : .json(#"{"success":true,"results":{"id":"c","name":"n"}}"#)
    }
    let source = AshbySource(
      try AshbyClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["c"])))
    #expect(walked.evidence.first?.contacts.count == 2)
    #expect(walked.changes.first.map { $0 != nil } == isKnown)
    await source.shutdown()
    withExtendedLifetime(server) {}
  }

  @Test(arguments: ["Spain", "Atlantis"])
  func theStatedCountryIsTakenFromTheLocation(name: String) async throws {
    let server = try StubServer { request, _ in
      request.target.hasSuffix("listClientInfo")
        ? .json(#"{"success":true,"results":[{"id":"1","ipAddress":"1.1.1.1"}]}"#)
        : .json(
          #"{"success":true,"results":{"id":"c","location":{"locationSummary":"Madrid","#
            + #""locationComponents":[{"type":"City","name":"Madrid"},"#
            + #"{"type":"Country","name":"\#(name)"}]}}}"#)
    }
    let source = AshbySource(
      try AshbyClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()),
      countries: Self.countries)
    let walked = await walk(source.evidence(.init(candidates: ["c"])))
    let country: String? = name == "Spain" ? "ES" : nil
    let codes = ["contacts-only"] + (country == nil ? ["unknown-country"] : [])
    #expect(walked.evidence.first?.candidate?.declaredCountry == country)
    #expect(walked.evidence.first?.notes.map(\.code) == codes)
    await source.shutdown()
  }
}
