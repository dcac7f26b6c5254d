import CandorModel
import CandorSandbox
import CandorTesting
import Testing

@testable import CandorSources

/// Walks over interviews that are known already, against the stand-ins.
struct KnownInterviewsTests {
  private func walks<Platform: InterviewPlatform>(
    _ source: Platform, _ selection: Platform.Selection
  ) async -> (first: Walked, second: Walked, requests: (Int, Int)) {
    let first = await walk(source.evidence(selection))
    let before = await source.statistics.requests
    let changes = Dictionary(zip(first.ids, first.changes)) { $1 }
    let known = KnownInterviews { id in changes[id].flatMap { $0 }.map { .changed($0) } }
    let second = await walk(source.evidence(selection, known: known))
    let after = await source.statistics.requests
    await source.shutdown()
    return (first, second, (before, after - before))
  }

  @Test(arguments: [1, 7])
  func hireflixListsTellWhatChanged(batchSize: Int) async throws {
    let dataset = try SandboxDataset.demo()
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let source = try HireflixSource(
        key: try testKey(), endpoint: try Endpoint(addresses.url(of: .hireflix)),
        configuration: quickConfiguration(), options: .init(batchSize: batchSize))
      let (first, second, requests) = await walks(source, HireflixSelection(includesAll: true))
      #expect(first.ids.count == dataset.interviews.count)
      #expect(first.changes.allSatisfy { $0 != nil })
      #expect(second.evidence.isEmpty)
      #expect(second.known.map(\.id) == first.ids)
      #expect(second.known.allSatisfy { $0.reason == .unchanged })
      #expect(second.lastProgress?.done == dataset.interviews.count)
      // The positions, and two pages for each: one with interviews, and the end.
      #expect(requests.1 == 7)
      #expect(requests.0 > requests.1)
    }
  }

  @Test func whatIsFinishedOrUnknownIsToldApart() async throws {
    let dataset = SandboxDataset((0..<6).map { InterviewLines.interview($0) })
    let ids = dataset.interviews.map(\.interview.id)
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let source = try HireflixSource(
        key: try testKey(), endpoint: try Endpoint(addresses.url(of: .hireflix)),
        configuration: quickConfiguration(), options: .init(batchSize: 4))
      let times = dataset.interviews.map(\.interview.completedAt)
      let known = KnownInterviews { id in
        switch id {
        case ids[0], ids[5]: .finished
        case ids[1]: times[1].map { .changed($0) }
        case ids[2]: .changed(Timestamp(millisecondsSinceEpoch: 0))
        default: nil
        }
      }
      for selection in [
        HireflixSelection(includesAll: true), HireflixSelection(interviews: ids),
      ] {
        let walked = await walk(source.evidence(selection, known: known))
        #expect(walked.error == nil)
        #expect(Set(walked.ids) == [ids[2], ids[3], ids[4]])
        #expect(walked.known.filter { $0.reason == .unchanged }.map(\.id) == [ids[1]])
        #expect(Set(walked.known.filter { $0.reason == .finished }.map(\.id)) == [ids[0], ids[5]])
      }
      await source.shutdown()
    }
  }

  /// A platform whose lists do not tell a time of change: what is not completed is read again.
  @Test func withoutTimesEverythingIsReadAgain() async throws {
    let server = try StubServer { request, _ in
      let body = try? JSONValue(parsing: request.body)
      let id = body?["variables"]?["id"]?.string ?? ""
      switch body?["operationName"]?.string {
      case "PositionInterviews":
        guard body?["variables"]?["cursor"] == nil else {
          return .json(#"{"data":{"position":{"id":"p","interviewList":{"results":[]}}}}"#)
        }
        return request.text.contains("updatedAt")
          ? .json(#"{"errors":[{"message":"Cannot query field updatedAt"}]}"#, status: 400)
          : .json(
            #"{"data":{"position":{"id":"p","interviewList":{"results":[{"id":"a","#
              + #""createdAt":1772442000000},{"id":"b","completedAt":1772442000000}],"#
              + #""lastCursor":"c"}}}}"#)
      case "InterviewDeduped":
        return .json(#"{"data":{"interview":{"id":"\#(id)"}}}"#)
      default: return .json(#"{"data":{"interview":{"id":"\#(id)","steps":[]}}}"#)
      }
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let (first, second, _) = await walks(source, HireflixSelection(positions: ["p"]))
    #expect(first.ids == ["a", "b"])
    #expect(first.changes[0] == nil)
    #expect(second.ids == ["a"])
    #expect(second.known.map(\.id) == ["b"])
  }

  @Test func instaViewTellsEachInterviewsTime() async throws {
    let dataset = SandboxDataset((0..<4).map { InterviewLines.interview($0) })
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let source = InstaViewSource(
        try InstaViewClient(
          key: try testKey(), endpoint: try Endpoint(addresses.url(of: .instaview)),
          configuration: quickConfiguration()))
      let (first, second, _) = await walks(source, InstaViewSelection(includesAll: true))
      #expect(first.ids.count == 4)
      #expect(second.evidence.isEmpty)
      #expect(second.known.count == 4)
    }
  }

  @Test func interviewRelayTellsWhenASessionEnded() async throws {
    var interviews = (0..<4).map { InterviewLines.interview($0) }
    interviews[2].interview.completedAt = nil
    interviews[2].interview.status = "pending"
    let dataset = SandboxDataset(interviews)
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let source = InterviewRelaySource(
        try InterviewRelayClient(
          key: try testKey(), endpoint: try Endpoint(addresses.url(of: .interviewrelay)),
          configuration: quickConfiguration()))
      let (first, second, _) = await walks(source, InterviewRelaySelection(includesAll: true))
      #expect(first.ids.count == 4)
      #expect(second.ids.count == 1)
      #expect(second.known.count == 3)
    }
  }

  @Test func ashbyTellsByTheLatestRecord() async throws {
    let dataset = try SandboxDataset.demo()
    try await SandboxServer.withRunning(SandboxConfiguration(dataset: dataset)) { _, addresses in
      let client = try AshbyClient(
        key: try testKey(), endpoint: try Endpoint(addresses.url(of: .ashby)),
        configuration: quickConfiguration())
      let list = try await client.rest.json(
        .write("POST", "/candidate.list", .object([]), subject: "candidates"))
      let ids = (list["results"]?.array ?? []).prefix(3).compactMap { $0["id"]?.string }
      let (first, second, requests) = await walks(
        AshbySource(client), AshbySelection(candidates: ids))
      #expect(first.ids == ids)
      #expect(second.known.map(\.id) == ids)
      #expect(requests.1 == 3)
    }
  }
}
