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
    let index = Int(truncatingIfNeeded: bits >> UInt64(64 - PrefixShortcut.bits))
    // The record plus one, so that zero is unknown; the largest record wraps to it and stays so.
    var record = entries[index].load(ordering: .relaxed) &- 1
    if record == .max {
      record = tree.walk(from: tree.startOfV4, bits: bits, count: PrefixShortcut.bits).record
      entries[index].store(record &+ 1, ordering: .relaxed)
    }
    let start = SearchTree.Leaf(record: record, depth: 0)
    let rest = 32 - PrefixShortcut.bits
    return tree.walk(from: start, bits: bits << UInt64(PrefixShortcut.bits), count: rest).record
  }

  /// What an address is remembered by: the offset of its record plus one, 0 where there is none,
  /// the largest number where the tree is damaged.
  @inline(__always)
  func keyPart(for address: IPAddress, dataSize: Int) -> UInt64 {
    guard let record = record(for: address), record != tree.nodeCount else { return 0 }
    let offset = Int(record) - Int(tree.nodeCount) - DatabaseFile.separatorSize
    return offset >= 0 && offset < dataSize ? UInt64(offset) + 1 : .max
  }
}
