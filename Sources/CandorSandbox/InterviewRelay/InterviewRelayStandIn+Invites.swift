import CandorModel

extension InterviewRelayStandIn {
  /// Invitations one request may make.
  static let maximumBulkInvites = 500

  /// `/campaigns/{id}/invites` and `/invites`.
  func invites(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if let id = request.matches("POST", "campaigns", ":id", "invites")?[0] {
      try call.require("invites:write")
      let body = try call.object()
      return .json(201, try createInvites(id, [body], common: body, call)[0])
    }
    if let id = request.matches("POST", "campaigns", ":id", "invites", "bulk")?[0] {
      try call.require("invites:write")
      return try createBulk(id, call)
    }
    if let id = request.matches("GET", "campaigns", ":id", "invites")?[0] {
      try call.require("invites:read")
      return try listInvites(id, call)
    }
    if let id = request.matches("GET", "invites", ":id")?[0] {
      try call.require("invites:read")
      guard let invite = read({ $0.invite(id) }) else { throw .notFound("Invite") }
      return .json(200, invite)
    }
    if let id = request.matches("POST", "invites", ":id", "cancel")?[0] {
      try call.require("invites:write")
      return .json(200, try changeInvite(id, "status", "cancelled", call))
    }
    if let id = request.matches("POST", "invites", ":id", "resend")?[0] {
      try call.require("invites:write")
      return .json(200, try changeInvite(id, "emailStatus", "sent", call))
    }
    return nil
  }

  private func createBulk(
    _ campaignID: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    let body = try call.object()
    guard let wanted = body["invites"]?.array else {
      throw .invalidRequest("Field invites is required")
    }
    guard (1...Self.maximumBulkInvites).contains(wanted.count) else {
      throw .validation("invites", "must have 1 to \(Self.maximumBulkInvites) entries")
    }
    let created = try createInvites(campaignID, wanted, common: body, call)
    return .json(
      201, .object([("data", .array(created)), ("created", .integer(created.count))]))
  }

  /// Makes invites, all or none.
  private func createInvites(
    _ campaignID: String, _ wanted: [JSONValue], common: JSONValue, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> [JSONValue] {
    let campaign = try campaign(campaignID)
    guard campaign["status"]?.string == "active" else {
      throw .conflict("CAMPAIGN_NOT_ACTIVE", "Campaign is not active")
    }
    let validity = common["expiresIn"] ?? campaign["inviteDefaults"]?["expiresIn"]
    let expires = try expiry(exact: common["expiresAt"], validity: validity, call.now)
    let sendsEmail = common["sendEmail"]?.bool ?? true
    var people: [(email: String, name: JSONValue?, metadata: JSONValue?)] = []
    for person in wanted {
      people.append(
        (
          try InterviewRelayCall.email(person),
          try InterviewRelayCall.optionalText(person, "name", maximum: 200),
          try InterviewRelayCall.optionalObject(person, "metadata")
        ))
    }
    return try change { (state) throws(InterviewRelayFailure) in
      guard people.count <= state.creditBalance else { throw .insufficientCredits }
      var created: [JSONValue] = []
      for person in people {
        let id = state.newID("inv")
        let token = "inv_" + StableIdentifier.alphanumeric("token", id, length: 20)
        let invite = JSONValue.present([
          ("id", .string(id)), ("campaignId", .string(campaignID)), ("token", .string(token)),
          ("email", .string(person.email)), ("name", person.name), ("status", .string("pending")),
          ("inviteUrl", .string("https://interviewrelay.com/interview/\(token)")),
          ("emailStatus", .string(sendsEmail ? "sent" : "not_sent")),
          ("expiresAt", .string(expires.text)), ("metadata", person.metadata ?? .object([])),
          ("createdAt", .string(call.now.text)),
        ])
        state.setInvite(id, invite)
        created.append(invite)
      }
      return created
    }
  }

  /// The exact time wins over the span; without either it is a week.
  private func expiry(
    exact: JSONValue?, validity: JSONValue?, _ now: Timestamp
  ) throws(InterviewRelayFailure) -> Timestamp {
    if let exact {
      guard let text = exact.string, let moment = Timestamp(text), moment > now else {
        throw .validation("expiresAt", "must be an ISO 8601 time in the future")
      }
      return moment
    }
    guard let validity else { return now.adding(days: 7) }
    guard let text = validity.string, let unit = text.last, let count = Int64(text.dropLast()),
      (1...10_000).contains(count), unit == "d" || unit == "h"
    else { throw .validation("expiresIn", "must be days or hours: 7d, 24h") }
    return now.adding(seconds: count * (unit == "d" ? 86_400 : 3600))
  }

  private func listInvites(
    _ campaignID: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    _ = try campaign(campaignID)
    let status = try call.word("status", among: InterviewRelayDocuments.inviteStatuses)
    let email = call.request.parameter("email")
    let fitting = read { $0.invites(ofCampaign: campaignID) }.filter {
      (status == nil || $0["status"]?.string == status)
        && (email == nil || $0["email"]?.string == email)
    }
    return try call.page(fitting) { $0 }
  }

  /// Changes a field of an invite that still can be used.
  private func changeInvite(
    _ id: String, _ field: String, _ value: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> JSONValue {
    try change { (state) throws(InterviewRelayFailure) in
      guard let invite = state.invite(id) else { throw .notFound("Invite") }
      let expires = invite["expiresAt"]?.string.flatMap { Timestamp($0) }
      let isExpired = expires.map { $0 <= call.now } ?? false
      guard invite["status"]?.string == "pending", !isExpired else {
        throw .conflict("INVITE_EXPIRED", "Invite has expired and cannot be modified")
      }
      let changed = invite.setting(field, .string(value))
      state.setInvite(id, changed)
      return changed
    }
  }
}
