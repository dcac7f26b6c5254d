import CandorModel

/// One call with what its endpoint needs.
struct InterviewRelayCall: Sendable {
  let request: SandboxRequest
  let key: SandboxKey
  let now: Timestamp

  func require(_ permission: String) throws(InterviewRelayFailure) {
    guard key.allows(permission) else { throw .missingPermission(permission) }
  }

  /// The body as an object.
  func object() throws(InterviewRelayFailure) -> JSONValue {
    guard let object = request.jsonObject else {
      throw .invalidRequest("Request body must be a JSON object")
    }
    return object
  }

  // MARK: Fields of the body

  /// A required text.
  static func text(
    _ body: JSONValue, _ name: String, maximum: Int = 10_000
  ) throws(InterviewRelayFailure) -> String {
    guard let value = body[name] else { throw .invalidRequest("Field \(name) is required") }
    guard let text = value.string, !text.isEmpty else {
      throw .validation(name, "must be a text that is not empty")
    }
    guard text.count <= maximum else {
      throw .validation(name, "must have \(maximum) characters at most")
    }
    return text
  }

  /// An optional text.
  static func optionalText(
    _ body: JSONValue, _ name: String, maximum: Int = 10_000
  ) throws(InterviewRelayFailure) -> JSONValue? {
    guard body[name] != nil else { return nil }
    return .string(try text(body, name, maximum: maximum))
  }

  /// An optional object, passed on as it is.
  static func optionalObject(
    _ body: JSONValue, _ name: String
  ) throws(InterviewRelayFailure) -> JSONValue? {
    guard let value = body[name] else { return nil }
    guard value.object != nil else { throw .validation(name, "must be an object") }
    return value
  }

  /// An e-mail address.
  static func email(_ body: JSONValue) throws(InterviewRelayFailure) -> String {
    let email = try text(body, "email", maximum: 320)
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."),
      !email.contains(where: \.isWhitespace)
    else { throw .validation("email", "must be an e-mail address") }
    return email
  }

  // MARK: Query parameters

  /// One of some words; the default where it is missing.
  func word(
    _ name: String, among words: [String], default fallback: String? = nil
  ) throws(InterviewRelayFailure) -> String? {
    guard let value = request.parameter(name) else { return fallback }
    guard words.contains(value) else {
      throw .invalidRequest("Parameter \(name) must be one of \(words.joined(separator: ", "))")
    }
    return value
  }

  /// `true` or `false`; the default where it is missing.
  func flag(_ name: String, default fallback: Bool) throws(InterviewRelayFailure) -> Bool {
    try word(name, among: ["true", "false"], default: fallback ? "true" : "false") == "true"
  }

  /// A moment; `nil` where it is missing.
  func moment(_ name: String) throws(InterviewRelayFailure) -> Timestamp? {
    guard let value = request.parameter(name) else { return nil }
    guard let moment = Timestamp(value) else {
      throw .invalidRequest("Parameter \(name) must be an ISO 8601 time")
    }
    return moment
  }

  /// One page of a list, cut by `limit` and `offset`.
  func page<Element>(
    _ all: [Element], _ document: (Element) -> JSONValue
  ) throws(InterviewRelayFailure) -> SandboxResponse {
    guard let limit = request.integer("limit", in: 1...100, default: 20) else {
      throw .invalidRequest("Parameter limit must be from 1 to 100")
    }
    guard let offset = request.integer("offset", in: 0...Int(Int32.max), default: 0) else {
      throw .invalidRequest("Parameter offset must be 0 or more")
    }
    let part = all.dropFirst(offset).prefix(limit)
    return .json(
      200,
      .object([
        ("data", .array(part.map(document))),
        (
          "pagination",
          .object([
            ("total", .integer(all.count)), ("limit", .integer(limit)),
            ("offset", .integer(offset)), ("hasMore", .bool(offset + part.count < all.count)),
          ])
        ),
      ]))
  }
}
