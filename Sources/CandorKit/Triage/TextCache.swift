import CandorModel

/// Remembers what texts mean, by the bytes they have in a line of JSON.
///
/// Each hash has two slots, and a newcomer takes the place of the older one. The texts stand one
/// behind the other in a ring of bytes, where the oldest are written over. So the bound costs no
/// bookkeeping, a hostile choice of texts costs look-ups and nothing else, and losing an entry never
/// changes a result.
///
/// Thread safety: for one worker.
final class TextCache<Meaning> {
  /// The text of a slot.
  private struct Key {
    var hash: UInt64 = 0
    /// Where the text stands, counted from the first byte that was ever written.
    var start = 0
    /// Its bytes; below zero where the slot is empty.
    var count = -1
  }

  /// The longest text that is remembered, in bytes: what somebody sends cannot fill the memory.
  static var maximumTextBytes: Int { 1024 }
  private static var firstSlots: Int { 1024 }

  // Apart from one another: most looks end at a key.
  private var keys: UnsafeMutablePointer<Key>
  private var meanings: UnsafeMutablePointer<Meaning?>
  private var slotCount: Int
  private let capacity: Int
  /// How many texts were put into the slots since there are so many of them.
  private var insertions = 0
  private let ring: UnsafeMutablePointer<UInt8>
  private let ringSize: Int
  /// How many bytes were written, those skipped at the ring's end included.
  private var written = 0
  /// Made of what was fetched, so that it is fetched indeed.
  private var touched = 0

  /// - Parameters:
  ///   - capacity: the most texts it holds; rounded up to a power of two.
  ///   - textBytes: how long a text is usually, which decides how many fit into the ring.
  init(capacity: Int, textBytes: Int) {
    var count = 2
    while count < capacity { count *= 2 }
    self.capacity = count
    // It grows as it is filled: who looks at one line only does not wait for memory to be cleared.
    slotCount = min(count, Self.firstSlots)
    (keys, meanings) = Self.emptySlots(slotCount)
    var size = 2 * Self.maximumTextBytes
    while size < count * textBytes { size *= 2 }
    ringSize = size
    ring = .allocate(capacity: size)
  }

  deinit {
    keys.deallocate()
    meanings.deinitialize(count: slotCount)
    meanings.deallocate()
    ring.deallocate()
  }

  private static func emptySlots(
    _ count: Int
  ) -> (UnsafeMutablePointer<Key>, UnsafeMutablePointer<Meaning?>) {
    let keys = UnsafeMutablePointer<Key>.allocate(capacity: count)
    keys.initialize(repeating: Key(), count: count)
    let meanings = UnsafeMutablePointer<Meaning?>.allocate(capacity: count)
    meanings.initialize(repeating: nil, count: count)
    return (keys, meanings)
  }

  /// A look-up that was begun.
  ///
  /// Each of its steps waits for memory. Who has several texts to look up takes each step with all
  /// of them before the next, so that they wait together.
  struct Look {
    let text: UnsafeBufferPointer<UInt8>
    fileprivate let hash: UInt64
  }

  /// What a text means; `nil` where that is not remembered.
  @inline(__always)
  func meaning(of text: UnsafeBufferPointer<UInt8>) -> Meaning? {
    meaning(of: look(for: text))
  }

  /// Begins to look up a text.
  @inline(__always)
  func look(for text: UnsafeBufferPointer<UInt8>) -> Look {
    Look(text: text, hash: Self.hash(text))
  }

  /// Goes on with it: fetches the keys that may be its own.
  @inline(__always)
  func fetchKeys(_ look: Look) { touched &+= keys[slot(of: look.hash)].start }

  /// Goes on with it: fetches the text and the meaning that stand with its key.
  @inline(__always)
  func fetchMeaning(_ look: Look) {
    var slot = slot(of: look.hash)
    if keys[slot].hash != look.hash { slot ^= 1 }
    guard keys[slot].hash == look.hash else { return }
    touched &+= Int(ring[place(of: keys[slot].start)])
    touched &+= Int(UnsafeRawPointer(meanings + slot).load(as: UInt8.self))
  }

  /// Ends it: what the text means; `nil` where that is not remembered.
  @inline(__always)
  func meaning(of look: Look) -> Meaning? {
    let slot = slot(of: look.hash)
    return meaning(at: slot, look.hash, look.text) ?? meaning(at: slot ^ 1, look.hash, look.text)
  }

  /// The first of the two slots that a hash has.
  @inline(__always)
  private func slot(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash) & (slotCount - 1)
  }

  /// Remembers what a text means that was not remembered; not of a very long one.
  func remember(_ meaning: Meaning, of text: UnsafeBufferPointer<UInt8>) {
    guard text.count <= Self.maximumTextBytes, let base = text.baseAddress else { return }
    let left = ringSize - place(of: written)
    if left < text.count { written += left }
    (ring + place(of: written)).update(from: base, count: text.count)
    put(Key(hash: Self.hash(text), start: written, count: text.count), meaning)
    written += text.count
    insertions += 1
    if insertions > slotCount / 8, slotCount < capacity { grow() }
  }

  @inline(__always)
  private func put(_ key: Key, _ meaning: Meaning?) {
    let index = slot(of: key.hash)
    // Whoever stands in the other slot is not sent away for an empty one.
    if keys[index].count >= 0 {
      keys[index ^ 1] = keys[index]
      swap(&meanings[index ^ 1], &meanings[index])
    }
    keys[index] = key
    meanings[index] = meaning
  }

  private func grow() {
    let (oldKeys, oldMeanings, oldCount) = (keys, meanings, slotCount)
    slotCount = min(4 * oldCount, capacity)
    (keys, meanings) = Self.emptySlots(slotCount)
    for index in 0..<oldCount where oldKeys[index].count >= 0 {
      put(oldKeys[index], oldMeanings[index])
    }
    oldKeys.deallocate()
    oldMeanings.deinitialize(count: oldCount)
    oldMeanings.deallocate()
    insertions = 0
  }

  @inline(__always)
  private func meaning(
    at slot: Int, _ hash: UInt64, _ text: UnsafeBufferPointer<UInt8>
  ) -> Meaning? {
    let key = keys[slot]
    guard key.hash == hash, key.count == text.count,
      // Its bytes were not written over since.
      key.start >= written - ringSize, isSame(place(of: key.start), text)
    else { return nil }
    return meanings[slot]
  }

  /// Where in the ring a byte stands; the ring's size is a power of two.
  @inline(__always)
  private func place(of byte: Int) -> Int { byte & (ringSize - 1) }

  @inline(__always)
  private func isSame(_ start: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return true }
    return ByteComparison.areEqual(ring + start, base, count: text.count)
  }

  /// Eight bytes at a time, folded by 128-bit products as wyhash does.
  @inline(__always)
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    var hash = UInt64(raw.count) ^ 0xa076_1d64_78bd_642f
    var index = 0
    while index + 8 <= raw.count {
      hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    return fold(fold(hash ^ rest))
  }

  @inline(__always)
  private static func fold(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return high ^ low ^ value
  }
}
