public import CandorModel

extension InterviewRelayClient {
  /// Campaigns: what interviews are run from.
  public struct Campaigns: Sendable {
    let client: InterviewRelayClient

    /// What a new campaign is made of.
    public struct Draft: Sendable, Hashable {
      /// At most 100 characters.
      public var name: String
      /// At most 500 characters.
      public var description: String?
      /// The script that interviews follow.
      public var scriptID: String
      /// The project it belongs to.
      public var projectID: String?
      /// Voice, language, limits.
      public var settings: JSONValue?
      /// Defaults of its invites.
      public var inviteDefaults: JSONValue?
      /// The caller's own keys and values.
      public var metadata: JSONValue?

      /// Makes a draft.
      public init(
        name: String, description: String? = nil, scriptID: String, projectID: String? = nil,
        settings: JSONValue? = nil, inviteDefaults: JSONValue? = nil, metadata: JSONValue? = nil
      ) {
        self.name = name
        self.description = description
        self.scriptID = scriptID
        self.projectID = projectID
        self.settings = settings
        self.inviteDefaults = inviteDefaults
        self.metadata = metadata
      }
    }

    /// Which campaigns, and in which order.
    public struct Filter: Sendable, Hashable {
      /// `active`, `paused` or `archived`.
      public var status: String?
      /// Of one project.
      public var projectID: String?
      /// Part of the name.
      public var search: String?
      /// `name`, `createdAt` (the platform's default) or `updatedAt`.
      public var sort: String?
      /// `asc` or `desc` (the platform's default).
      public var order: String?
      /// Campaigns of a page, 1 to 100.
      public var limit: Int

      /// Makes a filter.
      public init(
        status: String? = nil, projectID: String? = nil, search: String? = nil,
        sort: String? = nil, order: String? = nil, limit: Int = 100
      ) {
        self.status = status
        self.projectID = projectID
        self.search = search
        self.sort = sort
        self.order = order
        self.limit = limit
      }
    }

    /// `POST /campaigns`, needs `campaigns:write`.
    ///
    /// - Parameter idempotencyKey: the same key within 24 hours gives the same campaign; absent for
    ///   a new one each call.
    public func create(
      _ draft: Draft, idempotencyKey: String? = nil
    ) async throws -> InterviewRelayCampaign {
      try SourceError.check("the campaign's name", draft.name, 1...100)
      try SourceError.check("the campaign's description", draft.description ?? "", 0...500)
      let json = try await client.post(
        "/campaigns",
        .members([
          ("name", .string(draft.name)), ("description", .text(draft.description)),
          ("scriptId", .string(draft.scriptID)), ("projectId", .text(draft.projectID)),
          ("settings", draft.settings), ("inviteDefaults", draft.inviteDefaults),
          ("metadata", draft.metadata),
        ]), .campaignsWrite, key: idempotencyKey, subject: "a new campaign")
      await client.cache.forget(prefix: "/campaigns")
      return try InterviewRelayCampaign.required(json, "a campaign")
    }

    /// `GET /campaigns`, needs `campaigns:read`. Kept five minutes.
    public func list(
      _ filter: Filter = Filter()
    ) throws(SourceError) -> InterviewRelayList<InterviewRelayCampaign> {
      try client.list(
        "/campaigns",
        query: .present([
          ("status", filter.status), ("projectId", filter.projectID), ("search", filter.search),
          ("sort", filter.sort), ("order", filter.order),
        ]), limit: filter.limit, .campaignsRead, keptSeconds: client.options.cacheSeconds,
        subject: "the campaigns"
      ) { InterviewRelayCampaign($0) }
    }

    /// `GET /campaigns/{campaignId}`, needs `campaigns:read`. Kept five minutes.
    public func get(_ id: String) async throws -> InterviewRelayCampaign {
      let json = try await client.getKept(
        "/campaigns/\(PlatformRequest.segment(id))", .campaignsRead,
        seconds: client.options.cacheSeconds, subject: "this campaign")
      return try InterviewRelayCampaign.required(json, "a campaign")
    }
  }
}

extension SourceError {
  /// Refuses text whose length is out of range before the platform does.
  static func check(
    _ what: String, _ text: String, _ range: ClosedRange<Int>
  ) throws(SourceError) {
    guard range.contains(text.count) else {
      throw SourceError(
        .invalidArgument,
        "expected \(what) to have \(range.lowerBound) to \(range.upperBound) characters, found "
          + "\(text.count)")
    }
  }
}

extension [(name: String, value: String)] {
  /// The pairs that have a value.
  static func present(_ pairs: [(String, String?)]) -> [(name: String, value: String)] {
    pairs.compactMap { name, value in value.map { (name: name, value: $0) } }
  }
}
