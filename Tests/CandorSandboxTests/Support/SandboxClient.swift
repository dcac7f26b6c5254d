import AsyncHTTPClient
import CandorModel
import CandorSandbox
import Foundation
import NIOCore
import NIOHTTP1

/// A plain client over a real socket, without retries and without any knowledge of the platforms.
struct SandboxClient: Sendable {
  struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var bytes: [UInt8]

    /// The body as JSON; `null` where it is none.
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    func header(_ name: String) -> String? { headers.first(name: name) }
  }

  var base: String
  var headers: [(String, String)] = []

  func get(_ path: String) async throws -> Answer { try await send(.GET, path) }

  func post(_ path: String, _ json: String, _ more: [(String, String)] = []) async throws -> Answer
  {
    try await send(.POST, path, json, more)
  }

  func send(
    _ method: HTTPMethod, _ path: String, _ body: String? = nil, _ more: [(String, String)] = []
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    for (name, value) in headers + more { request.headers.replaceOrAdd(name: name, value: value) }
    if let body {
      request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: body))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let buffer = try await response.body.collect(upTo: 64 * 1024 * 1024)
    return Answer(
      status: Int(response.status.code), headers: response.headers,
      bytes: Array(buffer.readableBytesView))
  }
}

extension SandboxAddresses {
  /// A client with the platform's accepted key, or another one.
  func client(
    _ platform: SandboxPlatform, key: String = SandboxConfiguration.defaultKey
  ) -> SandboxClient {
    let header: (String, String) =
      switch platform {
      case .hireflix: ("X-API-KEY", key)
      case .instaview, .interviewrelay: ("Authorization", "Bearer \(key)")
      case .ashby: ("Authorization", "Basic \(Data("\(key):".utf8).base64EncodedString())")
      }
    return SandboxClient(base: url(of: platform), headers: [header])
  }
}

/// Runs a sandbox for one test.
func withSandbox<Result: Sendable>(
  _ change: (inout SandboxConfiguration) -> Void = { _ in },
  _ body: @escaping @Sendable (SandboxServer, SandboxAddresses) async throws -> Result
) async throws -> Result {
  var configuration = SandboxConfiguration(dataset: try SandboxDataset.demo())
  change(&configuration)
  return try await SandboxServer.withRunning(configuration, body)
}

/// A GraphQL request's body.
func graphQLBody(_ query: String, variables: String = "{}", operation: String? = nil) -> String {
  var writer = JSONWriter()
  writer.beginObject()
  writer.member("operationName", operation)
  writer.member("query", query)
  writer.key("variables")
  writer.raw(variables.utf8)
  writer.endObject()
  return writer.text
}
