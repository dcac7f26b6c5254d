import CandorModel
import CandorSources
import CandorTesting
import Foundation
import GRDB
import Synchronization
import Testing

/// `candor audit --notify`, against a receiver on this machine.
@Suite struct AuditNotificationTests {
  private func audit(
    _ folder: TemporaryFolder, _ sandbox: SandboxProcess, to url: String,
    _ environment: [String: String] = [:]
  ) throws -> CandorProcess.Result {
    try CandorProcess.run(
      [
        "audit", "hireflix", "--all", "--format", "ndjson", "--store", folder.path("a.sqlite"),
        "--notify", url,
      ], environment: sandbox.environment.merging(environment) { $1 })
  }

  private func url(_ server: StubServer) -> String { "http://127.0.0.1:\(server.port)/hook?x=1" }

  @Test func tellsOfNewFindingsSignedAndWithoutNames() throws {
    let server = try StubServer { _, _ in .json("{}") }
    let folder = try TemporaryFolder()
    var interviews = (0..<6).map { InterviewLines.interview($0, switchesDevice: $0 < 2) }
    let first = try SandboxProcess(serving: interviews, in: folder)
    let secret = "a-secret-of-the-webhook"
    let environment = ["CANDOR_NOTIFY_SECRET": secret]
    #expect(try audit(folder, first, to: url(server), environment).status == 0)
    let request = try #require(server.requests.first)
    #expect(request.target == "/hook?x=1")
    #expect(request.headers["content-type"] == "application/json")
    let now = Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    try WebhookVerifier(secret: try APIKey(secret), scheme: .candor).verify(
      body: request.body, headers: request.headers.map { (name: $0.key, value: $0.value) }, now: now
    )
    let body = try JSONValue(parsing: request.body)
    #expect(body["schema"]?.string == "candor.notification/1")
    #expect(try SchemaCheck(named: "notification").mistakes(in: body) == [])
    #expect(body["counts"]?["done"]?.integer == 6)
    #expect(body["newFindings"]?["interviews"]?.integer == 2)
    let listed = try #require(body["interviews"]?.array)
    #expect(
      listed.compactMap { $0["id"]?.string } == [
        InterviewLines.identifier(1), InterviewLines.identifier(0),
      ])
    #expect(listed[0]["findings"]?.array?.first?["rule"]?.string?.hasPrefix("device/") == true)
    for name in ["person", "@example.com", "83.56.", "Mozilla", "iPhone", secret] {
      #expect(!request.text.contains(name), "\(name)")
    }

    // Nothing new, nothing said; then one interview of which something is new.
    #expect(try audit(folder, first, to: url(server), environment).status == 0)
    #expect(server.requests.count == 1)
    interviews[4] = InterviewLines.interview(4, switchesDevice: true, revision: 1)
    let second = try SandboxProcess(serving: interviews, in: folder)
    #expect(try audit(folder, second, to: url(server), environment).status == 0)
    #expect(server.requests.count == 2)
    let next = try JSONValue(parsing: server.requests[1].body)
    #expect(
      next["interviews"]?.array?.compactMap { $0["id"]?.string } == [InterviewLines.identifier(4)])
  }

  /// Nobody waits for a webhook that takes long; the run that takes this one up notifies.
  @Test(arguments: CandorProcess.signals)
  func aSignalEndsANotification(signal: Int32, status: Int32) throws {
    let server = try StubServer { _, count in
      count == 0 ? .silence(seconds: 30) : .json("{}")
    }
    let folder = try TemporaryFolder()
    let sandbox = try SandboxProcess(
      serving: [InterviewLines.interview(0, switchesDevice: true)], in: folder)
    let running = try CandorProcess.start(
      [
        "audit", "hireflix", "--all", "--store", folder.path("a.sqlite"), "--notify", url(server),
      ], environment: sandbox.environment)
    while server.requests.isEmpty, running.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    let start = Date()
    kill(running.process.processIdentifier, signal)
    let result = try running.finish()
    #expect(result.status == status, "\(result.errors)")
    #expect(Date().timeIntervalSince(start) < 5)
    #expect(!result.errors.contains("A005"))
    #expect(result.closingLine == "1 done, 1 flagged, 0 lost")
    #expect(try audit(folder, sandbox, to: url(server)).status == 0)
    #expect(server.requests.count == 2)
  }

  @Test func slackGetsTextAndNamesOnlyWhereAskedFor() throws {
    let server = try StubServer { _, _ in .answer(200, body: Array("ok".utf8)) }
    let folder = try TemporaryFolder()
    let sandbox = try SandboxProcess(
      serving: [InterviewLines.interview(0, switchesDevice: true)], in: folder)
    let result = try audit(
      folder, sandbox, to: url(server), ["CANDOR_NOTIFY_FORMAT": "slack"])
    #expect(result.status == 0)
    let plain = try #require(server.requests.first)
    #expect(plain.headers["x-candor-signature"] == nil)
    let text = try #require(try JSONValue(parsing: plain.body)["text"]?.string)
    #expect(text.hasPrefix("*1 Hireflix interview has new findings*"))
    #expect(text.contains(InterviewLines.identifier(0)))
    #expect(!text.contains("example.com"))
    let named = try TemporaryFolder()
    _ = try audit(
      named, sandbox, to: url(server),
      ["CANDOR_NOTIFY_FORMAT": "slack", "CANDOR_NOTIFY_PERSONAL": "true"])
    #expect(server.requests.last?.text.contains("person0@example.com") == true)
    let hashed = try TemporaryFolder()
    _ = try audit(
      hashed, sandbox, to: url(server),
      ["CANDOR_NOTIFY_PERSONAL": "true", "CANDOR_PRIVACY": "pseudonymous"])
    #expect(server.requests.last?.text.contains("example.com") == false)
    #expect(server.requests.last?.text.contains(#""candidate":"p-"#) == true)
  }

  /// A receiver that fails is asked again; one that goes on failing costs the notification only.
  @Test func aNotificationThatIsNotTakenIsALoss() throws {
    let folder = try TemporaryFolder()
    let sandbox = try SandboxProcess(
      serving: [InterviewLines.interview(0, switchesDevice: true)], in: folder)
    let once = try StubServer { _, number in
      number == 0 ? .answer(503) : .answer(204)
    }
    #expect(try audit(folder, sandbox, to: url(once)).status == 0)
    #expect(once.requests.count == 2)

    let gone = try TemporaryFolder()
    let refusing = try StubServer { _, _ in .answer(404) }
    let result = try audit(gone, sandbox, to: url(refusing))
    #expect(result.status == 2)
    #expect(result.lines.count == 1)
    #expect(result.errors.contains("A005"))
    #expect(!result.errors.contains("x=1"))
    #expect(result.closingLine == "1 done, 1 flagged, 1 lost")
    #expect(refusing.requests.count == 1)
    // The run itself is stored, and is none without losses.
    let state = try DatabaseQueue(path: gone.path("a.sqlite")).read { db in
      try String.fetchOne(db, sql: "SELECT state FROM run WHERE besides IS NULL")
    }
    #expect(state == "ended")
    let next = try CandorProcess.run(
      [
        "audit", "hireflix", "--all", "--since", "last", "--format", "ndjson", "--store",
        gone.path("a.sqlite"),
      ], environment: sandbox.environment)
    #expect(next.closingLine == "0 done, 0 flagged, 0 lost")
  }

  @Test func findingsLeaveEncryptedOnly() throws {
    let folder = try TemporaryFolder()
    let sandbox = try SandboxProcess()
    for address in ["http://example.com/hook", "ftp://example.com", "nonsense"] {
      #expect(try audit(folder, sandbox, to: address).status == 64, "\(address)")
    }
    let configured = try CandorProcess.run(
      ["audit", "hireflix", "--all", "--store", folder.path("a.sqlite")],
      environment: sandbox.environment.merging(["CANDOR_NOTIFY": "http://example.com/hook"]) { $1 })
    #expect(configured.status == 78)
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.sqlite")))
    let open = try folder.write("secret\n", to: "secret")
    let refused = try audit(
      folder, sandbox, to: "http://127.0.0.1:9/hook", ["CANDOR_NOTIFY_SECRET_FILE": open])
    #expect(refused.status == 77)
  }
}
