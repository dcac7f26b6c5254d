import CandorModel

/// Sends REST requests to one platform and turns its refusals into errors.
struct RESTClient: Sendable {
  let platform: PlatformName
  let transport: PlatformTransport

  /// Sends a request and answers its JSON; `.null` where a success has no body.
  ///
  /// - Throws: `SourceError`; a missing permission names the one that the call needs.
  func json(_ request: PlatformRequest) async throws -> JSONValue {
    let response = try await send(request)
    if let json = response.json { return json }
    guard response.body.isEmpty else {
      throw SourceError.garbled("JSON", subject: request.subject)
    }
    return .null
  }

  /// Sends a request and answers the bytes of its body.
  func bytes(_ request: PlatformRequest) async throws -> [UInt8] {
    try await send(request).body
  }

  private func send(_ request: PlatformRequest) async throws -> PlatformResponse {
    let response = try await transport.send(request)
    guard response.isSuccess else { throw error(response, request) }
    // Some answer a failure with 200 and say so inside.
    if let json = response.json, json["success"]?.bool == false { throw error(response, request) }
    return response
  }

  private func error(_ response: PlatformResponse, _ request: PlatformRequest) -> SourceError {
    let code = Self.platformCode(response.json)
    let told = code.map { " (`\($0)`)" } ?? ""
    let name = platform.displayName
    switch response.status {
    case 401:
      return SourceError(
        .unauthorized, "\(name) refused the key\(told)",
        help: "check `\(platform.keyVariable)`: it may be mistyped, revoked or of another account",
        status: 401, platformCode: code)
    case 403 where code == "RESOURCE_ACCESS_DENIED":
      return SourceError(
        .notFound, "\(name) does not let this key see \(request.subject)\(told)",
        help: "check the id, and that the key belongs to the same company", status: 403,
        platformCode: code)
    case 403,
      200 where code == "missing_endpoint_permission":
      // Ashby answers a wrong key with 403, and names a missing permission by its code.
      let isKey = platform == .ashby && code != "missing_endpoint_permission"
      let named = Self.permissions(in: response.json)
      let guess = request.permission.map { "the permission `\($0)`" } ?? "a permission"
      let lack =
        named.isEmpty
        ? "seems to lack \(guess)"
        : "lacks the permission\(named.count == 1 ? "" : "s") "
          + named.map { "`\($0)`" }.joined(separator: ", ")
      return SourceError(
        isKey ? .unauthorized : .permissionMissing,
        isKey
          ? "\(name) refused the key\(told)"
          : "\(name) refused \(request.subject)\(told): the key \(lack)",
        help: isKey
          ? "check `\(platform.keyVariable)`: it may be mistyped, revoked or of another account"
          : "give the key that permission, or use another one",
        status: response.status, platformCode: code)
    case 404, 410,
      200 where code?.lowercased().hasSuffix("not_found") == true:
      return SourceError(
        .notFound, "\(name) does not know \(request.subject)\(told)",
        help: "check the id, and that the key belongs to the same account",
        status: response.status, platformCode: code)
    default:
      let isLimit = code.map { Self.limitCodes.contains($0) } ?? false
      return SourceError(
        isLimit ? .rateLimited : .refused,
        "\(name) answered \(response.status) for \(request.subject)\(told)",
        status: response.status, platformCode: code)
    }
  }

  /// The permissions that a refusal names, such as `read:agents` or `sessions:read`: words around a
  /// colon, one of which says what may be done. Nothing else of a platform's sentence is passed on.
  static func permissions(in json: JSONValue?) -> [String] {
    let texts = [
      json?["error"]?["message"], json?["errorInfo"]?["message"], json?["message"], json?["error"],
    ]
    guard let text = texts.compactMap({ $0?.nonEmptyText }).first else { return [] }
    let words = text.prefix(1000).split { !($0.isASCII && ($0.isLetter || ":_-".contains($0))) }
    var result: [String] = []
    for word in words where word.utf8.count <= 40 && !result.contains(String(word)) {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
        parts.contains(where: { deeds.contains(String($0)) })
      else { continue }
      result.append(String(word))
    }
    return Array(result.prefix(5))
  }

  private static let deeds: Set<String> = ["read", "write", "manage", "admin", "delete"]

  /// Ashby's codes for a rate limit that is used up.
  private static let limitCodes: Set<String> = [
    "rate_limit_exceeded", "concurrent_limit_exceeded",
  ]

  /// Whether an answer says in its body that the rate limit is used up: some do so with status 200.
  static func isRateLimit(_ json: JSONValue?) -> Bool {
    guard json?["success"]?.bool == false, let code = platformCode(json) else { return false }
    return limitCodes.contains(code)
  }

  /// The platform's code for a failure, in any of the envelopes that are documented.
  static func platformCode(_ json: JSONValue?) -> String? {
    let candidates = [json?["error"]?["code"], json?["errorInfo"]?["code"], json?["code"]]
    let code = candidates.compactMap { $0?.nonEmptyText }.first
    if let code { return PlatformCode.matches(code) ? code : nil }
    // In a list of errors any word may stand, so there a code has to look like one.
    let listed = json?["errors"]?.array?.first?.nonEmptyText ?? ""
    return PlatformCode.matches(listed) && listed.contains("_") ? listed : nil
  }
}

extension PlatformRequest {
  /// A read.
  static func get(
    _ path: String, query: [(name: String, value: String)] = [], permission: String? = nil,
    subject: String
  ) -> PlatformRequest {
    PlatformRequest(
      method: "GET", path: path, query: query, isRepeatable: true, permission: permission,
      subject: subject)
  }

  /// A write with a JSON body.
  static func write(
    _ method: String, _ path: String, _ body: JSONValue?, idempotencyKey: String? = nil,
    permission: String? = nil, subject: String
  ) -> PlatformRequest {
    var request = PlatformRequest(
      method: method, path: path, isRepeatable: idempotencyKey != nil, permission: permission,
      subject: subject)
    if let idempotencyKey { request.headers.append(("Idempotency-Key", idempotencyKey)) }
    if let body {
      var writer = JSONWriter()
      body.write(to: &writer)
      request.body = Body(bytes: writer.bytes, contentType: "application/json")
    }
    return request
  }

  /// One path segment: identifiers come from outside and must not become other paths.
  static func segment(_ text: String) -> String {
    // A segment of dots would be resolved away (RFC 3986, section 5.2.4).
    text.allSatisfy { $0 == "." } ? text.map { _ in "%2E" }.joined() : encode(text)
  }
}

extension JSONValue {
  /// An object of the members that are there.
  static func members(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { (key: name, value: $0) } })
  }

  /// A text, or nothing.
  static func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }
  /// A whole number, or nothing.
  static func whole(_ number: Int?) -> JSONValue? { number.map { .number(String($0)) } }
  /// `true` or `false`, or nothing.
  static func flag(_ flag: Bool?) -> JSONValue? { flag.map { .bool($0) } }
}
