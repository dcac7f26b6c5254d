import CandorModel
import Testing

@Suite struct JSONScannerTests {
  @Test(arguments: [
    #"{"a":[1,-2.5e3,true,false,null,"x"]}"#,
    "{}", "[]", #""""#, "0", " [ 1 , 2 ] ", #""😀é\\/""#, #"{"a":{"b":{"c":[]}}}"#,
  ])
  func acceptsJSON(text: String) throws {
    let value = try JSONValue(parsing: text.utf8)
    var writer = JSONWriter()
    value.write(to: &writer)
    #expect(try JSONValue(parsing: writer.bytes) == value)
  }

  @Test(arguments: [
    ("", JSONError.Code.unexpectedEnd), ("{", .unexpectedEnd), ("[1,]", .unexpectedByte),
    (#"{"a":1,}"#, .unexpectedByte), ("01", .trailingBytes), ("1.x", .invalidNumber),
    ("-x", .invalidNumber), ("1e+,", .invalidNumber), ("trux", .unexpectedByte),
    (#""\q""#, .invalidString),
    (#""\ud80""#, .invalidString), (#""\ud83d\u00g1""#, .invalidString),
    ("\"\t\"", .invalidString),
    (#"{"a" 1}"#, .unexpectedByte), ("{1:2}", .unexpectedKind), ("[1] 2", .trailingBytes),
    ("'a'", .unexpectedByte), ("\u{FEFF}{}x", .trailingBytes), ("[1 2]", .unexpectedByte),
  ])
  func refusesWhatIsNone(text: String, code: JSONError.Code) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
    #expect(error?.code == code)
  }

  /// What ends where it could go on may be whole with more bytes.
  @Test(arguments: [
    "-", "1.", "1e", "1E+", "n", "nul", "t", "tru", "f", "fals", "[1,", "[1, ", #"{"a":1,"#,
    #"{"a""#, #"{"a":"#, #""a"#, #""\"#, #""\ud8"#, "[", "[null", "[-", "[12",
  ])
  func tellsWhatOnlyEnds(text: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
    #expect(error?.code == .unexpectedEnd)
    #expect(error?.offset == text.utf8.count)
  }

  @Test(arguments: [
    ("[1,", "another entry after `,`"), ("[nul", "`null`"), ("[-", "a digit"),
  ])
  func saysWhatWasMissingAtTheEnd(text: String, expected: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
    #expect(error?.expected == expected)
  }

  @Test func refusesBytesThatAreNotUTF8() {
    let bytes: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error?.code == .invalidString)
  }

  /// Also where nobody asks for the key.
  @Test func refusesKeysThatAreNotUTF8() {
    let text = Array(#"{"schema":"candor.evidence/1","platform":"p","interview":{"id":"i"},"#.utf8)
    for unread in [[0x7A, 0xFF], Array(#"\ud80"#.utf8)] as [[UInt8]] {
      let line = text + Array("\"x".utf8) + unread + Array(#"":1,"answers":[]}"#.utf8)
      #expect(throws: JSONError.self) { try Evidence(json: line) }
    }
    let known = text + Array(#""\u00e9é":1,"\ud800":1,"\udc00":2,"answers":[]}"#.utf8)
    #expect(throws: Never.self) { try Evidence(json: known) }
  }

  @Test func resolvesEveryEscape() throws {
    let value = try JSONValue(parsing: #""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#.utf8)
    #expect(value.string == "\"\\/\u{8}\u{C}\n\r\té😀")
  }

  @Test(
    "half a surrogate pair reads as U+FFFD, and so does NUL",
    arguments: [
      (#"\ud83d"#, "\u{FFFD}"), (#"\ude00"#, "\u{FFFD}"), (#"a\ud83dz"#, "a\u{FFFD}z"),
      (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83d\n"#, "\u{FFFD}\n"),
      (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
      (#"\uD83D\\ude00"#, "\u{FFFD}\\ude00"),
      (#"\u0000"#, "\u{FFFD}"), (#"a\u0000b"#, "a\u{FFFD}b"), (#"\\u0000"#, "\\u0000"),
      (#"\ud83d\u0000"#, "\u{FFFD}\u{FFFD}"), (#"\u0001"#, "\u{1}"),
    ])
  func readsWhatStandsForNoText(escaped: String, text: String) throws {
    let value = try JSONValue(parsing: #"{"\#(escaped)":"\#(escaped)"}"#.utf8)
    #expect(value[text]?.string == text)
    var writer = JSONWriter()
    value.write(to: &writer)
    #expect(try JSONValue(parsing: writer.bytes) == value)
  }

  @Test func keysThatBecomeEqualAreOneKeyTwice() throws {
    let value = try JSONValue(parsing: #"{"\ud83d":1,"\ud83c":2}"#.utf8)
    #expect(value["\u{FFFD}"]?.integer == 2)
  }

  @Test func stopsAtTheDepthLimit() {
    let text = String(repeating: "[", count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
    #expect(error?.code == .tooDeep)
  }

  @Test func lastOfTwoEqualKeysCounts() throws {
    #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#.utf8)["a"]?.integer == 2)
  }

  /// Every beginning of a document ends in an answer, never in a crash.
  @Test func survivesEveryTruncation() throws {
    let text = Array(#"{"a":[1.5e-3,"\ud83d\ude00x",{"b":null}],"c":true}"#.utf8)
    for length in text.indices {
      let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text[..<length]) }
      #expect(error?.code == .unexpectedEnd)
    }
  }
}
