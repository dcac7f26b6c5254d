public import CandorModel

extension InterviewRelayClient {
  /// Sessions: interviews as they were held.
  public struct Sessions: Sendable {
    let client: InterviewRelayClient

    /// Which sessions of a campaign, and in which order.
    public struct Filter: Sendable, Hashable {
      /// `created`, `in_progress`, `paused`, `completed` or `abandoned`.
      public var status: String?
      /// From this moment on.
      public var from: Timestamp?
      /// Up to this moment.
      public var to: Timestamp?
      /// `createdAt` (the platform's default), `completedAt` or `duration`.
      public var sort: String?
      /// `asc` or `desc` (the platform's default).
      public var order: String?
      /// Sessions of a page, 1 to 100.
      public var limit: Int

      /// Makes a filter.
      public init(
        status: String? = nil, from: Timestamp? = nil, to: Timestamp? = nil, sort: String? = nil,
        order: String? = nil, limit: Int = 100
      ) {
        self.status = status
        self.from = from
        self.to = to
        self.sort = sort
        self.order = order
        self.limit = limit
      }
    }

    /// `GET /campaigns/{campaignId}/sessions`, needs `sessions:read`. Never kept.
    public func list(
      campaign: String, _ filter: Filter = Filter()
    ) throws(SourceError) -> InterviewRelayList<InterviewRelaySession> {
      try client.list(
        "/campaigns/\(PlatformRequest.segment(campaign))/sessions",
        query: .present([
          ("status", filter.status), ("from", filter.from?.text), ("to", filter.to?.text),
          ("sort", filter.sort), ("order", filter.order),
        ]), limit: filter.limit, .sessionsRead, subject: "the sessions of this campaign"
      ) { InterviewRelaySession($0) }
    }

    /// `GET /sessions/{sessionId}` (method inferred), needs `sessions:read`. Never kept.
    public func get(_ id: String) async throws -> InterviewRelaySession {
      let json = try await client.get(path(id), .sessionsRead, subject: "this session")
      let session = try InterviewRelaySession.required(json, "a session")
      guard AskedIdentifier.areSame(session.id, id) else { throw SourceError.otherInterview }
      return session
    }

    /// `POST /sessions/{sessionId}/pause` (method inferred), needs `sessions:write`.
    @discardableResult
    public func pause(
      _ id: String, reason: String? = nil, idempotencyKey: String? = nil
    ) async throws -> InterviewRelaySession? {
      InterviewRelaySession(
        try await client.post(
          path(id) + "/pause", .members([("reason", .text(reason))]), .sessionsWrite,
          key: idempotencyKey, subject: "pausing this session"))
    }

    /// `POST /sessions/{sessionId}/resume` (method inferred), needs `sessions:write`.
    @discardableResult
    public func resume(
      _ id: String, idempotencyKey: String? = nil
    ) async throws -> InterviewRelaySession? {
      InterviewRelaySession(
        try await client.post(
          path(id) + "/resume", nil, .sessionsWrite, key: idempotencyKey,
          subject: "resuming this session"))
    }

    /// `POST /sessions/{sessionId}/heartbeat` (method inferred), needs `sessions:write`.
    public func heartbeat(_ id: String, idempotencyKey: String? = nil) async throws {
      _ = try await client.post(
        path(id) + "/heartbeat", nil, .sessionsWrite, key: idempotencyKey,
        subject: "this session's heartbeat")
    }

    /// What a participant consents to.
    public enum ConsentType: String, Sendable, CaseIterable {
      /// Recording.
      case recording
      /// Processing of data.
      case dataProcessing = "data_processing"
      /// Both.
      case all
    }

    /// `POST /sessions/{sessionId}/consent` (method inferred), needs `sessions:write`.
    ///
    /// - Parameter ip: the participant's address, kept by the platform for its audit trail. It is
    ///   personal data; the reference shows no way to read it back.
    public func recordConsent(
      _ id: String, isGranted: Bool, type: ConsentType, ip: String? = nil,
      idempotencyKey: String? = nil
    ) async throws {
      _ = try await client.post(
        path(id) + "/consent",
        .members([
          ("granted", .bool(isGranted)), ("type", .string(type.rawValue)), ("ip", .text(ip)),
        ]), .sessionsWrite, key: idempotencyKey, subject: "this session's consent")
    }

    /// `GET /sessions/{sessionId}/files` (method inferred), needs `sessions:read`.
    ///
    /// - Parameter limit: files of a page, 1 to 100.
    public func files(
      _ id: String, limit: Int = 100
    ) throws(SourceError) -> InterviewRelayList<InterviewRelayFile> {
      try client.list(
        path(id) + "/files", query: [], limit: limit, .sessionsRead,
        subject: "the files of this session"
      ) { InterviewRelayFile($0) }
    }

    /// `POST /sessions/{sessionId}/files` (method and encoding inferred), needs `sessions:write`.
    public func upload(
      _ id: String, _ file: InterviewRelayUpload, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayFile {
      let json = try await client.upload(
        path(id) + "/files", file, .sessionsWrite, key: idempotencyKey,
        subject: "a file for this session")
      return try InterviewRelayFile.required(json, "a file")
    }

    func path(_ id: String) -> String { "/sessions/\(PlatformRequest.segment(id))" }
  }
}
