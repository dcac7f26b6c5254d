import CandorModel

/// Remembers what texts mean, by the bytes they have in a line of JSON.
///
/// Each hash has two slots, and a newcomer takes the place of the older one: the bound costs no
/// bookkeeping, a hostile choice of texts costs look-ups and nothing else, and losing an entry never
/// changes a result.
///
/// Thread safety: a value of one worker.
struct TextCache<Meaning> {
  /// A text with what it means.
  final class Entry {
    let hash: UInt64
    let bytes: [UInt8]
    let meaning: Meaning

    init(hash: UInt64, bytes: [UInt8], meaning: Meaning) {
      self.hash = hash
      self.bytes = bytes
      self.meaning = meaning
    }
  }

  /// The longest text that is remembered, in bytes: what somebody sends cannot fill the memory.
  static var maximumTextBytes: Int { 1024 }

  private var slots: ContiguousArray<Entry?>
  private let mask: Int

  /// - Parameter capacity: the most texts it holds; rounded up to a power of two.
  init(capacity: Int) {
    var count = 2
    while count < capacity { count *= 2 }
    slots = ContiguousArray(repeating: nil, count: count)
    mask = count - 1
  }

  /// The entry of a text; a new one is made where there is none.
  @inline(__always)
  mutating func entry(
    of text: UnsafeBufferPointer<UInt8>, make: (UnsafeBufferPointer<UInt8>) -> Meaning
  ) -> Entry {
    let hash = Self.hash(text)
    let slot = Int(truncatingIfNeeded: hash) & mask
    if let entry = slots[slot], entry.hash == hash, Self.isSame(entry.bytes, text) { return entry }
    if let entry = slots[slot ^ 1], entry.hash == hash, Self.isSame(entry.bytes, text) {
      return entry
    }
    let entry = Entry(hash: hash, bytes: Array(text), meaning: make(text))
    guard text.count <= Self.maximumTextBytes else { return entry }
    slots[slot ^ 1] = slots[slot]
    slots[slot] = entry
    return entry
  }

  @inline(__always)
  private static func isSame(_ bytes: [UInt8], _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == text.count else { return false }
    return bytes.withUnsafeBytes { own in
      let raw = UnsafeRawBufferPointer(text)
      var index = 0
      while index + 8 <= own.count {
        if own.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          != raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        {
          return false
        }
        index += 8
      }
      while index < own.count {
        if own[index] != raw[index] { return false }
        index += 1
      }
      return true
    }
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
