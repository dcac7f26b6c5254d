import CandorTesting
import Testing

@testable import CandorStore

@Suite struct SpillComponentsTests {
  typealias Pair = SpillComponents.Pair

  /// What is found with room for so many pairs in memory.
  static func found(_ pairs: [Pair], room: Int = 16) throws -> [Pair] {
    let components = SpillComponents(memoryBytes: room * MemoryLayout<Pair>.stride)
    for pair in pairs { try components.add(pair) }
    let leasts = try components.leasts()
    defer { #expect(throws: Never.self) { try leasts.check() } }
    return Array(leasts)
  }

  /// The same by colouring everything over and over.
  static func expected(_ pairs: [Pair]) -> [Pair] {
    var least: [UInt32: UInt32] = [:]
    for pair in pairs {
      least[pair.number] = pair.number
      least[pair.other] = pair.other
    }
    var isChanged = true
    while isChanged {
      isChanged = false
      for pair in pairs {
        let both = min(least[pair.number] ?? .max, least[pair.other] ?? .max)
        if least[pair.number] != both || least[pair.other] != both { isChanged = true }
        least[pair.number] = both
        least[pair.other] = both
      }
    }
    return least.filter { $0.key != $0.value }.map { Pair($0.key, $0.value) }
      .sorted { $0.number < $1.number }
  }

  @Test func nothingBelongsToNothing() throws {
    #expect(try Self.found([]) == [])
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as [UInt64])
  func findsWhatColouringFinds(_ seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<20 {
      let largest = UInt32.random(in: 2...200, using: &numbers)
      let pairs = (0..<Int.random(in: 1...150, using: &numbers)).compactMap { _ -> Pair? in
        let (one, other) = (
          UInt32.random(in: 0...largest, using: &numbers),
          UInt32.random(in: 0...largest, using: &numbers)
        )
        return one == other ? nil : Pair(one, other)
      }
      #expect(try Self.found(pairs) == Self.expected(pairs))
    }
  }

  /// The worst for whoever passes on the least number from neighbour to neighbour.
  @Test(arguments: [false, true])
  func chainsHaveOneLeast(_ isShuffled: Bool) throws {
    var numbers = SeededNumbers(seed: 5)
    var order = Array(UInt32(0)..<20_000)
    if isShuffled { order.shuffle(using: &numbers) }
    let pairs = zip(order, order.dropFirst()).map { Pair($0, $1) }
    #expect(try Self.found(pairs, room: 4096) == (1..<20_000).map { Pair($0, 0) })
  }

  @Test func theCentreOfAStarMayBeItsLargest() throws {
    let pairs = (0..<1000).map { Pair(1000, $0) }
    #expect(try Self.found(pairs) == (1...1000).map { Pair($0, 0) })
  }
}
