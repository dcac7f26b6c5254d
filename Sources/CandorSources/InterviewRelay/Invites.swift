public import CandorModel

extension InterviewRelayClient {
  /// Invites: one participant's way into a campaign.
  public struct Invites: Sendable {
    let client: InterviewRelayClient

    /// Most invites of one bulk request.
    public static let bulkLimit = 500

    /// What a new invite is made of.
    public struct Draft: Sendable, Hashable {
      /// Whom to invite.
      public var email: String
      /// How to call them.
      public var name: String?
      /// The caller's own keys and values.
      public var metadata: JSONValue?
      /// Whether the platform sends the e-mail; its default is yes. Not used in bulk.
      public var sendsEmail: Bool?
      /// How long it is valid: `7d`, `24h`. Not used in bulk.
      public var expiresIn: String?
      /// Until when it is valid; goes before `expiresIn`. Not used in bulk.
      public var expiresAt: Timestamp?
      /// The e-mail template's id. Not used in bulk.
      public var emailTemplate: String?

      /// Makes a draft.
      public init(
        email: String, name: String? = nil, metadata: JSONValue? = nil, sendsEmail: Bool? = nil,
        expiresIn: String? = nil, expiresAt: Timestamp? = nil, emailTemplate: String? = nil
      ) {
        self.email = email
        self.name = name
        self.metadata = metadata
        self.sendsEmail = sendsEmail
        self.expiresIn = expiresIn
        self.expiresAt = expiresAt
        self.emailTemplate = emailTemplate
      }
    }

    /// `POST /campaigns/{campaignId}/invites`, needs `invites:write`.
    public func create(
      campaign: String, _ draft: Draft, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayInvite {
      let json = try await client.post(
        path(campaign),
        .members([
          ("email", .string(draft.email)), ("name", .text(draft.name)),
          ("sendEmail", .flag(draft.sendsEmail)), ("expiresIn", .text(draft.expiresIn)),
          ("expiresAt", .text(draft.expiresAt?.text)), ("metadata", draft.metadata),
          ("emailTemplate", .text(draft.emailTemplate)),
        ]), .invitesWrite, key: idempotencyKey, subject: "a new invite")
      return try InterviewRelayInvite.required(json, "an invite")
    }

    /// `POST /campaigns/{campaignId}/invites/bulk` (method inferred), needs `invites:write`.
    ///
    /// - Parameters:
    ///   - drafts: 1 to 500; only e-mail, name and metadata of each are sent.
    ///   - sendsEmail: whether the platform sends the e-mails; its default is yes.
    ///   - expiresIn: how long they are valid: `7d`, `24h`.
    /// - Returns: what the platform answered, empty where its shape is another: they were made.
    public func createMany(
      campaign: String, _ drafts: [Draft], sendsEmail: Bool? = nil, expiresIn: String? = nil,
      idempotencyKey: String? = nil
    ) async throws -> InterviewRelayPage<InterviewRelayInvite> {
      guard (1...Self.bulkLimit).contains(drafts.count) else {
        throw SourceError.outOfRange("the number of invites", 1...Self.bulkLimit, drafts.count)
      }
      let invites = drafts.map { draft in
        JSONValue.members([
          ("email", .string(draft.email)), ("name", .text(draft.name)),
          ("metadata", draft.metadata),
        ])
      }
      let subject = "\(drafts.count) new invites"
      let json = try await client.post(
        path(campaign) + "/bulk",
        .members([
          ("invites", .array(invites)), ("sendEmail", .flag(sendsEmail)),
          ("expiresIn", .text(expiresIn)),
        ]), .invitesWrite, key: idempotencyKey, subject: subject)
      let page = try? InterviewRelayPage(json["invites"] ?? json, subject: subject) {
        InterviewRelayInvite($0)
      }
      return page ?? InterviewRelayPage(elements: [])
    }

    /// `GET /campaigns/{campaignId}/invites` (method inferred), needs `invites:read`.
    ///
    /// - Parameters:
    ///   - status: `pending`, `started`, `completed`, `expired` or `cancelled`.
    ///   - email: of the participant.
    ///   - limit: invites of a page, 1 to 100.
    public func list(
      campaign: String, status: String? = nil, email: String? = nil, limit: Int = 100
    ) throws(SourceError) -> InterviewRelayList<InterviewRelayInvite> {
      try client.list(
        path(campaign), query: .present([("status", status), ("email", email)]), limit: limit,
        .invitesRead, subject: "the invites of this campaign"
      ) { InterviewRelayInvite($0) }
    }

    /// `GET /invites/{inviteId}` (method inferred), needs `invites:read`.
    public func get(_ id: String) async throws -> InterviewRelayInvite {
      let json = try await client.get(
        "/invites/\(PlatformRequest.segment(id))", .invitesRead, subject: "this invite")
      return try InterviewRelayInvite.required(json, "an invite")
    }

    /// `POST /invites/{inviteId}/cancel` (method inferred), needs `invites:write`. Revokes the token.
    ///
    /// - Returns: the invite where the platform answers it.
    @discardableResult
    public func cancel(
      _ id: String, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayInvite? {
      InterviewRelayInvite(
        try await client.post(
          "/invites/\(PlatformRequest.segment(id))/cancel", nil, .invitesWrite,
          key: idempotencyKey, subject: "cancelling this invite"))
    }

    /// `POST /invites/{inviteId}/resend` (method inferred), needs `invites:write`. The token stays.
    ///
    /// - Returns: the invite where the platform answers it.
    @discardableResult
    public func resend(
      _ id: String, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayInvite? {
      InterviewRelayInvite(
        try await client.post(
          "/invites/\(PlatformRequest.segment(id))/resend", nil, .invitesWrite,
          key: idempotencyKey, subject: "resending this invite"))
    }

    private func path(_ campaign: String) -> String {
      "/campaigns/\(PlatformRequest.segment(campaign))/invites"
    }
  }
}
