import AsyncHTTPClient
import CandorModel
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import CandorSources

/// What somebody would have saved of the platforms' answers: the raw bodies, one after the other.
struct SavedAnswers {
  let environment: [String: String]

  /// The two documented queries, one interview each.
  func hireflix(_ ids: [String]) async throws -> String {
    var bodies: [String] = []
    for id in ids {
      for kind in [HireflixQueries.Kind.deduped, .byStep] {
        let query = JSONValue.object([
          ("query", .string(HireflixQueries().document(kind, count: 1))),
          ("variables", .object([("id", .string(id))])),
        ])
        bodies.append(
          try await send(
            .POST, variable("HIREFLIX"), ("X-API-KEY", variable("HIREFLIX", "API_KEY")),
            body: query))
      }
    }
    return bodies.joined(separator: "\n")
  }

  /// The candidates of InstaView: e-mail to identifier.
  func instaViewCandidates() async throws -> [String: String] {
    let page = try JSONValue(
      parsing: try await get("\(variable("INSTAVIEW"))/candidates?limit=100", "INSTAVIEW").utf8)
    return Self.identifiers(page["data"]?["data"]) { $0["email"] }
  }

  /// The pages of candidates' interviews.
  func instaView(_ candidates: [String]) async throws -> String {
    var bodies: [String] = []
    for id in candidates {
      bodies.append(
        try await get(
          "\(variable("INSTAVIEW"))/interviews?candidateId=\(id)&limit=100", "INSTAVIEW"))
    }
    return bodies.joined(separator: "\n")
  }

  /// The pages of all sessions.
  func interviewRelay() async throws -> String {
    let base = variable("INTERVIEWRELAY")
    let campaigns = try JSONValue(
      parsing: try await get("\(base)/campaigns?limit=100", "INTERVIEWRELAY").utf8)
    var bodies: [String] = []
    for campaign in campaigns["data"]?.array ?? [] {
      let id = try #require(campaign["id"]?.string)
      bodies.append(
        try await get("\(base)/campaigns/\(id)/sessions?limit=100", "INTERVIEWRELAY"))
    }
    return bodies.joined(separator: "\n")
  }

  /// The candidates of Ashby: e-mail to identifier.
  func ashbyCandidates() async throws -> [String: String] {
    let page = try JSONValue(parsing: try await ashby("candidate.list", .object([])).utf8)
    return Self.identifiers(page["results"]) { $0["primaryEmailAddress"]?["value"] }
  }

  /// The client records of candidates.
  func ashby(_ candidates: [String]) async throws -> String {
    var bodies: [String] = []
    for candidate in candidates {
      bodies.append(
        try await ashby(
          "candidate.listClientInfo", .object([("candidateId", .string(candidate))])))
    }
    return bodies.joined(separator: "\n")
  }

  private func ashby(_ method: String, _ body: JSONValue) async throws -> String {
    let key = Data("\(variable("ASHBY", "API_KEY")):".utf8).base64EncodedString()
    return try await send(
      .POST, "\(variable("ASHBY"))/\(method)", ("Authorization", "Basic \(key)"), body: body)
  }

  private static func identifiers(
    _ people: JSONValue?, email: (JSONValue) -> JSONValue?
  ) -> [String: String] {
    let pairs = (people?.array ?? []).compactMap { person in
      email(person)?.string.flatMap { email in person["id"]?.string.map { (email, $0) } }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private func get(_ url: String, _ platform: String) async throws -> String {
    try await send(.GET, url, ("Authorization", "Bearer \(variable(platform, "API_KEY"))"))
  }

  private func variable(_ platform: String, _ suffix: String = "URL") -> String {
    environment["\(platform)_\(suffix)"] ?? ""
  }

  private func send(
    _ method: HTTPMethod, _ url: String, _ authorization: (String, String),
    body: JSONValue? = nil
  ) async throws -> String {
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.headers.add(name: authorization.0, value: authorization.1)
    if let body {
      var writer = JSONWriter()
      body.write(to: &writer)
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: writer.text))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    try #require(response.status == .ok)
    return String(buffer: try await response.body.collect(upTo: 16 * 1024 * 1024))
  }
}
