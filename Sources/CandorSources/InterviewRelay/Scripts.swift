public import CandorModel

extension InterviewRelayClient {
  /// Scripts: what interviews ask. The reference names no permission for them; those of campaigns
  /// are presumed. Reads are kept five minutes.
  public struct Scripts: Sendable {
    let client: InterviewRelayClient

    /// A script, or changes to one; absent values stay as they are.
    public struct Draft: Sendable, Hashable {
      /// At most 100 characters; required for a new script.
      public var name: String?
      /// What it is for.
      public var description: String?
      /// The project it belongs to.
      public var projectID: String?
      /// How the interviewer behaves; required for a new script.
      public var systemPrompt: String?
      /// The questions; required for a new script. A list replaces all earlier ones.
      public var questions: [InterviewRelayQuestion]?
      /// Follow-ups, language, voice.
      public var settings: JSONValue?

      /// Makes a draft.
      public init(
        name: String? = nil, description: String? = nil, projectID: String? = nil,
        systemPrompt: String? = nil, questions: [InterviewRelayQuestion]? = nil,
        settings: JSONValue? = nil
      ) {
        self.name = name
        self.description = description
        self.projectID = projectID
        self.systemPrompt = systemPrompt
        self.questions = questions
        self.settings = settings
      }

      var json: JSONValue {
        .members([
          ("name", .text(name)), ("description", .text(description)),
          ("projectId", .text(projectID)), ("systemPrompt", .text(systemPrompt)),
          ("questions", questions.map { .array($0.map(\.json)) }), ("settings", settings),
        ])
      }
    }

    /// `POST /scripts`, presumably needs `campaigns:write`.
    ///
    /// - Throws: `invalidArgument` where name, prompt or questions are missing.
    public func create(
      _ draft: Draft, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayScript {
      try SourceError.check("the script's name", draft.name ?? "", 1...100)
      guard draft.systemPrompt != nil, draft.questions != nil else {
        throw SourceError(
          .invalidArgument, "expected a new script to have a system prompt and questions")
      }
      return try await write("/scripts", draft.json, idempotencyKey, "a new script")
    }

    /// `GET /scripts` (method inferred), presumably needs `campaigns:read`.
    ///
    /// - Parameters:
    ///   - projectID: of one project.
    ///   - status: `draft`, `published` or `archived`.
    ///   - search: part of the name.
    ///   - limit: scripts of a page, 1 to 100.
    public func list(
      projectID: String? = nil, status: String? = nil, search: String? = nil, limit: Int = 100
    ) throws(SourceError) -> InterviewRelayList<InterviewRelayScript> {
      try client.list(
        "/scripts",
        query: .present([("projectId", projectID), ("status", status), ("search", search)]),
        limit: limit, .campaignsRead, keptSeconds: client.options.cacheSeconds,
        subject: "the scripts"
      ) { InterviewRelayScript($0) }
    }

    /// `GET /scripts/{scriptId}` (method inferred), presumably needs `campaigns:read`.
    public func get(_ id: String) async throws -> InterviewRelayScript {
      let json = try await client.getKept(
        path(id), .campaignsRead, seconds: client.options.cacheSeconds, subject: "this script")
      return try InterviewRelayScript.required(json, "a script")
    }

    /// `PATCH /scripts/{scriptId}` (method inferred), presumably needs `campaigns:write`. A published
    /// script gets a new draft version.
    public func update(_ id: String, _ changes: Draft) async throws -> InterviewRelayScript {
      if let name = changes.name { try SourceError.check("the script's name", name, 1...100) }
      let json = try await client.update(
        path(id), changes.json, .campaignsWrite, subject: "this script")
      await client.cache.forget(prefix: "/scripts")
      return try InterviewRelayScript.required(json, "a script")
    }

    /// `DELETE /scripts/{scriptId}` (method inferred), presumably needs `campaigns:write`. Fails while
    /// an active campaign uses it.
    public func delete(_ id: String) async throws {
      try await client.delete(path(id), .campaignsWrite, subject: "this script")
      await client.cache.forget(prefix: "/scripts")
    }

    /// `POST /scripts/{scriptId}/publish` (method inferred), presumably needs `campaigns:write`.
    @discardableResult
    public func publish(
      _ id: String, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayScript? {
      let json = try await client.post(
        path(id) + "/publish", nil, .campaignsWrite, key: idempotencyKey,
        subject: "publishing this script")
      await client.cache.forget(prefix: "/scripts")
      return InterviewRelayScript(json)
    }

    /// `POST /scripts/{scriptId}/versions` (method inferred), presumably needs `campaigns:write`.
    ///
    /// - Parameters:
    ///   - changelog: what is new in this version.
    ///   - changes: questions, prompt and settings are used.
    public func makeVersion(
      of id: String, changelog: String? = nil, _ changes: Draft, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayScript {
      try await write(
        path(id) + "/versions",
        .members([
          ("changelog", .text(changelog)),
          ("questions", changes.questions.map { .array($0.map(\.json)) }),
          ("systemPrompt", .text(changes.systemPrompt)), ("settings", changes.settings),
        ]), idempotencyKey, "a new version of this script")
    }

    /// `GET /scripts/{scriptId}/export` (method inferred), presumably needs `campaigns:read`.
    ///
    /// - Returns: the platform's document, to be given to `restore` unchanged.
    public func export(_ id: String) async throws -> JSONValue {
      try await client.get(path(id) + "/export", .campaignsRead, subject: "this script's export")
    }

    /// `POST /scripts/import` (method inferred), presumably needs `campaigns:write`.
    public func restore(
      _ exported: JSONValue, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayScript {
      try await write("/scripts/import", exported, idempotencyKey, "an imported script")
    }

    /// `POST /scripts/{scriptId}/media` (method and encoding inferred), presumably needs
    /// `campaigns:write`.
    public func uploadMedia(
      _ id: String, _ file: InterviewRelayUpload, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayFile {
      let json = try await client.upload(
        path(id) + "/media", file, .campaignsWrite, key: idempotencyKey,
        subject: "a media file for this script")
      return try InterviewRelayFile.required(json, "a file")
    }

    private func write(
      _ path: String, _ body: JSONValue, _ key: String?, _ subject: String
    ) async throws -> InterviewRelayScript {
      let json = try await client.post(path, body, .campaignsWrite, key: key, subject: subject)
      await client.cache.forget(prefix: "/scripts")
      return try InterviewRelayScript.required(json, "a script")
    }

    private func path(_ id: String) -> String { "/scripts/\(PlatformRequest.segment(id))" }
  }
}
