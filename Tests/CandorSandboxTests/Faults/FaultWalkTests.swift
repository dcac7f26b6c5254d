import CandorModel
import Testing

@testable import CandorSandbox

/// A client that only repeats what failed gets everything, once and in order, with all faults on.
@Suite struct FaultWalkTests {
  private static let faults = [
    SandboxFault(.status(429), rate: 0.1), SandboxFault(.status(503), rate: 0.05),
    SandboxFault(.slow, rate: 0.02), SandboxFault(.cut, rate: 0.02),
    SandboxFault(.reset, rate: 0.01),
  ]

  private static func configure(_ configuration: inout SandboxConfiguration) {
    configuration.dataset = configuration.dataset.repeated(count: 2000)
    configuration.faults = faults
    configuration.seed = 20_260_302
    configuration.slowDelay = .milliseconds(20)
    configuration.faultRetryAfter = 0
    configuration.rateLimits = [:]
  }

  /// Repeats a request until it is answered; no more than a client would.
  private static func persist(
    _ body: () async throws -> SandboxClient.Answer
  ) async throws -> JSONValue {
    for _ in 0..<8 {
      if let answer = try? await body(), answer.status == 200 { return answer.json }
    }
    Issue.record("a request failed eight times")
    return .null
  }

  @Test func hireflixPages() async throws {
    try await withSandbox(Self.configure) { server, addresses async throws in
      let client = addresses.client(.hireflix)
      let query = """
        query ($id: String!, $input: InterviewListInput!) {
          position(id: $id) { interviewList(input: $input) { results { id } lastCursor } } }
        """
      let dataset = try SandboxDataset.demo().repeated(count: 2000).interviews
      var walked = 0
      for position in [
        "68b43e38b19cf131a17c543f", "68b43e5fb19cf131a17c5460", "68b43e81b19cf131a17c5477",
      ] {
        let expected = dataset.filter { $0.interview.position?.id == position }.sorted {
          let left = $0.interview.createdAt?.millisecondsSinceEpoch ?? 0
          let right = $1.interview.createdAt?.millisecondsSinceEpoch ?? 0
          return (left, $0.interview.id) < (right, $1.interview.id)
        }.map(\.interview.id)
        var ids: [String] = []
        var cursor = ""
        for _ in 0..<100 {
          let variables =
            #"{"id":"\#(position)","input":{"pagination":{"limit":20,"direction":"FORWARD"\#(cursor)},"#
            + #""sort":[{"field":"createdAt","direction":"ASC"}]}}"#
          let json = try await Self.persist {
            try await client.post("", graphQLBody(query, variables: variables))
          }
          let page = json["data"]?["position"]?["interviewList"]
          let found = (page?["results"]?.array ?? []).compactMap { $0["id"]?.string }
          if found.isEmpty { break }
          ids += found
          cursor = #","lastCursor":"\#(page?["lastCursor"]?.string ?? "")""#
        }
        #expect(ids == expected)
        walked += ids.count
      }
      #expect(walked == 2000)
      #expect(server.statistics.faults.values.reduce(0, +) > 0)
    }
  }

  @Test func interviewRelayPages() async throws {
    try await withSandbox(Self.configure) { server, addresses async throws in
      let client = addresses.client(.interviewrelay)
      let expected = try SandboxDataset.demo().repeated(count: 2000).interviews
      let campaigns = try await Self.persist { try await client.get("/campaigns") }
      var ids: [String] = []
      for campaign in campaigns["data"]?.array ?? [] {
        let id = campaign["id"]?.string ?? ""
        for offset in stride(from: 0, to: 2000, by: 40) {
          let page = try await Self.persist {
            try await client.get("/campaigns/\(id)/sessions?order=asc&limit=40&offset=\(offset)")
          }
          ids += (page["data"]?.array ?? []).compactMap { $0["id"]?.string }
          guard page["pagination"]?["hasMore"]?.bool == true else { break }
        }
      }
      #expect(ids.count == 2000)
      #expect(Set(ids) == Set(expected.map(InterviewRelayDocuments.sessionID)))
      #expect(server.statistics.requests[.interviewrelay, default: 0] > 53)
    }
  }
}
