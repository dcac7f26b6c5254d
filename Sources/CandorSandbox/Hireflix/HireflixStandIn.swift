import CandorModel

/// Stands in for `api.hireflix.com`: GraphQL over HTTP POST with a key in `X-API-KEY`.
struct HireflixStandIn: PlatformStandIn {
  private let accepted: String
  private let store: HireflixStore
  private let service: GraphQLService
  private let maximumRequestBytes: Int
  private let behaviour: HireflixBehaviour
  private let now: @Sendable () -> Timestamp

  init(_ configuration: SandboxConfiguration) throws(SandboxError) {
    accepted = configuration.key
    behaviour = configuration.hireflix
    now = configuration.now
    store = HireflixStore(configuration.dataset)
    var types: Set<String> = []
    for evidence in configuration.dataset.interviews {
      for answer in evidence.answers { types.insert(HireflixStep.typeName(of: answer.step)) }
    }
    types.subtract([HireflixSchema.textStep, HireflixSchema.videoStep])
    do throws(GraphQLError) {
      let schema = try GraphQLSchema(
        HireflixSchema.text(otherStepTypes: types.sorted(), behaviour: behaviour))
      var limits = GraphQLLimits()
      limits.maximumAliases = behaviour.maximumAliases
      maximumRequestBytes = limits.maximumRequestBytes
      service = GraphQLService(schema: schema, limits: limits)
    } catch {
      throw .invalidSchema(error.message)
    }
  }

  func key(of request: SandboxRequest) -> SandboxKey? {
    SandboxKey(request.headers["x-api-key"], accepted: accepted)
  }

  func respond(to request: SandboxRequest) -> SandboxResponse {
    guard request.path.isEmpty else {
      return refusal(404, .notFound, "Cannot \(request.method) this path.")
    }
    guard request.method == "POST" else {
      var response = refusal(405, .badRequest, "GraphQL is served over POST only.")
      response.headers.append(("Allow", "POST"))
      return response
    }
    // The real status for a bad key is not documented; this is what such servers mostly send.
    guard let key = key(of: request), key.kind != .suspended, key.kind != .none else {
      return refusal(401, .unauthenticated, "Unauthorized")
    }
    guard request.body.count <= maximumRequestBytes else {
      return refusal(
        413, .badRequest,
        "The request has \(request.body.count) bytes; the limit is \(maximumRequestBytes).")
    }
    switch parsed(request) {
    case .failure(let error): return refusal(400, error.code, error.message)
    case .success(let query):
      let response = service.respond(
        to: query, query: HireflixQuery(store: store, behaviour: behaviour),
        mutation: HireflixMutation(store: store, now: now), mayMutate: key.allows("write"))
      // How a lack of rights is answered is not documented either.
      return .json(
        response.wasExecuted ? 200 : response.isForbidden ? 403 : 400, response.json)
    }
  }

  func failure(status: Int, retryAfter: Int?) -> SandboxResponse {
    let code: GraphQLError.Code =
      switch status {
      case 429: .tooManyRequests
      case 502, 503, 504: .unavailable
      default: .internalError
      }
    var response = refusal(status, code, StatusText.text(status))
    if let retryAfter { response.headers.append(("Retry-After", String(retryAfter))) }
    return response
  }

  private func refusal(
    _ status: Int, _ code: GraphQLError.Code, _ message: String
  ) -> SandboxResponse {
    .json(
      status,
      .object([("errors", .array([GraphQLError(code: code, message: message).json]))]))
  }

  private func parsed(_ request: SandboxRequest) -> Result<GraphQLRequest, GraphQLError> {
    func wrong(_ message: String) -> Result<GraphQLRequest, GraphQLError> {
      .failure(GraphQLError(code: .badRequest, message: message))
    }
    guard let type = request.headers["content-type"], type.lowercased().contains("json") else {
      return wrong("The content type must be application/json.")
    }
    guard let body = try? JSONValue(parsing: request.body), body.object != nil else {
      return wrong("The body must be a JSON object; batches of requests are not supported.")
    }
    guard let query = body["query"]?.string, !query.isEmpty else {
      return wrong("Must provide query string.")
    }
    var variables = body["variables"]
    // At least one public client sends the variables as text that holds JSON, and it works.
    if let text = variables?.string {
      guard let value = try? JSONValue(parsing: text.utf8) else {
        return wrong("Variables are invalid JSON.")
      }
      variables = value == .null ? nil : value
    }
    guard variables == nil || variables?.object != nil else {
      return wrong("Variables must be an object.")
    }
    return .success(
      GraphQLRequest(
        query: query, operationName: body["operationName"]?.string, variables: variables))
  }
}
