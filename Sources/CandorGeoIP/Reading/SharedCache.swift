import Synchronization

/// A bounded cache of immutable objects that several workers share.
///
/// Each hash has two slots, and a newcomer takes the place of what was there: the bound costs no
/// bookkeeping, and since what is kept never changes, losing an entry costs time and never a result.
///
/// Thread safety: each shard's slots are behind that shard's lock, which is held for a comparison
/// and a retain.
final class SharedCache<Value: AnyObject & Sendable>: @unchecked Sendable {
  // Unchecked because of the pointers: the shards are allocated once, and the slots they point to
  // are only touched behind their locks. Without arrays and objects on the way a hit costs one
  // retain, of what was found.

  private struct Shard: ~Copyable {
    /// Protects the slots of this shard; none until the first insertion.
    let slots = Mutex<Slots>(Slots())
  }

  private struct Slots: @unchecked Sendable {
    var base: UnsafeMutablePointer<Value?>?
  }

  private static var shardCount: Int { 16 }

  private let shards: UnsafeMutablePointer<Shard>
  private let slotsPerShard: Int

  /// A cache of at most `capacity` objects, rounded up to a power of two that is 1024 at least.
  init(capacity: Int) {
    var perShard = 64
    while perShard * Self.shardCount < capacity { perShard *= 2 }
    slotsPerShard = perShard
    shards = .allocate(capacity: Self.shardCount)
    for index in 0..<Self.shardCount { (shards + index).initialize(to: Shard()) }
  }

  deinit {
    for index in 0..<Self.shardCount {
      shards[index].slots.withLock { [slotsPerShard] slots in
        slots.base?.deinitialize(count: slotsPerShard)
        slots.base?.deallocate()
        slots.base = nil
      }
    }
    shards.deinitialize(count: Self.shardCount)
    shards.deallocate()
  }

  /// What was kept under a hash, if it is what is looked for.
  ///
  /// - Parameter hash: well mixed in its lower bits; see `mixedHash`.
  @inline(__always)
  func value(hash: UInt64, where isWanted: (borrowing Value) -> Bool) -> Value? {
    let slot = slot(of: hash)
    return shards[Int(hash & 15)].slots.withLock { slots in
      guard let base = slots.base else { return nil }
      if let value = base[slot], isWanted(value) { return value }
      if let value = base[slot ^ 1], isWanted(value) { return value }
      return nil
    }
  }

  /// Keeps an object, in place of the older one of the two that share its slots.
  func insert(_ value: Value, hash: UInt64) {
    let slot = slot(of: hash)
    shards[Int(hash & 15)].slots.withLock { [slotsPerShard] slots in
      let base: UnsafeMutablePointer<Value?>
      if let existing = slots.base {
        base = existing
      } else {
        base = .allocate(capacity: slotsPerShard)
        base.initialize(repeating: nil, count: slotsPerShard)
        slots.base = base
      }
      base[slot ^ 1] = base[slot]
      base[slot] = value
    }
  }

  @inline(__always)
  private func slot(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> 4) & (slotsPerShard - 1)
  }
}

/// Spreads a number over all bits (the finalizer of SplitMix64).
@inline(__always)
func mixedHash(_ number: UInt64) -> UInt64 {
  var mixed = number &+ 0x9e37_79b9_7f4a_7c15
  mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
  mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
  return mixed ^ mixed >> 31
}
