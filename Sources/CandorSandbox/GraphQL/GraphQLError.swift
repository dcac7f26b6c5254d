import CandorModel

/// A place in a GraphQL document: line and column, both counted from 1.
struct GraphQLLocation: Hashable, Sendable {
  var line: Int
  var column: Int
}

/// One step on the way to a field of a response.
enum GraphQLPathElement: Hashable, Sendable {
  /// The response key of a field.
  case key(String)
  /// The place in a list, from 0.
  case index(Int)
}

/// One entry of `errors` in a GraphQL response.
///
/// The messages are worded as GraphQL servers commonly word them, with a capital and a full stop,
/// because clients look at them.
/// See https://spec.graphql.org/October2021/#sec-Errors
struct GraphQLError: Error, Hashable, Sendable {
  /// What stands in `extensions.code`.
  enum Code: String, Sendable {
    case parseFailed = "GRAPHQL_PARSE_FAILED"
    case validationFailed = "GRAPHQL_VALIDATION_FAILED"
    case badUserInput = "BAD_USER_INPUT"
    case operationResolutionFailure = "OPERATION_RESOLUTION_FAILURE"
    case badRequest = "BAD_REQUEST"
    case unauthenticated = "UNAUTHENTICATED"
    case forbidden = "FORBIDDEN"
    case notFound = "NOT_FOUND"
    case tooManyRequests = "TOO_MANY_REQUESTS"
    case unavailable = "SERVICE_UNAVAILABLE"
    case internalError = "INTERNAL_SERVER_ERROR"
  }

  var code: Code
  var message: String
  var locations: [GraphQLLocation] = []
  /// Where in the response; empty for an error of the whole request.
  var path: [GraphQLPathElement] = []

  /// The entry as JSON, keys in the order of the specification.
  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [("message", .string(message))]
    if !locations.isEmpty {
      let list = locations.map {
        JSONValue.object([
          ("line", .number(String($0.line))), ("column", .number(String($0.column))),
        ])
      }
      members.append(("locations", .array(list)))
    }
    if !path.isEmpty {
      let list = path.map { element in
        switch element {
        case .key(let key): JSONValue.string(key)
        case .index(let index): JSONValue.number(String(index))
        }
      }
      members.append(("path", .array(list)))
    }
    members.append(("extensions", .object([("code", .string(code.rawValue))])))
    return .object(members)
  }
}
