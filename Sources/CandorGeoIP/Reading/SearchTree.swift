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

  /// A tree as long as count and record size say, with the separator behind it.
  init(bytes: UnsafeRawBufferPointer, nodeCount: UInt32, recordSize: RecordSize, width: Int) {
    precondition(
      bytes.count >= Int(nodeCount) * recordSize.rawValue / 4 + 2,
      "the tree has to be followed by its separator")
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
  /// - Precondition: the node's number is less than the node count. Eight bytes are loaded at once,
  ///   up to two of them of the separator behind the tree, which `init` demands.
  @inline(__always)
  func child(of node: UInt32, bit: UInt64) -> UInt32 {
    switch recordSize {
    case .bits24: Self.child24(load(Int(node) * 6), bit)
    case .bits28: Self.child28(load(Int(node) * 7), bit)
    case .bits32: Self.child32(load(Int(node) * 8), bit)
    }
  }

  @inline(__always)
  private func load(_ offset: Int) -> UInt64 {
    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  // Without a branch on the bit, which no processor can foresee: one missed branch costs more than
  // the whole step.

  @inline(__always)
  private static func child24(_ node: UInt64, _ bit: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: node &>> (40 &- 24 &* bit) & 0xff_ffff)
  }

  /// The middle byte holds the upper four bits of the left record, then those of the right one.
  @inline(__always)
  private static func child28(_ node: UInt64, _ bit: UInt64) -> UInt32 {
    let left = node &>> 40 | (node &>> 36 & 0xf) &<< 24
    let right = node &>> 8 & 0xfff_ffff
    return UInt32(truncatingIfNeeded: left ^ (left ^ right) & (0 &- bit))
  }

  @inline(__always)
  private static func child32(_ node: UInt64, _ bit: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: node &>> (32 &- 32 &* bit))
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
    // One loop for each size, so that no step has to ask for it.
    switch recordSize {
    case .bits24: walk(start, bits, count) { Self.child24(load(Int($0) * 6), $1) }
    case .bits28: walk(start, bits, count) { Self.child28(load(Int($0) * 7), $1) }
    case .bits32: walk(start, bits, count) { Self.child32(load(Int($0) * 8), $1) }
    }
  }

  @inline(__always)
  private func walk(
    _ start: Leaf, _ bits: UInt64, _ count: Int, _ child: (UInt32, UInt64) -> UInt32
  ) -> Leaf {
    var leaf = start
    var bits = bits
    var left = count
    while left > 0, leaf.record < nodeCount {
      leaf.record = child(leaf.record, bits >> 63)
      leaf.depth += 1
      bits <<= 1
      left -= 1
    }
    return leaf
  }

  // MARK: Several at once

  /// A walk that is underway beside others.
  struct Lane {
    /// The bits that are left, the most significant one first.
    var bits: UInt64
    /// Where it stands.
    var record: UInt32
    /// Whose walk it is.
    var position: UInt32
  }

  /// Walks down several ways at once, at most `count` bits each, one step for each in turn.
  ///
  /// A step waits for the memory, and ways to different addresses need not wait for one another.
  ///
  /// - Parameters:
  ///   - lanes: the walks; those that stand on a node at the end are the first ones afterwards.
  ///   - records: where each walk ended is written to, at its position.
  /// - Returns: how many stand on a node.
  func walk(
    _ lanes: UnsafeMutableBufferPointer<Lane>, count: Int,
    into records: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    switch recordSize {
    case .bits24: walk(lanes, count, records) { Self.child24(load(Int($0) * 6), $1) }
    case .bits28: walk(lanes, count, records) { Self.child28(load(Int($0) * 7), $1) }
    case .bits32: walk(lanes, count, records) { Self.child32(load(Int($0) * 8), $1) }
    }
  }

  @inline(__always)
  private func walk(
    _ lanes: UnsafeMutableBufferPointer<Lane>, _ count: Int,
    _ records: UnsafeMutableBufferPointer<UInt32>, _ child: (UInt32, UInt64) -> UInt32
  ) -> Int {
    var underway = lanes.count
    for _ in 0..<count {
      var kept = 0
      for index in 0..<underway {
        let lane = lanes[index]
        guard lane.record < nodeCount else {
          records[Int(lane.position)] = lane.record
          continue
        }
        lanes[kept] = Lane(
          bits: lane.bits << 1, record: child(lane.record, lane.bits >> 63),
          position: lane.position)
        kept += 1
      }
      underway = kept
      if underway == 0 { return 0 }
    }
    var kept = 0
    for index in 0..<underway {
      let lane = lanes[index]
      records[Int(lane.position)] = lane.record
      guard lane.record < nodeCount else { continue }
      lanes[kept] = lane
      kept += 1
    }
    return kept
  }
}
