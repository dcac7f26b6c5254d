import CandorModel

/// Stands in for `api.instaview.sk`.
struct InstaViewStandIn: PlatformStandIn {
  private let accepted: String
  private let envelope: InstaViewEnvelope
  private let now: @Sendable () -> Timestamp
  let directory: InstaViewDirectory

  init(_ configuration: SandboxConfiguration) {
    accepted = configuration.key
    envelope = configuration.instaViewEnvelope
    now = configuration.now
    directory = InstaViewDirectory(SandboxPeople(configuration.dataset))
  }

  func key(of request: SandboxRequest) -> SandboxKey? {
    SandboxKey(request.bearerToken, accepted: accepted)
  }

  func respond(to request: SandboxRequest) async -> SandboxResponse {
    do throws(InstaViewFailure) {
      return try answer(request)
    } catch {
      return failure(error)
    }
  }

  func failure(status: Int, retryAfter: Int?) -> SandboxResponse {
    let code = status == 429 ? "RATE_LIMIT_EXCEEDED" : "SERVICE_ERROR"
    var details: JSONValue = .object([])
    if let retryAfter { details = .object([("retryAfter", .integer(retryAfter))]) }
    var response = failure(
      InstaViewFailure(status, code, StatusText.text(status), details: details))
    if let retryAfter { response.headers.append(("Retry-After", String(retryAfter))) }
    return response
  }

  func headers(for standing: RateLimiter.Standing) -> [(name: String, value: String)] {
    let windows = [("Minute", standing.minute)] + (standing.hour.map { [("Hour", $0)] } ?? [])
    return windows.flatMap { name, window in
      [
        ("X-RateLimit-Limit-\(name)", String(window.limit)),
        ("X-RateLimit-Remaining-\(name)", String(window.remaining)),
        ("X-RateLimit-Reset-\(name)", String(window.reset)),
      ]
    }
  }

  // MARK: Endpoints

  private func answer(_ request: SandboxRequest) throws(InstaViewFailure) -> SandboxResponse {
    let key = try authorized(request)
    try checkCompany(request, key)
    if request.matches("GET", "interviews") != nil {
      try require("read:interviews", key)
      guard request.parameter("candidateId") != nil else {
        throw .validation("candidateId", "candidateId is required")
      }
      return try interviews(request, key)
    }
    if let id = request.matches("GET", "interviews", ":id")?[0] {
      try require("read:interviews", key)
      return try one(directory.interview(id)?.json, "Interview", id)
    }
    if request.matches("GET", "candidates") != nil {
      try require("read:candidates", key)
      return try candidates(request)
    }
    if let id = request.matches("GET", "candidates", ":id")?[0] {
      try require("read:candidates", key)
      return try one(directory.candidate(id)?.json, "Candidate", id)
    }
    if let id = request.matches("GET", "candidates", ":id", "interviews")?[0] {
      try require("read:candidates", key)
      try require("read:interviews", key)
      var narrowed = request
      narrowed.query.append(.init(name: "candidateId", value: id))
      return try interviews(narrowed, key)
    }
    if request.matches("GET", "jobs") != nil {
      try require("read:jobs", key)
      return try page(directory.jobs, request)
    }
    if let id = request.matches("GET", "jobs", ":id")?[0] {
      try require("read:jobs", key)
      return try one(directory.jobs.first { $0["id"]?.string == id }, "Job", id)
    }
    if request.matches("GET", "agents") != nil {
      try require("read:agents", key)
      return try page(directory.agents, request)
    }
    if let id = request.matches("GET", "agents", ":id")?[0] {
      try require("read:agents", key)
      return try one(directory.agents.first { $0["id"]?.string == id }, "Agent", id)
    }
    throw InstaViewFailure(404, "RESOURCE_NOT_FOUND", "Cannot \(request.method) this path")
  }

  private func interviews(
    _ request: SandboxRequest, _ key: SandboxKey
  ) throws(InstaViewFailure) -> SandboxResponse {
    try require("read:candidates", key)
    let candidateID = try uuid("candidateId", request)
    let agentID = try uuid("agentId", request)
    let jobID = try uuid("jobId", request)
    if agentID != nil { try require("read:agents", key) }
    let status = request.parameter("status")
    if let status, !InstaViewDirectory.statuses.contains(status) {
      throw .validation(
        "status",
        "status must be one of \(InstaViewDirectory.statuses.joined(separator: ", "))")
    }
    let candidate = candidateID.flatMap { directory.candidate($0) }
    let found = (candidate?.interviewIDs ?? []).compactMap { directory.interview($0) }.filter {
      (agentID == nil || $0.json["agentId"]?.string == agentID)
        && (jobID == nil || $0.json["jobId"]?.string == jobID)
        && (status == nil || $0.json["status"]?.string == status)
    }
    return try page(found.map(\.json), request)
  }

  private func candidates(_ request: SandboxRequest) throws(InstaViewFailure) -> SandboxResponse {
    let jobID = try uuid("jobId", request)
    let status = request.parameter("status")
    let search = request.parameter("search")?.lowercased()
    guard jobID != nil || status != nil || search != nil else {
      return try page(directory.candidateDocuments, request)
    }
    let found = directory.candidateDocuments.filter { candidate in
      if let jobID, candidate["jobIds"]?.array?.contains(.string(jobID)) != true { return false }
      if let status, candidate["status"]?.string != status { return false }
      guard let search else { return true }
      return ["firstName", "lastName", "email"].contains {
        candidate[$0]?.string?.lowercased().contains(search) ?? false
      }
    }
    return try page(found, request)
  }

  // MARK: Checks

  private func authorized(_ request: SandboxRequest) throws(InstaViewFailure) -> SandboxKey {
    guard let key = key(of: request) else {
      throw InstaViewFailure(401, "INVALID_API_KEY", "Invalid API key")
    }
    guard key.kind != .suspended else {
      throw InstaViewFailure(
        401, "API_KEY_SUSPENDED", "API key is suspended",
        details: .object([
          ("suspendedAt", .string("2026-01-05T10:00:00.000Z")),
          ("reason", .string("Suspended by the administrator")),
        ]))
    }
    return key
  }

  private func checkCompany(
    _ request: SandboxRequest, _ key: SandboxKey
  ) throws(InstaViewFailure) {
    // Other keys belong to one company; what they say here is ignored.
    guard key.kind == .ats else { return }
    guard let company = try uuid("companyId", request) else {
      throw .validation("companyId", "companyId is required for ATS keys")
    }
    guard company == InstaViewDirectory.companyID else {
      throw InstaViewFailure(
        403, "RESOURCE_ACCESS_DENIED", "The key does not manage this company")
    }
  }

  private func require(_ scope: String, _ key: SandboxKey) throws(InstaViewFailure) {
    guard key.allows(scope) else {
      throw InstaViewFailure(
        403, "INSUFFICIENT_PERMISSIONS", "Insufficient permissions. Required: \(scope)")
    }
  }

  private func uuid(
    _ name: String, _ request: SandboxRequest
  ) throws(InstaViewFailure) -> String? {
    guard let value = request.parameter(name) else { return nil }
    guard StableIdentifier.isUUID(value) else { throw .validation(name, "\(name) must be a UUID") }
    return value.lowercased()
  }

  // MARK: Envelopes

  private func page(
    _ all: [JSONValue], _ request: SandboxRequest
  ) throws(InstaViewFailure) -> SandboxResponse {
    guard let page = request.integer("page", in: 1...10_000, default: 1) else {
      throw .validation("page", "page must be from 1 to 10000")
    }
    guard let limit = request.integer("limit", in: 1...100, default: 20) else {
      throw .validation("limit", "limit must be from 1 to 100")
    }
    let items = JSONValue.array(Array(all.dropFirst((page - 1) * limit).prefix(limit)))
    let pages = (all.count + limit - 1) / limit
    let numbers: [(key: String, value: JSONValue)] = [
      ("total", .integer(all.count)), ("page", .integer(page)), ("limit", .integer(limit)),
      ("totalPages", .integer(pages)),
    ]
    switch envelope {
    case .plain: return .json(200, .object([("data", items)] + numbers))
    case .wrapped: return .json(200, success(.object([("data", items)] + numbers)))
    case .guide:
      let more: [(key: String, value: JSONValue)] = [
        ("hasNextPage", .bool(page < pages)), ("hasPreviousPage", .bool(page > 1)),
      ]
      return .json(
        200, success(.object([("items", items), ("pagination", .object(numbers + more))])))
    }
  }

  private func one(
    _ document: JSONValue?, _ type: String, _ id: String
  ) throws(InstaViewFailure) -> SandboxResponse {
    guard let document else {
      throw InstaViewFailure(
        404, "RESOURCE_NOT_FOUND", "\(type) not found",
        details: .object([("resourceType", .string(type)), ("resourceId", .string(id))]))
    }
    return .json(200, envelope == .plain ? document : success(document))
  }

  private func success(_ data: JSONValue) -> JSONValue {
    .object([
      ("success", .bool(true)), ("data", data), ("error", .null),
      ("timestamp", .string(now().text)),
    ])
  }

  private func failure(_ failure: InstaViewFailure) -> SandboxResponse {
    .json(
      failure.status,
      .object([
        ("success", .bool(false)), ("data", .null),
        (
          "error",
          .object([
            ("code", .string(failure.code)), ("message", .string(failure.message)),
            ("details", failure.details),
          ])
        ), ("timestamp", .string(now().text)),
      ]))
  }
}

/// A refusal in InstaView's words.
struct InstaViewFailure: Error, Hashable {
  var status: Int
  var code: String
  var message: String
  var details: JSONValue

  init(_ status: Int, _ code: String, _ message: String, details: JSONValue = .object([])) {
    self.status = status
    self.code = code
    self.message = message
    self.details = details
  }

  /// One field is missing or out of range. The code is not documented: this is the likeliest.
  static func validation(_ field: String, _ message: String) -> InstaViewFailure {
    InstaViewFailure(
      400, "VALIDATION_ERROR", message, details: .object([("field", .string(field))]))
  }
}
