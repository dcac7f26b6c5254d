import CandorModel

/// The sandbox's own endpoints, below `/sandbox`: what happened so far, and webhooks on demand.
struct SandboxControl: Sendable {
  private let configuration: SandboxConfiguration
  private let sender = WebhookSender()

  init(_ configuration: SandboxConfiguration) { self.configuration = configuration }

  func respond(
    to request: SandboxRequest, statistics: SandboxStatistics
  ) async -> SandboxResponse {
    if request.matches("GET", "statistics") != nil { return .json(200, statistics.json) }
    if request.matches("POST", "webhooks") != nil { return await webhook(request) }
    return refusal(404, "expected `GET /sandbox/statistics` or `POST /sandbox/webhooks`")
  }

  /// Sends one webhook: `{"scheme","event","interview","url","secret"}`.
  private func webhook(_ request: SandboxRequest) async -> SandboxResponse {
    // A page in a browser can post to this machine, but not with this type without asking first.
    guard request.headers["content-type"]?.lowercased().hasPrefix("application/json") == true,
      let body = request.jsonObject
    else { return refusal(400, "expected a JSON object with the content type `application/json`") }
    guard let scheme = body["scheme"]?.string.flatMap(WebhookMessage.Scheme.init) else {
      let names = WebhookMessage.Scheme.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      return refusal(400, "expected `scheme` to be one of \(names)")
    }
    guard let event = body["event"]?.string, let url = body["url"]?.string,
      let secret = body["secret"]?.string
    else { return refusal(400, "expected `event`, `url` and `secret`") }
    let interviews = configuration.dataset.interviews
    guard
      let evidence = body["interview"]?.string
        .map({ id in interviews.first { $0.interview.id == id } }) ?? interviews.first
    else { return refusal(404, "no such interview") }
    let message = WebhookMessage(
      scheme: scheme, event: event, evidence: evidence, secret: secret, now: configuration.now())
    switch await sender.send(message, to: url) {
    case .refused: return refusal(400, "expected `url` to be `http://` and on this machine")
    case .failed: return .json(200, .object([("delivered", .bool(false))]))
    case .answered(let status):
      return .json(
        200,
        .object([
          ("delivered", .bool((200...299).contains(status))), ("status", .integer(status)),
        ]))
    }
  }

  private func refusal(_ status: Int, _ message: String) -> SandboxResponse {
    .json(status, .object([("error", .string(message))]))
  }
}
