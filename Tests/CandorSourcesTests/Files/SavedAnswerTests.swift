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

  private func steps(_ steps: String, errors: String = "") -> String {
    #"{"data":{"interview":{"id":"i","steps":[\#(steps)]}}\#(errors)}"#
  }

  /// Steps that were asked for one after another are one interview, and so is what was saved twice.
  @Test func stepsOfSeveralAnswersAreJoined() throws {
    let second = steps(
      #"{"index":1,"answers":[{"ip":"2.2.2.2"},null]}"#,
      errors: #","errors":[{"message":"x","path":["interview","steps",0,"answers",1]}]"#)
    for text in ["[\(byStep),\(second)]", "\(byStep)\n\(second)"] {
      let evidence = try read(text)
      #expect(evidence.count == 1)
      #expect(evidence[0].answers.map(\.ip) == ["1.1.1.1", "2.2.2.2", nil])
      #expect(evidence[0].answers.map(\.step.index) == [0, 1, 1])
      #expect(evidence[0].notes.map(\.code) == ["null-answer"])
      #expect(evidence[0].notes[0].message.contains("with an error"))
    }
    #expect(try read("[\(byStep),\(byStep)]").map(\.answers.count) == [1])
  }

  /// Which of two answers about one step holds nobody can tell, so neither is lost.
  @Test func answersThatDoNotGoTogetherAreTwoInterviews() throws {
    let other = steps(#"{"index":0,"answers":[{"ip":"2.2.2.2"}]}"#)
    let evidence = try read("[\(byStep),\(other),\(deduped)]")
    #expect(evidence.map(\.interview.id) == ["i", "i"])
    #expect(evidence.map { $0.answers.map(\.ip) } == [["1.1.1.1"], ["2.2.2.2"]])
    // Steps without a place may be the same ones.
    #expect(try read("[\(byStep),\(steps(#"{"answers":[{"ip":"2.2.2.2"}]}"#))]").count == 2)
  }

  @Test func listsOfSeveralAnswersAreJoined() throws {
    let other = deduped.replacing("2.2.2.2", with: "3.3.3.3").replacing("[]", with: #"["UA"]"#)
    let evidence = try read("[\(deduped),\(other),\(deduped)]")
    #expect(evidence.map(\.seen.ipAddresses) == [["2.2.2.2", "3.3.3.3"]])
    #expect(evidence.map(\.seen.userAgents) == [["UA"]])
  }

  @Test func kindIsToldByTheFirstLine() {
    #expect(InputKind(Array(byStep.utf8), isAtEnd: true) == .document)
    #expect(InputKind(Array((byStep + "\n" + byStep).utf8), isAtEnd: true) == .document)
    #expect(
      InputKind(Array(#"{"schema":"candor.evidence/1","data":1}"#.utf8), isAtEnd: true) == .lines)
    #expect(InputKind(Array(#"{"a":1}"#.utf8), isAtEnd: true) == .lines)
    for other in [#"{"error":"x"}"#, #"{"errors":[]}"#, #"{"schema":"x/1","error":{}}"#] {
      #expect(InputKind(Array(other.utf8), isAtEnd: true) == .lines, "\(other)")
    }
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

  @Test func hireflixErrorsWithoutAPlaceCountForEveryInterview() throws {
    let evidence = try read(
      #"""
      {"data":{"interview":{"id":"a","steps":[]},"interview1":{"id":"b","ipAddresses":[]}},
       "errors":[{"message":"x"}]}
      """#)
    #expect(evidence.map { $0.notes.map(\.code) } == [["platform-error"], ["platform-error"]])
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
    #"{"success":true,"data":{"data":[ITEM],"total":1,"next":null}}"#,
    #"{"success":true,"data":ITEM,"error":null}"#, "ITEM",
  ])
  func instaView(envelope: String) throws {
    let item =
      #"{"id":"i","candidateId":"c","agentId":"g","status":"COMPLETED","finishedDate":"#
      + #""2026-03-02T09:00:00.000Z","callAttempts":[null,{"id":"1","calledAt":"2026-03-02T08:30:00Z","#
      + #""duration":1395,"status":"COMPLETED"},{"status":"FAILED","duration":-1}],"analysis":null}"#
    let text = envelope.replacing("ITEM", with: item)
    let evidence = try read(text)
    #expect(try JSONDocument.items(of: Array(text.utf8), file: "in.json").count == 1)
    #expect(evidence.map(\.platform) == ["instaview"])
    #expect(evidence[0].interview.completedAt?.text == "2026-03-02T09:00:00Z")
    #expect(
      evidence[0].calls == [
        Call(
          at: Timestamp("2026-03-02T08:30:00Z"), durationSeconds: 1395, status: "COMPLETED"),
        Call(status: "FAILED"),
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

  /// Of a platform, what evidence is measured by is left out where only the day is known.
  @Test(arguments: ["2026-03-02", "2026-03-02T09:00Z"])
  func momentsWithoutTheirSecondAreLeftOut(moment: String) throws {
    let texts = [
      #"{"id":"i","candidateId":"c","agentId":"g","createdAt":"MOMENT","#
        + #""finishedDate":"MOMENT","callAttempts":[{"calledAt":"MOMENT","#
        + #""scheduledAt":"MOMENT"}]}"#,
      #"{"id":"ses_1","campaignId":"cam_1","inviteId":"inv_1","createdAt":"MOMENT","#
        + #""startedAt":"MOMENT","completedAt":"MOMENT","consent":{"ip":"2.2.2.2","#
        + #""recordedAt":"MOMENT"},"device":{"browser":"Chrome 120"}}"#,
      #"{"success":true,"results":[{"id":"1","candidateId":"c","ipAddress":"1.1.1.1","#
        + #""createdAt":"MOMENT"}]}"#,
      #"{"data":{"interview":{"id":"i","createdAt":"MOMENT","completedAt":"MOMENT","#
        + #""steps":[{"index":0,"completedAt":"MOMENT","answers":[{"ip":"1.1.1.1"}]}]}}}"#,
    ]
    let evidence = try texts.flatMap { try read($0.replacing("MOMENT", with: moment)) }
    #expect(evidence.map(\.platform) == ["instaview", "interviewrelay", "ashby", "hireflix"])
    for one in evidence {
      let isMade = one.interview.createdAt != nil
      #expect(isMade == (one.platform != "ashby"))
      #expect(one.interview.startedAt == nil && one.interview.completedAt == nil)
      #expect(one.answers.allSatisfy { $0.at == nil })
      #expect(one.contacts.allSatisfy { $0.at == nil } && one.calls.allSatisfy { $0.at == nil })
    }
  }

  /// Anybody can write half an emoji into a name.
  @Test func aCutNameLosesNoPage() throws {
    let sessions = [#""A \ud83d""#, #""B""#].enumerated().map { index, name in
      #"{"id":"ses_\#(index)","campaignId":"cam_1","participant":{"name":\#(name)}}"#
    }
    let evidence = try read(#"{"data":[\#(sessions.joined(separator: ","))]}"#)
    #expect(evidence.map(\.interview.id) == ["ses_0", "ses_1"])
    #expect(evidence.map(\.candidate?.name) == ["A \u{FFFD}", "B"])
  }

  /// A record without address and agent does not make the others unreadable.
  @Test func ashbyRecordsThatTellNothing() throws {
    let evidence = try read(
      #"""
      {"success":true,"results":[
        {"id":"1","candidateId":"c","ipAddress":null,"userAgent":""},
        {"id":"2","candidateId":"c","ipAddress":"2.2.2.2"}],"moreDataAvailable":false}
      """#)
    #expect(evidence.map { $0.contacts.map(\.ip) } == [["2.2.2.2"]])
  }

  /// What a platform answers where it does not know an interview, or refuses.
  static let denials = [
    (#"{"data":{"interview":null}}"#, "no `id` in one place"),
    (
      #"{"data":{"interview":null},"errors":[{"message":"Not found","path":["interview"]}]}"#,
      "no `id` in one place"
    ),
    (
      #"{"data":{"interview":{"__typename":"InterviewNotFoundError","code":404}}}"#,
      "no `id` in one place"
    ),
    (#"{"data":{"interview":null,"interview1":null}}"#, "no `id` in 2 places"),
    (#"{"data":{"interview":{"id":5,"steps":[]}}}"#, "no `id` in one place"),
    (
      #"{"data":{"position":{"id":"p","interviewList":{"results":[null,{"hash":"h"}]}}}}"#,
      "no `id` in 2 places"
    ),
    (#"{"data":{"position":{"id":"p","interviewList":{"results":null}}}}"#, "no `id` in one place"),
    (
      #"{"data":{"position":{"id":"p","interviewList":null}},"errors":[{"message":"x"}]}"#,
      "no `id` in one place"
    ),
    (#"{"data":[null],"total":1}"#, "no `id` in one place"),
    (#"{"data":[null,null],"pagination":{"total":2}}"#, "no `id` in 2 places"),
    (#"{"success":true,"results":[{"id":"1","ipAddress":"1.1.1.1"}]}"#, "no `id` in one place"),
    (#"{"success":true,"results":[{"candidateId":"c"},null]}"#, "no `id` in 2 places"),
    (#"{"data":null,"errors":[{"message":"x"}]}"#, "an error and nothing else"),
    (
      "{\n\"errors\": [{\"message\": \"Ada L., ada@example.com\"}]\n}",
      "an error and nothing else"
    ),
    (
      #"{"success":false,"data":null,"error":{"code":"RESOURCE_NOT_FOUND","message":"m"}}"#,
      "an error and nothing else"
    ),
    (#"{"success":false,"results":[],"errors":["nothing"]}"#, "an error and nothing else"),
    ("{\n\"error\": {\"code\": \"RATE_LIMITED\"}\n}", "an error and nothing else"),
  ]

  @Test(arguments: denials) func denialsAreLosses(text: String, found: String) throws {
    for (text, line) in [(text, 1), ("[\n\(byStep),\n\(text)]", 3)] {
      let items = try JSONDocument.items(of: Array(text.utf8), file: "in.json")
      let losses = items.compactMap { if case .lost(let loss) = $0 { loss } else { nil } }
      try #require(losses.map(\.code) == ["S114"], "\(text)")
      #expect(losses[0].message.hasSuffix(found))
      #expect(losses[0].place?.line == line)
      #expect(!losses[0].text.contains("@"))
      #expect(items.count == line / 2 + 1)
    }
  }

  /// Written on one line, as platforms send it, it is a saved answer too.
  @Test(arguments: denials) func denialsOnOneLineAreSavedAnswers(text: String, found: String) {
    let line = text.replacing("\n", with: "")
    for input in [line, line + "\n", line + "\n" + byStep] {
      #expect(InputKind(Array(input.utf8), isAtEnd: true) == .document, "\(input)")
    }
  }

  /// What is no entry of a list does not take the others with it.
  @Test(arguments: [
    (#"{"data":[{"id":"i","candidateId":"c"},null],"total":2}"#, "one place"),
    (
      #"{"success":true,"data":{"data":[{"id":"i","candidateId":"c"},{"id":"k"},null],"total":3}}"#,
      "2 places"
    ),
    (
      #"{"data":[{"id":"i","campaignId":"c"},null,{"device":{}}],"pagination":{"total":3}}"#,
      "2 places"
    ),
    (
      #"{"success":true,"results":[{"candidateId":"i","ipAddress":"1.1.1.1"},null,"#
        + #"{"id":"1","candidateId":"i","ipAddress":"2.2.2.2"}]}"#, "2 places"
    ),
  ])
  func missingEntriesAreLossesBesideTheOthers(text: String, places: String) throws {
    let items = try JSONDocument.items(of: Array(text.utf8), file: "in.json")
    let losses = items.compactMap { if case .lost(let loss) = $0 { loss } else { nil } }
    #expect(losses.map(\.code) == ["S114"])
    #expect(losses.first?.message.hasSuffix("no `id` in \(places)") == true)
    #expect(try read(text).map(\.interview.id) == ["i"])
  }

  @Test func anAshbyRecordCountsOnce() throws {
    let record = #"{"id":"1","candidateId":"c","ipAddress":"1.1.1.1"}"#
    let page = #"{"success":true,"results":[\#(record),\#(record)]}"#
    let evidence = try read("[\(page),\(page)]")
    #expect(evidence.map { $0.contacts.count } == [1])
  }

  @Test func unknownInterviewsBesideKnownOnesAreTold() throws {
    let items = try JSONDocument.items(
      of: Array(#"{"data":{"interview":{"id":"a","steps":[]},"interview1":null}}"#.utf8),
      file: "in.json")
    #expect(items.count == 2)
    guard case .lost(let loss) = items[0], case .evidence(let evidence) = items[1] else {
      Issue.record("expected a loss and an interview")
      return
    }
    #expect(loss.code == "S114")
    #expect(evidence.interview.id == "a")
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
