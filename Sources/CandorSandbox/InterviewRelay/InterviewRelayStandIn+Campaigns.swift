import CandorModel

extension InterviewRelayStandIn {
  /// `/campaigns`.
  func campaigns(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if request.matches("POST", "campaigns") != nil {
      try call.require("campaigns:write")
      return .json(201, try createCampaign(call))
    }
    if request.matches("GET", "campaigns") != nil {
      try call.require("campaigns:read")
      return try listCampaigns(call)
    }
    if let id = request.matches("GET", "campaigns", ":id")?[0] {
      try call.require("campaigns:read")
      return .json(200, try campaign(id))
    }
    return nil
  }

  /// A campaign that has to be there.
  func campaign(_ id: String) throws(InterviewRelayFailure) -> JSONValue {
    guard let campaign = read({ $0.campaigns[id] }) else { throw .notFound("Campaign") }
    return campaign
  }

  private func createCampaign(
    _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> JSONValue {
    let body = try call.object()
    let name = try InterviewRelayCall.text(body, "name", maximum: 100)
    let script = try InterviewRelayCall.text(body, "scriptId")
    let description = try InterviewRelayCall.optionalText(body, "description", maximum: 500)
    let project = try InterviewRelayCall.optionalText(body, "projectId")
    let settings = try InterviewRelayCall.optionalObject(body, "settings")
    let defaults = try InterviewRelayCall.optionalObject(body, "inviteDefaults")
    let metadata = try InterviewRelayCall.optionalObject(body, "metadata")
    return try change { (state) throws(InterviewRelayFailure) in
      guard state.scripts[script] != nil else { throw .validation("scriptId", "is unknown") }
      if let id = project?.string, state.projects[id] == nil {
        throw .validation("projectId", "is unknown")
      }
      let id = state.newID("cam")
      let campaign = JSONValue.present([
        ("id", .string(id)), ("name", .string(name)), ("description", description),
        ("scriptId", .string(script)), ("projectId", project), ("status", .string("active")),
        ("settings", settings ?? .object([])), ("inviteDefaults", defaults ?? .object([])),
        (
          "stats",
          .object([
            ("totalInvites", .integer(0)), ("completedSessions", .integer(0)),
            ("averageDuration", .integer(0)),
          ])
        ), ("metadata", metadata), ("createdAt", .string(call.now.text)),
        ("updatedAt", .string(call.now.text)),
      ])
      state.campaigns[id] = campaign
      return campaign
    }
  }

  private func listCampaigns(
    _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    let status = try call.word("status", among: ["active", "paused", "archived"])
    let sort =
      try call.word("sort", among: ["name", "createdAt", "updatedAt"], default: "createdAt")
      ?? "createdAt"
    let order = try call.word("order", among: ["asc", "desc"], default: "desc")
    let project = call.request.parameter("projectId")
    let search = call.request.parameter("search")?.lowercased()
    let fitting = read(\.campaigns.all).filter { campaign in
      (status == nil || campaign["status"]?.string == status)
        && (project == nil || campaign["projectId"]?.string == project)
        && (search.map { campaign["name"]?.string?.lowercased().contains($0) ?? false } ?? true)
    }
    return try call.page(Self.sorted(fitting, by: sort, descending: order == "desc")) { $0 }
  }

  /// Documents by a text field, then by identifier, so that the order is total.
  static func sorted(
    _ documents: [JSONValue], by field: String, descending: Bool
  ) -> [JSONValue] {
    let sorted = documents.sorted {
      let left = ($0[field]?.string ?? "", $0["id"]?.string ?? "")
      let right = ($1[field]?.string ?? "", $1["id"]?.string ?? "")
      return left < right
    }
    return descending ? sorted.reversed() : sorted
  }
}
