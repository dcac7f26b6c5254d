import CandorModel
import Testing

@testable import CandorSources

struct WebhookVerifierTests {
  private let body = Array(#"{"event":"interview.finish"}"#.utf8)
  private let now = Timestamp(millisecondsSinceEpoch: 1_772_438_460_000)

  // Digests made with another implementation, key `whsec_secret`.
  private let base64 = "Ooba++mz5YVVAQxidKtPKa1VilIa8pMLnpDz0ywtxtw="
  private let hexadecimal = "3a86dafbe9b3e58555010c6274ab4f29ad558a521af2930b9e90f3d32c2dc6dc"
  private let timedMilliseconds = "0662ce3dd0d25f17a6433b940ef26ede4922136006c0e37dee50a8d71033f9b7"
  private let timedSeconds = "4816388e8dfc1beae3c8726307b7e6b017f7b86e41ef1df9e949e0adc605b95e"

  private func verify(
    _ scheme: WebhookVerifier.Scheme, _ headers: [(name: String, value: String)],
    body: [UInt8]? = nil, secret: String = "whsec_secret", now: Timestamp? = nil
  ) throws -> WebhookVerifier.Refusal? {
    let verifier = WebhookVerifier(secret: try APIKey(secret), scheme: scheme)
    do {
      try verifier.verify(body: body ?? self.body, headers: headers, now: now ?? self.now)
      return nil
    } catch { return error }
  }

  @Test func hireflix() throws {
    #expect(try verify(.hireflix, [("X-Hireflix-Signature", base64)]) == nil)
    #expect(
      try verify(.hireflix, [("x-hireflix-signature", base64)], body: body + [0x20])
        == .wrongSignature)
    #expect(
      try verify(.hireflix, [("x-hireflix-signature", base64)], secret: "other")
        == .wrongSignature)
    #expect(try verify(.hireflix, []) == .missingSignature)
    #expect(try verify(.hireflix, [("x-hireflix-signature", hexadecimal)]) == .malformedSignature)
    #expect(try verify(.hireflix, [("x-hireflix-signature", "AAAA")]) == .malformedSignature)
  }

  @Test func interviewRelay() throws {
    func headers(_ signature: String, _ time: String) -> [(name: String, value: String)] {
      [("X-InterviewRelay-Signature", signature), ("X-InterviewRelay-Timestamp", time)]
    }
    #expect(
      try verify(.interviewRelay, headers(timedMilliseconds, "1772438400000")) == nil)
    #expect(try verify(.interviewRelay, headers(timedSeconds, "1772438400")) == nil)
    #expect(
      try verify(.interviewRelay, headers(timedMilliseconds, "1772438400001"))
        == .wrongSignature)
    for seconds in [-400.0, 400] {
      let now = Timestamp(millisecondsSinceEpoch: 1_772_438_400_000 + Int64(seconds * 1000))
      #expect(
        try verify(.interviewRelay, headers(timedMilliseconds, "1772438400000"), now: now)
          == .outsideTolerance)
    }
    #expect(
      try verify(.interviewRelay, [("X-InterviewRelay-Signature", timedMilliseconds)])
        == .missingSignature)
    #expect(try verify(.interviewRelay, headers(timedSeconds, "soon")) == .malformedSignature)
    #expect(
      try verify(.interviewRelayBody, [("X-Webhook-Signature", hexadecimal.uppercased())]) == nil)
  }

  @Test func ashby() throws {
    #expect(try verify(.ashby, [("Ashby-Signature", "sha256=" + hexadecimal)]) == nil)
    #expect(try verify(.ashby, [("Ashby-Signature", hexadecimal)]) == .malformedSignature)
    #expect(
      try verify(.ashby, [("Ashby-Signature", "sha256=" + hexadecimal.dropLast())])
        == .malformedSignature)
  }

  @Test func schemeOfOnesOwn() throws {
    let scheme = WebhookVerifier.Scheme(header: "X-Instaview", encoding: .hexadecimal)
    #expect(try verify(scheme, [("x-instaview", hexadecimal)]) == nil)
  }
}
