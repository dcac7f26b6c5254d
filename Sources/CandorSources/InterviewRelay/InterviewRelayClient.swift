import CandorModel
import Foundation

/// Speaks to InterviewRelay's REST API, as its API reference describes it.
///
/// One property per resource. Every call documents its method, path and the permission it needs;
/// methods marked *inferred* are not stated by the reference. POSTs carry an `Idempotency-Key`, the
/// same one when they are repeated; other writes are not repeated. Campaigns and scripts are kept
/// five minutes, transcripts for ever, sessions not at all, as the reference advises.
///
/// Thread safety: shared by any number of tasks.
public struct InterviewRelayClient: Sendable {
  /// A permission of a key.
  public enum Permission: String, Sendable, CaseIterable {
    /// List and view campaigns.
    case campaignsRead = "campaigns:read"
    /// Create and update campaigns.
    case campaignsWrite = "campaigns:write"
    /// List and view invites.
    case invitesRead = "invites:read"
    /// Create and manage invites.
    case invitesWrite = "invites:write"
    /// View sessions and transcripts.
    case sessionsRead = "sessions:read"
    /// Manage the life of sessions.
    case sessionsWrite = "sessions:write"
    /// View billing and usage.
    case billingRead = "billing:read"
    /// Manage subscriptions and credits.
    case billingWrite = "billing:write"
    /// View the organization.
    case organizationRead = "organization:read"
    /// Manage the organization.
    case organizationWrite = "organization:write"
  }

  /// Settings for what the reference leaves open.
  public struct Options: Sendable {
    /// HTTP method of updates, `PATCH` or `PUT`; the reference names none.
    public var updateMethod: String
    /// Seconds for which campaigns and scripts are kept; 0 for not at all.
    public var cacheSeconds: Double

    /// Makes options.
    public init(updateMethod: String = "PATCH", cacheSeconds: Double = 300) {
      self.updateMethod = updateMethod
      self.cacheSeconds = cacheSeconds
    }
  }

  let rest: RESTClient
  let options: Options
  let cache: ResponseCache

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - key: sent as a bearer token.
  ///   - endpoint: host and path prefix; absent for `https://api.interviewrelay.com/v1`.
  ///   - configuration: of the connection.
  ///   - options: for what the reference leaves open.
  public init(
    key: APIKey, endpoint: Endpoint? = nil,
    configuration: TransportConfiguration = TransportConfiguration(), options: Options = Options()
  ) throws(SourceError) {
    try self.init(
      key: key, endpoint: endpoint, configuration: configuration, options: options, clock: .system)
  }

  init(
    key: APIKey, endpoint: Endpoint?, configuration: TransportConfiguration, options: Options,
    clock: TransportClock
  ) throws(SourceError) {
    guard options.updateMethod == "PATCH" || options.updateMethod == "PUT" else {
      throw SourceError(.invalidArgument, "expected the update method to be `PATCH` or `PUT`")
    }
    rest = RESTClient(
      platform: .interviewrelay,
      transport: try PlatformTransport(
        endpoint: try Endpoint.resolve(endpoint, .interviewrelay),
        authentication: .bearer(key), configuration: configuration, clock: clock))
    self.options = options
    cache = ResponseCache(clock: clock)
  }

  /// Campaigns.
  public var campaigns: Campaigns { Campaigns(client: self) }
  /// Invites.
  public var invites: Invites { Invites(client: self) }
  /// Sessions with their transcripts and files.
  public var sessions: Sessions { Sessions(client: self) }
  /// Projects.
  public var projects: Projects { Projects(client: self) }
  /// Scripts.
  public var scripts: Scripts { Scripts(client: self) }
  /// The organization and its members.
  public var organization: Organization { Organization(client: self) }
  /// Plan, usage, credits, invoices.
  public var billing: Billing { Billing(client: self) }

  /// What was asked of the platform so far.
  public var statistics: TransportStatistics {
    get async { await rest.transport.statistics }
  }

  /// Closes the connections.
  public func shutdown() async { await rest.transport.shutdown() }

  // MARK: For the resources

  /// Reads JSON.
  func get(
    _ path: String, query: [(name: String, value: String)] = [], _ permission: Permission,
    subject: String
  ) async throws -> JSONValue {
    try await rest.json(
      .get(path, query: query, permission: permission.rawValue, subject: subject))
  }

  /// Reads JSON that may be kept for a while.
  func getKept(
    _ path: String, query: [(name: String, value: String)] = [], _ permission: Permission,
    seconds: Double, subject: String
  ) async throws -> JSONValue {
    let request = PlatformRequest.get(
      path, query: query, permission: permission.rawValue, subject: subject)
    let key = request.target
    if seconds > 0, let bytes = await cache.value(key) {
      do { return try JSONValue(parsing: bytes) } catch { await cache.forget(prefix: key) }
    }
    let json = try await rest.json(request)
    if seconds > 0 {
      var writer = JSONWriter()
      json.write(to: &writer)
      await cache.keep(writer.bytes, for: key, seconds: seconds)
    }
    return json
  }

  /// Creates or does something, with an idempotency key.
  func post(
    _ path: String, _ body: JSONValue?, _ permission: Permission, key: String?, subject: String
  ) async throws -> JSONValue {
    let key = key ?? UUID().uuidString.lowercased()
    return try await rest.json(
      .write(
        "POST", path, body, idempotencyKey: key, permission: permission.rawValue, subject: subject))
  }

  /// Changes something; *the method is inferred*.
  func update(
    _ path: String, _ body: JSONValue, _ permission: Permission, subject: String
  ) async throws -> JSONValue {
    try await rest.json(
      .write(options.updateMethod, path, body, permission: permission.rawValue, subject: subject))
  }

  /// Removes something; *the method is inferred*.
  func delete(_ path: String, _ permission: Permission, subject: String) async throws {
    _ = try await rest.json(
      .write("DELETE", path, nil, permission: permission.rawValue, subject: subject))
  }

  /// Sends a file as `multipart/form-data`; *the encoding is inferred*.
  func upload(
    _ path: String, _ file: InterviewRelayUpload, _ permission: Permission, key: String?,
    subject: String
  ) async throws -> JSONValue {
    let boundary = "candor-\(UUID().uuidString.lowercased())"
    var request = PlatformRequest.write(
      "POST", path, nil, idempotencyKey: key ?? UUID().uuidString.lowercased(),
      permission: permission.rawValue, subject: subject)
    request.body = PlatformRequest.Body(
      bytes: file.formData(boundary: boundary),
      contentType: "multipart/form-data; boundary=\(boundary)")
    return try await rest.json(request)
  }

  /// Walks a list from the first page to the last.
  func list<Element>(
    _ path: String, query: [(name: String, value: String)], limit: Int, _ permission: Permission,
    keptSeconds: Double = 0, subject: String,
    _ read: @escaping @Sendable (JSONValue) -> Element?
  ) throws(SourceError) -> InterviewRelayList<Element> {
    guard (1...100).contains(limit) else { throw .outOfRange("the page size", 1...100, limit) }
    let client = self
    return InterviewRelayList(
      limit: limit, maximumPages: rest.transport.configuration.maximumPages, subject: subject
    ) { offset in
      let pages = query + [("limit", String(limit)), ("offset", String(offset))]
      let json = try await client.getKept(
        path, query: pages, permission, seconds: keptSeconds, subject: subject)
      return try InterviewRelayPage(json, limit: limit, offset: offset, subject: subject, read)
    }
  }
}

/// A file to send.
public struct InterviewRelayUpload: Sendable, Hashable {
  /// The name the platform is told.
  public var name: String
  /// Its media type, such as `audio/webm`.
  public var contentType: String
  /// What is in it.
  public var bytes: [UInt8]

  /// Makes a file.
  public init(name: String, contentType: String, bytes: [UInt8]) {
    self.name = name
    self.contentType = contentType
    self.bytes = bytes
  }

  /// The file as the part `file` of a form (RFC 7578).
  func formData(boundary: String) -> [UInt8] {
    let quoted = name.map { "\"\\\r\n".contains($0) ? "_" : String($0) }.joined()
    let type = contentType.filter { $0.isASCII && !$0.isNewline }
    var bytes = Array(
      ("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(quoted)\"\r\n"
        + "Content-Type: \(type)\r\n\r\n").utf8)
    bytes += self.bytes
    bytes += Array("\r\n--\(boundary)--\r\n".utf8)
    return bytes
  }
}
