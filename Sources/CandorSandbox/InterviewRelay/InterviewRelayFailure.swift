import CandorModel

/// A refusal in InterviewRelay's words; the codes are those of its reference.
struct InterviewRelayFailure: Error, Hashable {
  var status: Int
  var code: String
  var message: String
  var details: JSONValue = .object([])
  /// Stands in the body, and in the header `Retry-After`.
  var retryAfter: Int?

  /// The body is no JSON, or a required field or parameter is missing or malformed.
  static func invalidRequest(_ message: String) -> InterviewRelayFailure {
    InterviewRelayFailure(status: 400, code: "INVALID_REQUEST", message: message)
  }

  /// A field has a value that is not allowed.
  static func validation(_ field: String, _ message: String) -> InterviewRelayFailure {
    InterviewRelayFailure(
      status: 422, code: "VALIDATION_ERROR", message: "Validation failed",
      details: .object([
        (
          "fields",
          .array([.object([("field", .string(field)), ("message", .string(message))])])
        )
      ]))
  }

  static func notFound(_ resource: String) -> InterviewRelayFailure {
    InterviewRelayFailure(
      status: 404, code: "RESOURCE_NOT_FOUND", message: "\(resource) not found")
  }

  static func conflict(_ code: String, _ message: String) -> InterviewRelayFailure {
    InterviewRelayFailure(status: 409, code: code, message: message)
  }

  static let invalidKey = InterviewRelayFailure(
    status: 401, code: "INVALID_API_KEY", message: "API key is invalid, expired or revoked")

  static func missingPermission(_ permission: String) -> InterviewRelayFailure {
    InterviewRelayFailure(
      status: 403, code: "INSUFFICIENT_PERMISSIONS",
      message: "API key lacks the permission \(permission)",
      details: .object([("required", .string(permission))]))
  }

  static let insufficientCredits = InterviewRelayFailure(
    status: 402, code: "INSUFFICIENT_CREDITS", message: "Not enough credits for this action")

  var response: SandboxResponse {
    var error: [(key: String, value: JSONValue)] = [
      ("code", .string(code)), ("message", .string(message)), ("details", details),
    ]
    if let retryAfter { error.append(("retryAfter", .integer(retryAfter))) }
    var response = SandboxResponse.json(status, .object([("error", .object(error))]))
    if let retryAfter { response.headers.append(("Retry-After", String(retryAfter))) }
    return response
  }
}
