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

  private static var bits: Int { 16 }

  private let tree: SearchTree
  private let entries: UnsafeMutablePointer<Atomic<UInt64>>

  init(tree: SearchTree) {
    self.tree = tree
    entries = .allocate(capacity: 1 << Self.bits)
    for index in 0..<(1 << Self.bits) { (entries + index).initialize(to: Atomic(0)) }
  }

  deinit {
    entries.deinitialize(count: 1 << Self.bits)
    entries.deallocate()
  }

  /// The record at which the walk to an address ends; `nil` for IPv6 in a tree of IPv4.
  @inline(__always)
  func record(for address: IPAddress) -> UInt32? {
    guard address.family == .v4 else { return tree.leaf(for: address)?.record }
    let bits = address.low << 32
    let index = Int(truncatingIfNeeded: bits >> UInt64(64 - Self.bits))
    // The record plus one, so that zero is unknown; a record has 32 bits at most.
    var known = entries[index].load(ordering: .relaxed)
    if known == 0 {
      known = UInt64(tree.walk(from: tree.startOfV4, bits: bits, count: Self.bits).record) + 1
      entries[index].store(known, ordering: .relaxed)
    }
    let start = SearchTree.Leaf(record: UInt32(truncatingIfNeeded: known - 1), depth: 0)
    return tree.walk(from: start, bits: bits << UInt64(Self.bits), count: 32 - Self.bits).record
  }
}
