import CandorModel
import Crypto
import Foundation

/// One webhook as a platform sends it: body, and headers that sign it.
struct WebhookMessage: Sendable, Hashable {
  /// How it is signed and shaped.
  enum Scheme: String, Sendable, CaseIterable {
    /// `x-hireflix-signature`: Base64 of the MAC of the body.
    case hireflix
    /// Ours, since the real one is not documented: `X-InstaView-Signature: sha256=` and the
    /// hexadecimal MAC of the body.
    case instaview
    /// `X-InterviewRelay-Signature` over timestamp, full stop and body; `type` and `data`.
    case interviewrelay
    /// The other documented form: `X-Webhook-Signature` over the body; flat.
    case interviewrelayFlat = "interviewrelay-flat"
    /// `Ashby-Signature: sha256=` and the hexadecimal MAC of the body.
    case ashby
  }

  struct Header: Sendable, Hashable {
    var name: String
    var value: String
  }

  var headers: [Header]
  var body: [UInt8]

  /// Makes and signs a webhook.
  ///
  /// - Parameters:
  ///   - event: the platform's name for what happened.
  ///   - secret: used as it is, in UTF-8.
  ///   - now: goes into body and signature where the platform has it there.
  init(scheme: Scheme, event: String, evidence: Evidence, secret: String, now: Timestamp) {
    body = OrderedJSON.bytes(Self.payload(scheme, event, evidence, now))
    let key = SymmetricKey(data: Array(secret.utf8))
    func mac(_ bytes: [UInt8]) -> [UInt8] {
      Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    }
    headers = [Header(name: "Content-Type", value: "application/json")]
    switch scheme {
    case .hireflix:
      headers.append(
        Header(name: "x-hireflix-signature", value: Data(mac(body)).base64EncodedString()))
    case .instaview:
      headers.append(
        Header(name: "X-InstaView-Signature", value: "sha256=" + Hexadecimal.text(mac(body))))
    case .interviewrelay:
      let time = String(now.millisecondsSinceEpoch)
      headers.append(Header(name: "X-InterviewRelay-Timestamp", value: time))
      headers.append(
        Header(
          name: "X-InterviewRelay-Signature",
          value: Hexadecimal.text(mac(Array("\(time).".utf8) + body))))
    case .interviewrelayFlat:
      headers.append(
        Header(name: "X-Webhook-Signature", value: Hexadecimal.text(mac(body))))
    case .ashby:
      headers.append(
        Header(name: "Ashby-Signature", value: "sha256=" + Hexadecimal.text(mac(body))))
    }
  }

  /// What each platform's webhooks carry; none of them carries an address or an agent.
  private static func payload(
    _ scheme: Scheme, _ event: String, _ evidence: Evidence, _ now: Timestamp
  ) -> JSONValue {
    let interview = evidence.interview
    switch scheme {
    case .hireflix:
      return .object([
        ("event", .string(event)), ("data", hireflix(evidence)),
        ("date", .integer(now.millisecondsSinceEpoch)),
      ])
    case .instaview:
      let document = InstaViewDirectory.document(of: evidence)
      return .object([
        ("event", .string(event)), ("timestamp", .string(now.text)),
        (
          "deliveryId",
          .string(StableIdentifier.uuid("delivery", event, interview.id, now.text))
        ),
        (
          "data",
          .present([
            ("interviewId", document["id"]), ("candidateId", document["candidateId"]),
            ("jobId", document["jobId"]), ("status", document["status"]),
            ("callAttemptId", document["callAttempts"]?.array?.last?["id"]),
          ])
        ),
      ])
    case .interviewrelay:
      return .object([
        ("type", .string(event)),
        ("data", InterviewRelayDocuments.session(evidence)),
      ])
    case .interviewrelayFlat:
      return .object([
        ("event", .string(event)),
        ("session_id", .string(InterviewRelayDocuments.sessionID(evidence))),
        ("campaign_id", .string(InterviewRelayDocuments.campaignID(evidence))),
      ])
    case .ashby:
      let id = AshbyDirectory.candidateID(SandboxPeople.personKey(of: evidence))
      return .object([
        ("action", .string(event)),
        ("data", .object([("application", .object([("candidateId", .string(id))]))])),
      ])
    }
  }

  private static func hireflix(_ evidence: Evidence) -> JSONValue {
    let interview = evidence.interview
    let position = HireflixStore.position(of: evidence)
    let name = PersonName(evidence.candidate?.name)
    let hash = interview.hash ?? StableIdentifier.alphanumeric("hash", interview.id, length: 8)
    return .object([
      ("id", .string(interview.id)),
      (
        "position",
        .object([("id", .string(position.id)), ("name", .string(position.name))])
      ),
      ("externalId", .optional(evidence.candidate?.externalId)),
      ("status", .optional(interview.status)),
      ("hash", .string(hash)),
      ("createdAt", interview.createdAt.map { .integer($0.millisecondsSinceEpoch) } ?? .null),
      ("completed", interview.completedAt.map { .integer($0.millisecondsSinceEpoch) } ?? .null),
      (
        "candidate",
        .object([
          ("name", .optional(evidence.candidate?.name)), ("firstName", .optional(name.first)),
          ("lastName", .optional(name.last)), ("email", .optional(evidence.candidate?.email)),
          ("phone", .null),
        ])
      ),
      (
        "url",
        .object([
          ("short", .string("https://hflx.io/c/\(hash)")),
          ("public", .string("https://app.hireflix.com/\(hash)")),
        ])
      ),
    ])
  }
}
