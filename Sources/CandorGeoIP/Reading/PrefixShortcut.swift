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
    var record = known(bits)
    if record == .max {
      record = tree.walk(from: tree.startOfV4, bits: bits, count: PrefixShortcut.bits).record
      remember(record, for: bits)
    }
    return record
  }

  // An entry is the record plus one, so that zero is unknown; the largest record wraps to it and
  // stays so.

  /// What is remembered of the first bits; the largest record where that is nothing.
  @inline(__always)
  private func known(_ bits: UInt64) -> UInt32 {
    entries[Self.index(of: bits)].load(ordering: .relaxed) &- 1
  }

  @inline(__always)
  private func remember(_ record: UInt32, for bits: UInt64) {
    entries[Self.index(of: bits)].store(record &+ 1, ordering: .relaxed)
  }

  @inline(__always)
  private static func index(of bits: UInt64) -> Int {
    Int(truncatingIfNeeded: bits >> UInt64(64 - PrefixShortcut.bits))
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
  /// The same as `keyPart` for several addresses, whose walks go side by side.
  ///
  /// - Parameter parts: as many as there are addresses.
  func keyParts(
    for addresses: UnsafeBufferPointer<IPAddress>, dataSize: Int,
    into parts: UnsafeMutableBufferPointer<UInt64>
  ) {
    let count = addresses.count
    withUnsafeTemporaryAllocation(of: SearchTree.Lane.self, capacity: count) { lanes in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { records in
        walkV4(addresses, lanes, into: records)
        walkV6(addresses, lanes, into: records)
        for index in 0..<count { parts[index] = keyPart(of: records[index], dataSize: dataSize) }
      }
    }
  }

  private func walkV4(
    _ addresses: UnsafeBufferPointer<IPAddress>,
    _ lanes: UnsafeMutableBufferPointer<SearchTree.Lane>,
    into records: UnsafeMutableBufferPointer<UInt32>
  ) {
    rememberStarts(of: addresses, lanes, records)
    var count = 0
    for (position, address) in addresses.enumerated() where address.family == .v4 {
      let bits = address.low << 32
      lanes[count] = SearchTree.Lane(
        bits: bits << UInt64(PrefixShortcut.bits), record: known(bits), position: UInt32(position))
      count += 1
    }
    _ = tree.walk(.init(rebasing: lanes[..<count]), count: 32 - PrefixShortcut.bits, into: records)
  }

  /// Walks the first bits of all IPv4 addresses of which it is not known where they lead.
  private func rememberStarts(
    of addresses: UnsafeBufferPointer<IPAddress>,
    _ lanes: UnsafeMutableBufferPointer<SearchTree.Lane>,
    _ records: UnsafeMutableBufferPointer<UInt32>
  ) {
    var count = 0
    for (position, address) in addresses.enumerated() where address.family == .v4 {
      let bits = address.low << 32
      guard known(bits) == .max else { continue }
      lanes[count] = SearchTree.Lane(
        bits: bits, record: tree.startOfV4.record, position: UInt32(position))
      count += 1
    }
    guard count > 0 else { return }
    _ = tree.walk(.init(rebasing: lanes[..<count]), count: PrefixShortcut.bits, into: records)
    for (position, address) in addresses.enumerated() where address.family == .v4 {
      let bits = address.low << 32
      if known(bits) == .max { remember(records[position], for: bits) }
    }
  }

  private func walkV6(
    _ addresses: UnsafeBufferPointer<IPAddress>,
    _ lanes: UnsafeMutableBufferPointer<SearchTree.Lane>,
    into records: UnsafeMutableBufferPointer<UInt32>
  ) {
    var count = 0
    for (position, address) in addresses.enumerated() where address.family == .v6 {
      // A tree of IPv4 says nothing of IPv6.
      records[position] = tree.nodeCount
      lanes[count] = SearchTree.Lane(bits: address.high, record: 0, position: UInt32(position))
      count += 1
    }
    guard tree.width == 128, tree.nodeCount > 0 else { return }
    count = tree.walk(.init(rebasing: lanes[..<count]), count: 64, into: records)
    for index in 0..<count { lanes[index].bits = addresses[Int(lanes[index].position)].low }
    _ = tree.walk(.init(rebasing: lanes[..<count]), count: 64, into: records)
  }
}
