import CandorModel
import Testing

@Suite struct EvidenceJSONTests {
  static let document = #"""
    {"schema":"candor.evidence/1","platform":"hireflix","unknown":{"a":[1]},
     "interview":{"id":"68dc","hash":"yka4ArD5","status":"to_evaluate","createdAt":"2026-03-02T08:00:00Z",
       "position":{"id":"p","name":"Social Media Manager"}},
     "candidate":{"id":"c-1","email":"a@example.com","externalId":"","declaredCountry":"ES"},
     "seen":{"ipAddresses":["83.56.102.236",null,""],"userAgents":["UA"],"thumbnails":["https://x"]},
     "answers":[
      {"step":{"id":"s1","index":0,"title":"Hola"},"attempt":1,"ip":"83.56.102.236","userAgent":"UA",
       "at":"2026-03-02T10:01:05+01:00","clientHints":{"Sec-CH-UA-Platform":"\"Windows\"","A":"b"}},
      {"step":{"index":1},"device":{"browser":"Chrome 120","os":null},"ip":null}],
     "contacts":[{"kind":"application","ip":"1.2.3.4"}],
     "calls":[{"at":"2026-03-02T10:00:00Z","durationSeconds":310,"phoneCountry":"ES"}],
     "notes":[{"code":"unknown-step-type","message":"m","path":"/answers/3"}]}
    """#

  /// A list that is not there is a mistake only where it has to be there.
  @Test func aListThatIsNullIsEmpty() throws {
    let evidence = try Evidence(
      json: #"""
        {"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"},"answers":null,
         "contacts":null,"calls":null,"notes":null,"seen":{"ipAddresses":null}}
        """#.utf8)
    #expect(evidence == Evidence(platform: "x", interview: Interview(id: "1")))
  }

  @Test func readsEveryField() throws {
    let evidence = try Evidence(json: Self.document.utf8)
    #expect(evidence.platform == "hireflix")
    #expect(evidence.interview.position?.name == "Social Media Manager")
    #expect(evidence.candidate?.externalId == nil)
    #expect(evidence.candidate?.reference == "c-1")
    #expect(evidence.seen.ipAddresses == ["83.56.102.236"])
    #expect(evidence.answers.count == 2)
    #expect(evidence.answers[0].attempt == 1)
    #expect(evidence.answers[0].at == Timestamp("2026-03-02T09:01:05Z"))
    #expect(evidence.answers[0].clientHints.map(\.name) == ["A", "Sec-CH-UA-Platform"])
    #expect(evidence.answers[1].device == DeviceDescription(browser: "Chrome 120"))
    #expect(evidence.answers[1].ip == nil)
    #expect(evidence.calls[0].durationSeconds == 310)
    #expect(evidence.notes[0].path == "/answers/3")
  }

  /// What platforms write where they have nothing hides neither an id nor an e-mail address.
  @Test(
    arguments: [nil, "", " \t", "-", "unknown", "N/A", "Not Available", "null"] as [String?])
  func aCandidateIsNamedByTheFirstThatIsKnown(_ nothing: String?) {
    let email = "a@example.com"
    #expect(Candidate(id: "c-1", email: email, externalId: nothing).reference == "c-1")
    #expect(Candidate(id: nothing, email: email, externalId: nothing).reference == email)
    #expect(Candidate(id: nothing, email: nothing, externalId: "ats-1").reference == "ats-1")
    #expect(Candidate(id: nothing, email: nothing, externalId: nothing).reference == nil)
  }

  @Test func writesWhatItReads() throws {
    let evidence = try Evidence(json: Self.document.utf8)
    var writer = JSONWriter()
    evidence.write(to: &writer)
    #expect(try Evidence(json: writer.bytes) == evidence)
  }

  /// Keys have to be sorted at every level: the hash of evidence depends on it.
  @Test func writesKeysSorted() throws {
    let bytes = try Evidence(json: Self.document.utf8).canonicalBytes
    var sorted = JSONWriter()
    try JSONValue(parsing: bytes).write(to: &sorted)
    #expect(String(decoding: bytes, as: UTF8.self) == sorted.text)
  }

  @Test func canonicalFormLeavesOutWhatChangesWithEveryFetch() throws {
    var evidence = try Evidence(json: Self.document.utf8)
    let before = evidence.canonicalBytes
    evidence.seen.thumbnails = ["https://elsewhere"]
    evidence.notes = []
    #expect(evidence.canonicalBytes == before)
    evidence.answers[0].ip = "1.1.1.1"
    #expect(evidence.canonicalBytes != before)
  }

  @Test(arguments: [
    (
      #"{"schema":"candor.evidence/2","platform":"x","interview":{"id":"1"},"answers":[]}"#,
      JSONError.Code.invalidValue
    ),
    (#"{"platform":"x","interview":{"id":"1"},"answers":[]}"#, .missingKey),
    (#"{"schema":"candor.evidence/1","interview":{"id":"1"},"answers":[]}"#, .missingKey),
    (#"{"schema":"candor.evidence/1","platform":"x","interview":{},"answers":[]}"#, .missingKey),
    (#"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"}}"#, .missingKey),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"},"answers":[{}]}"#,
      .missingKey
    ),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"},"answers":[{"step":{"index":-1}}]}"#,
      .invalidNumber
    ),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"},"answers":[{"step":{"index":0},"attempt":-1}]}"#,
      .invalidNumber
    ),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"},"answers":[{"step":{"index":"0"}}]}"#,
      .unexpectedKind
    ),
    (
      #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"},"answers":[{"step":{"index":0},"at":"soon"}]}"#,
      .invalidValue
    ),
    ("[]", .unexpectedKind),
  ])
  func refusesWhatIsNoEvidence(text: String, code: JSONError.Code) {
    let error = #expect(throws: JSONError.self) { try Evidence(json: text.utf8) }
    #expect(error?.code == code)
  }

  /// Read as midnight, two answers of one day would be of one moment.
  @Test(
    "a moment without its second is refused",
    arguments: ["2026-03-02", "2026-03-02T09:00Z", "2026-03-02 09:00+01:00"],
    [
      #""startedAt":"MOMENT"},"answers":[]"#, #""completedAt":"MOMENT"},"answers":[]"#,
      #""status":"s"},"answers":[{"step":{"index":0},"at":"MOMENT"}]"#,
      #""status":"s"},"answers":[],"contacts":[{"kind":"consent","at":"MOMENT"}]"#,
      #""status":"s"},"answers":[],"calls":[{"at":"MOMENT"}]"#,
    ])
  func refusesMomentsWithoutTheirSecond(moment: String, rest: String) throws {
    let text = #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1","# + rest + "}"
    let error = #expect(throws: JSONError.self) {
      try Evidence(json: text.replacing("MOMENT", with: moment).utf8)
    }
    #expect(error?.code == .invalidValue)
    #expect(error?.expected == "a moment as RFC 3339 text such as `2026-03-02T09:00:00Z`")
    _ = try Evidence(json: text.replacing("MOMENT", with: "2026-03-02T09:00:00Z").utf8)
    _ = try Evidence(json: text.replacing("MOMENT", with: "").utf8)
  }

  @Test func whenAnInterviewWasMadeMayBeADate() throws {
    let text =
      #"{"schema":"candor.evidence/1","platform":"x","answers":[],"#
      + #""interview":{"id":"1","createdAt":"2026-03-02"}}"#
    let evidence = try Evidence(json: text.utf8)
    #expect(evidence.interview.createdAt?.text == "2026-03-02T00:00:00Z")
  }

  /// A name that was cut inside an emoji loses nothing, and its evidence reads back as the same.
  @Test func readsHalvesOfSurrogatePairs() throws {
    let text = Self.document.replacing(
      #""email":"a@example.com""#, with: #""name":"A \ud83d","email":"a@example.com""#
    ).replacing(
      #""A":"b""#, with: #""A\ud83d":"b","A\ude00":"c""#)
    let evidence = try Evidence(json: text.utf8)
    #expect(evidence.candidate?.name == "A \u{FFFD}")
    // Names that become one are one; the last counts.
    #expect(evidence.answers[0].clientHints.map(\.name) == ["A\u{FFFD}", "Sec-CH-UA-Platform"])
    #expect(evidence.answers[0].clientHints.first?.value == "c")
    var writer = JSONWriter()
    evidence.write(to: &writer)
    let again = try Evidence(json: writer.bytes)
    #expect(again == evidence)
    #expect(again.canonicalBytes == evidence.canonicalBytes)
  }

  /// Behind NUL a store would lose what stands there, so it is never in a text.
  @Test func readsNULAsTheReplacementCharacter() throws {
    let text = Self.document.replacing(#""A":"b""#, with: #""A":"b\u0000c""#)
    let evidence = try Evidence(json: text.utf8)
    #expect(evidence.answers[0].clientHints.first?.value == "b\u{FFFD}c")
    let same = try Evidence(json: text.replacing(#"\u0000"#, with: "\u{FFFD}").utf8)
    #expect(evidence == same)
    #expect(evidence.canonicalBytes == same.canonicalBytes)
  }

  /// What a caller makes has the bytes that it has when it is read again: an empty text is none.
  @Test func emptyTextsAreNotWritten() throws {
    var evidence = Evidence(platform: "x", interview: Interview(id: "1", hash: "", status: ""))
    evidence.candidate = Candidate(id: "c", email: "", name: "", externalId: "")
    evidence.answers = [
      Answer(step: Step(id: "", index: 0, title: ""), ip: "", userAgent: "", at: nil)
    ]
    evidence.contacts = [Contact(kind: "application", ip: "", userAgent: "")]
    for duration in [Double.infinity, -.infinity, .nan] {
      evidence.calls = [Call(durationSeconds: duration, status: "")]
      let bytes = evidence.canonicalBytes
      #expect(!String(decoding: bytes, as: UTF8.self).contains(#""""#))
      #expect(try Evidence(json: bytes).canonicalBytes == bytes)
    }
  }
}
