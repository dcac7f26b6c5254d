import CandorModel

extension InterviewRelayStandIn {
  /// `/campaigns/{id}/sessions` and `/sessions`, without what hangs on a session as a document.
  func sessions(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if let id = request.matches("GET", "campaigns", ":id", "sessions")?[0] {
      try call.require("sessions:read")
      return try listSessions(id, call)
    }
    if let id = request.matches("GET", "sessions", ":id")?[0] {
      try call.require("sessions:read")
      return .json(200, try session(id))
    }
    if let id = request.matches("POST", "sessions", ":id", "pause")?[0] {
      try call.require("sessions:write")
      let reason = try InterviewRelayCall.optionalText(try call.object(), "reason", maximum: 1000)
      return .json(200, try move(id, from: "in_progress", to: "paused", reason: reason))
    }
    if let id = request.matches("POST", "sessions", ":id", "resume")?[0] {
      try call.require("sessions:write")
      return .json(200, try move(id, from: "paused", to: "in_progress", reason: nil))
    }
    if let id = request.matches("POST", "sessions", ":id", "heartbeat")?[0] {
      try call.require("sessions:write")
      _ = try move(id, from: "in_progress", to: "in_progress", reason: nil)
      return .json(200, .object([("ok", .bool(true))]))
    }
    if let id = request.matches("POST", "sessions", ":id", "consent")?[0] {
      try call.require("sessions:write")
      return .json(200, try recordConsent(id, call))
    }
    return nil
  }

  /// A session that has to be there.
  func session(_ id: String) throws(InterviewRelayFailure) -> JSONValue {
    guard let session = read({ $0.session(id) }) else { throw .notFound("Session") }
    return session
  }

  private func listSessions(
    _ campaignID: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    _ = try campaign(campaignID)
    let order = try call.word("order", among: ["asc", "desc"], default: "desc")
    let query = InterviewRelayState.SessionQuery(
      campaignID: campaignID,
      status: try call.word("status", among: InterviewRelayDocuments.sessionStatuses),
      from: try call.moment("from"), to: try call.moment("to"),
      sort: try call.word(
        "sort", among: ["createdAt", "completedAt", "duration"], default: "createdAt")
        ?? "createdAt",
      isDescending: order == "desc")
    return try change { (state) throws(InterviewRelayFailure) in
      let places = state.sessions(query)
      return try call.page(places) { state.session(at: $0) }
    }
  }

  private func move(
    _ id: String, from: String, to: String, reason: JSONValue?
  ) throws(InterviewRelayFailure) -> JSONValue {
    try change { (state) throws(InterviewRelayFailure) in
      guard var session = state.session(id) else { throw .notFound("Session") }
      guard session["status"]?.string == from else {
        throw .conflict(
          "SESSION_NOT_ACTIVE", "Session is not in a state that allows this action")
      }
      guard from != to else { return session }
      session = session.setting("status", .string(to))
      if let reason { session = session.setting("pauseReason", reason) }
      state.setSession(id, session)
      return session
    }
  }

  private func recordConsent(
    _ id: String, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> JSONValue {
    let body = try call.object()
    guard let granted = body["granted"] else { throw .invalidRequest("Field granted is required") }
    guard let isGranted = granted.bool else { throw .validation("granted", "must be a boolean") }
    let type = try InterviewRelayCall.text(body, "type")
    guard ["recording", "data_processing", "all"].contains(type) else {
      throw .validation("type", "must be recording, data_processing or all")
    }
    let ip = try InterviewRelayCall.optionalText(body, "ip", maximum: 64)
    let consent = JSONValue.present([
      ("granted", .bool(isGranted)), ("type", .string(type)), ("ip", ip),
      ("recordedAt", .string(call.now.text)),
    ])
    return try change { (state) throws(InterviewRelayFailure) in
      guard let session = state.session(id) else { throw .notFound("Session") }
      state.setSession(id, session.setting("consent", consent))
      return .object([("sessionId", .string(id)), ("consent", consent)])
    }
  }
}
