import CandorTesting
import CandorUserAgentPatterns
import Testing

@testable import CandorUserAgent

struct LiteralAutomatonTests {
  private static func found(_ literals: [AgentLiteral], in text: String) -> Set<Int> {
    let automaton = LiteralAutomaton(literals)
    var found = Set<Int>()
    Array(text.utf8).withUnsafeBufferPointer { text in
      automaton.scan(text) { literal, _ in found.insert(literal.number) }
    }
    return found
  }

  private static func literal(_ text: String, isCaseless: Bool = false) -> AgentLiteral {
    AgentLiteral(bytes: Array(text.utf8), isCaseless: isCaseless)
  }

  @Test func literalsInsideLiteralsAreFound() {
    let literals = ["he", "she", "hers", "his", "ers"].map { Self.literal($0) }
    #expect(Self.found(literals, in: "ushers") == [0, 1, 2, 4])
  }

  @Test func caseCountsUnlessItIsFolded() {
    let literals = [
      Self.literal("Ab"), Self.literal("aB"), Self.literal("ab", isCaseless: true),
    ]
    #expect(Self.found(literals, in: "xAbx") == [0, 2])
    #expect(Self.found(literals, in: "xABx") == [2])
    #expect(Self.found(literals, in: "aB Ab") == [0, 1, 2])
  }

  @Test func nothingIsFoundInNothing() {
    #expect(Self.found([Self.literal("ab")], in: "").isEmpty)
    #expect(Self.found([], in: "abc").isEmpty)
  }

  /// Against the plain way, over random texts of few letters.
  @Test func itFindsWhatThePlainWayFinds() {
    var random = SeededNumbers(seed: 7)
    func word(_ length: Int) -> String {
      String((0..<length).map { _ in ["a", "b", "A", "B"][random.below(4)] }.joined())
    }
    for _ in 0..<300 {
      let literals = (0..<20).map { index in
        let text = word(2 + random.below(4))
        return Self.literal(
          index % 3 == 0 ? text.lowercased() : text, isCaseless: index % 3 == 0)
      }
      let text = word(random.below(40))
      let expected = literals.indices.filter { index in
        let part = String(decoding: literals[index].bytes, as: UTF8.self)
        return literals[index].isCaseless
          ? text.lowercased().contains(part) : text.contains(part)
      }
      #expect(Self.found(literals, in: text) == Set(expected))
    }
  }

  /// Long words, most of which lead to one other letter at each place, and which hold the
  /// beginnings, ends and middles of others.
  @Test func itFindsLongWordsThatHoldOneAnother() {
    var random = SeededNumbers(seed: 13)
    let stems = ["windows phone", "Phone", "one", "honest", "Chrome/", "webkit", "Kit", "it; x"]
    for _ in 0..<200 {
      func text(_ count: Int) -> String {
        (0..<count).map { _ in
          let stem = stems[random.below(stems.count)]
          let start = random.below(stem.count)
          return String(stem.dropFirst(random.below(2) * start).prefix(1 + random.below(9)))
        }.joined()
      }
      let literals = (0..<12).map { Self.literal(text(1 + $0 % 3)) }
      let sample = text(12)
      let expected = literals.indices.filter {
        sample.contains(String(decoding: literals[$0].bytes, as: UTF8.self))
      }
      #expect(Self.found(literals, in: sample) == Set(expected))
    }
  }

  @Test func whatBelongsToALiteralComesWithIt() {
    let literals = ["he", "she", "hers", "He"].map { Self.literal($0) }
    let triggers: [[UInt32]] = [[7], [], [1, 2, 3], [9]]
    let automaton = LiteralAutomaton(literals) { triggers[$0][...] }
    var found: [Int: [UInt32]] = [:]
    Array("usHers".utf8).withUnsafeBufferPointer { text in
      automaton.scan(text) { literal, _ in
        found[literal.number] = Array(literal.triggers)
      }
    }
    #expect(found == [3: [9]])
    Array("ushers".utf8).withUnsafeBufferPointer { text in
      automaton.scan(text) { literal, _ in
        found[literal.number] = Array(literal.triggers)
      }
    }
    #expect(found == [0: [7], 1: [], 2: [1, 2, 3], 3: [9]])
  }

  /// More literals than states: they are cut, and what is cut is still found.
  @Test func hugeSetsAreCutAndStaySound() {
    var random = SeededNumbers(seed: 11)
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let literals = (0..<6_000).map { _ in
      AgentLiteral(bytes: (0..<20).map { _ in letters[random.below(36)] }, isCaseless: false)
    }
    let automaton = LiteralAutomaton(literals)
    #expect(automaton.stateCount <= 0x7FFF)
    for index in stride(from: 0, to: literals.count, by: 500) {
      var found = false
      literals[index].bytes.withUnsafeBufferPointer { text in
        automaton.scan(text) { literal, _ in
          if literal.number == index { found = true }
        }
      }
      #expect(found)
    }
  }

  @Test("what must not be cut is found whole beside any number of others")
  func marksAreNotCut() {
    var random = SeededNumbers(seed: 12)
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let required = (0..<6_000).map { _ in
      AgentLiteral(bytes: (0..<20).map { _ in letters[random.below(36)] }, isCaseless: false)
    }
    let marks = ["HeadlessChrome/", "headless"].map { Self.literal($0) }
    let automaton = LiteralAutomaton(required + marks, cuttable: required.count)
    func found(_ text: String) -> Set<Int> {
      var found = Set<Int>()
      Array(text.utf8).withUnsafeBufferPointer { text in
        automaton.scan(text) { literal, _ in
          if literal.number >= required.count { found.insert(literal.number - required.count) }
        }
      }
      return found
    }
    #expect(found("HeadlessChrome/131") == [0])
    #expect(found("HeadlessCh") == [] && found("headles") == [] && found("a headless") == [1])
    // So many others are found by their first bytes.
    let start = String(decoding: required[0].bytes.dropLast(4), as: UTF8.self)
    var isCut = false
    Array(start.utf8).withUnsafeBufferPointer { text in
      automaton.scan(text) { literal, _ in isCut = isCut || literal.number == 0 }
    }
    #expect(isCut)
  }

  @Test("marks with names have a bit each in one word, others follow, and none is cut")
  func marksFit() {
    #expect(AgentMark.allCases.count <= 64 && AgentMark.count > 64)
    #expect(AgentMark.literals.count == AgentMark.count)
    #expect(AgentMark.literals.allSatisfy { (2...32).contains($0.bytes.count) })
  }
}
