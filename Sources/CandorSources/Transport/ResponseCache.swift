import CandorModel

/// Keeps answers as long as the platform advises. Bounded: the oldest entries go first.
///
/// Thread safety: an actor; it protects the entries.
actor ResponseCache {
  static let capacity = 256

  private struct Entry {
    var bytes: [UInt8]
    var expires: Double
  }

  private let clock: TransportClock
  private var entries: [String: Entry] = [:]
  private var order: [String] = []

  init(clock: TransportClock) { self.clock = clock }

  /// The kept answer for a key, where it is not too old.
  func value(_ key: String) -> [UInt8]? {
    guard let entry = entries[key], clock.now() < entry.expires else { return nil }
    return entry.bytes
  }

  /// Keeps an answer for so many seconds.
  func keep(_ bytes: [UInt8], for key: String, seconds: Double) {
    if entries[key] == nil {
      order.append(key)
      if order.count > Self.capacity { entries[order.removeFirst()] = nil }
    }
    entries[key] = Entry(bytes: bytes, expires: clock.now() + seconds)
  }

  /// Forgets all answers whose key begins like this.
  func forget(prefix: String) {
    for key in order where key.hasPrefix(prefix) { entries[key] = nil }
    order.removeAll { $0.hasPrefix(prefix) }
  }
}
