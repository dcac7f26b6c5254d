/// Compares bytes that stand in two places of the memory.
package enum ByteComparison {
  /// Whether `count` bytes from one place on are those from another place on.
  ///
  /// Sixteen bytes are compared at once, and the last ones once more in part: nothing outside of the
  /// two ranges is read.
  @inlinable
  @inline(__always)
  package static func areEqual(
    _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, count: Int
  ) -> Bool {
    var offset = 0
    while offset + 16 <= count {
      if differ(SIMD2<UInt64>.self, one, other, at: offset) { return false }
      offset += 16
    }
    if offset == count { return true }
    if count >= 16 { return !differ(SIMD2<UInt64>.self, one, other, at: count - 16) }
    if count >= 8 {
      return !differ(UInt64.self, one, other, at: 0)
        && !differ(UInt64.self, one, other, at: count - 8)
    }
    if count >= 4 {
      return !differ(UInt32.self, one, other, at: 0)
        && !differ(UInt32.self, one, other, at: count - 4)
    }
    while offset < count {
      if differ(UInt8.self, one, other, at: offset) { return false }
      offset += 1
    }
    return true
  }

  @inlinable
  @inline(__always)
  static func differ<Word: BitwiseCopyable & Equatable>(
    _: Word.Type, _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, at offset: Int
  ) -> Bool {
    one.loadUnaligned(fromByteOffset: offset, as: Word.self)
      != other.loadUnaligned(fromByteOffset: offset, as: Word.self)
  }
}
