import CandorModel
import CandorTesting
import Synchronization
import Testing

@testable import CandorSources

/// The client against servers that answer in ways no document describes.
struct HireflixDialectTests {
  private func operation(_ request: StubRequest) -> String {
    (try? json(request.text))?["operationName"]?.string ?? ""
  }

  private func id(_ request: StubRequest) -> String {
    (try? json(request.text))?["variables"]?["id"]?.string ?? ""
  }

  private func page(_ ids: [String], cursor: String?) -> String {
    let results = ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
    let last = cursor.map { #""\#($0)""# } ?? "null"
    return #"{"data":{"position":{"id":"p","name":"P","interviewList":{"results":[\#(results)],"#
      + #""lastCursor":\#(last)}}}}"#
  }

  /// A server that knows the documented queries by heart and nothing else.
  private func canned(_ request: StubRequest) -> StubReply {
    let id = id(request)
    switch operation(request) {
    case "InterviewDeduped":
      return .json(
        #"{"data":{"interview":{"id":"\#(id)","ipAddresses":["1.1.1.1"],"userAgents":["UA"]}}}"#)
    case "InterviewUAByStep":
      return .json(
        #"{"data":{"interview":{"id":"\#(id)","steps":[{"index":0,"answers":[{"ip":"1.1.1.1"}]}]}}}"#
      )
    default: return .json(#"{"errors":[{"message":"unknown operation"}]}"#, status: 400)
    }
  }

  @Test func serverThatKnowsTheTwoQueriesOnly() async throws {
    let server = try StubServer { request, _ in canned(request) }
    let source = try server.hireflix(options: .init(batchSize: 3))
    let ids = ["a", "b", "c", "d", "e"]
    let walked = await walk(source.evidence(HireflixSelection(interviews: ids)))
    #expect(walked.error == nil)
    #expect(walked.ids == ids)
    #expect(walked.losses.isEmpty)
    #expect(walked.evidence.allSatisfy { $0.notes.map(\.code) == ["context-missing"] })
    #expect(walked.evidence.allSatisfy { $0.answers.count == 1 })
    await source.shutdown()
  }

  @Test func anotherInterviewThanTheOneAskedForIsALoss() async throws {
    let server = try StubServer { request, _ in
      request.text.contains("InterviewContext")
        ? canned(request)
        : .json(#"{"data":{"interview":{"id":"other","ipAddresses":[],"steps":[]}}}"#)
    }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a"])))
    #expect(walked.evidence.isEmpty)
    #expect(walked.losses.map(\.id) == ["a"])
    await source.shutdown()
  }

  /// The answers are the evidence; the interview's own lists only complete them.
  @Test func answersCountWithoutTheInterviewsLists() async throws {
    let server = try StubServer { request, _ in
      operation(request) == "InterviewDeduped"
        ? .json(#"{"data":{"interview":null},"errors":[{"message":"x","path":["interview"]}]}"#)
        : canned(request)
    }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a"])))
    #expect(walked.losses.isEmpty)
    #expect(walked.evidence.first?.answers.first?.ip == "1.1.1.1")
    #expect(walked.evidence.first?.notes.map(\.code).contains("seen-missing") == true)
    await source.shutdown()
  }

  @Test func contextIsTakenFromTheRichestFormThatIsAccepted() async throws {
    let server = try StubServer { request, _ in
      guard operation(request) == "InterviewContext" else { return canned(request) }
      return request.text.contains("completedAt")
        ? .json(#"{"errors":[{"message":"Cannot query field completedAt"}]}"#, status: 400)
        : .json(#"{"data":{"interview":{"id":"\#(id(request))","status":"pending"}}}"#)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a", "b"])))
    #expect(walked.evidence.map(\.interview.status) == ["pending", "pending"])
    let contexts = server.requests.filter { operation($0) == "InterviewContext" }
    // What was refused once is not asked again, but for requests that were under way.
    #expect(contexts.count <= 6)
    await source.shutdown()
  }

  @Test func listIsAskedInTheFormThatIsAccepted() async throws {
    let server = try StubServer { request, _ in
      guard operation(request) == "PositionInterviews" else { return canned(request) }
      let text = request.text
      if text.contains("direction: DESC") || text.contains("total") {
        return .json(#"{"errors":[{"message":"no such thing"}]}"#)
      }
      return text.contains("lastCursor: $cursor")
        ? .json(page([], cursor: "c1")) : .json(page(["a", "b"], cursor: "c1"))
    }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.error == nil)
    #expect(walked.ids == ["a", "b"])
    #expect(walked.evidence[0].interview.position == Position(id: "p", name: "P"))
    await source.shutdown()
  }

  @Test func listThatIsRefusedInEveryFormEndsTheRun() async throws {
    let server = try StubServer { _, _ in .json(#"{"errors":[{"message":"no lists here"}]}"#) }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(
      walked.sourceError?.message
        == "the platform refused the query for a page of interviews")
    #expect(server.requests.count == 4)
    await source.shutdown()
  }

  private static let oldAndNew =
    #"{"id":"old","status":"pending","createdAt":1672442000000,"candidate":{"email":"o@x.test"}},"#
    + #"{"id":"new","status":"pending","createdAt":1772442000000,"candidate":{"email":"n@x.test"}}"#

  /// A list of two interviews, and a refusal of the queries that name what the platform lacks.
  private func server(
    lacking field: String, errors: String = "[]",
    context: @escaping @Sendable (String) -> String = { _ in "null" }
  ) throws -> StubServer {
    try StubServer { request, _ in
      let operation = operation(request)
      guard operation == "PositionInterviews" || operation == "InterviewContext" else {
        return canned(request)
      }
      if request.text.contains(field) {
        let message = #"Cannot query field \"\#(field)\" on type \"T\". Did you mean \"email\"?"#
        return .json(#"{"errors":[{"message":"\#(message)"}]}"#, status: 400)
      }
      if operation == "InterviewContext" {
        return .json(#"{"data":{"interview":\#(context(id(request)))}}"#)
      }
      guard !request.text.contains("$cursor") else { return .json(page([], cursor: "c")) }
      return .json(
        #"{"data":{"position":{"id":"p","name":"P","interviewList":{"results":[\#(Self.oldAndNew)],"#
          + #""lastCursor":"c"}}},"errors":\#(errors)}"#)
    }
  }

  @Test func oneFieldThatIsLackingCostsOnlyItself() async throws {
    let server = try server(lacking: "fullName")
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.error == nil)
    #expect(walked.ids == ["old", "new"])
    #expect(walked.evidence.map { $0.candidate?.email } == ["o@x.test", "n@x.test"])
    #expect(walked.evidence.map(\.interview.status) == ["pending", "pending"])
    #expect(walked.evidence.allSatisfy { $0.notes.isEmpty })
    #expect(
      walked.notes.map(\.message)
        == ["the platform's lists of interviews lack `candidate.fullName`"])
    #expect(!server.requests.contains { operation($0) == "InterviewContext" })
    #expect(server.requests.count { operation($0) == "PositionInterviews" } == 3)
    await source.shutdown()
  }

  /// A list that gives ids and nothing else, and refuses the rest without a reason.
  @Test(arguments: [true, false])
  func whatTheListLacksIsAskedOfEachInterview(isTold: Bool) async throws {
    let server = try StubServer { request, _ in
      switch operation(request) {
      case "PositionInterviews":
        guard request.text.contains("results { id }") else {
          return .json(#"{"errors":[{"message":"no"}]}"#, status: 400)
        }
        return .json(page(request.text.contains("$cursor") ? [] : ["a", "b"], cursor: "c"))
      case "InterviewContext" where isTold:
        return .json(
          #"{"data":{"interview":{"id":"\#(id(request))","status":"pending","#
            + #""candidate":{"email":"\#(id(request))@x.test"}}}}"#)
      default: return canned(request)
      }
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.ids == ["a", "b"])
    #expect(walked.notes.map(\.code) == ["S017"])
    let emails = isTold ? ["a@x.test", "b@x.test"] : []
    #expect(walked.evidence.compactMap { $0.candidate?.email } == emails)
    let codes: [String] = isTold ? [] : ["context-missing"]
    #expect(walked.evidence.allSatisfy { $0.notes.map(\.code) == codes })
    await source.shutdown()
  }

  /// Without a time of completion an old interview may have been completed lately.
  @Test func sinceLeavesOutNothingThatItCannotTell() async throws {
    let server = try server(lacking: "completedAt") {
      #"{"id":"\#($0)","status":"pending"}"#
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let since = Timestamp("2026-01-01")
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"], since: since)))
    #expect(walked.ids == ["old", "new"])
    #expect(walked.evidence.first?.notes.map(\.code) == ["completion-unknown"])
    #expect(walked.evidence.last?.notes.isEmpty == true)
    #expect(walked.notes.first?.message.contains("`completedAt`") == true)
    await source.shutdown()
  }

  @Test func errorsOfAListAreTold() async throws {
    let server = try server(
      lacking: "nothing",
      errors: #"[{"message":"x","path":["position","interviewList","results",1,"candidate"]},"#
        + #"{"message":"y","path":["position","name"]}]"#)
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.evidence.first?.notes.isEmpty == true)
    #expect(walked.evidence.last?.notes.map(\.code) == ["platform-error"])
    #expect(walked.evidence.last?.notes.first?.message.contains("`/candidate`") == true)
    #expect(walked.changes.allSatisfy { $0 == nil })
    #expect(walked.notes.map(\.code) == ["S017"])
    #expect(walked.notes.first?.message.contains("1 error beside it") == true)
    await source.shutdown()
  }

  /// It may be about any of them, so each is read again next time.
  @Test(arguments: [1, 2], ["", #","path":null"#, #","path":[]"#])
  func anErrorWithoutAPlaceCountsForEveryInterview(batchSize: Int, path: String) async throws {
    func walked(errors: String) async throws -> Walked {
      let server = try StubServer { request, _ in
        let variables = (try? json(request.text))?["variables"]?.object ?? []
        let members = variables.map { variable in
          #""\#(variable.key.replacing("id", with: "interview"))":"#
            + #"{"id":"\#(variable.value.string ?? "")","status":"pending","#
            + #""updatedAt":1772442000000,"ipAddresses":[],"steps":[]}"#
        }
        let told = operation(request) == "InterviewUAByStep" ? errors : ""
        return .json(#"{"data":{\#(members.joined(separator: ","))},"errors":[\#(told)]}"#)
      }
      let source = try server.hireflix(options: .init(batchSize: batchSize))
      let walked = await walk(source.evidence(HireflixSelection(interviews: ["a", "b"])))
      await source.shutdown()
      return walked
    }
    let whole = try await walked(errors: "")
    #expect(whole.changes.allSatisfy { $0 != nil })
    let partial = try await walked(
      errors: #"{"message":"of Jane Roe","extensions":{"code":"PARTIAL"}\#(path)}"#)
    #expect(partial.ids == ["a", "b"])
    #expect(
      partial.evidence.map { $0.notes.map(\.message) }
        == Array(
          repeating: ["the platform reported an error beside the answer (`PARTIAL`)"], count: 2))
    #expect(partial.evidence.allSatisfy { $0.notes.map(\.code) == ["platform-error"] })
    #expect(partial.changes == [nil, nil])
  }

  @Test func cursorThatStandsStillEndsThePosition() async throws {
    let server = try StubServer { request, number in
      operation(request) == "PositionInterviews"
        ? .json(page(["i\(number)"], cursor: "same")) : canned(request)
    }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.error == nil)
    #expect(walked.ids.count == 2)
    #expect(walked.losses.map(\.diagnostic.code) == ["S015"])
    await source.shutdown()
  }

  @Test func pagesThatDoNotEndAreGivenUp() async throws {
    let server = try StubServer { request, number in
      operation(request) == "PositionInterviews"
        ? .json(page(["i\(number)"], cursor: "c\(number)")) : canned(request)
    }
    var configuration = quickConfiguration()
    configuration.maximumPages = 5
    let source = try server.hireflix(configuration)
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.ids.count == 5)
    #expect(
      walked.losses.map(\.diagnostic.message) == [
        "`p`: expected the list to end within 5 pages, found another one"
      ])
    await source.shutdown()
  }

  @Test func interviewOnTwoPagesIsReadOnce() async throws {
    let server = try StubServer { request, _ in
      guard operation(request) == "PositionInterviews" else { return canned(request) }
      switch (try? json(request.text))?["variables"]?["cursor"]?.string {
      case nil: return .json(page(["a", "b"], cursor: "1"))
      case "1": return .json(page(["b", "c"], cursor: "2"))
      default: return .json(page([], cursor: "2"))
      }
    }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.ids == ["a", "b", "c"])
    await source.shutdown()
  }

  @Test func interviewInTwoPositionsIsReadOnce() async throws {
    let server = try StubServer { request, _ in
      guard operation(request) == "PositionInterviews" else { return canned(request) }
      let isFirst = !request.text.contains("$cursor")
      return .json(page(isFirst ? ["both", id(request)] : [], cursor: "c"))
    }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p", "q"])))
    #expect(walked.ids == ["both", "p", "q"])
    #expect(walked.losses.isEmpty)
    await source.shutdown()
  }

  @Test(arguments: [
    #"{"data":{"interview":null}}"#,
    #"{"data":null,"errors":[{"message":"Not found","path":["interview"]}]}"#,
    #"{"data":{"interview":null},"errors":[{"message":"x","extensions":{"code":"NOT_FOUND"}}]}"#,
    #"{"data":{"interview":{"__typename":"InterviewNotFoundError","code":404,"message":"x"}}}"#,
    #"{"data":{"interview":{"code":"404","name":"NotFound","message":"x"}}}"#,
    #"{"data":{"interview":{"code":404,"name":"Gone","message":"x"}}}"#,
  ])
  func unknownInterviewInEveryGuise(answer: String) async throws {
    let server = try StubServer { request, _ in
      id(request) == "gone" ? .json(answer) : canned(request)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a", "gone", "b"])))
    #expect(walked.error == nil)
    #expect(walked.ids == ["a", "b"])
    #expect(walked.losses.map(\.id) == ["gone"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S011"])
    await source.shutdown()
  }

  /// GraphQL has no status for it: it is waited for as for any other 429, and ends the run as one.
  @Test func aRateLimitInAnAnswerIsWaitedFor() async throws {
    let refusal = #"{"data":null,"errors":[{"message":"x","extensions":{"code":"RATE_LIMITED"}}]}"#
    let refused = Mutex<Set<String>>([])
    let server = try StubServer { request, _ in
      let isFirst = refused.withLock { $0.insert(operation(request)).inserted }
      return isFirst ? .json(refusal) : canned(request)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a"])))
    #expect(walked.error == nil)
    #expect(walked.ids == ["a"])
    #expect(walked.losses.isEmpty)
    await source.shutdown()
    let always = try StubServer { _, _ in .json(refusal) }
    let other = try always.hireflix(options: .init(batchSize: 1))
    let ended = await walk(other.evidence(HireflixSelection(interviews: ["a"])))
    #expect((ended.error as? SourceError)?.code == .rateLimited)
    await other.shutdown()
    withExtendedLifetime((server, always)) {}
  }

  private static let passingFailures = [
    #"{"data":{"interview":null},"errors":[{"message":"x","path":["interview"],"#
      + #""extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#,
    #"{"data":null,"errors":[{"message":"x","path":["interview","steps",0,"id"],"#
      + #""extensions":{"code":"NOT_FOUND"}}]}"#,
    #"{"data":{"interview":{"__typename":"InternalError","code":500,"message":"x"}}}"#,
    #"{"data":{"interview":null},"errors":[{"message":"of Jane Roe","path":["interview"]}]}"#,
  ]

  /// What fails now may be there next time: nothing is said to be unknown for it.
  @Test(arguments: passingFailures)
  func aFailureIsNotAnUnknownInterview(answer: String) async throws {
    let server = try StubServer { request, _ in
      id(request) == "failing" ? .json(answer) : canned(request)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["failing", "a"])))
    #expect(walked.error == nil)
    #expect(walked.ids == ["a"])
    #expect(walked.losses.map(\.id) == ["failing"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S014"])
    #expect(walked.losses.first?.diagnostic.message.contains("Jane") == false)
    await source.shutdown()
  }

  @Test(arguments: passingFailures)
  func theInterviewsListsAreAskedForAgainNextTime(answer: String) async throws {
    let server = try StubServer { request, _ in
      switch operation(request) {
      case "InterviewDeduped": .json(answer)
      case "InterviewContext":
        .json(
          #"{"data":{"interview":{"id":"a","status":"pending","updatedAt":1772442000000}}}"#)
      default: canned(request)
      }
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a"])))
    #expect(walked.losses.isEmpty)
    #expect(walked.evidence.map { $0.notes.map(\.code) } == [["seen-missing"]])
    #expect(walked.changes == [nil])
    await source.shutdown()
  }

  @Test(arguments: [
    (401, #"{"message":"no"}"#), (403, ""),
    (200, #"{"data":null,"errors":[{"message":"Unauthorized"}]}"#),
    (200, #"{"errors":[{"message":"x","extensions":{"code":"UNAUTHENTICATED"}}]}"#),
    (200, #"{"data":null,"errors":[{"message":"You must be authenticated to do this"}]}"#),
    (200, #"{"errors":[{"message":"Authentication required"}]}"#),
    (400, #"{"errors":[{"message":"Invalid API key"}]}"#),
  ])
  func refusedKeyInEveryGuise(status: Int, body: String) async throws {
    let server = try StubServer { _, _ in .json(body, status: status) }
    let source = try server.hireflix()
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a", "b"])))
    #expect(walked.sourceError?.code == .unauthorized)
    await source.shutdown()
  }

  @Test func answerThatIsNoJSONIsALossAndTheRestGoesOn() async throws {
    let server = try StubServer { request, _ in
      id(request) == "bad" ? .answer(200, body: Array("<html>".utf8)) : canned(request)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a", "bad", "b"])))
    #expect(walked.ids == ["a", "b"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
    await source.shutdown()
  }

  @Test func whatCameBeforeTheEndIsHandedOut() async throws {
    let server = try StubServer { request, _ in
      id(request) == "c" ? .answer(401) : canned(request)
    }
    let source = try server.hireflix(
      quickConfiguration(concurrency: 1), options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a", "b", "c", "d"])))
    #expect(walked.ids == ["a", "b"])
    #expect(walked.sourceError?.code == .unauthorized)
    await source.shutdown()
  }

  /// A platform's words may hold anything; a name of the query holds nothing of a person.
  @Test(
    arguments: [
      (#""message":"no interview of a@example.com""#, nil),
      (#""message":"Interview of Jane Roe from 83.56.102.236, locked by Mozilla/5.0 (X11)""#, nil),
      (#""message":"\u001b[31mred""#, nil), (#""message":"the id of 'Jane' is \"Roe\".""#, nil),
      (#""message":"Cannot query field \"fullName\" on type \"CandidateType\".""#, "`fullName`"),
      (#""message":"Field hash is not there, 'status' neither""#, "`hash`, `status`"),
      (#""message":"x","extensions":{"code":"BAD_USER_INPUT"}"#, "`BAD_USER_INPUT`"),
      (#""message":"x","extensions":{"code":"of Jane Roe"}"#, nil),
    ] as [(String, String?)])
  func onlyCodesAndNamesOfTheQueryAreShown(error: String, shown: String?) throws {
    var answer = try #require(GraphQLAnswer(try json(#"{"errors":[{\#(error)}]}"#)))
    answer.document = HireflixQueries().document(.context, count: 1)
    #expect(answer.presentableRefusal == shown)
  }

  /// A server may put the key that it was sent into its messages.
  @Test(arguments: [200, 400])
  func keyInAMessageIsNotShown(status: Int) async throws {
    let server = try StubServer { request, _ in
      let key = request.headers["x-api-key"] ?? ""
      return .json(
        #"{"errors":[{"message":"No account belongs to API key \#(key)"}]}"#, status: status)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let listed = await walk(source.evidence(HireflixSelection(includesAll: true)))
    #expect(listed.sourceError?.message == "the platform refused the query for the positions")
    let named = await walk(
      source.evidence(HireflixSelection(interviews: ["a"], extraFields: ["createdAt"])))
    #expect(named.sourceError?.code == .invalidArgument)
    #expect(named.sourceError?.message == "the platform does not have what `--select` names")
    let configured = await walk(
      source.evidence(
        HireflixSelection(
          interviews: ["a"], extraFields: ["createdAt"], extraFieldsAreSettings: true)))
    #expect(configured.sourceError?.code == .configuration)
    let position = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(
      position.sourceError?.message == "the platform refused the query for a page of interviews")
    await source.shutdown()
  }

  @Test func sizesOutOfRangeAreWrongUsage() throws {
    let server = try StubServer { _, _ in .json("{}") }
    for size in [0, 51] {
      #expect(throws: SourceError.self) {
        try server.hireflix(options: .init(batchSize: size))
      }
    }
  }
}
