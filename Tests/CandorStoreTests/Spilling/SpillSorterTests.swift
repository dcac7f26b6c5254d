import CandorTesting
import Testing

@testable import CandorStore

@Suite struct SpillSorterTests {
  struct Row: Equatable, BitwiseCopyable {
    var key: UInt64
    var value: UInt32
  }

  static func rows(_ count: Int) -> [Row] {
    var numbers = SeededNumbers(seed: 7)
    return (0..<count).map { Row(key: numbers.next() % 5000, value: UInt32($0)) }
  }

  static func order(_ one: Row, _ other: Row) -> Bool {
    (one.key, one.value) < (other.key, other.value)
  }

  @Test(arguments: [0, 1, 2, 1000, 1001, 4096, 50_000])
  func sortsWhatDoesNotFitIntoMemory(_ count: Int) throws {
    let rows = Self.rows(count)
    // A thousand rows are held, so the larger ones are merged of many runs.
    let sorter = SpillSorter<Row>(
      memoryBytes: 1000 * MemoryLayout<Row>.stride, isOrderedBefore: Self.order)
    for row in rows { try sorter.append(row) }
    #expect(sorter.count == count)
    let sorted = try sorter.sorted()
    #expect(Array(sorted) == rows.sorted(by: Self.order))
    try sorted.check()
  }

  @Test func whatFitsStaysInMemory() throws {
    let rows = Self.rows(10_000)
    let sorter = SpillSorter<Row>(isOrderedBefore: Self.order)
    for row in rows { try sorter.append(row) }
    #expect(Array(try sorter.sorted()) == rows.sorted(by: Self.order))
  }

  @Test func aFileGivesBackWhatItWasGiven() throws {
    let file = try SpillFile()
    var ranges: [(Range<Int>, [UInt8])] = []
    for index in 0..<2000 {
      let bytes = [UInt8](repeating: UInt8(index % 251), count: index % 700)
      let start = file.count
      try file.append(bytes)
      ranges.append((start..<file.count, bytes))
    }
    for (range, bytes) in ranges.reversed() { #expect(try file.bytes(in: range) == bytes) }
  }
}
