import CandorModel
import CandorTesting
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
}
