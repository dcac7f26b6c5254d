import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorSources

/// The transport over real sockets, against servers that misbehave.
struct PlatformTransportTests {
  private let get = PlatformRequest.get("/x", subject: "a thing")
  private let write = PlatformRequest.write("POST", "/x", .object([]), subject: "a thing")

  private func send(
    _ request: PlatformRequest, _ configuration: TransportConfiguration = quickConfiguration(),
    _ handler: @escaping StubServer.Handler
  ) async throws -> (response: PlatformResponse?, error: SourceError?, requests: [StubRequest]) {
    let server = try StubServer(handler)
    let transport = try server.transport(configuration)
    do {
      let response = try await transport.send(request)
      await transport.shutdown()
      return (response, nil, server.requests)
    } catch let error as SourceError {
      await transport.shutdown()
      return (nil, error, server.requests)
    }
  }

  @Test func keyGoesIntoItsHeader() async throws {
    let result = try await send(get) { _, _ in .json("{}") }
    let request = try #require(result.requests.first)
    #expect(request.target == "/me/x")
    #expect(request.headers["x-api-key"] == "sandbox-key")
    #expect(request.headers["accept-encoding"] == "gzip")
    #expect(result.response?.json == .object([]))
  }

  @Test(arguments: [408, 429, 500, 502, 503, 504])
  func passingFailuresAreRepeated(status: Int) async throws {
    let result = try await send(get) { _, number in
      number < 3 ? .answer(status) : .json(#"{"n":1}"#)
    }
    #expect(result.response?.json?["n"]?.integer == 1)
    #expect(result.requests.count == 4)
  }

  @Test func hangUpsAndCutBodiesAreRepeated() async throws {
    let result = try await send(get) { _, number in
      switch number {
      case 0: .hangUp
      case 1: .cut(after: 3, body: Array(#"{"n":12345}"#.utf8))
      // Whole by its headers, cut by its content.
      case 2: .json(#"{"n":12"#)
      default: .json(#"{"n":12345}"#)
      }
    }
    #expect(result.response?.json?["n"]?.integer == 12345)
    #expect(result.requests.count == 4)
  }

  /// Whole by its headers, cut by its content, wherever that is.
  @Test(arguments: [
    "", "t", "fals", "nul", "-", "1.", "1e", "1e+", "12", #"""#, #""\u12"#, "[", "[1,", "{",
    #"{"a":"#, #"{"a":1,"#,
  ])
  func jsonThatStopsIsAskedForAgain(tail: String) async throws {
    let result = try await send(get) { _, number in
      .json(number == 0 ? #"{"n":1,"x":"# + tail : #"{"n":1}"#)
    }
    #expect(result.response?.json?["n"]?.integer == 1)
    #expect(result.requests.count == 2)
  }

  @Test func writesAreNotRepeatedWithoutKey() async throws {
    let result = try await send(write) { _, _ in .answer(503) }
    #expect(result.requests.count == 1)
    #expect(result.error?.code == .unavailable)
    let cut = try await send(write) { _, _ in .hangUp }
    #expect(cut.requests.count == 1)
  }

  @Test func writesWithKeyAreRepeatedWithTheSameKey() async throws {
    let request = PlatformRequest.write(
      "POST", "/x", .object([]), idempotencyKey: "k-1", subject: "a thing")
    let result = try await send(request) { _, number in
      number < 2 ? .answer(503) : .json("{}")
    }
    #expect(result.requests.map { $0.headers["idempotency-key"] } == ["k-1", "k-1", "k-1"])
  }

  @Test(arguments: [400, 401, 404, 422])
  func otherAnswersAreDelivered(status: Int) async throws {
    let result = try await send(get) { _, _ in .json(#"{"error":{}}"#, status: status) }
    #expect(result.response?.status == status)
    #expect(result.requests.count == 1)
  }

  /// The client takes such an answer for an interim one, and its body for impossible.
  @Test(arguments: [0, 1, 20, 99])
  func aStatusThatIsNoneIsAnError(status: Int) async throws {
    for body in ["", "{}"] {
      let result = try await send(get) { _, number in
        number == 0 ? .answer(status, body: Array(body.utf8)) : .json("{}")
      }
      #expect(result.error?.code == .invalidResponse)
      #expect(
        result.error?.message == "expected a status of 100 or more in the answer for a thing")
      #expect(result.requests.count == 1)
    }
  }

  @Test func retryAfterIsKept() async throws {
    let start = ContinuousClock.now
    let result = try await send(get) { _, number in
      number == 0 ? .answer(429, headers: [("Retry-After", "1")]) : .json("{}")
    }
    #expect(result.response != nil)
    #expect(ContinuousClock.now - start >= .seconds(1))
  }

  @Test func tooLargeAnswerIsRefused() async throws {
    var configuration = quickConfiguration()
    configuration.maximumResponseBytes = 1000
    let result = try await send(get, configuration) { _, _ in
      .json("[" + String(repeating: "1,", count: 2000) + "1]")
    }
    #expect(result.error?.code == .responseTooLarge)
    #expect(
      result.error?.message == "expected at most 1000 bytes in an answer, found more for a thing")
    #expect(result.requests.count == 1)
  }

  @Test func packedAnswerIsUnpackedWithinItsLimit() async throws {
    let packed = try Packing.gzip(Array(("[" + String(repeating: "1,", count: 5000) + "1]").utf8))
    #expect(packed.count < 500)
    let whole = try await send(get) { _, _ in
      .answer(200, headers: [("Content-Encoding", "gzip")], body: packed)
    }
    #expect(whole.response?.json?.array?.count == 5001)
    var configuration = quickConfiguration()
    configuration.maximumUnpackedBytes = 5000
    let bomb = try await send(get, configuration) { _, _ in
      .answer(200, headers: [("Content-Encoding", "gzip")], body: packed)
    }
    #expect(bomb.error?.code == .responseTooLarge)
    let cut = try await send(get) { _, number in
      .answer(
        200, headers: [("Content-Encoding", "gzip")],
        body: number == 0 ? Array(packed.dropLast(9)) : packed)
    }
    #expect(cut.requests.count == 2)
    let damaged = try await send(get) { _, _ in
      .answer(200, headers: [("Content-Encoding", "gzip")], body: Array("no gzip at all".utf8))
    }
    #expect(damaged.error?.code == .invalidResponse)
  }

  @Test func answerThatIsNoJSON() async throws {
    let result = try await send(get) { _, _ in .answer(200, body: Array("<html>".utf8)) }
    #expect(result.error?.code == .invalidResponse)
    #expect(result.requests.count == 1)
    let deep = try await send(get) { _, _ in
      .json(String(repeating: "[", count: 100) + String(repeating: "]", count: 100))
    }
    #expect(deep.error?.message.contains("at most 64 arrays and objects in one another") == true)
  }

  @Test func redirectsStayWithTheHost() async throws {
    let away = try await send(get) { _, _ in
      .answer(302, headers: [("Location", "https://elsewhere.example.com/x")])
    }
    #expect(away.error?.code == .redirected)
    #expect(away.error?.code.exitCode == 78)
    #expect(away.requests.count == 1)
    let otherPort = try await send(get) { _, _ in
      .answer(302, headers: [("Location", "http://127.0.0.1:1/x")])
    }
    #expect(otherPort.error?.code == .redirected)
    let here = try await send(get) { request, _ in
      request.target == "/me/x" ? .answer(307, headers: [("Location", "/y")]) : .json("[1]")
    }
    #expect(here.response?.json?.array?.count == 1)
    #expect(here.requests.last?.target == "/y")
    let relative = try await send(get) { request, _ in
      switch request.target {
      case "/me/x": .answer(307, headers: [("Location", "y/z")])
      case "/me/y/z": .answer(307, headers: [("Location", "?q=1")])
      default: .json("[1]")
      }
    }
    #expect(relative.requests.map(\.target) == ["/me/x", "/me/y/z", "/me/y/z?q=1"])
    #expect(relative.response?.isSuccess == true)
    // A query changes nothing: it goes to where the platform moved, as it was.
    var query = write
    query.isRepeatable = true
    let moved = try await send(query) { request, _ in
      request.target == "/me/x" ? .answer(302, headers: [("Location", "/y")]) : .json("[1]")
    }
    #expect(moved.requests.map(\.method) == ["POST", "POST"])
    #expect(moved.response?.isSuccess == true)
    let postedAway = try await send(write) { _, _ in
      .answer(302, headers: [("Location", "https://elsewhere.example.com/x")])
    }
    #expect(postedAway.error?.code == .redirected)
    let circle = try await send(get) { _, _ in .answer(302, headers: [("Location", "/me/x")]) }
    #expect(circle.error?.code == .invalidResponse)
  }

  /// A write that may not be repeated is sent once, whatever redirects it.
  @Test(arguments: [301, 302, 303, 307, 308])
  func aWriteFollowsNoRedirect(status: Int) async throws {
    let once = try await send(write) { _, _ in .answer(status, headers: [("Location", "/y")]) }
    #expect(once.requests.map(\.target) == ["/me/x"])
    #expect(once.response?.status == status)
    let request = PlatformRequest.write(
      "POST", "/x", .object([]), idempotencyKey: "k-1", subject: "a thing")
    let keyed = try await send(request) { request, _ in
      request.target == "/me/x" ? .answer(status, headers: [("Location", "/y")]) : .json("{}")
    }
    // 303 asks for a GET of something else.
    #expect(keyed.requests.map(\.method) == (status == 303 ? ["POST"] : ["POST", "POST"]))
    #expect(keyed.requests.allSatisfy { $0.headers["idempotency-key"] == "k-1" })
  }

  @Test func slowAnswersRunOutOfTime() async throws {
    var configuration = quickConfiguration()
    configuration.requestTimeoutSeconds = 0.2
    configuration.retry.maximumAttempts = 2
    let result = try await send(get, configuration) { _, _ in .silence(seconds: 20) }
    #expect(result.error?.code == .timedOut)
  }

  @Test func nobodyListens() async throws {
    let port = try StubServer { _, _ in .hangUp }.port
    let transport = try PlatformTransport(
      endpoint: try Endpoint("http://127.0.0.1:\(port)"),
      authentication: .bearer(try testKey()), configuration: quickConfiguration())
    let error = await sourceError { _ = try await transport.send(get) }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("no connection to the platform came about") == true)
    #expect(error?.message.contains("tried 4 times") == true)
    await transport.shutdown()
  }

  /// The stub answers TLS as servers do that speak none.
  @Test func aPlainPortIsNoEncryptedOne() async throws {
    let server = try StubServer { _, _ in .json("{}") }
    let transport = try PlatformTransport(
      endpoint: try Endpoint("https://127.0.0.1:\(server.port)"),
      authentication: .bearer(try testKey()), configuration: quickConfiguration())
    let error = await sourceError { _ = try await transport.send(get) }
    #expect(error?.code == .unavailable)
    #expect(
      error?.message
        == "no encrypted connection to the platform came about for a thing, tried 4 times")
    #expect(error?.help?.contains("`CANDOR_CA_FILE`") == true)
    #expect(server.requests.isEmpty)
    await transport.shutdown()
  }

  @Test func circuitOpensAndTellsSo() async throws {
    var configuration = quickConfiguration()
    configuration.failuresUntilOpen = 5
    configuration.retry.maximumAttempts = 3
    let server = try StubServer { _, _ in .answer(503) }
    let transport = try server.transport(configuration)
    for _ in 1...4 {
      let error = await sourceError { _ = try await transport.send(get) }
      #expect(error?.code == .unavailable)
    }
    // The fifth of five different things.
    let fifth = await sourceError { _ = try await transport.send(get) }
    #expect(fifth?.code == .circuitOpen)
    let sixth = await sourceError { _ = try await transport.send(get) }
    #expect(sixth?.message == "the platform failed 5 times in a row and is left alone")
    #expect(sixth?.code.exitCode == 69)
    #expect(server.requests.count == 13)
    await transport.shutdown()
  }

  /// One interview that cannot be told, however often it is asked for, ends no run; a gateway that waits
  /// no longer for it says no more than the platform.
  @Test(arguments: [500, 502, 503, 504])
  func oneThingThatFailsOpensNoCircuit(status: Int) async throws {
    var configuration = quickConfiguration()
    configuration.failuresUntilOpen = 5
    configuration.retry.maximumAttempts = 4
    let server = try StubServer { _, _ in .answer(status) }
    let transport = try server.transport(configuration)
    for _ in 1...4 {
      let error = await sourceError { _ = try await transport.send(get) }
      #expect(error?.code == .unavailable)
    }
    #expect(server.requests.count == 16)
    // Five things are no single one.
    _ = await sourceError { _ = try await transport.send(get) }
    let error = await sourceError { _ = try await transport.send(get) }
    #expect(error?.code == .circuitOpen)
    await transport.shutdown()
  }

  @Test func cancellingEndsAtOnce() async throws {
    let server = try StubServer { _, _ in .silence(seconds: 30) }
    let transport = try server.transport(quickConfiguration())
    let task = Task { try await transport.send(get) }
    try await Task.sleep(for: .milliseconds(100))
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(ContinuousClock.now - start < .seconds(10))
    await transport.shutdown()
  }

  @Test func cancellingEndsWaitingForTheLimit() async throws {
    let server = try StubServer { _, _ in
      .json(
        "{}",
        headers: [
          ("X-RateLimit-Limit", "1"), ("X-RateLimit-Remaining", "0"),
          ("X-RateLimit-Reset", String(Int(Date().timeIntervalSince1970) + 60)),
        ])
    }
    let transport = try server.transport(quickConfiguration())
    _ = try await transport.send(get)
    let task = Task { try await transport.send(get) }
    try await Task.sleep(for: .milliseconds(100))
    #expect(await transport.statistics.waitingUntil != nil)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(server.requests.count == 1)
    await transport.shutdown()
  }

  @Test func limitThatIsUsedUpForLongEndsTheRun() async throws {
    let server = try StubServer { _, _ in
      .json(
        "{}",
        headers: [
          ("X-RateLimit-Limit-Hour", "2000"), ("X-RateLimit-Remaining-Hour", "0"),
          ("X-RateLimit-Reset-Hour", String(Int(Date().timeIntervalSince1970) + 3000)),
        ])
    }
    let transport = try server.transport(quickConfiguration())
    _ = try await transport.send(get)
    let error = await sourceError { _ = try await transport.send(get) }
    #expect(error?.code == .rateLimited)
    #expect(error?.code.exitCode == 75)
    #expect(server.requests.count == 1)
    await transport.shutdown()
  }

  @Test func lastFailureKeepsThePlatformsCode() async throws {
    var configuration = quickConfiguration()
    configuration.retry.maximumAttempts = 2
    let result = try await send(get, configuration) { _, _ in
      .json(#"{"error":{"code":"RATE_LIMITED","retryAfter":0}}"#, status: 429)
    }
    #expect(result.error?.interviewRelayCode == .rateLimited)
    #expect(result.error?.status == 429)
  }

  @Test func nonsensicalLimitsAreRefused() throws {
    for change: (inout TransportConfiguration) -> Void in [
      { $0.concurrency = 0 }, { $0.requestTimeoutSeconds = -1 }, { $0.readTimeoutSeconds = .nan },
      { $0.maximumResponseBytes = 0 }, { $0.requestsPerSecond = 0 },
      { $0.retry.maximumAttempts = 0 },
    ] {
      var configuration = TransportConfiguration()
      change(&configuration)
      #expect(throws: SourceError.self) {
        try PlatformTransport(
          endpoint: try Endpoint("https://api.example.com"),
          authentication: .bearer(try testKey()), configuration: configuration)
      }
    }
  }

  @Test func errorsHoldNoKey() async throws {
    for status in [401, 403, 404, 500] {
      let server = try StubServer { request, _ in
        .json(#"{"error":{"message":"\#(request.headers["x-api-key"] ?? "")"}}"#, status: status)
      }
      let source = try server.hireflix()
      let walked = await walk(source.evidence(HireflixSelection(interviews: ["a"])))
      let texts = walked.losses.map(\.diagnostic.text) + [walked.error.map { "\($0)" } ?? ""]
      #expect(texts.contains { !$0.isEmpty })
      for text in texts { #expect(!text.contains("sandbox-key")) }
      await source.shutdown()
    }
  }

  @Test func authoritiesFileHasToBeOne() throws {
    let folder = try TemporaryFolder()
    var configuration = TransportConfiguration()
    configuration.extraAuthorityFile = try folder.write("no certificate", to: "ca.pem")
    #expect(throws: SourceError.self) {
      try PlatformTransport(
        endpoint: try Endpoint("https://api.example.com"),
        authentication: .bearer(try testKey()), configuration: configuration)
    }
  }
}
