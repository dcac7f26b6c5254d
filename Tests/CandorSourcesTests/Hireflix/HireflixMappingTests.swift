import CandorModel
import Testing

@testable import CandorSources

struct HireflixMappingTests {
  private func map(
    _ byStep: String, deduped: String = #"{"id":"i"}"#,
    errors: [GraphQLAnswer.Failure] = []
  ) throws -> Evidence {
    HireflixMapping.evidence(
      id: "i", deduped: try json(deduped), byStep: try json(byStep), facts: nil, errors: errors)
  }

  @Test func documentedSample() throws {
    let evidence = try map(
      #"""
      {"id":"i","steps":[{"__typename":"InterviewStepTextQuestionWithVideoAnswer","id":"s",
        "index":0,"title":"Hola","answers":[
          {"__typename":"InterviewStepTextQuestionWithVideoAnswerAnswer","userAgent":"UA 1",
           "ip":"83.56.102.236"},
          {"__typename":"InterviewStepTextQuestionWithVideoAnswerAnswer","userAgent":"UA 2",
           "ip":"83.56.102.237"}]}]}
      """#,
      deduped: #"""
        {"id":"i","hash":"yka4ArD5","ipAddresses":["83.56.102.236","83.56.102.237"],
         "userAgents":["UA 1","UA 2"],"thumbnails":["https://x"]}
        """#)
    #expect(evidence.platform == "hireflix")
    #expect(evidence.interview.hash == "yka4ArD5")
    #expect(evidence.seen.thumbnails == ["https://x"])
    #expect(evidence.answers.map(\.attempt) == [0, 1])
    #expect(evidence.answers.map(\.ip) == ["83.56.102.236", "83.56.102.237"])
    #expect(evidence.answers.map(\.userAgent) == ["UA 1", "UA 2"])
    #expect(
      evidence.answers[0].step
        == Step(
          id: "s", index: 0, title: "Hola", type: "InterviewStepTextQuestionWithVideoAnswer"))
    #expect(evidence.notes.isEmpty)
  }

  @Test func whatCannotBeReadStaysAndIsTold() throws {
    let evidence = try map(
      #"""
      {"id":"i","steps":[
        {"__typename":"InterviewStepTextQuestionWithVideoAnswer","index":0,"answers":[null,
          {"__typename":"Other"},{"ip":"","userAgent":null}]},
        {"__typename":"InterviewStepTextQuestionWithAudioAnswer"},
        null,
        {"__typename":"InterviewStepVideoQuestionWithVideoAnswer","index":3,"answers":null},
        {"__typename":"InterviewStepVideoQuestionWithVideoAnswer","index":4,"answers":[]}]}
      """#)
    #expect(evidence.answers.map(\.step.index) == [0, 0, 0, 1, 2, 3])
    #expect(evidence.answers.map(\.attempt) == [0, 1, 2, 0, 0, 0])
    #expect(evidence.answers.allSatisfy { $0.ip == nil && $0.userAgent == nil })
    #expect(
      evidence.notes.map { "\($0.code) \($0.path ?? "-")" } == [
        "null-answer /answers/0", "unknown-answer-type /answers/1", "unknown-step-type /answers/3",
        "null-step /answers/4", "null-answers /answers/5",
      ])
    #expect(evidence.answers[3].step.type == "InterviewStepTextQuestionWithAudioAnswer")
  }

  @Test func placeholdersArePassedOn() throws {
    let evidence = try map(
      #"{"id":"i","steps":[{"index":0,"answers":[{"ip":"0.0.0.0","userAgent":"-"}]}]}"#)
    #expect(evidence.answers[0].ip == "0.0.0.0")
    #expect(evidence.answers[0].userAgent == "-")
  }

  @Test func errorsBesideDataAreTold() throws {
    let evidence = try map(
      #"""
      {"id":"i","steps":[{"index":0,"answers":[{"ip":null,"userAgent":"UA"}]},
        {"index":1,"answers":null}]}
      """#,
      errors: [
        .init(
          message: "secret@example.com", path: ["steps", "0", "answers", "0", "ip"], code: nil),
        .init(message: "x", path: ["steps", "1", "answers"], code: nil),
        .init(message: "secret@example.com", path: ["thumbnails"], code: "OOPS"),
      ])
    #expect(
      evidence.notes.map(\.message) == [
        "the platform could not give all of this answer, with an error",
        "the platform gave `null` for the answers of this step, with an error",
        "the platform reported an error at `/thumbnails` (`OOPS`)",
      ])
  }

  @Test func timesAreEpochMilliseconds() throws {
    #expect(try json("1772438400000").epochMilliseconds?.text == "2026-03-02T08:00:00Z")
    #expect(try json("1.7724384e12").epochMilliseconds?.text == "2026-03-02T08:00:00Z")
    #expect(try json(#""1772438400000""#).epochMilliseconds?.text == "2026-03-02T08:00:00Z")
    #expect(try json(#""2026-03-02T08:00:00Z""#).epochMilliseconds?.text == "2026-03-02T08:00:00Z")
    for text in [
      "0", "-1", "1e300", "null", "true", #""soon""#, "[]", #""2026-03-02""#,
      #""2026-03-02T08:00Z""#, "1772442000", #""1772442000""#,
    ] {
      #expect(try json(text).epochMilliseconds == nil)
    }
    #expect(try json(#""2026-03-02""#).momentOrDate?.text == "2026-03-02T00:00:00Z")
    #expect(try json("1772438400000").momentOrDate?.text == "2026-03-02T08:00:00Z")
  }

  @Test func answerTimesWhereTheyWereSelected() throws {
    let evidence = try map(
      #"""
      {"id":"i","steps":[
        {"index":0,"completedAt":1772438400000,"answers":[{"ip":"1.1.1.1"}]},
        {"index":1,"completedAt":1772438400000,"answers":[{"ip":"1.1.1.1"},{"ip":"1.1.1.1"}]},
        {"index":2,"answers":[{"ip":"1.1.1.1","createdAt":1772438401500}]}]}
      """#)
    #expect(
      evidence.answers.map { $0.at?.text } == [
        "2026-03-02T08:00:00Z", nil, nil, "2026-03-02T08:00:01.5Z",
      ])
  }

  @Test func addressesOutsideTheListAreTold() throws {
    let evidence = try map(
      #"{"id":"i","steps":[{"index":0,"answers":[{"ip":"1.1.1.1"},{"ip":"2.2.2.2"}]}]}"#,
      deduped: #"{"id":"i","ipAddresses":["1.1.1.1"]}"#)
    #expect(evidence.notes.map(\.code) == ["address-not-listed"])
    #expect(!evidence.notes[0].message.contains("2.2.2.2"))
  }

  /// Addresses are compared and not the ways to write them.
  @Test(arguments: [
    ("2001:DB8:0:0::1", #""2001:db8::1""#, false), ("::ffff:1.1.1.1", #""1.1.1.1""#, false),
    ("1.1.1.1:443", #"" 1.1.1.1""#, false), ("unknown", #""1.1.1.1""#, false),
    ("1.1.1.1", #""unknown""#, false), ("no address", #""no address""#, false),
    ("2001:db8::2", #""2001:db8::1""#, true), ("no address", #""1.1.1.1""#, true),
    ("1.1.1.1", #""unknown","2.2.2.2""#, true),
  ])
  func addressesAreListedHoweverTheyAreWritten(ip: String, list: String, isTold: Bool) throws {
    let evidence = try map(
      #"{"id":"i","steps":[{"index":0,"answers":[{"ip":"\#(ip)"}]}]}"#,
      deduped: #"{"id":"i","ipAddresses":[\#(list)]}"#)
    #expect(evidence.notes.map(\.code) == (isTold ? ["address-not-listed"] : []))
  }

  @Test func factsFromTheList() throws {
    let facts = HireflixFacts(
      try json(
        #"""
        {"status":"completed","externalId":"ats-7","createdAt":1772438400000,
         "completedAt":1772443450000,"candidate":{"email":"a@example.com","firstName":"A.",
         "lastName":"Person"},"position":{"id":"p","name":"Manager"}}
        """#))
    #expect(facts.candidate?.name == "A. Person")
    #expect(facts.candidate?.externalId == "ats-7")
    let selection = HireflixSelection(statuses: ["to_evaluate"])
    #expect(selection.includes(facts))
    #expect(!HireflixSelection(statuses: ["pending"]).includes(facts))
    #expect(HireflixSelection(since: Timestamp("2026-03-02T09:00:00Z")).includes(facts))
    #expect(!HireflixSelection(since: Timestamp("2026-03-03")).includes(facts))
    #expect(!HireflixSelection(until: Timestamp("2026-03-02T09:00:00Z")).includes(facts))
    // Nothing is left out for what is not known of it.
    #expect(
      HireflixSelection(statuses: ["pending"], since: Timestamp("2030-01-01"))
        .includes(HireflixFacts()))
  }
}
