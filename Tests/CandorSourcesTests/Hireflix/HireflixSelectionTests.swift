import CandorModel
import CandorTesting
import Testing

@testable import CandorSources

struct HireflixSelectionTests {
  private static let since = Timestamp("2026-01-01")
  /// In February 2025 and in March 2026.
  private static let old = #""createdAt":1740000000000"#
  private static let new = #""createdAt":1772438400000"#

  /// `null` tells that nothing was completed only of one that is pending.
  @Test(arguments: [
    (#"{"status":"pending","completedAt":null,\#(old)}"#, false, false),
    (#"{"status":"PENDING","completed":null,\#(old)}"#, false, false),
    (#"{"status":"to_evaluate","completedAt":1740000060000,\#(old)}"#, false, false),
    (#"{"status":"to_evaluate","completedAt":null,\#(old)}"#, true, true),
    (#"{"status":"discarded","completedAt":null,\#(old)}"#, true, true),
    (#"{"status":"to_evaluate","completedAt":"2025-02-20",\#(old)}"#, true, true),
    (#"{"completedAt":null,\#(old)}"#, true, true),
    (#"{"status":"pending",\#(old)}"#, true, true),
    (#"{"status":"to_evaluate","completedAt":null,\#(new)}"#, true, false),
    (#"{"status":"to_evaluate","completedAt":1772442000000,\#(old)}"#, true, false),
  ])
  func sinceAsksForTheTimeOfCompletion(
    interview: String, isIncluded: Bool, isUndecided: Bool
  ) throws {
    let facts = HireflixFacts(try json(interview))
    let selection = HireflixSelection(since: Self.since)
    #expect(selection.includes(facts) == isIncluded)
    #expect(selection.isUndecided(facts) == isUndecided)
  }

  @Test func anAnsweredInterviewWithoutATimeOfCompletionIsReadAndNoted() async throws {
    let server = try StubServer { request, _ in
      let asked = try? json(request.text)
      guard asked?["operationName"]?.string == "PositionInterviews" else {
        let id = asked?["variables"]?["id"]?.string ?? ""
        return .json(
          #"{"data":{"interview":{"id":"\#(id)","ipAddresses":["1.1.1.1"],"userAgents":[],"#
            + #""steps":[{"index":0,"answers":[{"ip":"1.1.1.1"}]}]}}}"#)
      }
      let results = ["to_evaluate", "pending"].map {
        #"{"id":"\#($0)","status":"\#($0)","completedAt":null,\#(Self.old)}"#
      }
      let isFirst = !request.text.contains("$cursor")
      return .json(
        #"{"data":{"position":{"id":"p","name":"P","interviewList":{"lastCursor":"c","#
          + #""results":[\#(isFirst ? results.joined(separator: ",") : "")]}}}}"#)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(
      source.evidence(HireflixSelection(positions: ["p"], since: Self.since)))
    #expect(walked.error == nil)
    #expect(walked.ids == ["to_evaluate"])
    #expect(walked.evidence.first?.notes.map(\.code) == ["completion-unknown"])
    await source.shutdown()
  }
}
