import CandorModel

extension InterviewRelayStandIn {
  /// `/organization` and its members.
  func organization(
    _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if request.matches("GET", "organization") != nil {
      try call.require("organization:read")
      return .json(200, read(\.organization))
    }
    if request.matches("PATCH", "organization") != nil
      || request.matches("PUT", "organization") != nil
    {
      try call.require("organization:write")
      return .json(200, try updateOrganization(try call.object()))
    }
    if request.matches("GET", "organization", "members") != nil {
      try call.require("organization:read")
      return try call.page(read(\.members.all)) { $0 }
    }
    if request.matches("POST", "organization", "members") != nil {
      try call.require("organization:write")
      return .json(201, try inviteMember(try call.object(), call))
    }
    let patched = request.matches("PATCH", "organization", "members", ":id")
    if let id = (patched ?? request.matches("PUT", "organization", "members", ":id"))?[0] {
      try call.require("organization:write")
      let role = try role(try call.object())
      return .json(
        200,
        try change { (state) throws(InterviewRelayFailure) in
          guard let member = state.members[id] else { throw .notFound("Member") }
          let changed = member.setting("role", .string(role))
          state.members[id] = changed
          return changed
        })
    }
    if let id = request.matches("DELETE", "organization", "members", ":id")?[0] {
      try call.require("organization:write")
      try change { (state) throws(InterviewRelayFailure) in
        guard state.members[id] != nil else { throw .notFound("Member") }
        state.members[id] = nil
      }
      return .empty(204)
    }
    return nil
  }

  private func updateOrganization(_ body: JSONValue) throws(InterviewRelayFailure) -> JSONValue {
    let fields: [(String, JSONValue?)] = [
      ("name", try InterviewRelayCall.optionalText(body, "name")),
      ("logo", try InterviewRelayCall.optionalText(body, "logo")),
      ("domain", try InterviewRelayCall.optionalText(body, "domain")),
      ("settings", try InterviewRelayCall.optionalObject(body, "settings")),
    ]
    return update { state in
      for (name, value) in fields {
        if let value { state.organization = state.organization.setting(name, value) }
      }
      return state.organization
    }
  }

  /// The body is not documented; an address and a role are the least it can be.
  private func inviteMember(
    _ body: JSONValue, _ call: InterviewRelayCall
  ) throws(InterviewRelayFailure) -> JSONValue {
    let email = try InterviewRelayCall.email(body)
    let role = body["role"] == nil ? "member" : try role(body)
    return try change { (state) throws(InterviewRelayFailure) in
      guard !state.members.all.contains(where: { $0["email"]?.string == email }) else {
        throw .conflict("RESOURCE_CONFLICT", "Member already exists")
      }
      let id = state.newID("mem")
      let member = JSONValue.object([
        ("id", .string(id)), ("email", .string(email)), ("role", .string(role)),
        ("status", .string("invited")), ("createdAt", .string(call.now.text)),
      ])
      state.members[id] = member
      return member
    }
  }

  private func role(_ body: JSONValue) throws(InterviewRelayFailure) -> String {
    let role = try InterviewRelayCall.text(body, "role")
    guard ["owner", "admin", "member", "viewer"].contains(role) else {
      throw .validation("role", "must be owner, admin, member or viewer")
    }
    return role
  }
}
