import CandorModel
import CandorTesting
import Synchronization
import Testing

@testable import CandorSources

struct HireflixWalkerTests {
  /// What stands in place of a position costs that one alone, be it the first one.
  @Test(arguments: [
    (#"{"data":{"position":null}}"#, "S011", "Hireflix does not know this position"),
    (
      #"{"data":{"position":{"__typename":"PositionNotFoundError","code":404}}}"#, "S011",
      "Hireflix does not know this position"
    ),
    (
      #"{"data":{"position":null},"errors":[{"message":"Position not found","path":["position"]}]}"#,
      "S011", "Hireflix does not know this position"
    ),
    (
      #"{"data":{"position":null},"errors":[{"message":"x","path":["position"],"#
        + #""extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#, "S014",
      "the platform gave an error in place of the position: `INTERNAL_SERVER_ERROR`"
    ),
    (
      #"{"data":{"position":{"__typename":"InternalError","code":500,"message":"of Jane"}}}"#,
      "S014", "the platform gave an error in place of the position: `500`"
    ),
    (
      #"{"data":null,"errors":[{"message":"Jane Roe","path":["position"]}]}"#, "S014",
      "the platform gave an error in place of the position"
    ),
  ])
  func anErrorInPlaceOfAPositionIsALoss(
    answer: String, code: String, message: String
  ) async throws {
    let server = try StubServer { request, _ in
      let asked = try? json(request.text)
      let id = asked?["variables"]?["id"]?.string ?? ""
      guard asked?["operationName"]?.string == "PositionInterviews" else {
        return .json(
          #"{"data":{"interview":{"id":"\#(id)","ipAddresses":[],"userAgents":[],"steps":[]}}}"#)
      }
      if id == "bad" { return .json(answer) }
      let results = request.text.contains("$cursor") ? "" : #"{"id":"a","status":"pending"}"#
      return .json(
        #"{"data":{"position":{"id":"p","interviewList":{"results":[\#(results)],"#
          + #""lastCursor":"c"}}}}"#)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(positions: ["bad", "p"])))
    #expect(walked.error == nil)
    #expect(walked.losses.map(\.diagnostic.code) == [code])
    #expect(walked.losses.map(\.diagnostic.message) == ["`bad`: \(message)"])
    #expect(walked.ids == ["a"])
    await source.shutdown()
  }

  /// Cursors that count from the beginning leave out what moved over the border of a page; some are numbers.
  @Test(arguments: ["3", #""3""#])
  func aListThatShrinksIsReadOnceMore(cursor: String) async throws {
    let isShorter = Mutex(false)
    let server = try StubServer { request, _ in
      let asked = try? json(request.text)
      guard asked?["operationName"]?.string == "PositionInterviews" else {
        let id = asked?["variables"]?["id"]?.string ?? ""
        return .json(
          #"{"data":{"interview":{"id":"\#(id)","ipAddresses":[],"userAgents":[],"steps":[]}}}"#)
      }
      let given = asked?["variables"]?["cursor"]
      let start = given?.string.flatMap { Int($0) } ?? 0
      let all = isShorter.withLock { isShorter in
        // The first leaves as soon as the first page was read.
        isShorter = isShorter || start > 0
        return Array((isShorter ? 1 : 0)..<8)
      }
      let results = all.dropFirst(start).prefix(3).map { #"{"id":"i\#($0)","status":"pending"}"# }
      let next = cursor.replacing("3", with: String(start + results.count))
      return .json(
        #"{"data":{"position":{"id":"p","interviewList":{"results":[\#(results.joined(separator: ","))],"#
          + #""total":\#(all.count),"lastCursor":\#(next)}}}}"#)
    }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(positions: ["p"])))
    #expect(walked.error == nil)
    #expect(walked.losses.isEmpty)
    #expect(walked.ids.sorted() == (0..<8).map { "i\($0)" })
    await source.shutdown()
  }

  @Test(arguments: ["[]", #""x""#, "false", "7"])
  func whatIsNoInterviewIsALoss(value: String) async throws {
    let server = try StubServer { _, _ in .json(#"{"data":{"interview":\#(value)}}"#) }
    let source = try server.hireflix(options: .init(batchSize: 1))
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["i"])))
    #expect(walked.evidence.isEmpty)
    #expect(walked.losses.map(\.diagnostic.code) == ["S009"])
    await source.shutdown()
    withExtendedLifetime(server) {}
  }
}
