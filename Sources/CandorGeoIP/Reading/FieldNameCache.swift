import Synchronization

/// Which key stands at an offset of the data section, so that its text is compared once.
///
/// Writers store each key once and point to it, so a few dozen offsets cover all keys of a file.
///
/// Thread safety: an entry holds offset and name in one word and is stored and loaded as a whole;
/// what is lost to another entry is only read again.
final class FieldNameCache: @unchecked Sendable {
  // Unchecked because of the pointer; what it points to are atomics, allocated once.

  private static var size: Int { 256 }

  private let entries: UnsafeMutablePointer<Atomic<UInt64>>

  init() {
    entries = .allocate(capacity: Self.size)
    for index in 0..<Self.size { (entries + index).initialize(to: Atomic(0)) }
  }

  deinit {
    entries.deinitialize(count: Self.size)
    entries.deallocate()
  }

  @inline(__always)
  func name(at offset: Int) -> FieldName? {
    let entry = entries[Self.slot(offset)].load(ordering: .relaxed)
    guard entry >> 8 == UInt64(offset) + 1 else { return nil }
    return FieldName(rawValue: UInt8(truncatingIfNeeded: entry))
  }

  func keep(_ name: FieldName, at offset: Int) {
    let entry = (UInt64(offset) + 1) << 8 | UInt64(name.rawValue)
    entries[Self.slot(offset)].store(entry, ordering: .relaxed)
  }

  @inline(__always)
  private static func slot(_ offset: Int) -> Int {
    Int(truncatingIfNeeded: (UInt64(offset) &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }
}
