import CandorModel
import Testing

@testable import CandorSources

struct SavedAnswerTests {
  private func read(_ text: String) throws -> [Evidence] {
    try JSONDocument.items(of: Array(text.utf8), file: "in.json").compactMap {
      if case .evidence(let evidence) = $0 { evidence } else { nil }
    }
  }

  private let byStep =
    #"{"data":{"interview":{"id":"i","steps":[{"index":0,"answers":[{"ip":"1.1.1.1"}]}]}}}"#
  private let deduped =
    #"{"data":{"interview":{"id":"i","hash":"h","ipAddresses":["2.2.2.2"],"userAgents":[]}}}"#

  @Test func hireflixAnswersOfOneInterviewAreJoined() throws {
    for text in ["\(byStep)\n\(deduped)", "[\(deduped),\(byStep)]"] {
      let evidence = try read(text)
      #expect(evidence.count == 1)
      #expect(evidence[0].platform == "hireflix")
      #expect(evidence[0].answers.map(\.ip) == ["1.1.1.1"])
      #expect(evidence[0].seen.ipAddresses == ["2.2.2.2"])
      #expect(evidence[0].interview.hash == "h")
    }
  }

  @Test func kindIsToldByTheFirstLine() {
    #expect(InputKind(Array(byStep.utf8), isAtEnd: true) == .document)
    #expect(InputKind(Array((byStep + "\n" + byStep).utf8), isAtEnd: true) == .document)
    #expect(
      InputKind(Array(#"{"schema":"candor.evidence/1","data":1}"#.utf8), isAtEnd: true) == .lines)
    #expect(InputKind(Array(#"{"a":1}"#.utf8), isAtEnd: true) == .lines)
    #expect(InputKind(Array("interview_id".utf8), isAtEnd: false) == .csv)
    #expect(InputKind(Array("  ".utf8), isAtEnd: false) == .unknown)
  }

  @Test func hireflixAliases() throws {
    let evidence = try read(
      #"""
      {"data":{"interview":{"id":"a","steps":[]},"interview1":{"id":"b","ipAddresses":[]},
       "interview2":null},"errors":[{"message":"x","path":["interview1","thumbnails"]}]}
      """#)
    #expect(evidence.map(\.interview.id) == ["a", "b"])
    #expect(evidence[1].notes.map(\.code) == ["platform-error"])
  }

  @Test func hireflixList() throws {
    let evidence = try read(
      #"""
      {"data":{"position":{"id":"p","name":"P","interviewList":{"results":[
        {"id":"a","status":"pending","ipAddresses":["1.1.1.1"]}],"lastCursor":"c"}}}}
      """#)
    #expect(evidence.map(\.interview.position) == [Position(id: "p", name: "P")])
    #expect(evidence[0].seen.ipAddresses == ["1.1.1.1"])
  }

  @Test(arguments: [
    #"{"data":[ITEM],"total":1,"page":1,"limit":20,"totalPages":1}"#,
    #"{"success":true,"data":{"items":[ITEM],"pagination":{"total":1}},"error":null}"#,
    #"{"success":true,"data":{"data":[ITEM],"total":1}}"#, #"{"success":true,"data":ITEM}"#, "ITEM",
  ])
  func instaView(envelope: String) throws {
    let item =
      #"{"id":"i","candidateId":"c","agentId":"g","status":"COMPLETED","finishedDate":"#
      + #""2026-03-02T09:00:00.000Z","callAttempts":[{"id":"1","calledAt":"2026-03-02T08:30:00Z","#
      + #""duration":1395,"status":"COMPLETED"}]}"#
    let evidence = try read(envelope.replacing("ITEM", with: item))
    #expect(evidence.map(\.platform) == ["instaview"])
    #expect(evidence[0].interview.completedAt?.text == "2026-03-02T09:00:00Z")
    #expect(
      evidence[0].calls == [
        Call(
          at: Timestamp("2026-03-02T08:30:00Z"), durationSeconds: 1395, status: "COMPLETED")
      ])
    #expect(evidence[0].notes.map(\.code) == ["no-address", "no-agent"])
  }

  @Test(arguments: [
    "ITEM", #"{"data":[ITEM],"pagination":{"total":1,"limit":20,"offset":0,"hasMore":false}}"#,
  ])
  func interviewRelay(envelope: String) throws {
    let item =
      #"{"id":"ses_1","campaignId":"cam_1","inviteId":"inv_1","status":"completed","#
      + #""participant":{"email":"p@example.com","name":"P"},"createdAt":"2024-01-15T13:59:45Z","#
      + #""device":{"browser":"Chrome 120","os":"macOS 14.2","type":"desktop"}}"#
    let evidence = try read(envelope.replacing("ITEM", with: item))
    #expect(evidence.map(\.platform) == ["interviewrelay"])
    #expect(
      evidence[0].answers.map(\.device) == [
        DeviceDescription(browser: "Chrome 120", os: "macOS 14.2", type: "desktop")
      ])
    #expect(evidence[0].interview.position?.id == "cam_1")
  }

  @Test func ashby() throws {
    let evidence = try read(
      #"""
      {"success":true,"results":[
        {"id":"1","candidateId":"c","ipAddress":"1.1.1.1","userAgent":"UA","createdAt":"2026-03-02T09:00:00Z","relatedEntityType":"application"},
        {"id":"2","candidateId":"d","ipAddress":"2.2.2.2","relatedEntityType":"meeting_availability_request"},
        {"id":"3","candidateId":"c","ipAddress":"3.3.3.3","relatedEntityType":"new_thing"}],
       "moreDataAvailable":false}
      """#)
    #expect(evidence.map(\.interview.id) == ["c", "d"])
    #expect(evidence[0].contacts.map(\.kind) == ["application", "new-thing"])
    #expect(evidence[0].contacts.map(\.ip) == ["1.1.1.1", "3.3.3.3"])
    #expect(evidence[0].answers.isEmpty)
  }

  @Test func otherDocuments() {
    for text in [#"{"a":1}"#, #"{"data":{}}"#, #"{"data":5}"#, "[1]", #"{"data":[{"id":"x"}]}"#] {
      do {
        let items = try JSONDocument.items(of: Array(text.utf8), file: "in.json")
        #expect(items.allSatisfy { if case .lost = $0 { true } else { false } }, "\(text)")
        #expect(!items.isEmpty)
      } catch {
        #expect(error.code == .invalidDocument)
      }
    }
  }
}
