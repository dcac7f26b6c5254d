/// Compares bytes that stand in two places of the memory.
package enum ByteComparison {
  /// Whether `count` bytes from one place on are those from another place on.
  ///
  /// Thirty-two bytes are compared at once, then eight, and the last ones once more in part: nothing
  /// outside of the two ranges is read. Words and not vectors, whose comparisons the compiler takes
  /// apart again.
  @inlinable
  @inline(__always)
  package static func areEqual(
    _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, count: Int
  ) -> Bool {
    var offset = 0
    while offset &+ 32 <= count {
      let first = difference(UInt64.self, one, other, at: offset)
      let second = difference(UInt64.self, one, other, at: offset &+ 8)
      let third = difference(UInt64.self, one, other, at: offset &+ 16)
      let fourth = difference(UInt64.self, one, other, at: offset &+ 24)
      if first | second | third | fourth != 0 { return false }
      offset &+= 32
    }
    while offset &+ 8 <= count {
      if difference(UInt64.self, one, other, at: offset) != 0 { return false }
      offset &+= 8
    }
    if offset == count { return true }
    if count >= 8 { return difference(UInt64.self, one, other, at: count &- 8) == 0 }
    if count >= 4 {
      return difference(UInt32.self, one, other, at: 0)
        | difference(UInt32.self, one, other, at: count &- 4) == 0
    }
    while offset < count {
      if difference(UInt8.self, one, other, at: offset) != 0 { return false }
      offset &+= 1
    }
    return true
  }

  /// The bits in which two words differ.
  @inlinable
  @inline(__always)
  static func difference<Word: FixedWidthInteger & BitwiseCopyable>(
    _: Word.Type, _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, at offset: Int
  ) -> Word {
    one.loadUnaligned(fromByteOffset: offset, as: Word.self)
      ^ other.loadUnaligned(fromByteOffset: offset, as: Word.self)
  }
}
