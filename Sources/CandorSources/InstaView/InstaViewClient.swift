import CandorModel

/// Speaks to InstaView's REST API: candidates and their interviews.
///
/// Thread safety: shared by any number of tasks.
public struct InstaViewClient: Sendable {
  /// The pages that a list may be asked for.
  public static let pageRange = 1...10_000
  /// The sizes that a page may have.
  public static let limitRange = 1...100

  /// The statuses of an interview.
  public enum Status: String, Sendable, CaseIterable {
    /// Not said.
    case undefined = "UNDEFINED"
    /// Planned.
    case scheduled = "SCHEDULED"
    /// Called off.
    case cancelled = "CANCELLED"
    /// Went wrong.
    case failed = "FAILED"
    /// Held.
    case completed = "COMPLETED"
    /// Being held.
    case inProgress = "IN_PROGRESS"
  }

  /// Which interviews of a candidate.
  public struct InterviewFilter: Sendable, Hashable {
    /// Whose interviews; required by the platform.
    public var candidateID: String
    /// Of one voice agent.
    public var agentID: String?
    /// Of one status.
    public var status: Status?
    /// Deprecated by the platform: of one job, which says nothing the candidate does not.
    public var jobID: String?

    /// Makes a filter.
    public init(
      candidateID: String, agentID: String? = nil, status: Status? = nil, jobID: String? = nil
    ) {
      self.candidateID = candidateID
      self.agentID = agentID
      self.status = status
      self.jobID = jobID
    }
  }

  /// One page of a list.
  public struct Page<Element: Sendable>: Sendable {
    /// What is on it.
    public var elements: [Element]
    /// All there are; absent where the platform does not say.
    public var total: Int?
    /// Whether no page follows, as far as this one tells. A platform that gives fewer elements than
    /// asked for may have further ones all the same: `total` tells.
    public var isLast: Bool
    /// Elements that could not be read, for lack of an id.
    public var unreadable: Int
    /// Whether the platform itself says that no page follows.
    var isToldLast: Bool
    /// Whether the platform itself says that a page follows.
    var isToldMore: Bool
  }

  let rest: RESTClient
  /// The company that is asked about; keys of several companies need it.
  public let companyID: String?

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - key: sent as a bearer token.
  ///   - companyID: a UUID; required for keys of an applicant tracking system, else ignored.
  ///   - endpoint: host and path prefix; absent for `https://api.instaview.sk`.
  ///   - configuration: of the connection.
  public init(
    key: APIKey, companyID: String? = nil, endpoint: Endpoint? = nil,
    configuration: TransportConfiguration = TransportConfiguration()
  ) throws(SourceError) {
    self.companyID = companyID
    rest = RESTClient(
      platform: .instaview,
      transport: try PlatformTransport(
        endpoint: try Endpoint.resolve(endpoint, .instaview),
        authentication: .bearer(key), configuration: configuration))
  }

  /// What was asked of the platform so far.
  public var statistics: TransportStatistics {
    get async { await rest.transport.statistics }
  }

  /// Closes the connections.
  public func shutdown() async { await rest.transport.shutdown() }

  /// `GET /interviews`, needs `read:interviews`, for its filters `read:candidates` and `read:agents`.
  ///
  /// - Parameters:
  ///   - page: 1 to 10,000.
  ///   - limit: interviews of a page, 1 to 100.
  public func interviews(
    _ filter: InterviewFilter, page: Int = 1, limit: Int = 100
  ) async throws -> Page<InstaViewInterview> {
    guard !filter.candidateID.isEmpty else {
      throw SourceError(.invalidArgument, "expected a candidate's id, which InstaView requires")
    }
    return try await list(
      "/interviews",
      query: .present([
        ("companyId", companyID), ("candidateId", filter.candidateID), ("agentId", filter.agentID),
        ("status", filter.status?.rawValue), ("jobId", filter.jobID),
      ]), page: page, limit: limit, permission: "read:interviews",
      subject: "the interviews of a candidate"
    ) { InstaViewInterview($0) }
  }

  /// `GET /interviews/{id}`, needs `read:interviews`.
  public func interview(_ id: String) async throws -> InstaViewInterview {
    let json = try await one("/interviews/", id, "read:interviews", "this interview")
    guard let interview = InstaViewInterview(json) else {
      throw SourceError.garbled("`id`", subject: "this interview")
    }
    guard AskedIdentifier.areSame(interview.id, id) else { throw SourceError.otherInterview }
    return interview
  }

  /// `GET /candidates`, needs `read:candidates`.
  ///
  /// - Parameters:
  ///   - page: 1 to 10,000.
  ///   - limit: candidates of a page, 1 to 100.
  public func candidates(
    page: Int = 1, limit: Int = 100
  ) async throws -> Page<InstaViewCandidate> {
    try await list(
      "/candidates", query: .present([("companyId", companyID)]), page: page, limit: limit,
      permission: "read:candidates", subject: "the candidates"
    ) { InstaViewCandidate($0) }
  }

  /// `GET /candidates/{id}`, needs `read:candidates`.
  public func candidate(_ id: String) async throws -> InstaViewCandidate {
    let json = try await one("/candidates/", id, "read:candidates", "this candidate")
    guard let candidate = InstaViewCandidate(json) else {
      throw SourceError.garbled("`id`", subject: "this candidate")
    }
    guard AskedIdentifier.areSame(candidate.id, id) else { throw SourceError.otherCandidate }
    return candidate
  }

  private func one(
    _ path: String, _ id: String, _ permission: String, _ subject: String
  ) async throws -> JSONValue {
    let json = try await rest.json(
      .get(
        path + PlatformRequest.segment(id), query: .present([("companyId", companyID)]),
        permission: permission, subject: subject))
    // With and without the general envelope.
    return json["id"] == nil ? json["data"] ?? json : json
  }

  private func list<Element>(
    _ path: String, query: [(name: String, value: String)], page: Int, limit: Int,
    permission: String, subject: String, _ read: (JSONValue) -> Element?
  ) async throws -> Page<Element> {
    guard Self.pageRange.contains(page) else {
      throw SourceError.outOfRange("the page", Self.pageRange, page)
    }
    guard Self.limitRange.contains(limit) else {
      throw SourceError.outOfRange("the page size", Self.limitRange, limit)
    }
    let json = try await rest.json(
      .get(
        path, query: [("page", String(page)), ("limit", String(limit))] + query,
        permission: permission, subject: subject))
    guard let answer = InstaViewPage(json) else {
      throw SourceError.garbled("a list", subject: subject)
    }
    let elements = answer.items.compactMap(read)
    return Page(
      elements: elements, total: answer.total,
      isLast: answer.items.isEmpty || answer.isLast(page: page, limit: limit),
      unreadable: answer.items.count - elements.count, isToldLast: answer.isToldLast(page: page),
      isToldMore: answer.isToldMore(page: page))
  }
}
