import CandorModel

extension InterviewRelayStandIn {
  /// `/projects`. They have no permission of their own; those of the campaigns count.
  func projects(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if request.matches("GET", "projects") != nil {
      try call.require("campaigns:read")
      return try call.page(read(\.projects.all)) { $0 }
    }
    if request.matches("POST", "projects") != nil {
      try call.require("campaigns:write")
      let body = try call.object()
      _ = try InterviewRelayCall.text(body, "name", maximum: 100)
      let fields = try projectFields(body)
      return .json(
        201,
        try change { (state) throws(InterviewRelayFailure) in
          let id = state.newID("prj")
          let project = JSONValue.present(
            [("id", .string(id))] + fields + [
              ("createdAt", .string(call.now.text)), ("updatedAt", .string(call.now.text)),
            ])
          state.projects[id] = project
          return project
        })
    }
    if let id = request.matches("GET", "projects", ":id")?[0] {
      try call.require("campaigns:read")
      guard let project = read({ $0.projects[id] }) else { throw .notFound("Project") }
      return .json(200, project)
    }
    // Which of the two methods it is is not documented.
    let patched = request.matches("PATCH", "projects", ":id")
    if let id = (patched ?? request.matches("PUT", "projects", ":id"))?[0] {
      try call.require("campaigns:write")
      let fields = try projectFields(try call.object())
      return .json(
        200,
        try change { (state) throws(InterviewRelayFailure) in
          guard var project = state.projects[id] else { throw .notFound("Project") }
          for (name, value) in fields { if let value { project = project.setting(name, value) } }
          project = project.setting("updatedAt", .string(call.now.text))
          state.projects[id] = project
          return project
        })
    }
    if let id = request.matches("DELETE", "projects", ":id")?[0] {
      try call.require("campaigns:write")
      try change { (state) throws(InterviewRelayFailure) in
        guard state.projects[id] != nil else { throw .notFound("Project") }
        state.projects[id] = nil
        // The campaigns stay, without a project.
        for campaign in state.campaigns.all where campaign["projectId"]?.string == id {
          guard let campaignID = campaign["id"]?.string else { continue }
          state.campaigns[campaignID] = campaign.removing("projectId")
        }
      }
      return .empty(204)
    }
    return nil
  }

  private func projectFields(
    _ body: JSONValue
  ) throws(InterviewRelayFailure) -> [(String, JSONValue?)] {
    let color = try InterviewRelayCall.optionalText(body, "color", maximum: 7)
    if let text = color?.string {
      let digits = text.dropFirst()
      guard text.first == "#", digits.count == 6, digits.allSatisfy(\.isHexDigit) else {
        throw .validation("color", "must be a hex code such as #6366F1")
      }
    }
    return [
      ("name", try InterviewRelayCall.optionalText(body, "name", maximum: 100)),
      ("description", try InterviewRelayCall.optionalText(body, "description")),
      ("color", color),
    ]
  }
}

extension JSONValue {
  /// This object without a member.
  func removing(_ key: String) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.key != key })
  }
}
