import Testing

@testable import CandorKit

@Suite struct BoundedCacheTests {
  @Test func makesEachValueOnceWhileItFits() {
    var cache = BoundedCache<Int, Int>(capacity: 100)
    var made = 0
    for round in 0..<3 {
      for key in 0..<50 {
        let value = cache.value(for: key) {
          made += 1
          return $0 * 2
        }
        #expect(value == key * 2, "round \(round)")
      }
    }
    #expect(made == 50)
  }

  @Test func staysWithinItsBound() {
    var cache = BoundedCache<Int, Int>(capacity: 64)
    for key in 0..<10_000 { _ = cache.value(for: key) { $0 } }
    #expect(cache.count <= 64)
  }

  @Test func keepsWhatIsUsed() {
    var cache = BoundedCache<Int, Int>(capacity: 64)
    var madeAgain = 0
    for key in 1..<1000 {
      _ = cache.value(for: key) { $0 }
      _ = cache.value(for: 0) {
        madeAgain += 1
        return $0
      }
    }
    #expect(madeAgain == 1)
  }
}
