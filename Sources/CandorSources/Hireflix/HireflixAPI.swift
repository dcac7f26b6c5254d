import CandorModel

/// Sends GraphQL requests to Hireflix and tells refusals from answers.
struct HireflixAPI: Sendable {
  let transport: PlatformTransport

  /// Sends one operation.
  ///
  /// - Parameters:
  ///   - variables: names and values; sent as a JSON object.
  ///   - subject: what is asked for, in words, for messages.
  /// - Returns: an answer with `data`, or one that was refused (`isRefused`).
  /// - Throws: `SourceError` where no GraphQL answer came or the key was refused.
  func send(
    _ operation: String, _ document: String, variables: [(key: String, value: JSONValue)],
    subject: String
  ) async throws -> GraphQLAnswer {
    var writer = JSONWriter()
    JSONValue.object([
      ("operationName", .string(operation)), ("query", .string(document)),
      ("variables", .object(variables)),
    ]).write(to: &writer)
    let response = try await transport.send(
      PlatformRequest(
        method: "POST", path: "",
        body: PlatformRequest.Body(bytes: writer.bytes, contentType: "application/json"),
        // A query changes nothing, whatever its HTTP method.
        isRepeatable: true, subject: subject))
    if response.status == 401 || response.status == 403 {
      throw SourceError.keyRefused(.hireflix, status: response.status)
    }
    guard var answer = response.json.flatMap(GraphQLAnswer.init) else {
      throw response.isSuccess
        ? SourceError.notGraphQL(subject) : SourceError.unexpectedStatus(response, subject: subject)
    }
    if answer.isUnauthorized {
      throw SourceError.keyRefused(.hireflix, status: response.status)
    }
    answer.document = document
    return answer
  }
}

extension SourceError {
  static func keyRefused(_ platform: PlatformName, status: Int?) -> SourceError {
    SourceError(
      .unauthorized, "\(platform.displayName) refused the key",
      help: "check `\(platform.keyVariable)`: it may be mistyped, revoked or of another account",
      status: status)
  }
  static func notGraphQL(_ subject: String) -> SourceError {
    SourceError(
      .invalidResponse, "expected a GraphQL answer for \(subject), found other JSON",
      help: "check that `HIREFLIX_URL` is the whole endpoint, which ends with `/me`")
  }
  static func unexpectedStatus(_ response: PlatformResponse, subject: String) -> SourceError {
    let isElsewhere = response.status == 404 || response.status == 405
    return SourceError(
      isElsewhere ? .invalidResponse : .refused,
      "the platform answered \(response.status) for \(subject)",
      help: isElsewhere ? "check that the platform's URL is the one of its API" : nil,
      status: response.status)
  }
  /// - Parameter told: what can be shown of the refusal.
  static func refused(_ subject: String, _ told: String?) -> SourceError {
    SourceError(
      .refused, "the platform refused the query for \(subject)" + (told.map { ": \($0)" } ?? ""),
      help: ownWords)
  }
  private static let ownWords =
    "the platform's own words may name people and are not shown; its support can tell more"
  /// - Parameters:
  ///   - what: what was asked for.
  ///   - code: the platform's, where it can be shown.
  static func errorInPlace(of what: String, _ code: String?) -> SourceError {
    SourceError(
      .refused,
      "the platform gave an error in place of the \(what)" + (code.map { ": `\($0)`" } ?? ""),
      help: ownWords)
  }
  /// - Parameters:
  ///   - told: what the platform says, where it can be shown.
  ///   - isSetting: whether the fields are named by configuration or environment.
  static func refusedSelection(_ told: String?, isSetting: Bool) -> SourceError {
    let name = isSetting ? "the setting `select`" : "`--select`"
    return SourceError(
      isSetting ? .configuration : .invalidArgument,
      "the platform does not have what \(name) names" + (told.map { ": \($0)" } ?? ""),
      help: "leave out \(name), or name fields that the platform has")
  }
  static func unknownInterview(_ platform: PlatformName) -> SourceError {
    SourceError(
      .notFound, "\(platform.displayName) does not know this interview",
      help: "check the id, and that the key belongs to the account the interview is in")
  }
}
