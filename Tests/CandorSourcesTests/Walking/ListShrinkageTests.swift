import Testing

@testable import CandorSources

struct ListShrinkageTests {
  private func gone(_ totals: [Int?]) -> [Int] {
    var shrinkage = ListShrinkage()
    return totals.map { shrinkage.entriesGone(at: $0) }
  }

  @Test func eachTotalIsHeldAgainstTheOneBefore() {
    #expect(gone([10, 10, 8, 8, 9, 7]) == [0, 0, 2, 0, 0, 2])
    #expect(gone([10, nil, 8]) == [0, 0, 2])
    #expect(gone([nil, nil]) == [0, 0])
    #expect(gone([.max, .min, 0]) == [0, 0, .max])
  }

  /// Two copies of a platform of which one lacks an entry.
  @Test func copiesThatDisagreeAreBelievedForAWhile() {
    let answers = gone((0..<200).map { $0 % 2 == 0 ? 10 : 9 })
    #expect(answers.reduce(0, +) == 21)
  }
}
