import CandorModel

/// Walks the binary search tree of a database, never a byte outside of it.
///
/// The format: https://maxmind.github.io/MaxMind-DB/, chapter "Binary Search Tree Section".
///
/// Thread safety: a value over memory that does not change; whoever keeps it keeps the file open.
struct SearchTree: @unchecked Sendable {
  // Unchecked because of the pointer: the memory is a private read-only mapping of `DatabaseFile`.

  /// Bits of one of the two records of a node.
  enum RecordSize: Int {
    case bits24 = 24
    case bits28 = 28
    case bits32 = 32
  }

  /// Where a walk ended.
  struct Leaf {
    /// The record: the node count where there is nothing, more where there is data.
    var record: UInt32
    /// How many bits of the tree were walked.
    var depth: Int
  }

  let bytes: UnsafeRawBufferPointer
  let nodeCount: UInt32
  let recordSize: RecordSize
  /// 32 or 128.
  let width: Int
  /// Where IPv4 begins in a tree of IPv6: 96 zero bits down, or where the walk there ended.
  private(set) var startOfV4: Leaf

  /// A tree whose bytes are exactly as long as count and record size say.
  init(bytes: UnsafeRawBufferPointer, nodeCount: UInt32, recordSize: RecordSize, width: Int) {
    self.bytes = bytes
    self.nodeCount = nodeCount
    self.recordSize = recordSize
    self.width = width
    startOfV4 = Leaf(record: 0, depth: 0)
    if width == 128 {
      var leaf = Leaf(record: nodeCount == 0 ? nodeCount : 0, depth: 0)
      while leaf.depth < 96, leaf.record < nodeCount {
        leaf.record = child(of: leaf.record, bit: 0)
        leaf.depth += 1
      }
      startOfV4 = leaf
    } else if nodeCount == 0 {
      startOfV4.record = nodeCount
    }
  }

  /// The left (0) or right (1) record of a node.
  ///
  /// - Precondition: the node's number is less than the node count, whose bytes are all there; the
  ///   buffer checks it again in debug builds.
  @inline(__always)
  func child(of node: UInt32, bit: UInt32) -> UInt32 {
    switch recordSize {
    case .bits24:
      let at = Int(node) * 6 + Int(bit) * 3
      return UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2])
    case .bits28:
      let at = Int(node) * 7
      let middle = UInt32(bytes[at + 3])
      if bit == 0 {
        return (middle & 0xf0) << 20 | UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8
          | UInt32(bytes[at + 2])
      }
      return (middle & 0x0f) << 24 | UInt32(bytes[at + 4]) << 16 | UInt32(bytes[at + 5]) << 8
        | UInt32(bytes[at + 6])
    case .bits32:
      let at = Int(node) * 8 + Int(bit) * 4
      return UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    }
  }

  /// Walks down to an address.
  ///
  /// - Returns: `nil` for an IPv6 address where the tree holds IPv4 only. A leaf whose record is
  ///   still a node means that the tree is deeper than an address, which is damage.
  func leaf(for address: IPAddress) -> Leaf? {
    switch address.family {
    case .v4:
      return walk(from: startOfV4, bits: address.low << 32, count: 32)
    case .v6:
      guard width == 128 else { return nil }
      let start = Leaf(record: nodeCount == 0 ? nodeCount : 0, depth: 0)
      let upper = walk(from: start, bits: address.high, count: 64)
      return upper.record < nodeCount ? walk(from: upper, bits: address.low, count: 64) : upper
    }
  }

  /// Walks down at most `count` of the bits, the most significant one first.
  @inline(__always)
  func walk(from start: Leaf, bits: UInt64, count: Int) -> Leaf {
    var leaf = start
    var bits = bits
    var left = count
    while left > 0, leaf.record < nodeCount {
      leaf.record = child(of: leaf.record, bit: UInt32(truncatingIfNeeded: bits >> 63))
      leaf.depth += 1
      bits <<= 1
      left -= 1
    }
    return leaf
  }
}
