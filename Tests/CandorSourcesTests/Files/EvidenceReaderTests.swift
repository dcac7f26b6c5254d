import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorSources

struct EvidenceReaderTests {
  private struct Read {
    var evidence: [Evidence] = []
    var losses: [Diagnostic] = []
    var error: SourceError?
    var ids: [String] { evidence.map(\.interview.id) }
  }

  private func read(_ arguments: [String], limits: InputLimits = .standard) throws -> Read {
    var result = Read()
    do {
      try EvidenceReader(arguments, limits: limits).forEach {
        result.evidence.append($0)
      } lost: {
        result.losses.append($0)
      }
    } catch let error as SourceError {
      result.error = error
    }
    return result
  }

  private func line(_ id: String, padding: Int = 0) -> String {
    #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"\#(id)"},"answers":[],"#
      + #""extra":"\#(String(repeating: "x", count: padding))"}"#
  }

  private func pretty(_ id: String) -> String {
    """
    {
      "schema": "candor.evidence/1",
      "platform": "x",
      "interview": {"id": "\(id)"},
      "answers": [
        {"step": {"index": 0}, "ip": "1.1.1.1"}
      ]
    }
    """
  }

  @Test func linesWithBadOnesBetween() throws {
    let folder = try TemporaryFolder()
    let first = line("a")
    let path = try folder.write(
      "\u{FEFF}\(first)\r\n\n  \n{\"schema\":\"candor.evidence/1\"\n\(line("b"))\nnonsense\n"
        + "{\"schema\":\"other/1\",\"platform\":\"x\"}\n\(line("c"))", to: "in.ndjson")
    let result = try read([path])
    #expect(result.ids == ["a", "b", "c"])
    #expect(result.losses.map { $0.place?.line } == [4, 6, 7])
    #expect(result.losses.allSatisfy { $0.place?.file == path && $0.code == "S110" })
    let offset = 3 + first.utf8.count + 2 + 1 + 3
    #expect(
      result.losses[0].message
        == "the line at byte \(offset) is no evidence: expected `,` or `}` at byte 29 of the line")
    #expect(result.losses[2].message.contains("`schema` to be `candor.evidence/1`"))
  }

  /// Reading a pipe that nobody writes to would never end.
  @Test func aPipeInAFolderOrOfAPatternIsALoss() throws {
    let folder = try TemporaryFolder()
    try folder.write(line("a") + "\n", to: "a.ndjson")
    #expect(mkfifo(folder.path("b.json"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("c.ndjson"), withDestinationPath: folder.path("a.ndjson"))
    for argument in [".", "*json"] {
      let result = try read([folder.path(argument)])
      #expect(result.ids == ["a", "a"])
      #expect(result.losses.count == 1)
      #expect(result.losses.first?.message.contains("is no file") ?? false)
    }
    let only = try read([folder.path("b*")])
    #expect(only.error?.message.contains("is no file") ?? false)
  }

  @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
  func utf16IsTold(encoding: String.Encoding) throws {
    let folder = try TemporaryFolder()
    for text in ["interview_id,ip\na,1.1.1.1\n", line("a") + "\n"] {
      let data = try #require(text.data(using: encoding))
      try data.write(to: folder.url.appending(path: "in"))
      let error = try #require(try read([folder.path("in")]).error)
      #expect(error.message.hasSuffix("to be UTF-8, found UTF-16"))
    }
  }

  @Test func aNameThatIsNotUTF8IsTold() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.path(percentEncoded: false) + "/caf"
    let name = Array(path.utf8) + [0xE9] + Array(".ndjson".utf8) + [0]
    let file = name.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        open($0.baseAddress!, O_WRONLY | O_CREAT, 0o600)
      }
    }
    try #require(file >= 0)
    close(file)
    let error = try #require(try read([folder.path(".")]).error)
    #expect(error.help?.contains("not UTF-8") ?? false)
  }

  @Test(arguments: [1, 7, 100, 1 << 20])
  func blockSizeChangesNothing(blockBytes: Int) throws {
    let folder = try TemporaryFolder()
    let ids = (0..<50).map { "i\($0)" }
    let path = try folder.write(ids.map { line($0) + "\n" }.joined(), to: "in.ndjson")
    let result = try read([path], limits: try InputLimits(blockBytes: blockBytes))
    #expect(result.ids == ids)
    #expect(result.losses.isEmpty)
  }

  @Test func longLinesAreLostWithoutBeingHeld() throws {
    let folder = try TemporaryFolder()
    let lines = [
      line("a"), line("b", padding: 5000), line("c"), line("d", padding: 900), line("e"),
    ]
    let path = try folder.write(lines.joined(separator: "\n"), to: "in.ndjson")
    for blockBytes in [64, 600, 100_000] {
      let result = try read(
        [path], limits: try InputLimits(maximumLineBytes: 500, blockBytes: blockBytes))
      #expect(result.ids == ["a", "c", "e"])
      #expect(result.losses.map { $0.place?.line } == [2, 4])
      #expect(result.losses.map(\.code) == ["S111", "S111"])
      #expect(
        result.losses[0].message
          == "expected the line at byte \(lines[0].utf8.count + 1) to have at most 500 bytes, "
          + "found more")
    }
  }

  @Test func blocksNumberTheirLines() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write((0..<9).map { line("\($0)") + "\n" }.joined(), to: "in.ndjson")
    let reader = try EvidenceReader([path], limits: try InputLimits(blockBytes: 200))
    var numbers: [Int] = []
    var offsets: [Int] = []
    var blocks = 0
    while let item = try reader.next() {
      guard case .block(let block) = item else { continue }
      blocks += 1
      block.forEachLine {
        numbers.append($0.number)
        offsets.append($0.byteOffset)
      }
    }
    #expect(blocks > 1)
    #expect(numbers == Array(1...9))
    let length = line("0").utf8.count + 1
    #expect(offsets == (0..<9).map { $0 * length })
  }

  @Test func objectOverSeveralLines() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("\n" + pretty("a") + "\n", to: "in.json")
    let result = try read([path])
    #expect(result.ids == ["a"])
    #expect(result.losses.isEmpty)
    let several = try folder.write(pretty("a") + "\n" + pretty("b"), to: "two.json")
    #expect(try read([several]).ids == ["a", "b"])
  }

  @Test func largeObjectOverSeveralLines() throws {
    let folder = try TemporaryFolder()
    let answers = (0..<5000).map { #"    {"step": {"index": \#($0)}, "ip": "1.1.1.1"}"# }
    let path = try folder.write(
      "{\n\"schema\": \"candor.evidence/1\", \"platform\": \"x\",\n\"interview\": {\"id\": \"a\"},\n"
        + "\"answers\": [\n" + answers.joined(separator: ",\n") + "\n]}\n", to: "in.json")
    #expect(try read([path]).evidence.first?.answers.count == 5000)
  }

  /// The first line ends where JSON goes on, whatever the last byte is.
  @Test(arguments: [
    #"{"schema":"candor.evidence/1",@"platform":"x","interview":{"id":"a"},"answers":[]}"#,
    #"{"schema":"candor.evidence/1","platform":"x",@"interview":{"id":"a"},"answers":[]}"#,
    #"{"more":[null,@true],"schema":"candor.evidence/1","platform":"x","interview":{"id":"a"},"#
      + #""answers":[]}"#,
    #"{"data":{"interview":{"id":"a",@"hash":"h","ipAddresses":["1.1.1.1"]}}}"#,
    #"{"id":"a","candidateId":"c",@"agentId":"g"}"#,
  ])
  func aFirstLineMayEndWithAComma(text: String) throws {
    let folder = try TemporaryFolder()
    for blockBytes in [1, 10, 1 << 20] {
      let path = try folder.write(text.replacing("@", with: "\n"), to: "in.json")
      let result = try read([path], limits: try InputLimits(blockBytes: blockBytes))
      #expect(result.ids == ["a"], "\(blockBytes)")
      #expect(result.losses.isEmpty && result.error == nil)
    }
  }

  /// Whatever byte the first block ends with.
  @Test func aSavedAnswerOnOneLineIsReadWhereverItIsCut() throws {
    let folder = try TemporaryFolder()
    let text =
      #"{"extensions":[null,true,-1.5e+3,0],"data":{"interview":{"id":"a","hash":"\u00e9","#
      + #""ipAddresses":["1.1.1.1"]}}}"#
    let path = try folder.write(text, to: "in.json")
    for blockBytes in 1...text.utf8.count {
      let result = try read([path], limits: try InputLimits(blockBytes: blockBytes))
      #expect(result.ids == ["a"], "\(blockBytes)")
      #expect(result.losses.isEmpty && result.error == nil)
      let head = Array(text.utf8.prefix(blockBytes))
      let isWhole = head.count == text.utf8.count
      #expect(InputKind(head, isAtEnd: isWhole) == (isWhole ? .document : .unknown))
    }
  }

  /// A pipe gives one line, and only the next one tells what it is.
  @Test(arguments: [#"{"a":nul"#, #"{"a":1."#, #"{"a":1,"#, #"{"schema":"can"#])
  func aCutFirstLineWaitsForTheNext(cut: String) {
    #expect(InputKind(Array("\(cut)\n".utf8), isAtEnd: false) == .unknown)
    #expect(InputKind(Array("\(cut)\n\(line("b"))\n".utf8), isAtEnd: false) == .lines)
  }

  /// A program may write each line of a document for itself; none of them asks for more memory.
  @Test func aDocumentMayComeLineByLine() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let keys = (0..<60).map { "\"k\($0)\":\($0),\n" }
    let writer = Thread {
      let descriptor = open(path, O_WRONLY)
      for piece in ["{\"platform\":\"x\",\n"] + keys
        + ["\"schema\":\"candor.evidence/1\",\n", "\"interview\":{\"id\":\"a\"},\"answers\":[]}\n"]
      {
        _ = piece.withCString { write(descriptor, $0, strlen($0)) }
        usleep(2000)
      }
      close(descriptor)
    }
    writer.start()
    let result = try read([path])
    #expect(result.ids == ["a"])
    #expect(result.losses.isEmpty && result.error == nil)
  }

  /// What a platform's refusal is by itself is a line that is no evidence before others.
  @Test func aRefusalBeforeEvidenceIsALine() throws {
    let folder = try TemporaryFolder()
    let refusal = #"{"error":{"code":"X"}}"#
    let path = try folder.write("\(refusal)\n{oops}\n\(line("b"))\n", to: "in.ndjson")
    let result = try read([path])
    #expect(result.ids == ["b"])
    #expect(result.losses.map { $0.place?.line } == [1, 2])
    #expect(InputKind(Array("\(refusal)\n".utf8), isAtEnd: false) == .unknown)
    #expect(InputKind(Array("\(refusal)\n".utf8), isAtEnd: true) == .document)
  }

  @Test func brokenFirstLineIsALineWhereOthersAreEvidence() throws {
    let folder = try TemporaryFolder()
    for broken in [
      #"{"schema":"candor.evidence/1","platform":"#, #"{"schema":"can"#, "{oops}", #"{"a":tru"#,
      #"{"a":-"#, #"{"a":1,"#,
    ] {
      let path = try folder.write("\(broken)\n\(line("b"))\n", to: "in.ndjson")
      let result = try read([path])
      #expect(result.ids == ["b"], "\(broken)")
      #expect(result.losses.map { $0.place?.line } == [1])
    }
  }

  @Test func brokenDocumentIsUnreadable() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("{\n  \"schema\": \"candor.evidence/1\",\n  oops\n}", to: "in.json")
    let result = try read([path])
    #expect(result.error?.code == .invalidDocument)
    #expect(result.error?.code.exitCode == 65)
    #expect(result.error?.message.contains("line 3") == true)
    let other = try folder.write(pretty("b"), to: "other.json")
    let both = try read([path, other])
    #expect(both.error == nil)
    #expect(both.ids == ["b"])
    #expect(both.losses.map(\.code) == ["S104"])
  }

  @Test func arrays() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "[\n\(line("a")),\n{\"schema\":\"candor.evidence/1\",\"platform\":\"x\"},\n7,\n\(line("b"))]",
      to: "in.json")
    let result = try read([path])
    #expect(result.ids == ["a", "b"])
    #expect(result.losses.map { $0.place?.line } == [3, 4])
    #expect(try read([try folder.write("[]", to: "empty.json")]).evidence.isEmpty)
  }

  @Test(arguments: ["", "\n\n  ", "\u{FEFF}"])
  func emptyInputIsNoInterviews(text: String) throws {
    let folder = try TemporaryFolder()
    let result = try read([try folder.write(text, to: "in")])
    #expect(result.evidence.isEmpty && result.losses.isEmpty && result.error == nil)
  }

  @Test func aByteOrderMarkMayStandOnALineOfItsOwn() throws {
    let folder = try TemporaryFolder()
    for mark in ["\u{FEFF}\n", "\u{FEFF} \r\n\n"] {
      let result = try read([try folder.write(mark + line("a") + "\n", to: "in")])
      #expect(result.ids == ["a"])
      #expect(result.losses.isEmpty)
    }
  }

  @Test func packedInputs() throws {
    let folder = try TemporaryFolder()
    let ids = (0..<2000).map { "i\($0)" }
    let bytes = Array(ids.map { line($0) + "\n" }.joined().utf8)
    let gzip = try Packing.gzip(bytes)
    try Data(gzip).write(to: folder.url.appending(path: "a.bin"))
    #expect(try read([folder.path("a.bin")]).ids == ids)
    try Data(gzip + gzip).write(to: folder.url.appending(path: "two.gz"))
    #expect(try read([folder.path("two.gz")]).ids == ids + ids)
    try Data(gzip.dropLast(20)).write(to: folder.url.appending(path: "cut.gz"))
    let cut = try read([folder.path("cut.gz")])
    #expect(cut.error?.code == .damagedCompression)
    var damaged = gzip
    damaged[damaged.count / 2] ^= 0xFF
    damaged[damaged.count / 2 + 1] ^= 0xFF
    try Data(damaged).write(to: folder.url.appending(path: "damaged.gz"))
    #expect(try read([folder.path("damaged.gz")]).error?.code == .damagedCompression)
    try Data(gzip.prefix(3)).write(to: folder.url.appending(path: "stub.gz"))
    #expect(try read([folder.path("stub.gz")]).error?.code == .damagedCompression)
  }

  @Test(.enabled(if: Packing.has("zstd"), "needs the zstd tool"))
  func packedWithZstandard() throws {
    let folder = try TemporaryFolder()
    let ids = (0..<2000).map { "i\($0)" }
    let packed = try Packing.zstd(Array(ids.map { line($0) + "\n" }.joined().utf8))
    try Data(packed + packed).write(to: folder.url.appending(path: "a.zst"))
    #expect(try read([folder.path("a.zst")]).ids == ids + ids)
    try Data(packed.dropLast(20)).write(to: folder.url.appending(path: "cut.zst"))
    #expect(try read([folder.path("cut.zst")]).error?.code == .damagedCompression)
  }

  /// Whatever the size of the pieces in which it is read and unpacked.
  @Test(arguments: [1, 3, 1000, 1 << 20])
  func packedPartsOfAnySize(blockBytes: Int) throws {
    let folder = try TemporaryFolder()
    let ids = (0..<60).map { "i\($0)" }
    for tool in Packing.Tool.allCases {
      let parts = try ids.map { try tool.pack(Array((line($0) + "\n").utf8)) }
      try Data(parts.joined()).write(to: folder.url.appending(path: "parts"))
      let result = try read([folder.path("parts")], limits: try InputLimits(blockBytes: blockBytes))
      #expect(result.ids == ids)
      #expect(result.error == nil)
    }
    let padded = try Packing.gzip(Array((line("a") + "\n").utf8)) + [UInt8](repeating: 0, count: 99)
    try Data(padded).write(to: folder.url.appending(path: "padded"))
    let result = try read([folder.path("padded")], limits: try InputLimits(blockBytes: blockBytes))
    #expect(result.ids == ["a"] && result.error == nil)
  }

  /// Told before all of it is held.
  @Test func whatCannotBecomeADocumentIsToldByItsBeginning() throws {
    let folder = try TemporaryFolder()
    let csv = try folder.write(String(repeating: "x", count: 70_000), to: "in.csv")
    let long = try read([csv])
    #expect(long.error?.code == .invalidHeader)
    #expect(long.error?.message.contains("longer than 65536 bytes") == true)
    let page = try folder.write("<html>\n" + String(repeating: "x\n", count: 500), to: "in.html")
    let limits = try InputLimits(maximumLineBytes: 2 << 20, maximumHeldBytes: 300)
    #expect(try read([page], limits: limits).error?.code == .invalidHeader)
    let broken = try folder.write("{oops" + String(repeating: " ", count: 500), to: "in.json")
    #expect(try read([broken], limits: limits).losses.map(\.code) == ["S110"])
    let blank = String(repeating: "\n", count: InputKind.decisiveBytes + 10)
    let late = try folder.write(blank + line("a"), to: "late.ndjson")
    let held = try InputLimits(maximumHeldBytes: InputKind.decisiveBytes + 5)
    #expect(try read([late], limits: held).ids == ["a"])
  }

  @Test func foldersAndPatternsInByteOrder() throws {
    let folder = try TemporaryFolder()
    try folder.write(line("b"), to: "b.ndjson")
    try folder.write(line("a"), to: "a.jsonl")
    try folder.write(pretty("B"), to: "B.json")
    try folder.write("interview_id,ip\nc,1.1.1.1\n", to: "c.csv")
    try folder.write("no evidence", to: "notes.txt")
    try folder.write(line("hidden"), to: ".hidden.json")
    try Data(Packing.gzip(Array(line("d").utf8))).write(to: folder.url.appending(path: "d.json.gz"))
    #expect(try read([folder.url.path()]).ids == ["B", "a", "b", "c", "d"])
    #expect(try read([folder.path("*.js*")]).ids == ["B", "a", "d"])
    let empty = try TemporaryFolder()
    #expect(try read([empty.url.path()]).error == nil)
  }

  @Test func missingFile() throws {
    let folder = try TemporaryFolder()
    let only = try read([folder.path("none")])
    #expect(only.error?.code == .unreadableInput)
    #expect(only.error?.message.contains("No such file") == true)
    let path = try folder.write(line("a"), to: "a.json")
    let both = try read([folder.path("none"), path])
    #expect(both.error == nil)
    #expect(both.ids == ["a"])
    #expect(both.losses.map(\.code) == ["S101"])
  }

  @Test func severalOfWhichNoneCanBeRead() throws {
    let folder = try TemporaryFolder()
    let broken = try folder.write("{\n \"schema\": oops\n}", to: "broken.json")
    let none = try read([folder.path("none"), broken, folder.path("neither")])
    #expect(none.losses.map(\.code) == ["S101", "S104", "S101"])
    #expect(none.error?.code == .nothingReadable)
    #expect(none.error?.code.exitCode == 65)
    #expect(none.error?.message == "none of the 3 inputs could be read")
    // One that holds nothing was read all the same.
    let empty = try folder.write("", to: "empty.json")
    #expect(try read([folder.path("none"), empty]).error == nil)
    // So was one that breaks off after its beginning.
    let ids = (0..<2000).map { "i\($0)" }
    let packed = try Packing.gzip(Array(ids.map { line($0) + "\n" }.joined().utf8))
    try Data(packed.dropLast(20)).write(to: folder.url.appending(path: "cut.gz"))
    let limits = try InputLimits(blockBytes: 1000)
    let cut = try read([folder.path("none"), folder.path("cut.gz")], limits: limits)
    #expect(cut.error == nil)
    #expect(cut.losses.map(\.code) == ["S101", "S105"])
    #expect(!cut.ids.isEmpty)
  }

  @Test func heldInputsHaveALimit() throws {
    let folder = try TemporaryFolder()
    let limits = try InputLimits(maximumHeldBytes: 200)
    let csv = try folder.write(
      "interview_id,ip\n" + String(repeating: "a,1.1.1.1\n", count: 50), to: "in.csv")
    #expect(try read([csv], limits: limits).error?.code == .inputTooLarge)
    let array = try folder.write("[\(line("a", padding: 500))]", to: "in.json")
    #expect(try read([array], limits: limits).error?.code == .inputTooLarge)
    let endless = try folder.write(
      "{\n\"a\": \"" + String(repeating: "x", count: 500), to: "e.json")
    #expect(try read([endless], limits: limits).error?.code == .inputTooLarge)
    let lines = try folder.write(
      (0..<50).map { line("\($0)") + "\n" }.joined(), to: "in.ndjson")
    #expect(try read([lines], limits: limits).ids.count == 50)
    #expect(throws: SourceError.self) { try InputLimits(maximumLineBytes: 0) }
  }

  @Test func everyCutAndEveryChangedByteEndsInAnAnswer() throws {
    let folder = try TemporaryFolder()
    let text = Array(
      ("{\"data\":{\"interview\":{\"id\":\"i\",\"steps\":[{\"index\":0,\"answers\":[{\"ip\":"
        + "\"1.1.1.1\"}]}]}}}\n" + line("a") + "\n[" + line("b") + "]\nid,ip\n\"x\",\"y\"\n").utf8)
    var generator = SeededNumbers(seed: 3)
    for round in 0..<400 {
      var bytes = text
      if round % 2 == 0 { bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator)) }
      for _ in 0..<3 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      let file = folder.url.appending(path: "m")
      try Data(bytes).write(to: file)
      _ = try read([folder.path("m")], limits: try InputLimits(blockBytes: 64))
    }
  }
}
