import CandorModel
import Testing

@testable import CandorSandbox

@Suite struct HireflixStandInTests {
  /// The demo's interviews by the reason they are there.
  static let interleaved = "695ccd477d6d9c5e838db053"
  static let retaken = "690a9459c6eec8e343acf43e"
  static let unknownStep = "697693a26a09bf55c905019a"
  static let placeholders = "69deac21e4034c8430e5009d"

  @Test func bothDocumentedQueriesAnswerAsTheEvidenceSays() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.hireflix)
      for evidence in try SandboxDataset.demo().interviews {
        let variables = #"{"id":"\#(evidence.interview.id)"}"#
        let seen = try await client.post(
          "",
          graphQLBody(
            HireflixQueries.deduplicated, variables: variables, operation: "InterviewDeduped"))
        #expect(seen.status == 200)
        let interview = seen.json["data"]?["interview"]
        #expect(interview?["id"]?.string == evidence.interview.id)
        #expect(interview?["hash"]?.string == evidence.interview.hash)
        #expect(interview?["ipAddresses"]?.array?.map(\.string) == evidence.seen.ipAddresses)
        #expect(interview?["userAgents"]?.array?.map(\.string) == evidence.seen.userAgents)

        let steps = try await client.post(
          "",
          graphQLBody(HireflixQueries.byStep, variables: variables, operation: "InterviewUAByStep"))
        #expect(steps.json["errors"] == nil)
        let answers = (steps.json["data"]?["interview"]?["steps"]?.array ?? []).flatMap { step in
          (step["answers"]?.array ?? []).map {
            [step["id"]?.string, $0["ip"]?.string, $0["userAgent"]?.string]
          }
        }
        let expected = evidence.answers
          .filter { [HireflixSchema.textStep, HireflixSchema.videoStep].contains($0.step.type) }
          .map { [$0.step.id, $0.ip, $0.userAgent] }
        #expect(answers == expected)
      }
    }
  }

  @Test func stepsOfOtherKindsShowTheirNameOnly() async throws {
    try await withSandbox { _, addresses async throws in
      let answer = try await addresses.client(.hireflix).post(
        "", graphQLBody(HireflixQueries.byStep, variables: #"{"id":"\#(Self.unknownStep)"}"#))
      let steps = answer.json["data"]?["interview"]?["steps"]?.array ?? []
      #expect(steps.count == 6)
      #expect(
        steps.last == .object([("__typename", .string("InterviewStepTextQuestionWithTextAnswer"))]))
    }
  }

  @Test func retakesAreThereOnlyWhenAskedFor() async throws {
    try await withSandbox { _, addresses async throws in
      let query = """
        query ($id: String!, $last: Boolean!) { interview(id: $id) { steps(input: {index: 2}) {
          ... on InterviewStepTextQuestionWithVideoAnswer {
            answers(input: {onlyMostRecent: $last}) { ... on InterviewStepTextQuestionWithVideoAnswerAnswer { ip } } } } } }
        """
      var found: [[String?]] = []
      for last in [false, true] {
        let answer = try await addresses.client(.hireflix).post(
          "", graphQLBody(query, variables: #"{"id":"\#(Self.retaken)","last":\#(last)}"#))
        let step = answer.json["data"]?["interview"]?["steps"]?.array?.first
        found.append((step?["answers"]?.array ?? []).map { $0["ip"]?.string })
      }
      #expect(found == [["86.128.220.14", "73.44.18.200"], ["73.44.18.200"]])
    }
  }

  @Test func keysAreChecked() async throws {
    try await withSandbox { _, addresses async throws in
      let body = graphQLBody("{ positions { id } }")
      for key in ["wrong", "", "sandbox-key-none", "sandbox-key-suspended", "SANDBOX-KEY"] {
        let answer = try await addresses.client(.hireflix, key: key).post("", body)
        #expect(answer.status == 401)
        #expect(
          answer.json["errors"]?.array?.first?["extensions"]?["code"]?.string == "UNAUTHENTICATED")
        #expect(answer.json["data"] == nil)
      }
      let none = try await SandboxClient(base: addresses.url(of: .hireflix)).post("", body)
      #expect(none.status == 401)
      #expect(
        try await addresses.client(.hireflix, key: "sandbox-key-read").post("", body).status == 200)
      let root = SandboxClient(base: addresses.origin, headers: [("x-api-key", "sandbox-key")])
      #expect(try await root.post("/", body).status == 200)
    }
  }

  /// Also where a reading operation stands beside the one that is asked for.
  @Test func aReadingKeyChangesNothing() async throws {
    try await withSandbox { _, addresses async throws in
      let position = try #require(
        SandboxDataset.demo().interviews.first?.interview.position?.id)
      let archive =
        "mutation Archive { archivePosition(input: {id: \"\(position)\"}) { __typename } }"
      let client = addresses.client(.hireflix, key: "sandbox-key-read")
      for (query, operation) in [
        (archive, nil), ("query Look { positions { id } } \(archive)", "Archive"),
      ] as [(String, String?)] {
        let refused = try await client.post("", graphQLBody(query, operation: operation))
        #expect(refused.status == 403)
        #expect(refused.json["data"] == nil)
        let error = refused.json["errors"]?.array?.first
        #expect(error?["extensions"]?["code"]?.string == "FORBIDDEN")
      }
      let look = graphQLBody(
        "query Look { position(id: \"\(position)\") { archived } } \(archive)", operation: "Look")
      let seen = try await client.post("", look)
      #expect(seen.text == #"{"data":{"position":{"archived":null}}}"#)
      let done = try await addresses.client(.hireflix).post("", graphQLBody(archive))
      #expect(
        done.json["data"]?["archivePosition"]?["__typename"]?.string
          == "MutationArchivePositionSuccess")
    }
  }

  /// Text, variables and whatever stands beside them count together.
  @Test func theWholeRequestHasALimit() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.hireflix)
      let limit = GraphQLLimits().maximumRequestBytes
      let empty = graphQLBody("{ positions { id } }", variables: #"{"more":""}"#).utf8.count
      for (bytes, status) in [(limit, 200), (limit + 1, 413)] {
        let text = String(repeating: "a", count: bytes - empty)
        let body = graphQLBody("{ positions { id } }", variables: #"{"more":"\#(text)"}"#)
        #expect(body.utf8.count == bytes)
        let answer = try await client.post("", body)
        #expect(answer.status == status)
        #expect((answer.json["errors"] == nil) == (status == 200))
      }
    }
  }

  @Test func requestsThatCannotRunAnswerErrorsWithoutData() async throws {
    try await withSandbox { _, addresses async throws in
      let client = addresses.client(.hireflix)
      func check(_ body: String, _ status: Int, _ message: String) async throws {
        let answer = try await client.post("", body)
        #expect(answer.status == status)
        #expect(answer.json["errors"]?.array?.first?["message"]?.string == message)
        #expect(answer.json.object?.contains { $0.key == "data" } == false)
      }
      try await check(
        graphQLBody("{ interview(id: \"1\") { ip } }"), 400,
        "Cannot query field \"ip\" on type \"InterviewType\". Did you mean \"id\"?")
      try await check(
        graphQLBody(HireflixQueries.deduplicated), 400,
        "Variable \"$id\" of required type \"String!\" was not provided.")
      try await check(graphQLBody("{"), 400, "Syntax Error: Expected Name, found <EOF>.")
      try await check(
        "not json", 400, "The body must be a JSON object; batches of requests are not supported.")
      try await check(
        "[]", 400, "The body must be a JSON object; batches of requests are not supported.")
      try await check("{}", 400, "Must provide query string.")
      try await check(
        #"{"query":"{ positions { id } }","variables":[1]}"#, 400, "Variables must be an object.")
      #expect(try await client.get("").status == 405)
      #expect(try await client.post("/elsewhere", "{}").status == 404)
    }
  }

  @Test func variablesMayBeTextThatHoldsJSON() async throws {
    try await withSandbox { _, addresses async throws in
      let answer = try await addresses.client(.hireflix).post(
        "",
        graphQLBody(
          HireflixQueries.deduplicated, variables: #""{\"id\":\"\#(Self.interleaved)\"}""#))
      #expect(answer.json["data"]?["interview"]?["id"]?.string == Self.interleaved)
    }
  }

  @Test func answerTimesAreRefusedUnlessConfigured() async throws {
    let query = HireflixQueries.byStep.replacing("ip", with: "ip createdAt")
    let body = graphQLBody(query, variables: #"{"id":"\#(Self.interleaved)"}"#)
    try await withSandbox { _, addresses async throws in
      #expect(try await addresses.client(.hireflix).post("", body).status == 400)
    }
    try await withSandbox({ $0.hireflix.hasAnswerTimes = true }) { _, addresses async throws in
      #expect(try await addresses.client(.hireflix).post("", body).status == 200)
    }
  }

  @Test func severalInterviewsInOneRequest() async throws {
    try await withSandbox { _, addresses async throws in
      let answer = try await addresses.client(.hireflix).post(
        "",
        graphQLBody(
          "{ a: interview(id: \"\(Self.retaken)\") { id } b: interview(id: \"none\") { id } }"))
      #expect(answer.status == 200)
      #expect(answer.json["data"]?["a"]?["id"]?.string == Self.retaken)
      #expect(answer.json["data"]?["b"] == nil)
      let error = answer.json["errors"]?.array?.first
      #expect(error?["path"]?.array == [.string("b")])
      #expect(error?["message"]?.string == "Interview not found")
    }
    try await withSandbox({
      $0.hireflix.maximumAliases = 1
      $0.hireflix.reportsUnknownInterviews = false
    }) { _, addresses async throws in
      let client = addresses.client(.hireflix)
      let two = try await client.post(
        "", graphQLBody("{ a: positions { id } b: positions { id } }"))
      #expect(two.status == 400)
      let unknown = try await client.post("", graphQLBody("{ interview(id: \"none\") { id } }"))
      #expect(unknown.text == #"{"data":{"interview":null}}"#)
    }
  }

  @Test func nullsOfTheEvidenceAreServed() async throws {
    var evidence = try #require(SandboxDataset.demo().interviews.first)
    evidence.notes = [Note(code: "null-answers", message: "", path: "/answers/1")]
    evidence.answers[0].ip = nil
    let dataset = SandboxDataset([evidence])
    try await withSandbox({ $0.dataset = dataset }) { _, addresses async throws in
      let answer = try await addresses.client(.hireflix).post(
        "",
        graphQLBody(
          HireflixQueries.byStep, variables: #"{"id":"\#(dataset.interviews[0].interview.id)"}"#))
      let steps = answer.json["data"]?["interview"]?["steps"]?.array ?? []
      #expect(steps[0]["answers"]?.array?[0]["ip"] == nil)
      #expect(steps[1].object?.contains { $0.key == "answers" && $0.value == .null } == true)
      #expect(steps[2]["answers"]?.array?.count == 1)
    }
  }
}
