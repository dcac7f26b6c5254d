import CandorModel
import CandorTesting
import Foundation
import Synchronization
import Testing

/// `candor audit --since last`, against stand-ins that change between runs.
@Suite struct AuditSinceLastTests {
  private func audit(
    _ platform: String, _ arguments: [String], _ folder: TemporaryFolder, _ sandbox: SandboxProcess
  ) throws -> CandorProcess.Result {
    try CandorProcess.run(
      ["audit", platform, "--format", "ndjson", "--store", folder.path("a.sqlite")] + arguments,
      environment: sandbox.environment)
  }

  private func ids(_ result: CandorProcess.Result) throws -> [String] {
    try result.lines.map {
      try JSONValue(parsing: $0.utf8)["interview"]?["id"]?.string ?? ""
    }
  }

  private func requests(_ folder: TemporaryFolder) throws -> Int {
    let text = try String(contentsOfFile: folder.path("m.prom"), encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("candor_audit_requests{") }
    return Int(line?.split(separator: " ").last ?? "") ?? -1
  }

  @Test func readsWhatIsNewOrChangedOnly() throws {
    let folder = try TemporaryFolder()
    let before = (0..<12).map { InterviewLines.interview($0) }
    let arguments = ["--all", "--since", "last", "--metrics-file", folder.path("m.prom")]
    let first = try SandboxProcess(serving: before, in: folder)
    let everything = try audit("hireflix", arguments, folder, first)
    #expect(everything.status == 0)
    #expect(everything.closingLine == "12 done, 0 flagged, 0 lost")
    let requestsForAll = try requests(folder)

    let nothing = try audit("hireflix", arguments, folder, first)
    #expect(nothing.status == 0)
    #expect(nothing.output.isEmpty)
    #expect(nothing.closingLine == "0 done, 0 flagged, 0 lost")
    #expect(nothing.errors.contains("12 interviews had not changed"))
    // Positions and the pages of one list; nothing of an interview.
    #expect(try requests(folder) < requestsForAll)
    #expect(try requests(folder) <= 3)

    var after = before
    after[3] = InterviewLines.interview(3, switchesDevice: true, revision: 1)
    after.append(InterviewLines.interview(12))
    let second = try SandboxProcess(serving: after, in: folder)
    let changed = try audit("hireflix", arguments, folder, second)
    #expect(changed.closingLine == "2 done, 1 flagged, 0 lost")
    #expect(
      try Set(ids(changed)) == [InterviewLines.identifier(3), InterviewLines.identifier(12)])
    // Everything, where that is asked for.
    let full = try audit("hireflix", ["--all"], folder, second)
    #expect(full.closingLine == "13 done, 1 flagged, 0 lost")
  }

  @Test func anotherSelectionBeginsAnew() throws {
    let folder = try TemporaryFolder()
    let sandbox = try SandboxProcess(
      serving: (0..<4).map { InterviewLines.interview($0) }, in: folder)
    _ = try audit("hireflix", ["--all"], folder, sandbox)
    let position = ["--position", InterviewLines.identifier(1, prefix: "7"), "--since", "last"]
    #expect(
      try audit("hireflix", position, folder, sandbox).closingLine == "4 done, 0 flagged, 0 lost")
    #expect(
      try audit("hireflix", position, folder, sandbox).closingLine == "0 done, 0 flagged, 0 lost")
  }

  @Test func interviewsNamedByIdAreAskedForTheirTimeOnly() throws {
    let folder = try TemporaryFolder()
    let sandbox = try SandboxProcess(
      serving: (0..<3).map { InterviewLines.interview($0) }, in: folder)
    let arguments = [
      "--interview", InterviewLines.identifier(0), "--interview", InterviewLines.identifier(2),
      "--since", "last", "--metrics-file", folder.path("m.prom"),
    ]
    let first = try audit("hireflix", arguments, folder, sandbox)
    #expect(first.closingLine == "2 done, 0 flagged, 0 lost")
    let second = try audit("hireflix", arguments, folder, sandbox)
    #expect(second.closingLine == "0 done, 0 flagged, 0 lost")
    #expect(try requests(folder) == 1)
  }

  @Test(arguments: ["instaview", "interviewrelay"])
  func otherPlatformsTellTheirTimesToo(platform: String) throws {
    let folder = try TemporaryFolder()
    let sandbox = try SandboxProcess(
      serving: (0..<5).map { InterviewLines.interview($0) }, in: folder)
    let arguments = ["--all", "--since", "last"]
    #expect(
      try audit(platform, arguments, folder, sandbox).closingLine.hasPrefix("5 done"))
    #expect(
      try audit(platform, arguments, folder, sandbox).closingLine == "0 done, 0 flagged, 0 lost")
  }

  /// What could not be read once is read the next time, though nothing changed.
  @Test func aLostInterviewIsReadAgain() throws {
    let folder = try TemporaryFolder()
    let isBroken = Mutex(true)
    let server = try StubServer { request, _ in
      Self.answer(request, isBroken: isBroken.withLock { $0 })
    }
    let environment = [
      "HIREFLIX_URL": "http://127.0.0.1:\(server.port)/me", "HIREFLIX_API_KEY": "k",
    ]
    let arguments = [
      "audit", "hireflix", "--position", "p", "--since", "last", "--batch-size", "1", "--format",
      "ndjson", "--store", folder.path("a.sqlite"),
    ]
    let first = try CandorProcess.run(arguments, environment: environment)
    #expect(first.status == 2)
    #expect(first.closingLine == "1 done, 0 flagged, 1 lost")
    isBroken.withLock { $0 = false }
    let second = try CandorProcess.run(arguments, environment: environment)
    #expect(second.status == 0)
    #expect(try ids(second) == ["b"])
    let third = try CandorProcess.run(arguments, environment: environment)
    #expect(third.closingLine == "0 done, 0 flagged, 0 lost")
  }

  private static func answer(_ request: StubRequest, isBroken: Bool) -> StubReply {
    guard let body = try? JSONValue(parsing: request.body) else { return .hangUp }
    let id = body["variables"]?["id"]?.string ?? ""
    switch body["operationName"]?.string {
    case "PositionInterviews":
      let results =
        body["variables"]?["cursor"] == nil
        ? ["a", "b"].map { #"{"id":"\#($0)","updatedAt":1772442000000}"# }.joined(separator: ",")
        : ""
      return .json(
        #"{"data":{"position":{"id":"p","interviewList":{"results":[\#(results)],"#
          + #""lastCursor":"c"}}}}"#)
    case "InterviewDeduped" where !(isBroken && id == "b"):
      return .json(
        #"{"data":{"interview":{"id":"\#(id)","ipAddresses":["1.1.1.1"],"userAgents":[]}}}"#)
    case "InterviewUAByStep" where !(isBroken && id == "b"):
      return .json(
        #"{"data":{"interview":{"id":"\#(id)","steps":[{"index":0,"answers":[{"ip":"1.1.1.1"}]}]}}}"#
      )
    default: return .json(#"{"data":{"interview":null}}"#)
    }
  }

  @Test func lastMeansAnAuditsLast() throws {
    let sandbox = try SandboxProcess()
    let folder = try TemporaryFolder()
    let fetch = try CandorProcess.run(
      ["fetch", "hireflix", "--all", "--since", "last"], environment: sandbox.environment)
    #expect(fetch.status == 64)
    #expect(fetch.errors.contains("candor audit"))
    let other = try audit("instaview", ["--all", "--since", "7d"], folder, sandbox)
    #expect(other.status == 64)
  }
}
