/// Remembers what belongs to an object, by identity.
///
/// Each object has one slot, and a newcomer takes the place of what was there. The object is kept,
/// so that no other comes to have its identity. Used by one worker only.
struct IdentityCache<Object: AnyObject, Value> {
  private var slots: ContiguousArray<(object: Object, value: Value)?>

  /// - Parameter capacity: a power of two.
  init(capacity: Int) {
    precondition(capacity & (capacity - 1) == 0, "the slot is found with a mask")
    slots = ContiguousArray(repeating: nil, count: capacity)
  }

  /// What belongs to an object; `make` is asked where that is not remembered.
  @inline(__always)
  mutating func value(of object: Object, make: (Object) -> Value) -> Value {
    let address = UInt(bitPattern: ObjectIdentifier(object))
    // Objects lie 16 bytes apart at least; the product spreads their numbers over the upper bits.
    let spread = (address >> 4) &* 0x9e37_79b9_7f4a_7c15
    let slot = Int(truncatingIfNeeded: spread >> 40) & (slots.count - 1)
    if let kept = slots[slot], kept.object === object { return kept.value }
    let value = make(object)
    slots[slot] = (object, value)
    return value
  }
}
