import CandorModel
import Testing

@Suite struct ByteComparisonTests {
  @Test("every byte counts, and none beside them")
  func comparesEveryByte() {
    let one = (0..<80).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    for count in 0...70 {
      // Bytes around differ.
      var other: [UInt8] = [0xFF] + one[3..<3 + count] + [0xFE]
      #expect(areEqual(one, 3, other, 1, count))
      for index in 0..<count {
        other[1 + index] ^= 0x10
        #expect(!areEqual(one, 3, other, 1, count), "byte \(index) of \(count)")
        other[1 + index] ^= 0x10
      }
    }
  }

  private func areEqual(
    _ one: [UInt8], _ start: Int, _ other: [UInt8], _ otherStart: Int, _ count: Int
  ) -> Bool {
    one.withUnsafeBytes { one in
      other.withUnsafeBytes { other in
        guard let one = one.baseAddress, let other = other.baseAddress else { return count == 0 }
        return ByteComparison.areEqual(one + start, other + otherStart, count: count)
      }
    }
  }
}
