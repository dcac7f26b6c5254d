import CandorModel
import Synchronization

/// Remembers where the first 16 bits of an IPv4 address lead, which saves half of the walk.
///
/// The entries are filled by the look-ups that need them: filling all at the start would read
/// pages all over the file, which costs more than a short run has to do.
///
/// Thread safety: an entry goes from unknown to its one value by an atomic store; two workers that
/// fill the same entry write the same value, and nothing else depends on it.
final class PrefixShortcut: @unchecked Sendable {
  // Unchecked because of the pointer; what it points to are atomics, allocated once.

  static var bits: Int { 16 }

  private let tree: SearchTree
  private let entries: UnsafeMutablePointer<Atomic<UInt32>>

  init(tree: SearchTree) {
    self.tree = tree
    entries = .allocate(capacity: 1 << Self.bits)
    for index in 0..<(1 << Self.bits) { (entries + index).initialize(to: Atomic(0)) }
  }

  deinit {
    entries.deinitialize(count: 1 << Self.bits)
    entries.deallocate()
  }

  /// How to walk with the help of what is remembered; valid as long as this object.
  var walk: ShortenedWalk { ShortenedWalk(tree: tree, entries: entries) }
}

/// A walk that begins 16 bits down: numbers and pointers alone, so that copying it is free.
///
/// Thread safety: as `PrefixShortcut`, which it must not outlive.
struct ShortenedWalk: @unchecked Sendable {
  // Unchecked because of the pointer; what it points to are atomics.

  let tree: SearchTree
  let entries: UnsafeMutablePointer<Atomic<UInt32>>

  /// The record at which the walk to an address ends; `nil` for IPv6 in a tree of IPv4.
  @inline(__always)
  func record(for address: IPAddress) -> UInt32? {
    guard address.family == .v4 else { return tree.leaf(for: address)?.record }
    let bits = address.low << 32
    let start = SearchTree.Leaf(record: start(of: bits), depth: 0)
    let rest = 32 - PrefixShortcut.bits
    return tree.walk(from: start, bits: bits << UInt64(PrefixShortcut.bits), count: rest).record
  }

  /// The record at which the first bits of an IPv4 address end.
  @inline(__always)
  private func start(of bits: UInt64) -> UInt32 {
    let index = Int(truncatingIfNeeded: bits >> UInt64(64 - PrefixShortcut.bits))
    // The record plus one, so that zero is unknown; the largest record wraps to it and stays so.
    var record = entries[index].load(ordering: .relaxed) &- 1
    if record == .max {
      record = tree.walk(from: tree.startOfV4, bits: bits, count: PrefixShortcut.bits).record
      entries[index].store(record &+ 1, ordering: .relaxed)
    }
    return record
  }

  /// What an address is remembered by: the offset of its record plus one, 0 where there is none,
  /// the largest number where the tree is damaged.
  @inline(__always)
  func keyPart(for address: IPAddress, dataSize: Int) -> UInt64 {
    guard let record = record(for: address) else { return 0 }
    return keyPart(of: record, dataSize: dataSize)
  }

  @inline(__always)
  private func keyPart(of record: UInt32, dataSize: Int) -> UInt64 {
    guard record != tree.nodeCount else { return 0 }
    let offset = Int(record) - Int(tree.nodeCount) - DatabaseFile.separatorSize
    return offset >= 0 && offset < dataSize ? UInt64(offset) + 1 : .max
  }
}

extension ShortenedWalk {
  /// A walk that is underway.
  private struct Lane {
    /// Where it stands.
    var record: UInt32
    /// The bits that are left of this half of the address, and how many.
    var bits: UInt64
    var left: Int
    /// The half behind it, of IPv6.
    var nextHalf: UInt64?
    /// Whose walk it is.
    let position: Int
  }

  /// The same as `keyPart` for several addresses, one step for each in turn.
  ///
  /// A step waits for the memory, and walks to different addresses need not wait for one another.
  ///
  /// - Parameter parts: as many as there are addresses.
  func keyParts(
    for addresses: UnsafeBufferPointer<IPAddress>, dataSize: Int,
    into parts: UnsafeMutableBufferPointer<UInt64>
  ) {
    withUnsafeTemporaryAllocation(of: Lane.self, capacity: addresses.count) { lanes in
      guard let lanes = lanes.baseAddress else { return }
      for (position, address) in addresses.enumerated() {
        (lanes + position).initialize(to: lane(for: address, at: position))
      }
      var count = addresses.count
      while count > 0 {
        var kept = 0
        for index in 0..<count {
          var lane = lanes[index]
          if isUnderway(&lane) {
            lane.record = tree.child(of: lane.record, bit: lane.bits >> 63)
            lane.bits <<= 1
            lane.left -= 1
            lanes[kept] = lane
            kept += 1
          } else {
            parts[lane.position] = keyPart(of: lane.record, dataSize: dataSize)
          }
        }
        count = kept
      }
    }
  }

  @inline(__always)
  private func isUnderway(_ lane: inout Lane) -> Bool {
    guard lane.record < tree.nodeCount else { return false }
    if lane.left > 0 { return true }
    guard let half = lane.nextHalf else { return false }
    lane.bits = half
    lane.left = 64
    lane.nextHalf = nil
    return true
  }

  private func lane(for address: IPAddress, at position: Int) -> Lane {
    switch address.family {
    case .v4:
      let bits = address.low << 32
      return Lane(
        record: start(of: bits), bits: bits << UInt64(PrefixShortcut.bits),
        left: 32 - PrefixShortcut.bits, nextHalf: nil, position: position)
    case .v6:
      // A tree of IPv4 says nothing of IPv6.
      let isKnown = tree.width == 128 && tree.nodeCount > 0
      return Lane(
        record: isKnown ? 0 : tree.nodeCount, bits: address.high, left: 64,
        nextHalf: address.low, position: position)
    }
  }
}
