import CandorModel
import Testing

@testable import CandorSandbox

@Suite struct HireflixListTests {
  static let position = "68b43e5fb19cf131a17c5460"

  static let query = """
    query ($id: String!, $input: InterviewListInput!) {
      position(id: $id) { name interviewList(input: $input) {
        results { id status createdAt candidate { email } } lastCursor count total } }
    }
    """

  private static func page(
    _ client: SandboxClient, _ input: String, position: String = position
  ) async throws -> JSONValue {
    let answer = try await client.post(
      "", graphQLBody(query, variables: #"{"id":"\#(position)","input":\#(input)}"#))
    return answer.json["data"]?["position"]?["interviewList"] ?? answer.json
  }

  private static func ids(_ page: JSONValue) -> [String] {
    (page["results"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  /// Follows the cursors until an empty page.
  private static func walk(
    _ client: SandboxClient, limit: Int, direction: String, more: String = ""
  ) async throws -> (ids: [String], pages: Int) {
    var all: [String] = []
    var cursor = ""
    var pages = 0
    while pages < 100 {
      let page = try await page(
        client,
        #"{"pagination":{"limit":\#(limit),"direction":"\#(direction)"\#(cursor)}\#(more)}"#)
      pages += 1
      let found = ids(page)
      #expect(page["count"]?.integer == found.count)
      let last = try #require(page["lastCursor"]?.string)
      if found.isEmpty { return (all, pages) }
      all += found
      cursor = #","lastCursor":"\#(last)""#
    }
    return (all, pages)
  }

  @Test func pagesEndWithAnEmptyOneAndHoldEachInterviewOnce() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.hireflix)
      let expected = try SandboxDataset.demo().interviews
        .filter { $0.interview.position?.id == Self.position }
        .sorted {
          ($0.interview.createdAt?.millisecondsSinceEpoch ?? 0)
            > ($1.interview.createdAt?.millisecondsSinceEpoch ?? 0)
        }
        .map(\.interview.id)
      #expect(expected.count == 11)
      for limit in [1, 4, 11, 50] {
        let forward = try await Self.walk(client, limit: limit, direction: "FORWARD")
        #expect(forward.ids == expected)
        #expect(forward.pages == (expected.count + limit - 1) / limit + 1)
        let backward = try await Self.walk(client, limit: limit, direction: "BACKWARD")
        #expect(backward.ids == expected.reversed())
      }
      let ascending = try await Self.walk(
        client, limit: 3, direction: "FORWARD",
        more: #","sort":[{"field":"createdAt","direction":"ASC"}]"#)
      #expect(ascending.ids == expected.reversed())
    }
  }

  @Test func filtersNarrowTheList() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.hireflix)
      func count(_ filter: String) async throws -> Int? {
        try await Self.page(
          client, #"{"pagination":{"direction":"FORWARD"},"filter":\#(filter)}"#)["total"]?.integer
      }
      #expect(try await count(#"{"status":{"equal":"to_evaluate"}}"#) == 10)
      #expect(try await count(#"{"status":{"equal":"shortlisted"}}"#) == 1)
      #expect(try await count(#"{"status":{"equal":"pending"}}"#) == 0)
      #expect(try await count(#"{"firstName":{"equal":"Lena"}}"#) == 1)
      #expect(try await count(#"{"email":{"regex":"@EXAMPLE\\.org$"}}"#) == 4)
      #expect(try await count(#"{"score":{"greaterThan":3}}"#) == 0)
    }
  }

  @Test func mistakesAreRefused() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.hireflix)
      func message(_ input: String) async throws -> String? {
        let answer = try await client.post(
          "", graphQLBody(Self.query, variables: #"{"id":"\#(Self.position)","input":\#(input)}"#))
        return answer.json["errors"]?.array?.first?["message"]?.string
      }
      #expect(
        try await message(#"{"pagination":{"limit":2}}"#)
          == "Variable \"$input\" got invalid value; Field \"direction\" of required type \"PaginationDirection!\" was not provided."
      )
      #expect(
        try await message(#"{"pagination":{"direction":"FORWARD","lastCursor":"nonsense"}}"#)
          == "Invalid cursor.")
      #expect(
        try await message(#"{"pagination":{"direction":"FORWARD","limit":0}}"#)
          == "Value of \"limit\" must be from 1 to 1000.")
      #expect(
        try await message(#"{"filter":{"status":{"equal":"gone"}}}"#)
          == "Value of the status filter must be one of pending, to_evaluate, shortlisted, discarded."
      )
      #expect(
        try await message(#"{"filter":{"email":{"regex":"("}}}"#)
          == "Invalid regular expression in a filter.")
    }
  }

  @Test func statusMayBeAWordInTheQuery() async throws {
    try await withSandbox { _, addresses async throws in
      let answer = try await addresses.client(.hireflix).post(
        "",
        graphQLBody(
          "{ position(id: \"\(Self.position)\") { interviewList(input: {filter: {status: {equal: shortlisted}}}) { total } } }"
        ))
      #expect(answer.text == #"{"data":{"position":{"interviewList":{"total":1}}}}"#)
    }
  }

  @Test func positionsAndUnknownOnes() async throws {
    try await withSandbox { _, addresses async throws in
      let answer = try await addresses.client(.hireflix).post(
        "",
        graphQLBody(
          "{ positions { name archived interviewList(input: {}) { total } } none: position(id: \"x\") { id } }"
        ))
      #expect(
        answer.text
          == #"{"data":{"positions":[{"name":"Social Media Manager","archived":null,"interviewList":{"total":10}},"#
          + #"{"name":"Backend Engineer","archived":null,"interviewList":{"total":11}},"#
          + #"{"name":"Customer Support Agent","archived":null,"interviewList":{"total":10}}],"none":null}}"#
      )
    }
  }

  @Test func failuresOfMutationsAreMembersOfUnions() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.hireflix)
      func invite(_ candidate: String, position: String = Self.position) async throws -> JSONValue?
      {
        let answer = try await client.post(
          "",
          graphQLBody(
            """
            mutation ($input: InviteCandidateToInterviewInput!) {
              inviteCandidateToInterview(input: $input) {
                __typename
                ... on InterviewType { id status url { short } }
                ... on InterviewAlreadyExistsInPositionError { code name }
                ... on PositionNotFoundError { code name }
                ... on PositionNotReadyToAcceptInvitesError { name }
                ... on ValidationError { fieldErrors { flattenedPath } }
              }
            }
            """,
            variables: #"{"input":{"positionId":"\#(position)","candidate":\#(candidate)}}"#))
        return answer.json["data"]?["inviteCandidateToInterview"]
      }
      let person = #"{"email":"new@example.com","firstName":"New"}"#
      let invited = try await invite(person)
      #expect(invited?["status"]?.string == "pending")
      #expect(try await invite(person)?["name"]?.string == "InterviewAlreadyExistsInPositionError")
      #expect(try await invite(person, position: "none")?["code"]?.integer == 404)
      let wrong = try await invite(#"{"email":"no","firstName":"","phone":"0171"}"#)
      #expect(
        wrong?["fieldErrors"]?.array?.compactMap { $0["flattenedPath"]?.string }
          == ["candidate.email", "candidate.firstName", "candidate.phone"])
      #expect(try await Self.page(client, "{}")["total"]?.integer == 12)
      let archived = try await client.post(
        "",
        graphQLBody(
          "mutation { archivePosition(input: {id: \"\(Self.position)\"}) { ... on MutationArchivePositionSuccess { data { archived } } } }"
        ))
      #expect((archived.json["data"]?["archivePosition"]?["data"]?["archived"]?.integer ?? 0) > 0)
      let late = try await invite(#"{"email":"late@example.com","firstName":"Late"}"#)
      #expect(late?["name"]?.string == "PositionNotReadyToAcceptInvitesError")
    }
  }
}
