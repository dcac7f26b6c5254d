import CandorModel
import NIOHTTP1
import Testing

@testable import CandorSandbox

@Suite struct WebhookMessageTests {
  /// The same evidence, secret and time as in the commands that made the expected values:
  /// `openssl dgst -sha256 -hmac s3cret`.
  private func message(_ scheme: WebhookMessage.Scheme) -> WebhookMessage {
    WebhookMessage(
      scheme: scheme, event: "interview.finish",
      evidence: Evidence(
        platform: "hireflix",
        interview: Interview(
          id: "68dcfd087d1ffc3422058d19", hash: "yka4ArD5", status: "to_evaluate",
          createdAt: Timestamp("2026-03-02T08:00:00Z"),
          position: Position(id: "68b43e38b19cf131a17c543f", name: "Social Media Manager")),
        candidate: Candidate(email: "a@example.com", name: "Ada Person", externalId: "ats-7"),
        answers: [Answer(step: Step(index: 0), ip: "83.56.102.236", userAgent: "Mozilla/5.0 x")]),
      secret: "s3cret", now: Timestamp(millisecondsSinceEpoch: 1_772_445_600_123))
  }

  @Test func hireflixBodyAndSignature() {
    let message = message(.hireflix)
    #expect(
      String(decoding: message.body, as: UTF8.self)
        == #"{"event":"interview.finish","data":{"id":"68dcfd087d1ffc3422058d19","#
        + #""position":{"id":"68b43e38b19cf131a17c543f","name":"Social Media Manager"},"#
        + #""externalId":"ats-7","status":"to_evaluate","hash":"yka4ArD5","#
        + #""createdAt":1772438400000,"completed":null,"candidate":{"name":"Ada Person","#
        + #""firstName":"Ada","lastName":"Person","email":"a@example.com","phone":null},"#
        + #""url":{"short":"https://hflx.io/c/yka4ArD5","public":"https://app.hireflix.com/yka4ArD5"}},"#
        + #""date":1772445600123}"#)
    #expect(message.headers.last?.name == "x-hireflix-signature")
    #expect(message.headers.last?.value == "ngp0FLY4oVgy7J2sNlYJHRP3iem0y/dgB+csOs0JbgA=")
  }

  @Test func interviewRelaySignsTheTimeToo() {
    let message = message(.interviewrelayFlat)
    #expect(
      String(decoding: message.body, as: UTF8.self)
        == #"{"event":"interview.finish","session_id":"ses_ac679a3dd0f69172","campaign_id":"cam_70a8bf29d8624fd1"}"#
    )
    #expect(message.headers.last?.name == "X-Webhook-Signature")
    #expect(
      message.headers.last?.value
        == "b9f033ed8bbadbc4b65aa54b2a5c57dd5cdfefea41794cd2b004317fa703235a")
    let timed = self.message(.interviewrelay)
    #expect(
      timed.headers.map(\.name).suffix(2) == [
        "X-InterviewRelay-Timestamp", "X-InterviewRelay-Signature",
      ])
    #expect(timed.headers[1].value == "1772445600123")
    #expect(timed.headers[2].value.utf8.count == 64)
  }

  @Test func ashbySignsTheBody() {
    let message = message(.ashby)
    #expect(
      String(decoding: message.body, as: UTF8.self)
        == #"{"action":"interview.finish","data":{"application":{"candidateId":"bdcf55f8-5724-8d87-ac7b-533f504b32f7"}}}"#
    )
    #expect(
      message.headers.last?.value
        == "sha256=342b14be89e123c9d4354bbc1bf16b14c587f01ce19108d2730f06e1f5986be1")
  }

  @Test(arguments: WebhookMessage.Scheme.allCases)
  func noneCarriesAnAddressOrAgent(scheme: WebhookMessage.Scheme) {
    let text = String(decoding: message(scheme).body, as: UTF8.self)
    #expect(!text.contains("83.56.102.236"))
    #expect(!text.contains("Mozilla"))
  }

  @Test(arguments: [
    ("http://127.0.0.1:9000/hook", true), ("http://localhost/hook", true),
    ("http://[::1]:9000/hook", true), ("http://localhost:9000", true),
    ("https://127.0.0.1/hook", false), ("http://example.com/", false),
    ("http://127.0.0.1@example.com/", false), ("http://127.0.0.1.example.com/", false),
    ("http://localhost\\@example.com/", false), ("http://[::1].example.com/", false),
    ("file:///etc/passwd", false), ("", false),
  ])
  func onlyThisMachineIsSentTo(link: String, isAllowed: Bool) {
    #expect(WebhookSender.isLoopback(link) == isAllowed)
  }

  @Test func areSentOnDemand() async throws {
    try await withSandbox { _, addresses async throws in
      let control = SandboxClient(base: addresses.origin)
      func send(_ url: String, scheme: String = "hireflix") async throws -> SandboxClient.Answer {
        try await control.post(
          "/sandbox/webhooks",
          #"{"scheme":"\#(scheme)","event":"interview.finish","url":"\#(url)","secret":"s"}"#)
      }
      // The sandbox itself is the receiver: it knows no such path and says 404.
      let delivered = try await send(addresses.origin + "/nowhere")
      #expect(delivered.text == #"{"delivered":false,"status":404}"#)
      // Nobody listens on port 1.
      #expect(try await send("http://127.0.0.1:1/").text == #"{"delivered":false}"#)
      #expect(try await send("http://example.com/").status == 400)
      #expect(try await send(addresses.origin, scheme: "other").status == 400)
      let plain = try await control.send(
        .POST, "/sandbox/webhooks", nil, [("Content-Type", "text/plain")])
      #expect(plain.status == 400)
    }
  }
}
