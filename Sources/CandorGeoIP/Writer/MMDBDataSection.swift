import Foundation

/// The data section of a database under construction: every different value once.
///
/// Values are written from the inside out. A map is its control byte followed by pointers to the
/// values within it, which stand before it; only scalars and texts of at most two bytes, which are
/// no longer than a pointer, stand in place. Equal values therefore have equal bytes, and looking
/// for a value that is already there is a comparison of bytes: no value is kept in memory beside
/// its encoded form.
struct MMDBDataSection {
  /// The offsets that the tree's records can hold while it is built; see `MMDBTree`.
  static let maximumByteCount = 0x7fff_ffff
  /// How deep maps and arrays may nest. Readers bound their recursion too: libmaxminddb at 512.
  static let maximumDepth = 64

  private(set) var bytes: [UInt8] = []

  // An open-addressing hash table over offsets: the hash in the upper half, the offset plus one in
  // the lower, zero where free. It takes 16 bytes for a value at most, a dictionary of values would
  // take some hundred.
  private var slots = [UInt64](repeating: 0, count: 1 << 12)
  private var slotsInUse = 0
  // The values that are being written, the outermost first; kept so that they allocate once.
  private var scratch: [[UInt8]] = []
  private var textScratch: [UInt8] = []

  /// The offset of a value, which is written if it is not there yet.
  mutating func offset(of value: MMDBValue) throws(MMDBWriterError) -> UInt32 {
    try offset(of: value, depth: 0)
  }

  private mutating func offset(of value: MMDBValue, depth: Int) throws(MMDBWriterError) -> UInt32 {
    guard depth <= Self.maximumDepth else {
      throw .valueTooDeep(limit: Self.maximumDepth)
    }
    if scratch.count <= depth { scratch.append([]) }
    scratch[depth].removeAll(keepingCapacity: true)
    switch value {
    case .string(let text):
      try check(size: text.utf8.count)
      MMDBEncoding.appendText(text, to: &scratch[depth])
    case .bytes(let raw):
      try check(size: raw.count)
      MMDBEncoding.appendControl(.bytes, size: raw.count, to: &scratch[depth])
      scratch[depth].append(contentsOf: raw)
    case .array(let elements):
      try check(size: elements.count)
      MMDBEncoding.appendControl(.array, size: elements.count, to: &scratch[depth])
      for element in elements { try append(element, at: depth) }
    case .map(let fields):
      try check(size: fields.count)
      MMDBEncoding.appendControl(.map, size: fields.count, to: &scratch[depth])
      var sorted = Array(fields)
      sorted.sort { $0.key < $1.key }
      for (key, field) in sorted {
        try append(key.text, at: depth)
        try append(field, at: depth)
      }
    default:
      _ = MMDBEncoding.appendScalar(value, to: &scratch[depth])
    }
    return try intern(scratch[depth])
  }

  /// Appends a value to the one at `depth` around it: in place if it is short, else the pointer to
  /// it.
  private mutating func append(_ value: MMDBValue, at depth: Int) throws(MMDBWriterError) {
    if MMDBEncoding.appendScalar(value, to: &scratch[depth]) { return }
    if case .string(let text) = value { return try append(text, at: depth) }
    let target = try offset(of: value, depth: depth + 1)
    MMDBEncoding.appendPointer(to: target, into: &scratch[depth])
  }

  /// The same for a text, without making a value of it: most texts are keys.
  private mutating func append(_ text: String, at depth: Int) throws(MMDBWriterError) {
    let size = text.utf8.count
    if size <= 2 {
      MMDBEncoding.appendText(text, to: &scratch[depth])
      return
    }
    try check(size: size)
    textScratch.removeAll(keepingCapacity: true)
    MMDBEncoding.appendText(text, to: &textScratch)
    MMDBEncoding.appendPointer(to: try intern(textScratch), into: &scratch[depth])
  }

  private func check(size: Int) throws(MMDBWriterError) {
    guard size <= MMDBEncoding.maximumSize else {
      throw .valueTooLarge(size: size, limit: MMDBEncoding.maximumSize)
    }
  }

  private mutating func intern(_ encoded: [UInt8]) throws(MMDBWriterError) -> UInt32 {
    if slotsInUse * 2 >= slots.count { grow() }
    let hash = Self.hash(encoded)
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while slots[index] != 0 {
      if slots[index] >> 32 == UInt64(hash) {
        let offset = Int(slots[index] & 0xffff_ffff) - 1
        // The form of a value names its own length, so a match of all its bytes is the value.
        if holds(encoded, at: offset) { return UInt32(offset) }
      }
      index = (index + 1) & mask
    }
    guard bytes.count + encoded.count <= Self.maximumByteCount else {
      throw .tooLarge(part: "data section", limit: Self.maximumByteCount)
    }
    let offset = bytes.count
    bytes.append(contentsOf: encoded)
    slots[index] = UInt64(hash) << 32 | UInt64(offset + 1)
    slotsInUse += 1
    return UInt32(offset)
  }

  private func holds(_ encoded: [UInt8], at offset: Int) -> Bool {
    guard offset + encoded.count <= bytes.count else { return false }
    return bytes.withUnsafeBytes { all in
      encoded.withUnsafeBytes { wanted in
        guard let start = all.baseAddress, let other = wanted.baseAddress else { return true }
        return memcmp(start + offset, other, wanted.count) == 0
      }
    }
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for slot in slots where slot != 0 {
      var index = Int(slot >> 32) & mask
      while larger[index] != 0 { index = (index + 1) & mask }
      larger[index] = slot
    }
    slots = larger
  }

  /// A hash of eight bytes at a time. Not `Hasher`, whose seed changes with every run: the bytes
  /// written would be the same, but the time would not.
  private static func hash(_ encoded: [UInt8]) -> UInt32 {
    encoded.withUnsafeBytes { bytes in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(bytes.count)
      var index = 0
      while index + 8 <= bytes.count {
        hash = mixed(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        index += 8
      }
      var rest: UInt64 = 0
      while index < bytes.count {
        rest = rest << 8 | UInt64(bytes[index])
        index += 1
      }
      return UInt32(truncatingIfNeeded: mixed(hash ^ rest))
    }
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9e37_79b9_7f4a_7c15
    return product ^ product >> 29
  }
}
