import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorSources

/// Blocks of lines, wherever an input is cut.
@Suite struct LineCutterTests {
  private static func line(_ id: String) -> String {
    #"{"schema":"candor.evidence/1","platform":"x","interview":{"id":"\#(id)"},"answers":[]}"#
  }

  private static func read(
    _ path: String, maximumLineBytes: Int, blockBytes: Int
  ) throws -> (ids: [String], losses: [Diagnostic]) {
    var ids: [String] = []
    var losses: [Diagnostic] = []
    let limits = try InputLimits(maximumLineBytes: maximumLineBytes, blockBytes: blockBytes)
    try EvidenceReader([path], limits: limits).forEach {
      ids.append($0.interview.id)
    } lost: {
      losses.append($0)
    }
    return (ids, losses)
  }

  /// The line ending is no part of a line, also where only its first byte was read yet.
  @Test func aCarriageReturnTakesNoRoom() throws {
    let folder = try TemporaryFolder()
    let length = Self.line("a").utf8.count
    let path = try folder.write(
      "abc".map { Self.line(String($0)) }.joined(separator: "\r\n") + "\r", to: "in.ndjson")
    for blockBytes in Array(1...length + 4) + [1 << 20] {
      let whole = try Self.read(path, maximumLineBytes: length, blockBytes: blockBytes)
      #expect(whole.ids == ["a", "b", "c"], "in blocks of \(blockBytes)")
      #expect(whole.losses.isEmpty, "in blocks of \(blockBytes)")
      let none = try Self.read(path, maximumLineBytes: length - 1, blockBytes: blockBytes)
      #expect(none.ids.isEmpty, "in blocks of \(blockBytes)")
      #expect(none.losses.map(\.code) == ["S111", "S111", "S111"], "in blocks of \(blockBytes)")
      #expect(none.losses.map { $0.place?.line } == [1, 2, 3], "in blocks of \(blockBytes)")
    }
  }

  @Test func ofVeryShortLinesNoMoreAreHandedOutThanOfOrdinaryOnes() throws {
    let folder = try TemporaryFolder()
    let first = Self.line("a") + "\n"
    let text = first + String(repeating: "{\n", count: 5000)
    let path = try folder.write(text, to: "in.ndjson")
    for (blockBytes, most) in [(1 << 20, 1024), (1 << 17, 128), (1000, 64)] {
      let reader = try EvidenceReader([path], limits: try InputLimits(blockBytes: blockBytes))
      var numbers: [Int] = []
      var offsets: [Int] = []
      var byteCount = 0
      while let item = try reader.next() {
        guard case .block(let block) = item else { continue }
        let before = numbers.count
        block.forEachLine { line in
          numbers.append(line.number)
          offsets.append(line.byteOffset)
        }
        #expect((1...most).contains(numbers.count - before))
        // The last line feed is no part of it.
        byteCount += block.byteCount + 1
      }
      #expect(numbers == Array(1...5001))
      #expect(offsets == [0] + (0..<5000).map { first.utf8.count + 2 * $0 })
      #expect(byteCount == text.utf8.count)
    }
  }

  @Test func aPartOfABlockSaysTheSameOfItsLines() throws {
    let folder = try TemporaryFolder()
    let text = "\n" + "abcde".map { Self.line(String($0)) + "\r\n\n" }.joined()
    let path = try folder.write(text, to: "in.ndjson")
    // What was read to tell the kind of the input comes first.
    let reader = try EvidenceReader([path])
    var last: EvidenceBlock?
    while case .block(let block)? = try reader.next() { last = block }
    let block = try #require(last)
    func places(_ block: EvidenceBlock) -> [[Int]] {
      var places: [[Int]] = []
      block.forEachLine { line in
        let evidence = try? block.evidence(of: line)
        #expect(evidence?.interview.id.utf8.count == 1)
        places.append([line.number, line.byteOffset, line.bytes.count])
      }
      return places
    }
    let all = places(block)
    #expect(all.map(\.first).suffix(3) == [6, 8, 10])
    var position = 0
    block.forEachLine { line in
      #expect(places(block.only(line)) == [all[position]])
      #expect(places(block.from(line)) == Array(all[position...]))
      position += 1
    }
    #expect(position == all.count)
  }
}
