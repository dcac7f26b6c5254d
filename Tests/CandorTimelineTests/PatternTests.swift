import CandorModel
import CandorTimeline
import Testing

@Suite("Patterns of values that follow one another")
struct PatternTests {
  @Test(
    arguments: [
      ([], nil), ([0], Pattern.steady), ([0, 1], .oneWay), ([0, 1, 2], .oneWay),
      ([0, 1, 0], .return), ([0, 1, 2, 0], .return), ([0, 1, 2, 1], .return),
      ([0, 1, 0, 1], .interleaved), ([0, 1, 0, 1, 2], .interleaved),
      ([2, 0, 1, 0, 1], .interleaved), ([0, 1, 2, 0, 1, 2], .return),
      ([0, 1, 0, 2, 0], .return),
    ] as [([Int], Pattern?)])
  func pattern(of sequence: [Int], is expected: Pattern?) {
    #expect(Pattern.of(sequence) == expected)
  }
}
