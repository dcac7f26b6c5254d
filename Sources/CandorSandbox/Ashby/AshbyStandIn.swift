import CandorModel
import Foundation
import Synchronization

/// Stands in for `api.ashbyhq.com`: calls by name, nearly all of them POST.
///
/// Thread safety: a lock guards the fraud statuses that were set; nothing else changes.
final class AshbyStandIn: PlatformStandIn {
  private static let fraudStatuses = ["Fraudulent", "NotFraudulent", "Unsure"]

  private let accepted: String
  private let directory: AshbyDirectory
  private let fraudStatus = Mutex<[String: String]>([:])

  init(_ configuration: SandboxConfiguration) {
    accepted = configuration.key
    directory = AshbyDirectory(SandboxPeople(configuration.dataset))
  }

  func key(of request: SandboxRequest) -> SandboxKey? {
    SandboxKey(userName(of: request), accepted: accepted)
  }

  /// The key is the user name of HTTP Basic; the password is empty.
  private func userName(of request: SandboxRequest) -> String? {
    guard let credentials = request.credentials(scheme: "basic"),
      let bytes = Data(base64Encoded: credentials)
    else { return nil }
    let name = String(decoding: bytes, as: UTF8.self)
    return name.firstIndex(of: ":").map { String(name[..<$0]) }
  }

  func respond(to request: SandboxRequest) async -> SandboxResponse {
    do throws(AshbyFailure) {
      return .json(200, try answer(request))
    } catch {
      return error.response
    }
  }

  func failure(status: Int, retryAfter: Int?) -> SandboxResponse {
    let code = status == 429 ? "rate_limit_exceeded" : "internal_error"
    var response = AshbyFailure(status, code, StatusText.text(status)).response
    if let retryAfter { response.headers.append(("Retry-After", String(retryAfter))) }
    return response
  }

  private func answer(_ request: SandboxRequest) throws(AshbyFailure) -> JSONValue {
    guard request.headers["authorization"] != nil else {
      throw AshbyFailure(401, "unauthorized", "Missing API key")
    }
    guard let key = key(of: request), key.kind != .suspended else {
      throw AshbyFailure(403, "forbidden", "Invalid API key")
    }
    guard request.method == "POST", request.path.count == 1 else {
      throw AshbyFailure(404, "not_found", "No such endpoint")
    }
    guard let type = request.headers["content-type"], type.lowercased().contains("json"),
      let body = request.jsonObject
    else { throw .invalid("The body has to be a JSON object") }
    switch request.path[0] {
    case "candidate.listClientInfo":
      try require("candidatesRead", key)
      return try page(directory.clientRecords(of: try candidateID(body)), body, canSync: true)
    case "candidate.listFraudChecks":
      try require("candidatesRead", key)
      _ = try candidate(try candidateID(body))
      return try page([], body, canSync: false)
    case "candidate.list":
      try require("candidatesRead", key)
      let all = directory.candidates.map(withFraudStatus)
      return try page(all, body, canSync: true)
    case "candidate.info":
      try require("candidatesRead", key)
      return success(try information(body))
    case "candidate.search":
      try require("candidatesRead", key)
      return success(.array(try search(body)))
    case "candidate.setFraudStatus":
      try require("candidatesWrite", key)
      return success(try setFraudStatus(body))
    default: throw AshbyFailure(404, "not_found", "No such endpoint")
    }
  }

  // MARK: Calls

  private func information(_ body: JSONValue) throws(AshbyFailure) -> JSONValue {
    if let external = body["externalMappingId"]?.string {
      guard let found = directory.candidate(externalID: external) else {
        throw AshbyFailure(200, "candidate_not_found", "Candidate not found")
      }
      return withFraudStatus(found)
    }
    return withFraudStatus(try candidate(try candidateID(body, name: "id")))
  }

  private func search(_ body: JSONValue) throws(AshbyFailure) -> [JSONValue] {
    let email = body["email"]?.string
    let name = body["name"]?.string?.lowercased()
    guard email != nil || name != nil else { throw .invalid("email or name is required") }
    let found = directory.candidates.filter { candidate in
      if let email, candidate["primaryEmailAddress"]?["value"]?.string != email { return false }
      guard let name else { return true }
      return candidate["name"]?.string?.lowercased().contains(name) ?? false
    }
    return found.prefix(100).map(withFraudStatus)
  }

  private func setFraudStatus(_ body: JSONValue) throws(AshbyFailure) -> JSONValue {
    let id = try candidateID(body)
    let found = try candidate(id)
    guard let status = body["fraudStatus"]?.string, Self.fraudStatuses.contains(status) else {
      throw .invalid(
        "fraudStatus has to be one of \(Self.fraudStatuses.joined(separator: ", "))")
    }
    fraudStatus.withLock { $0[id] = status }
    return withFraudStatus(found)
  }

  private func withFraudStatus(_ candidate: JSONValue) -> JSONValue {
    let status = fraudStatus.withLock { $0[candidate["id"]?.string ?? ""] }
    return candidate.setting("fraudStatus", .string(status ?? "Unreviewed"))
  }

  // MARK: Checks

  private func require(_ permission: String, _ key: SandboxKey) throws(AshbyFailure) {
    guard key.allows(permission) else {
      throw AshbyFailure(
        403, "missing_endpoint_permission", "The key lacks the permission \(permission)")
    }
  }

  private func candidateID(
    _ body: JSONValue, name: String = "candidateId"
  ) throws(AshbyFailure) -> String {
    guard let id = body[name]?.string, StableIdentifier.isUUID(id) else {
      throw .invalid("\(name) has to be a UUID")
    }
    return id.lowercased()
  }

  private func candidate(_ id: String) throws(AshbyFailure) -> JSONValue {
    guard let candidate = directory.candidate(id) else {
      throw AshbyFailure(200, "candidate_not_found", "Candidate not found")
    }
    return candidate
  }

  // MARK: Pages

  /// One page; the cursor and the token for the next incremental run are opaque to the client.
  private func page(
    _ all: [JSONValue]?, _ body: JSONValue, canSync: Bool
  ) throws(AshbyFailure) -> JSONValue {
    guard let all else {
      throw AshbyFailure(200, "candidate_not_found", "Candidate not found")
    }
    let limit = body["limit"] == nil ? 100 : body["limit"]?.integer ?? 0
    guard (1...100).contains(limit) else { throw .invalid("limit has to be from 1 to 100") }
    var start = 0
    if let token = body["syncToken"], canSync {
      guard let known = Self.place(token.string, prefix: "sync"), known <= all.count else {
        throw AshbyFailure(200, "sync_token_invalid", "The sync token is invalid")
      }
      start = known
    }
    if let cursor = body["cursor"] {
      guard let place = Self.place(cursor.string, prefix: "next"), place <= all.count else {
        throw AshbyFailure(200, "invalid_next_cursor", "The cursor is invalid")
      }
      start = place
    }
    let results = Array(all[start...].prefix(limit))
    let end = start + results.count
    var members: [(key: String, value: JSONValue)] = [
      ("success", .bool(true)), ("results", .array(results)),
      ("moreDataAvailable", .bool(end < all.count)),
    ]
    if end < all.count {
      members.append(("nextCursor", .string(Self.token("next:\(end)"))))
    } else if canSync {
      members.append(("syncToken", .string(Self.token("sync:\(end)"))))
    }
    return .object(members)
  }

  private static func token(_ text: String) -> String {
    Data(text.utf8).base64EncodedString()
  }

  private static func place(_ token: String?, prefix: String) -> Int? {
    guard let token, let bytes = Data(base64Encoded: token) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":")
    guard parts.count == 2, parts[0] == prefix, let place = Int(parts[1]), place >= 0 else {
      return nil
    }
    return place
  }

  private func success(_ results: JSONValue) -> JSONValue {
    .object([("success", .bool(true)), ("results", results)])
  }
}

/// A refusal in Ashby's form.
struct AshbyFailure: Error, Hashable {
  var status: Int
  var code: String
  var message: String

  init(_ status: Int, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  /// The body is wrong. The description of the API shows failures under status 200 too: a client
  /// has to look at `success`.
  static func invalid(_ message: String) -> AshbyFailure {
    AshbyFailure(200, "invalid_input", message)
  }

  var response: SandboxResponse {
    .json(
      status,
      .object([
        ("success", .bool(false)), ("errors", .array([.string(code)])),
        (
          "errorInfo",
          .object([
            ("code", .string(code)), ("message", .string(message)),
            ("requestId", .string(StableIdentifier.uuid("ashby", "request", code, message))),
          ])
        ),
      ]))
  }
}
