import CandorModel
import CandorTesting
import Testing

@testable import CandorSources

/// What comes with errors, or changes while it is read, is read again: nothing is taken for whole that
/// may be better next time.
struct HireflixPassingErrorsTests {
  /// Answers with whole interviews; `change` is given the operation, and a whole answer to change.
  private func source(
    batchSize: Int = 1, _ change: @escaping @Sendable (String, String) -> String
  ) throws -> (StubServer, HireflixSource) {
    let server = try StubServer { request, _ in
      let asked = try? json(request.text)
      let operation = asked?["operationName"]?.string ?? ""
      let members = (asked?["variables"]?.object ?? []).map { variable in
        #""\#(variable.key.replacing("id", with: "interview"))":{"id":"\#(variable.value.string ?? "")","#
          + #""status":"to_evaluate","updatedAt":1772442000000,"candidate":{"email":"a@example.com"},"#
          + #""ipAddresses":["1.1.1.1"],"userAgents":["UA"],"#
          + #""steps":[{"index":"7","answers":[{"ip":"1.1.1.1"}]}]}"#
      }
      return .json(change(operation, #"{"data":{\#(members.joined(separator: ","))}}"#))
    }
    return (server, try server.hireflix(options: .init(batchSize: batchSize)))
  }

  private func walked(
    ids: [String] = ["a"], batchSize: Int = 1,
    _ change: @escaping @Sendable (String, String) -> String
  ) async throws -> Walked {
    let (server, source) = try source(batchSize: batchSize, change)
    let walked = await walk(source.evidence(HireflixSelection(interviews: ids)))
    await source.shutdown()
    return withExtendedLifetime(server) { walked }
  }

  @Test func whatIsWholeIsKnownByItsTime() async throws {
    let walked = try await walked { $1 }
    #expect(walked.changes.first??.text == "2026-03-02T09:00:00Z")
    #expect(walked.evidence.first?.notes.isEmpty == true)
    // A number that was written as text.
    #expect(walked.evidence.first?.answers.first?.step.index == 7)
  }

  @Test(
    "answers that came as nothing with an error are read again",
    arguments: [
      (#""answers":[{"ip":"1.1.1.1"}]"#, #""answers":null"#, #",0,"answers""#),
      (#"[{"index":"7","answers":[{"ip":"1.1.1.1"}]}]"#, "[null]", ",0"),
      (#"[{"ip":"1.1.1.1"}]"#, "[null]", #",0,"answers",0"#),
    ], [1, 2])
  func nullWithError(part: (whole: String, null: String, path: String), batchSize: Int) async throws
  {
    let walked = try await walked(ids: ["a", "b"], batchSize: batchSize) { operation, answer in
      guard operation == "InterviewUAByStep" else { return answer }
      let keys = ["interview", "interview0", "interview1"].filter { answer.contains(#""\#($0)":"#) }
      let errors = keys.map { #"{"message":"x","path":["\#($0)","steps"\#(part.path)]}"# }
      return answer.replacing(part.whole, with: part.null).dropLast()
        + #","errors":[\#(errors.joined(separator: ","))]}"#
    }
    #expect(walked.ids == ["a", "b"])
    #expect(walked.changes == [nil, nil])
  }

  @Test("an error beside who and when is told, and read again", arguments: [1, 2])
  func errorBesideContext(batchSize: Int) async throws {
    let walked = try await walked(ids: ["a", "b"], batchSize: batchSize) { operation, answer in
      guard operation == "InterviewContext" else { return answer }
      let keys = ["interview", "interview0", "interview1"].filter { answer.contains(#""\#($0)":"#) }
      let errors = keys.map { #"{"message":"x","path":["\#($0)","candidate"]}"# }
      return answer.replacing(#"{"email":"a@example.com"}"#, with: "null").dropLast()
        + #","errors":[\#(errors.joined(separator: ","))]}"#
    }
    #expect(walked.evidence.count == 2)
    #expect(walked.evidence.allSatisfy { $0.notes.map(\.code) == ["platform-error"] })
    #expect(walked.changes == [nil, nil])
  }

  @Test("an error that passes takes no candidate from the interviews behind it")
  func passingRefusal() async throws {
    let ids = ["a", "b", "c", "d"]
    let walked = try await walked(ids: ids) { operation, answer in
      guard operation == "InterviewContext" else {
        return answer.replacing(#""candidate":{"email":"a@example.com"},"#, with: "")
      }
      let refusal =
        #"{"data":null,"errors":[{"message":"x","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#
      return answer.contains(#""id":"b""#) ? refusal : answer
    }
    #expect(walked.ids == ids)
    #expect(walked.evidence.map { $0.candidate?.email != nil } == [true, false, true, true])
    #expect(walked.changes.map { $0 != nil } == [true, false, true, true])
  }

  /// GraphQL leaves nothing of the data where something that has to be there is forbidden.
  @Test("what is forbidden of one interview is no matter of the key", arguments: [1, 4])
  func forbiddenInterview(batchSize: Int) async throws {
    let walked = try await walked(ids: ["a", "b", "c", "d"], batchSize: batchSize) {
      operation, answer in
      guard answer.contains(#""id":"b""#) else { return answer }
      let key = ["interview0", "interview1", "interview2", "interview3"].first {
        answer.contains(#""\#($0)":{"id":"b""#)
      }
      return #"{"data":null,"errors":[{"message":"Forbidden","path":["\#(key ?? "interview")"],"#
        + #""extensions":{"code":"FORBIDDEN"}}]}"#
    }
    #expect(walked.ids == ["a", "c", "d"])
    #expect(walked.losses.map(\.id) == ["b"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S014"])
    #expect(walked.error == nil)
  }

  @Test("who is not known is not known of any interview", arguments: [1, 4])
  func unknownKey(batchSize: Int) async throws {
    let walked = try await walked(ids: ["a", "b"], batchSize: batchSize) { _, _ in
      #"{"data":null,"errors":[{"message":"x","path":["interview"],"#
        + #""extensions":{"code":"UNAUTHENTICATED"}}]}"#
    }
    #expect(walked.sourceError?.code == .unauthorized)
  }

  @Test("when an interview changed is asked before it is read", arguments: [1, 2])
  func contextFirst(batchSize: Int) async throws {
    let (server, source) = try source(batchSize: batchSize) { $1 }
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a", "b"])))
    await source.shutdown()
    #expect(walked.ids == ["a", "b"])
    let operations = server.requests.map { (try? json($0.text))?["operationName"]?.string ?? "" }
    #expect(operations.first == "InterviewContext")
  }

  @Test("a list of positions that came with errors is a loss, and what it names is read")
  func incompletePositions() async throws {
    for (path, losses) in [
      (#","path":["positions"]"#, 1), ("", 1), (#","path":["positions",0,"name"]"#, 0),
    ] {
      let server = try StubServer { request, _ in
        request.text.contains("Positions")
          ? .json(#"{"data":{"positions":[{"id":"p"}]},"errors":[{"message":"x"\#(path)}]}"#)
          : .json(#"{"data":{"position":{"id":"p","interviewList":{"results":[],"total":0}}}}"#)
      }
      let source = try server.hireflix()
      let walked = await walk(source.evidence(HireflixSelection(includesAll: true)))
      await source.shutdown()
      #expect(walked.error == nil)
      #expect(walked.losses.map(\.id) == Array(repeating: "positions", count: losses))
    }
  }

  @Test("cursors that go round end the list")
  func cursorsInTurns() async throws {
    let server = try StubServer { _, count in
      .json(
        #"{"data":{"position":{"id":"p","interviewList":{"results":[{"id":"i\#(count)"}],"#
          + #""lastCursor":"c\#(count % 3)"}}}}"#)
    }
    let source = try server.hireflix()
    var losses = 0
    for try await event in source.evidence(HireflixSelection(positions: ["p"])) {
      if case .lost(let loss) = event, loss.id == "p" { losses += 1 }
    }
    await source.shutdown()
    #expect(losses == 1)
    #expect(server.requests.count < 60)
  }
}
