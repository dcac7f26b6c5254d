/// Compares bytes that stand in two places of the memory.
package enum ByteComparison {
  /// Whether `count` bytes from one place on are those from another place on.
  ///
  /// Eight bytes are compared at once, and the last eight once more in part: nothing outside of the
  /// two ranges is read.
  @inlinable
  @inline(__always)
  package static func areEqual(
    _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, count: Int
  ) -> Bool {
    func differ<Word: FixedWidthInteger>(_: Word.Type, at offset: Int) -> Bool {
      one.loadUnaligned(fromByteOffset: offset, as: Word.self)
        != other.loadUnaligned(fromByteOffset: offset, as: Word.self)
    }
    var offset = 0
    while offset + 8 <= count {
      if differ(UInt64.self, at: offset) { return false }
      offset += 8
    }
    if offset == count { return true }
    if count >= 8 { return !differ(UInt64.self, at: count - 8) }
    if count >= 4 {
      return !differ(UInt32.self, at: 0) && !differ(UInt32.self, at: count - 4)
    }
    while offset < count {
      if differ(UInt8.self, at: offset) { return false }
      offset += 1
    }
    return true
  }
}
