import Testing

@testable import CandorKit

@Suite("How much workers remember") struct WorkerBoundsTests {
  private static let parts: [@Sendable (WorkerBounds) -> Int] = [
    { $0.agents }, { $0.locations }, { $0.namedPlaces }, { $0.likenesses }, { $0.enriched },
    { $0.verdicts },
  ]

  @Test("many share what one has, and each has some of it", arguments: parts.indices)
  func shares(_ position: Int) {
    let part = Self.parts[position]
    let whole = part(WorkerBounds(workerCount: 1))
    #expect(part(WorkerBounds(workerCount: 2)) == whole)
    var before = whole
    for count in 3...1024 {
      let own = part(WorkerBounds(workerCount: count))
      #expect(own > 0 && own <= before)
      if count <= 8 { #expect(count * own <= whole) }
      before = own
    }
  }
}
