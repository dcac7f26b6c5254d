import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct EvidenceSketchTests {
  static let plain = #"""
    {"schema":"candor.evidence/1","platform":"hireflix","extra":{"a":[1,-0.5e3,true,null,"\n"]},
    "interview":{"id":"68dc","hash":"h","status":"to_evaluate","createdAt":"2026-03-02T08:00:00Z",
    "startedAt":"2026-03-02T09:00:00.250+01:00","completedAt":null,"position":{"id":"p","name":"Chef"}},
    "candidate":{"id":"c-1","email":"a@example.com","name":"\u00c5sa \ud83d\ude00","externalId":"","declaredCountry":"ES"},
    "seen":{"ipAddresses":["83.56.102.236",null,""],"userAgents":["Mozilla\/5.0"],"thumbnails":["https://x"]},
    "answers":[{"step":{"id":"s1","index":0,"title":"Hola señor","type":"video"},"attempt":1,
    "ip":"83.56.102.236","userAgent":"Mozilla\/5.0","at":"2026-03-02T10:01:05Z","device":null},
    {"step":{"index":1},"attempt":null,"ip":"83.56.102.236","userAgent":"Mozilla\/5.0","at":"2026-03-02T10:02:05Z"},
    {"step":{"index":2},"ip":null,"userAgent":"","at":"2026-03-03t11:00:00+02:00"}],"contacts":[],"calls":null,"notes":[]}
    """#.replacing("\n", with: "")
  static let short =
    #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"1"},"answers":[]}"#

  /// Answers that are written alike, as a platform's are, and some that are not.
  static let alike: String = {
    let answers = (0..<6).map { index in
      #"{"step":{"id":"s\#(index)","index":\#(index),"title":"Q\#(index)","type":null},"attempt":0,"#
        + #""ip":"83.56.102.\#(index / 2)","userAgent":"Mozilla/5.0 (\#(index / 3))","#
        + #""at":"2026-03-02T10:0\#(index):05Z","score":1.5}"#
    }
    let others = [
      answers[0].replacing(#""83.56.102.0""#, with: "null"),
      answers[1].replacing(#"1.5}"#, with: #"1.5,"ip":"1.2.3.4"}"#).replacing(
        #""ip":"83.56.102.0","#, with: ""),
      answers[2].replacing(#","at":"2026-03-02T10:02:05Z""#, with: ""),
    ]
    let list = (answers + others + answers).joined(separator: ",")
    return short.replacing(#""answers":[]"#, with: #""answers":[\#(list)]"#)
  }()

  /// What the heading has is what all of the evidence has, and says who the candidate is.
  @Test(arguments: [
    plain, short, alike, plain.replacing(#""id":"c-1","email""#, with: #""email""#),
    short.replacing(#""answers""#, with: #""candidate":{"name":"A"},"answers""#),
    plain.replacing(#""externalId":"""#, with: #""externalId":"Not\u00a0 Available""#),
    plain.replacing(#""id":"c-1""#, with: #""id":" - ""#),
    short.replacing(#""answers""#, with: #""candidate":{"id":"?","email":" "},"answers""#),
  ])
  func theHeadingIsOfTheEvidence(_ text: String) {
    Array(text.utf8).withUnsafeBufferPointer { line in
      var sketch = EvidenceSketch()
      var forms = EvidenceForms()
      #expect(sketch.read(line, writtenLike: &forms))
      let (heading, evidence) = (sketch.heading(of: line), sketch.evidence(of: line))
      #expect(heading.platform == evidence.platform)
      #expect(heading.interview == evidence.interview)
      #expect(heading.candidate?.reference == evidence.candidate?.reference)
      #expect(sketch.subject(of: line).candidate == evidence.candidate?.reference)
      #expect(heading.candidate?.declaredCountry == evidence.candidate?.declaredCountry)
      #expect(heading.candidate?.name == nil)
      #expect(heading.answers.isEmpty)
    }
  }

  /// What a sketch makes of a line; `nil` where it leaves it to the ordinary reader.
  static func sketched(_ bytes: [UInt8]) -> Evidence? {
    var sketch = EvidenceSketch()
    var forms = EvidenceForms()
    return sketched(bytes, &sketch, &forms)
  }

  static func sketched(
    _ bytes: [UInt8], _ sketch: inout EvidenceSketch, _ forms: inout EvidenceForms
  ) -> Evidence? {
    bytes.withUnsafeBufferPointer { line in
      guard sketch.read(line, writtenLike: &forms) else { return nil }
      let evidence = sketch.evidence(of: line)
      var writer = JSONWriter()
      sketch.writeCanonical(of: line, to: &writer)
      #expect(writer.bytes == evidence.canonicalBytes)
      return evidence
    }
  }

  @Test(arguments: [plain, short, alike]) func readsWhatTheOrdinaryReaderReads(_ text: String)
    throws
  {
    let evidence = try #require(Self.sketched(Array(text.utf8)))
    #expect(evidence == (try Evidence(json: text.utf8)))
  }

  @Test func marksWhatIsRepeated() {
    var sketch = EvidenceSketch()
    var forms = EvidenceForms()
    // Key by key, and then by the form.
    for _ in 0..<2 {
      let isRead = Array(Self.plain.utf8).withUnsafeBufferPointer {
        sketch.read($0, writtenLike: &forms)
      }
      #expect(isRead)
      #expect(sketch.answers.map(\.repeatsAddress) == [false, true, false])
      #expect(sketch.answers.map(\.repeatsAgent) == [false, true, false])
      #expect(sketch.answers.map(\.step) == [0, 1, 2])
      #expect(sketch.answers.map(\.attempt) == [1, 0, 0])
    }
  }

  @Test(
    "what is damaged or rare is left to the ordinary reader",
    arguments: [
      "", "{}", "[]", short + "x", String(short.dropLast()),
      short.replacing("evidence/1", with: "evidence/2"),
      short.replacing(#""id":"1""#, with: #""id":"""#),
      short.replacing(#""answers":[]"#, with: #""answers":[{}]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[],"answers":[]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[],"notes":[{"code":"a"}]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[{"step":{"index":1.0}}]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[{"step":{"index":01}}]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[{"step":{"index":-2}}]"#),
      short.replacing(
        #""answers":[]"#, with: #""answers":[{"step":{"index":0},"attempt":-1}]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[{"step":{"index":0},"device":{}}]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[{"step":{"index":0},"at":"soon"}]"#),
      short.replacing(
        #""answers":[]"#, with: #""answers":[{"step":{"index":0},"at":"2026-03-02"}]"#),
      short.replacing(
        #""answers":[]"#, with: #""answers":[{"step":{"index":0},"at":"2026-03-02T09:00Z"}]"#),
      short.replacing(#""id":"1""#, with: #""id":"1","createdAt":"2026-03-02""#),
      short.replacing(#""id":"1""#, with: #""id":"1","startedAt":"2026-03-02""#),
      short.replacing(#""id":"1""#, with: #""id":"1","completedAt":"2026-03-02T09:00Z""#),
      short.replacing(
        #""answers":[]"#, with: #""answers":[{"step":{"index":0},"\u0069p":"83.56.102.236"}]"#),
      short.replacing(#""answers":[]"#, with: #""answers":[],"\u0073een":{}"#),
      short.replacing(#""answers":[]"#, with: #""answers":[],"a":"\ud800""#),
      short.replacing(#""answers":[]"#, with: #""answers":[],"a":"\u0000""#),
      short.replacing(#""id":"1""#, with: #""id":"1\u0000x""#),
      short.replacing(#""answers":[]"#, with: #""answers":[],"a":"\x""#),
      short.replacing(#""answers":[]"#, with: #""answers":[],"a":01"#),
      short.replacing(
        #""answers":[]"#, with: #""answers":[],"a":\#(String(repeating: "[", count: 99))"#),
    ]) func refuses(_ text: String)
  {
    #expect(Self.sketched(Array(text.utf8)) == nil)
  }

  @Test(
    "bytes that are no UTF-8 are refused, wherever they stand",
    arguments: [
      [0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0x1F],
    ] as [[UInt8]]) func refusesBrokenText(_ broken: [UInt8])
  {
    for padding in 0..<9 {
      let key = Array(#"{"schema":"candor.evidence/1","a":""#.utf8)
      let rest = Array((#"","platform":"x","interview":{"id":"1"},"answers":[]}"#).utf8)
      let filler = [UInt8](repeating: 0x61, count: padding)
      #expect(Self.sketched(key + filler + rest) != nil)
      #expect(Self.sketched(key + filler + broken + rest) == nil)
    }
  }

  /// The sketch may refuse more than the ordinary reader, never less, and reads nothing otherwise;
  /// Foundation agrees that it is JSON and on its texts.
  @Test func agreesWithTheOrdinaryReaderAndFoundationOnMutations() throws {
    var numbers = SeededNumbers(seed: 20_260_302)
    let seeds = [Self.plain, Self.short, Self.alike].map { Array($0.utf8) }
    // One that has read other lines, as in a run.
    var used = EvidenceSketch()
    var forms = EvidenceForms()
    let pieces = [
      "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", " ", "\\u00e9", "\\ud83d\\ude00",
      "\u{7f}", "é", "😀", "0", "-", "\"ip\":\"1.2.3.4\",", "\"at\":null,", "2026", "\t",
    ].map { Array($0.utf8) }
    var taken = 0
    var refused = 0
    for _ in 0..<4000 {
      let seed = seeds[Int.random(in: 0..<seeds.count, using: &numbers)]
      var bytes = seed
      for _ in 0..<Int.random(in: 1...2, using: &numbers) {
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<5, using: &numbers) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        case 4 where Character(UnicodeScalar(bytes[place])).isLetter:
          // The same letter, spelled otherwise.
          let digits = "000" + String(bytes[place], radix: 16)
          bytes.replaceSubrange(place...place, with: Array(("\\u" + digits.suffix(4)).utf8))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: pieces.randomElement(using: &numbers) ?? [], at: place)
        default:
          let end = min(bytes.count, place + Int.random(in: 1...12, using: &numbers))
          bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
      }
      let evidence = Self.sketched(bytes)
      #expect(Self.sketched(bytes, &used, &forms) == evidence)
      // And one that has read the line as it was before it was changed.
      var known = EvidenceForms()
      #expect(Self.sketched(seed, &used, &known) != nil)
      #expect(Self.sketched(bytes, &used, &known) == evidence)
      guard let evidence else {
        refused += 1
        continue
      }
      taken += 1
      let text = String(decoding: bytes, as: UTF8.self)
      let ordinary = try? Evidence(json: bytes)
      #expect(ordinary == evidence, "\(text)")
      let tree = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      let answers = try #require(tree?["answers"] as? [[String: Any]], "\(text)")
      let agents = answers.map { ($0["userAgent"] as? String).flatMap { $0.isEmpty ? nil : $0 } }
      #expect(agents == evidence.answers.map(\.userAgent), "\(text)")
    }
    #expect(taken > 400 && refused > 400, "\(taken) taken, \(refused) refused")
  }
}
