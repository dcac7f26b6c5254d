/// The search tree of a database under construction.
///
/// Two numbers and two prefix lengths a node, in plain arrays: 10 bytes a node instead of the
/// hundred that an object would take, which is what lets millions of networks fit.
struct MMDBTree {
  /// What happens where networks overlap.
  enum Overlap {
    case mostSpecific
    case latest
  }

  // A record is 0 (empty), the number of a node, `alias`, or the offset of a value with the highest
  // bit set. Node 0 is the root, which no record points to, so 0 is free to mean empty.
  static let valueBit: UInt32 = 0x8000_0000
  static let alias: UInt32 = 0x7fff_ffff

  let overlap: Overlap
  /// The two records of node n are 2n (next bit 0) and 2n + 1 (next bit 1).
  private(set) var records: [UInt32] = [0, 0]
  /// The length of the network that a record's value came with.
  private var lengths: [UInt8] = [0, 0]

  init(overlap: Overlap) {
    self.overlap = overlap
  }

  /// A network as the first `length` bits of 128, with IPv4 already laid where it belongs.
  struct Key {
    var high: UInt64
    var low: UInt64
    var length: Int

    func bit(_ index: Int) -> Int {
      index < 64
        ? Int(truncatingIfNeeded: high >> UInt64(63 - index)) & 1
        : Int(truncatingIfNeeded: low >> UInt64(127 - index)) & 1
    }
  }

  /// Marks a network as an alias of the IPv4 part; nothing can be put into it any more.
  mutating func markAlias(_ key: Key) throws(MMDBWriterError) {
    let slot = try slot(for: key)
    records[slot] = Self.alias
  }

  /// Gives a network a value, or with `nil` none, as the rule for overlaps says.
  ///
  /// - Parameter value: an offset in the data section.
  mutating func insert(_ value: UInt32?, into key: Key) throws(MMDBWriterError) {
    let record = value.map { $0 | Self.valueBit } ?? 0
    if key.length == 0 {
      fill(0, with: record, length: 0)
      fill(1, with: record, length: 0)
      return
    }
    let slot = try slot(for: key)
    guard records[slot] != Self.alias else { throw .insideAlias }
    fill(slot, with: record, length: UInt8(key.length))
  }

  /// The record of a network's last bit; the nodes above it are made where they are missing.
  private mutating func slot(for key: Key) throws(MMDBWriterError) -> Int {
    var slot = key.bit(0)
    var depth = 1
    while depth < key.length {
      let record = records[slot]
      var node = Int(record)
      if record == Self.alias { throw .insideAlias }
      if record == 0 || record & Self.valueBit != 0 {
        // A value is split: both halves keep it, and the length it came with.
        node = records.count / 2
        guard node < Int(Self.alias) else {
          throw .tooLarge(part: "search tree", limit: Int(Self.alias))
        }
        let length = lengths[slot]
        records.append(record)
        records.append(record)
        lengths.append(length)
        lengths.append(length)
        records[slot] = UInt32(node)
      }
      slot = node * 2 + key.bit(depth)
      depth += 1
    }
    return slot
  }

  /// Puts a value at a record and at what lies below it.
  private mutating func fill(_ slot: Int, with record: UInt32, length: UInt8) {
    let old = records[slot]
    if old == Self.alias { return }
    if old != 0, old & Self.valueBit == 0 {
      // The nodes below stay also where the later network replaces all of them: an alias may be
      // among them, and equal neighbours are merged when the tree is written.
      fill(Int(old) * 2, with: record, length: length)
      fill(Int(old) * 2 + 1, with: record, length: length)
      return
    }
    if overlap == .mostSpecific, lengths[slot] > length { return }
    records[slot] = record
    lengths[slot] = length
  }
}
