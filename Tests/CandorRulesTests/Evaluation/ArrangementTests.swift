import CandorTesting
import Testing

@testable import CandorRules

@Suite struct ArrangementTests {
  /// As sorting does, whatever the order that they come in; with equal keys as they stood.
  @Test func sortsAsSortingDoes() {
    var numbers = SeededNumbers(seed: 17)
    for count in Array(0..<12) + [100, 1000] {
      let given = (0..<count).map { position in
        (key: Int.random(in: 0...max(1, count / 2), using: &numbers), position: "\(position)")
      }
      var arranged = given
      arranged.arrange { $0[$1].key }
      let sorted = given.sorted { $0.key < $1.key }
      #expect(arranged.map(\.key) == sorted.map(\.key))
      #expect(arranged.map(\.position) == sorted.map(\.position))
    }
  }
}
