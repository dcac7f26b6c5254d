import CandorModel
import CandorTesting
import Testing

@testable import CandorSources

/// Platforms that answer about others than they were asked for.
struct AskedIdentifierTests {
  private static let uuid = "0f8fad5b-d9cb-469f-a165-70867728950e"

  @Test(arguments: [
    (uuid, uuid, true), (uuid, uuid.uppercased(), true), ("68DCFD08", "68dcfd08", true),
    (uuid, String(uuid.dropLast()), false), ("ses_A", "ses_A", true), ("ses_A", "ses_a", false),
    ("a", "", false),
  ])
  func identifiersAreTheSame(one: String, other: String, isSame: Bool) {
    #expect(AskedIdentifier.areSame(one, other) == isSame)
    #expect(AskedIdentifier.areSame(other, one) == isSame)
  }

  @Test(
    arguments: [
      (#"{"id":"a1"}"#, true), (#"{"id":"A1"}"#, true), (#"{"id":"b"}"#, false),
      (#"{"id":1}"#, false), (#"{"id":["a1"]}"#, false), (#"{"id":null}"#, nil), ("{}", nil),
      ("null", nil),
    ] as [(String, Bool?)])
  func objectsAreIdentified(text: String, isIdentified: Bool?) throws {
    #expect(try json(text).isIdentified(by: "a1") == isIdentified)
    #expect(try json(#"{"id":17}"#).isIdentified(by: "17") == true)
  }

  // MARK: Hireflix

  private func hireflix(
    batchSize: Int, asked: [String] = ["aaa1", "aaa2"], answerID: String = "ID",
    context: String = #"{"id":"ID","status":"pending"}"#
  ) async throws -> Walked {
    let server = try StubServer { request, _ in
      let query = try? json(request.text)
      let operation = query?["operationName"]?.string ?? ""
      let members = (query?["variables"]?.object ?? []).map { variable in
        let key = variable.key.replacing("id", with: "interview")
        let id = variable.value.string ?? ""
        let value =
          operation == "InterviewContext"
          ? context.replacing("ID", with: id)
          : #"{"id":"\#(answerID.replacing("ID", with: id.lowercased()))","ipAddresses":[],"steps":[]}"#
        return #""\#(key)":\#(value)"#
      }
      return .json(#"{"data":{\#(members.joined(separator: ","))}}"#)
    }
    let source = try server.hireflix(options: .init(batchSize: batchSize))
    let walked = await walk(source.evidence(HireflixSelection(interviews: asked)))
    await source.shutdown()
    return walked
  }

  @Test(arguments: [1, 2])
  func anotherInterviewIsALoss(batchSize: Int) async throws {
    let right = try await hireflix(batchSize: batchSize)
    #expect(right.evidence.map(\.interview.status) == ["pending", "pending"])
    #expect(right.losses.isEmpty)
    let wrong = try await hireflix(batchSize: batchSize, answerID: "another")
    #expect(wrong.evidence.isEmpty)
    #expect(wrong.losses.map(\.id) == ["aaa1", "aaa2"])
    #expect(wrong.losses.map(\.diagnostic.code) == ["S009", "S009"])
  }

  /// One that was typed in capital letters is no second interview.
  @Test(arguments: [1, 2])
  func interviewsAreCalledAsThePlatformWritesThem(batchSize: Int) async throws {
    let walked = try await hireflix(batchSize: batchSize, asked: ["AAA1", "aaa2"])
    #expect(walked.ids == ["aaa1", "aaa2"])
    #expect(AskedIdentifier.asTold([nil, "bbb", "aaa1"], asked: "AAA1") == "aaa1")
    #expect(AskedIdentifier.asTold([nil, "ses_a"], asked: "ses_A") == "ses_A")
  }

  /// Who and when are not needed to compare answers.
  @Test(arguments: [1, 2])
  func theContextOfAnotherInterviewIsNotTaken(batchSize: Int) async throws {
    for id in [#""another""#, "123"] {
      let walked = try await hireflix(
        batchSize: batchSize,
        context: #"{"id":\#(id),"status":"pending","candidate":{"email":"o@x.test"}}"#)
      #expect(walked.ids == ["aaa1", "aaa2"])
      #expect(walked.evidence.allSatisfy { $0.candidate == nil && $0.interview.status == nil })
      #expect(walked.evidence.allSatisfy { $0.notes.map(\.code) == ["context-missing"] })
      #expect(walked.evidence.first?.notes.first?.message.contains("another interview") == true)
      #expect(walked.changes.allSatisfy { $0 == nil })
    }
  }

  // MARK: The others

  private func instaView(candidate: String, interviews: String) async throws -> Walked {
    let server = try StubServer { request, _ in
      .json(request.target.hasPrefix("/candidates/") ? candidate : #"{"data":[\#(interviews)]}"#)
    }
    let source = InstaViewSource(
      try InstaViewClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["CAFE"])))
    await source.shutdown()
    return walked
  }

  @Test func interviewsOfAnotherCandidateAreLeftOut() async throws {
    let walked = try await instaView(
      candidate: #"{"id":"cafe","firstName":"Ann"}"#,
      interviews: #"{"id":"1","candidateId":"cafe"},{"id":"2","candidateId":"bob"},{"id":"3"}"#)
    #expect(walked.ids == ["1", "3"])
    #expect(
      walked.losses.map(\.diagnostic.message) == [
        "`CAFE`: expected entries of this candidate alone, found 1 of others"
      ])
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
  }

  @Test func anotherCandidateIsALoss() async throws {
    let walked = try await instaView(
      candidate: #"{"id":"bob","firstName":"Bob"}"#, interviews: #"{"id":"1"}"#)
    #expect(walked.evidence.isEmpty)
    #expect(
      walked.losses.map(\.diagnostic.message) == [
        "`CAFE`: expected the candidate that was asked for, found another one"
      ])
  }

  @Test func anotherSessionIsALoss() async throws {
    let server = try StubServer { _, _ in
      .json(#"{"id":"ses_B","participant":{"name":"Bob"},"device":{"browser":"Chrome 120"}}"#)
    }
    let source = InterviewRelaySource(
      try InterviewRelayClient(
        key: try testKey(), endpoint: try server.endpoint("/v1"),
        configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(sessions: ["ses_A"])))
    #expect(walked.evidence.isEmpty)
    #expect(walked.losses.map(\.id) == ["ses_A"])
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
    await source.shutdown()
  }

  @Test(
    arguments: [
      // Whose records, who the candidate is, how many contacts there are and how many losses.
      (["CAFE", "cafe"], "cafe", [2], 0), (["cafe", "bob"], "cafe", [1], 1),
      (["cafe"], "bob", [1], 1), (["bob"], "bob", [], 1),
    ] as [([String], String, [Int], Int)])
  func recordsOfAnotherCandidateAreLeftOut(
    owners: [String], candidate: String, contacts: [Int], losses: Int
  ) async throws {
    let records = owners.enumerated().map { index, owner in
      #"{"id":"\#(index)","candidateId":"\#(owner)","ipAddress":"1.1.1.1","#
        + #""createdAt":"2026-03-02T09:00:00Z"}"#
    }
    let server = try StubServer { request, _ in
      request.target.hasSuffix("listClientInfo")
        ? .json(#"{"success":true,"results":[\#(records.joined(separator: ","))]}"#)
        : .json(#"{"success":true,"results":{"id":"\#(candidate)","name":"N."}}"#)
    }
    let source = AshbySource(
      try AshbyClient(
        key: try testKey(), endpoint: try server.endpoint(""), configuration: quickConfiguration()))
    let walked = await walk(source.evidence(.init(candidates: ["cafe"])))
    #expect(walked.evidence.map(\.contacts.count) == contacts)
    #expect(walked.losses.count == losses)
    #expect(walked.losses.allSatisfy { $0.id == "cafe" && $0.diagnostic.code == "S009" })
    let name: String? = candidate == "cafe" ? "N." : nil
    #expect(walked.evidence.allSatisfy { $0.candidate?.name == name })
    // What is not whole is read again next time.
    #expect(walked.changes.allSatisfy { ($0 == nil) == (losses > 0) })
    await source.shutdown()
  }
}
