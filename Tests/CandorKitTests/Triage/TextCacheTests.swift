import Testing

@testable import CandorKit

@Suite struct TextCacheTests {
  private func value(_ text: String, _ cache: TextCache<Int>, make: () -> Int) -> Int {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      if let known = cache.meaning(of: bytes) { return known }
      let made = make()
      cache.remember(made, of: bytes)
      return made
    }
  }

  @Test func makesNearlyEveryMeaningOnceWhileTheyFit() {
    let cache = TextCache<Int>(capacity: 1 << 12, textBytes: 16)
    var made = 0
    for _ in 0..<3 {
      for number in 0..<50 {
        let meaning = value("agent \(number)", cache) {
          made += 1
          return number
        }
        #expect(meaning == number)
      }
    }
    // A third text of two slots takes the place of the first.
    #expect((50..<60).contains(made))
  }

  @Test("two texts fit into the two slots they share, whichever of them is whose own")
  func twoTextsShareTwoSlots() {
    for pair in 0..<40 {
      let cache = TextCache<Int>(capacity: 2, textBytes: 16)
      var made = 0
      for _ in 0..<3 {
        for number in [2 * pair, 2 * pair + 1] {
          _ = value("agent \(number)", cache) {
            made += 1
            return number
          }
        }
      }
      #expect(made == 2)
    }
  }

  @Test("texts that differ anywhere are kept apart, also where they share slots")
  func neverMixesTexts() {
    let cache = TextCache<Int>(capacity: 2, textBytes: 1)
    let texts = (0..<40).map { String(repeating: "a", count: $0) } + ["b", "ab", "aaaaaaab", "\\/"]
    for _ in 0..<3 {
      for (number, text) in texts.enumerated() {
        #expect(value(text, cache) { number } == number)
      }
    }
  }

  @Test func doesNotKeepLongTexts() {
    let cache = TextCache<Int>(capacity: 64, textBytes: 16)
    var made = 0
    for length in [TextCache<Int>.maximumTextBytes, TextCache<Int>.maximumTextBytes + 1] {
      made = 0
      for _ in 0..<3 {
        _ = value(String(repeating: "a", count: length), cache) {
          made += 1
          return length
        }
      }
      #expect(made == (length > TextCache<Int>.maximumTextBytes ? 3 : 1))
    }
  }

  @Test("texts that were written over are made again, never mistaken") func wrapsAround() {
    // The ring holds two of the longest texts, the table many more.
    let cache = TextCache<Int>(capacity: 1 << 10, textBytes: 1)
    var made = 0
    for round in 0..<3 {
      for number in 0..<20 {
        let text = String(repeating: "\(number % 10)", count: 700 + number)
        let meaning = value(text, cache) {
          made += 1
          return number
        }
        #expect(meaning == number, "round \(round)")
      }
    }
    #expect(made == 60)
  }
}
