import Synchronization

/// A bounded cache of immutable objects that several workers share.
///
/// Each hash has one slot, and a newcomer takes the slot of what was there: the bound costs no
/// bookkeeping, and since what is kept never changes, losing an entry costs time and never a result.
///
/// Thread safety: each shard's slots are behind that shard's lock, which is held for a comparison
/// and a retain.
final class SharedCache<Value: AnyObject & Sendable>: Sendable {
  private static var shardCount: Int { 16 }

  private final class Shard: Sendable {
    /// Protects the slots of this shard; empty until the first insertion.
    let slots = Mutex<ContiguousArray<Value?>>([])
  }

  private let shards: [Shard]
  private let slotsPerShard: Int

  /// A cache of at most `capacity` objects, rounded up to a power of two that is 1024 at least.
  init(capacity: Int) {
    var perShard = 64
    while perShard * Self.shardCount < capacity { perShard *= 2 }
    slotsPerShard = perShard
    shards = (0..<Self.shardCount).map { _ in Shard() }
  }

  /// What was kept under a hash, if it is what is looked for.
  ///
  /// - Parameter hash: well mixed in its lower bits; see `mix`.
  func value(hash: UInt64, where isWanted: (Value) -> Bool) -> Value? {
    let (shard, slot) = place(of: hash)
    return shard.slots.withLock { slots in
      guard slot < slots.count, let value = slots[slot], isWanted(value) else { return nil }
      return value
    }
  }

  /// Keeps an object in place of what has the same slot.
  func insert(_ value: Value, hash: UInt64) {
    let (shard, slot) = place(of: hash)
    shard.slots.withLock { [slotsPerShard] slots in
      if slots.isEmpty { slots = ContiguousArray(repeating: nil, count: slotsPerShard) }
      slots[slot] = value
    }
  }

  private func place(of hash: UInt64) -> (Shard, Int) {
    (shards[Int(hash & 15)], Int(hash >> 4) & (slotsPerShard - 1))
  }

  /// Spreads a number over all bits (the finalizer of SplitMix64).
  @inline(__always)
  static func mix(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
