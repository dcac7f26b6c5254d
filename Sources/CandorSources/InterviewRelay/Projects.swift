import CandorModel

extension InterviewRelayClient {
  /// Projects: folders of campaigns. The reference names no permission for them; those of campaigns
  /// are presumed.
  public struct Projects: Sendable {
    let client: InterviewRelayClient

    /// `GET /projects` (method inferred), presumably needs `campaigns:read`.
    public func list(
      limit: Int = 100
    ) throws(SourceError) -> InterviewRelayList<InterviewRelayProject> {
      try client.list(
        "/projects", query: [], limit: limit, .campaignsRead, subject: "the projects"
      ) { InterviewRelayProject($0) }
    }

    /// `POST /projects` (method inferred), presumably needs `campaigns:write`.
    ///
    /// - Parameters:
    ///   - name: 1 to 100 characters.
    ///   - color: as `#6366F1`.
    public func create(
      name: String, description: String? = nil, color: String? = nil,
      idempotencyKey: String? = nil
    ) async throws -> InterviewRelayProject {
      try SourceError.check("the project's name", name, 1...100)
      let json = try await client.post(
        "/projects",
        .members([
          ("name", .string(name)), ("description", .text(description)), ("color", .text(color)),
        ]), .campaignsWrite, key: idempotencyKey, subject: "a new project")
      return try InterviewRelayProject.required(json, "a project")
    }

    /// `GET /projects/{projectId}` (method inferred), presumably needs `campaigns:read`.
    public func get(_ id: String) async throws -> InterviewRelayProject {
      let json = try await client.get(path(id), .campaignsRead, subject: "this project")
      return try InterviewRelayProject.required(json, "a project")
    }

    /// `PATCH /projects/{projectId}` (method inferred), presumably needs `campaigns:write`.
    public func update(
      _ id: String, name: String? = nil, description: String? = nil, color: String? = nil
    ) async throws -> InterviewRelayProject {
      if let name { try SourceError.check("the project's name", name, 1...100) }
      let json = try await client.update(
        path(id),
        .members([
          ("name", .text(name)), ("description", .text(description)), ("color", .text(color)),
        ]), .campaignsWrite, subject: "this project")
      return try InterviewRelayProject.required(json, "a project")
    }

    /// `DELETE /projects/{projectId}` (method inferred), presumably needs `campaigns:write`. Its
    /// campaigns stay, without a project.
    public func delete(_ id: String) async throws {
      try await client.delete(path(id), .campaignsWrite, subject: "this project")
      await client.cache.forget(prefix: "/campaigns")
    }

    private func path(_ id: String) -> String { "/projects/\(PlatformRequest.segment(id))" }
  }
}
