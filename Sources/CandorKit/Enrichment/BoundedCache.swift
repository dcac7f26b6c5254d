/// A cache of bounded size that forgets in generations.
///
/// When the younger half is full it becomes the older one and the older one is forgotten; what is
/// asked for meanwhile moves to the younger. So what is used stays, a look-up costs one or two
/// hashes, and nothing has to be kept in order.
///
/// Thread safety: a value of one worker.
struct BoundedCache<Key: Hashable, Value> {
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]
  private let half: Int

  /// - Parameter capacity: the most entries it holds, at least 2.
  init(capacity: Int) { half = max(1, capacity / 2) }

  /// The entries it holds now.
  var count: Int { young.count + old.count }

  mutating func value(for key: Key, make: (Key) -> Value) -> Value {
    if let value = young[key] { return value }
    let value = old[key] ?? make(key)
    if young.count >= half {
      swap(&young, &old)
      young.removeAll(keepingCapacity: true)
    }
    young[key] = value
    return value
  }
}
