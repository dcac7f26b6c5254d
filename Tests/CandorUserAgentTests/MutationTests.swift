import CandorModel
import CandorTesting
import CandorUserAgent
import Foundation
import Testing

/// Agents changed at random from a fixed seed: an answer, never a crash, and the same one twice.
struct MutationTests {
  /// How many mutants; `make fuzz` asks for a million.
  private static let count =
    ProcessInfo.processInfo.environment["CANDOR_FUZZ"].flatMap { Int($0) } ?? 4_000

  private static let pieces: [[UInt8]] = [
    "Android", "Mobile", "iPhone", " Version/", "; wv)", "Chrome/", "Safari/", "Windows NT ", "(",
    ")", ";", "/", "bot", "CFNetwork", "rv:", "Electron/", "[FBAN/", "\u{212A}", "\u{17F}",
    "\u{0660}", "\u{A0}", "\u{1F600}",
  ].map { Array($0.utf8) }

  @Test func mutantsHaveAnAnswer() throws {
    var random = SeededNumbers(seed: 0x9E37_79B9_7F4A_7C15)
    let seeds =
      (CorpusFile.isInstalled ? try CorpusFile.agents() : [])
      + OverlayTests.cases.map(\.agent)
    let parser = try TestParsers.builtIn.get()
    let worker = parser.makeWorker()
    let again = parser.makeWorker()
    var failed = 0
    var slowest = Duration.zero
    let clock = ContinuousClock()
    for index in 0..<Self.count {
      let mutant = Self.mutant(of: Array(seeds[random.below(seeds.count)].utf8), &random)
      mutant.withUnsafeBufferPointer { bytes in
        let start = clock.now
        var writer = JSONWriter()
        worker.write(bytes, to: &writer)
        slowest = max(slowest, clock.now - start)
        if !worker.parse(bytes).failed.isEmpty { failed += 1 }
        // The second worker has seen other agents before; the answer must not depend on that.
        if index % 16 == 0 {
          var other = JSONWriter()
          again.write(bytes, to: &other)
          #expect(other.bytes == writer.bytes)
          #expect(throws: Never.self) {
            _ = try JSONSerialization.jsonObject(with: Data(writer.bytes))
          }
        }
      }
    }
    #expect(failed == 0, "\(failed) of \(Self.count) mutants hit a limit")
    #expect(slowest < .seconds(2))
  }

  private static func mutant(of agent: [UInt8], _ random: inout SeededNumbers) -> [UInt8] {
    var bytes = agent
    for _ in 0...random.below(6) {
      let at = random.below(bytes.count + 1)
      switch random.below(6) {
      case 0: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
      case 1: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: at)
      case 2 where at < bytes.count: bytes[at] ^= 1 << UInt8(random.below(8))
      case 3 where at < bytes.count: bytes.remove(at: at)
      case 4 where at < bytes.count: bytes.removeSubrange(at..<min(bytes.count, at + 12))
      default:
        let end = min(bytes.count, at + random.below(40))
        let copy = Array(bytes[min(at, end)..<end])
        bytes.insert(
          contentsOf: Array(repeatElement(copy, count: 1 + random.below(20)).joined()), at: at)
      }
    }
    return bytes
  }
}

extension SeededNumbers {
  mutating func below(_ limit: Int) -> Int { limit <= 0 ? 0 : Int(next() % UInt64(limit)) }
}
