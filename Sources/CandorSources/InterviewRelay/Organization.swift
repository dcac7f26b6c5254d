public import CandorModel

extension InterviewRelayClient {
  /// The organization a key belongs to, and its members.
  public struct Organization: Sendable {
    let client: InterviewRelayClient

    /// `GET /organization` (method inferred), needs `organization:read`.
    public func get() async throws -> InterviewRelayOrganization {
      InterviewRelayOrganization(
        try await client.get("/organization", .organizationRead, subject: "the organization"))
    }

    /// `PATCH /organization` (method inferred), needs `organization:write`.
    ///
    /// - Parameters:
    ///   - logo: its URL.
    ///   - domain: for links of interviews.
    public func update(
      name: String? = nil, logo: String? = nil, domain: String? = nil, settings: JSONValue? = nil
    ) async throws -> InterviewRelayOrganization {
      InterviewRelayOrganization(
        try await client.update(
          "/organization",
          .members([
            ("name", .text(name)), ("logo", .text(logo)), ("domain", .text(domain)),
            ("settings", settings),
          ]), .organizationWrite, subject: "the organization"))
    }

    /// `GET /organization/members` (method inferred), needs `organization:read`.
    public func members(
      limit: Int = 100
    ) throws(SourceError) -> InterviewRelayList<InterviewRelayMember> {
      try client.list(
        "/organization/members", query: [], limit: limit, .organizationRead,
        subject: "the members"
      ) { InterviewRelayMember($0) }
    }

    /// `POST /organization/members` (method and body inferred), needs `organization:write`.
    public func invite(
      email: String, role: String, name: String? = nil, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayMember {
      let json = try await client.post(
        "/organization/members",
        .members([("email", .string(email)), ("role", .string(role)), ("name", .text(name))]),
        .organizationWrite, key: idempotencyKey, subject: "a new member")
      return try InterviewRelayMember.required(json, "a member")
    }

    /// `PATCH /organization/members/{memberId}` (method inferred), needs `organization:write`.
    public func setRole(of id: String, _ role: String) async throws -> InterviewRelayMember {
      let json = try await client.update(
        path(id), .members([("role", .string(role))]), .organizationWrite, subject: "this member")
      return try InterviewRelayMember.required(json, "a member")
    }

    /// `DELETE /organization/members/{memberId}` (method inferred), needs `organization:write`.
    public func remove(_ id: String) async throws {
      try await client.delete(path(id), .organizationWrite, subject: "this member")
    }

    private func path(_ id: String) -> String {
      "/organization/members/\(PlatformRequest.segment(id))"
    }
  }
}
