/// Remembers what texts mean: usual ones in a bounded cache, very long ones no longer than their interview,
/// in which one text is one object all the same.
///
/// Thread safety: a value of one worker.
struct TextMemory<Key: Hashable, Value> {
  private var usual: BoundedCache<Key, Value>
  private var long: [Key: Value] = [:]

  /// - Parameter capacity: the most usual texts it holds, at least 2.
  init(capacity: Int) { usual = BoundedCache(capacity: capacity) }

  /// - Parameter bytes: how long the text is.
  mutating func value(for key: Key, bytes: Int, make: (Key) -> Value) -> Value {
    guard bytes > TextCache<Value>.maximumTextBytes else {
      return usual.value(for: key, make: make)
    }
    if let known = long[key] { return known }
    let value = make(key)
    long[key] = value
    return value
  }

  /// Forgets what only the interview at hand needed.
  mutating func endInterview() {
    if !long.isEmpty { long = [:] }
  }
}
