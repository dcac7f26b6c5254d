import CandorModel

/// Evidence as InterviewRelay's objects.
enum InterviewRelayDocuments {
  static let sessionStatuses = ["created", "in_progress", "paused", "completed", "abandoned"]
  static let inviteStatuses = ["pending", "started", "completed", "expired", "cancelled"]

  // MARK: Identifiers

  static func sessionID(_ evidence: Evidence) -> String {
    let id = evidence.interview.id
    return id.hasPrefix("ses_") ? id : StableIdentifier.prefixed("ses", id)
  }

  static func inviteID(_ evidence: Evidence) -> String {
    StableIdentifier.prefixed("inv", evidence.interview.id)
  }

  static func campaignID(_ evidence: Evidence) -> String {
    campaignID(key: SandboxPeople.jobKey(of: evidence))
  }

  static func campaignID(key: String) -> String {
    key.hasPrefix("cam_") ? key : StableIdentifier.prefixed("cam", key)
  }

  static func scriptID(campaignKey: String) -> String {
    StableIdentifier.prefixed("scr", campaignKey)
  }

  // MARK: Sessions

  /// The platform's word for where an interview of any platform stands.
  static func status(of evidence: Evidence) -> String {
    let interview = evidence.interview
    if let status = interview.status, sessionStatuses.contains(status) { return status }
    if interview.completedAt != nil { return "completed" }
    return evidence.answers.isEmpty ? "created" : "in_progress"
  }

  /// When the participant began: as the evidence says, else as long before the end as the answers
  /// take at two minutes each.
  static func startedAt(of evidence: Evidence) -> Timestamp? {
    if let started = evidence.interview.startedAt { return started }
    if let first = evidence.answers.compactMap(\.at).min() { return first }
    guard let completed = evidence.interview.completedAt else { return nil }
    let estimate = completed.millisecondsSinceEpoch - Int64(evidence.answers.count) * 120_000
    let earliest = evidence.interview.createdAt?.millisecondsSinceEpoch ?? estimate
    return Timestamp(millisecondsSinceEpoch: max(estimate, earliest))
  }

  static func session(_ evidence: Evidence) -> JSONValue {
    let interview = evidence.interview
    let started = startedAt(of: evidence)
    let duration = started.flatMap { start in
      interview.completedAt.map { start.seconds(to: $0) }
    }
    let steps = Set(evidence.answers.map(\.step.index)).count
    return .present([
      ("id", .string(sessionID(evidence))),
      ("campaignId", .string(campaignID(evidence))),
      ("inviteId", .string(inviteID(evidence))),
      ("status", .string(status(of: evidence))),
      (
        "participant",
        .present([
          ("email", evidence.candidate?.email.map(JSONValue.string)),
          ("name", evidence.candidate?.name.map(JSONValue.string)),
        ])
      ),
      ("startedAt", started.map { .string($0.text) }),
      ("completedAt", interview.completedAt.map { .string($0.text) }),
      ("duration", duration.map(JSONValue.decimal)),
      ("questionsAnswered", .integer(steps)),
      ("totalQuestions", .integer(steps)),
      ("language", .string("en")),
      (
        "sentiment",
        .object([("overall", .string("neutral")), ("score", .number("0"))])
      ),
      ("device", device(of: evidence)),
      ("metadata", metadata(evidence)),
      ("consent", consent(of: evidence)),
      ("createdAt", interview.createdAt.map { .string($0.text) }),
    ])
  }

  private static func metadata(_ evidence: Evidence) -> JSONValue {
    .present([
      ("externalId", evidence.candidate?.externalId.map(JSONValue.string)),
      ("declaredCountry", evidence.candidate?.declaredCountry.map(JSONValue.string)),
    ])
  }

  /// Only the request that records consent is documented; whether it comes back is not. Here it
  /// does, where the evidence has such a contact.
  private static func consent(of evidence: Evidence) -> JSONValue? {
    evidence.contacts.first { $0.kind == "consent" }.map { contact in
      .present([
        ("granted", .bool(true)), ("type", .string("all")),
        ("ip", contact.ip.map(JSONValue.string)),
        ("recordedAt", contact.at.map { .string($0.text) }),
      ])
    }
  }

  /// One device a session, taken when the link was opened: that of the first answer.
  private static func device(of evidence: Evidence) -> JSONValue? {
    let described = evidence.answers.lazy.compactMap { answer in
      answer.device ?? answer.userAgent.flatMap(DeviceSummary.description)
    }.first
    return described.map { device in
      .present([
        ("browser", device.browser.map(JSONValue.string)),
        ("os", device.os.map(JSONValue.string)), ("type", device.type.map(JSONValue.string)),
      ])
    }
  }

  // MARK: Invites, campaigns, scripts

  static func invite(_ evidence: Evidence) -> JSONValue {
    let created = evidence.interview.createdAt
    let status =
      switch status(of: evidence) {
      case "created": "pending"
      case "completed": "completed"
      default: "started"
      }
    let token = "inv_" + StableIdentifier.alphanumeric("token", evidence.interview.id, length: 20)
    return .present([
      ("id", .string(inviteID(evidence))),
      ("campaignId", .string(campaignID(evidence))),
      ("token", .string(token)),
      ("email", evidence.candidate?.email.map(JSONValue.string)),
      ("name", evidence.candidate?.name.map(JSONValue.string)),
      ("status", .string(status)),
      ("inviteUrl", .string("https://interviewrelay.com/interview/\(token)")),
      ("emailStatus", .string("sent")),
      ("expiresAt", created.map { .string($0.adding(days: 7).text) }),
      ("metadata", metadata(evidence)),
      ("createdAt", created.map { .string($0.text) }),
    ])
  }

  static func campaign(_ job: SandboxPeople.Job, _ interviews: [Evidence]) -> JSONValue {
    let all = job.interviews.map { interviews[$0] }
    let created = all.compactMap(\.interview.createdAt).min()
    return .present([
      ("id", .string(campaignID(key: job.key))),
      ("name", .string(String(job.name.prefix(100)))),
      ("description", .string("Interviews for \(job.name)")),
      ("scriptId", .string(scriptID(campaignKey: job.key))),
      ("status", .string("active")),
      (
        "settings",
        .object([
          ("voice", .string("alloy")), ("language", .string("en")),
          ("maxDuration", .integer(1800)), ("requireConsent", .bool(true)),
        ])
      ),
      (
        "inviteDefaults",
        .object([("expiresIn", .string("7d")), ("emailTemplate", .string("default"))])
      ),
      (
        "stats",
        .object([
          ("totalInvites", .integer(all.count)),
          ("completedSessions", .integer(all.count { status(of: $0) == "completed" })),
          ("averageDuration", .integer(0)),
        ])
      ),
      ("createdAt", created.map { .string($0.text) }),
      ("updatedAt", created.map { .string($0.text) }),
    ])
  }

  static func script(_ job: SandboxPeople.Job, _ interviews: [Evidence]) -> JSONValue {
    var titles: [Int: String] = [:]
    for place in job.interviews {
      for answer in interviews[place].answers {
        titles[answer.step.index] = answer.step.title ?? "Question \(answer.step.index + 1)"
      }
    }
    let created = job.interviews.compactMap { interviews[$0].interview.createdAt }.min()
    return .present([
      ("id", .string(scriptID(campaignKey: job.key))),
      ("name", .string(String("Script for \(job.name)".prefix(100)))),
      ("status", .string("published")),
      ("version", .integer(1)),
      ("systemPrompt", .string("Ask the questions in their order.")),
      (
        "questions",
        .array(
          titles.sorted { $0.key < $1.key }.map { index, title in
            .object([
              ("id", .string("q\(index + 1)")), ("text", .string(title)),
              ("type", .string("open")), ("required", .bool(true)), ("order", .integer(index)),
            ])
          })
      ),
      ("settings", .object([("language", .string("en"))])),
      ("createdAt", created.map { .string($0.text) }),
      ("updatedAt", created.map { .string($0.text) }),
    ])
  }
}
