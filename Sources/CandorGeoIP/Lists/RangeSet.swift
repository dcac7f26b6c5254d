public import CandorModel

/// Networks and ranges with a value each, looked up by the longest prefix.
///
/// Made once; a look-up is a binary search over segments that do not overlap, in the part that the
/// first 16 bits name for IPv4: 100,000 entries take well under a microsecond.
///
/// Thread safety: an immutable value.
public struct RangeSet: Sendable {
  /// A network with the number that a look-up answers.
  public struct Entry: Sendable, Hashable {
    /// The network.
    public var prefix: IPPrefix
    /// What a look-up answers, for example an index.
    public var value: UInt32

    /// An entry.
    public init(prefix: IPPrefix, value: UInt32) {
      self.prefix = prefix
      self.value = value
    }
  }

  /// A stretch of addresses up to the next one's start.
  private struct Segment {
    var high: UInt64
    var low: UInt64
    /// The index of the entry, or `none`.
    var entry: UInt32
  }

  private static let none = UInt32.max

  private let entries: [Entry]
  private var startsV4: [UInt32] = []
  private var entriesV4: [UInt32] = []
  private var segmentsV6: [Segment] = []
  /// For each first 16 bits the segment that their first address lies in.
  private var indexV4: [UInt32] = []

  /// A set of entries; of two with the same network the later one counts.
  public init(_ entries: [Entry]) {
    var latest: [IPPrefix: UInt32] = [:]
    latest.reserveCapacity(entries.count)
    for entry in entries { latest[entry.prefix] = entry.value }
    let sorted = latest.map { Entry(prefix: $0.key, value: $0.value) }
      .sorted { $0.prefix < $1.prefix }
    self.entries = sorted
    addSegments(of: .v4)
    addSegments(of: .v6)
    indexFirstBits()
  }

  /// The number of different networks.
  public var count: Int { entries.count }

  /// Whether there is no network.
  public var isEmpty: Bool { entries.isEmpty }

  /// The value of the longest network that an address lies in; `nil` where there is none.
  @inline(__always)
  public func value(for address: IPAddress) -> UInt32? {
    entryIndex(for: address).map { entries[$0].value }
  }

  /// The longest network that an address lies in, with its value; `nil` where there is none.
  public func entry(for address: IPAddress) -> Entry? {
    entryIndex(for: address).map { entries[$0] }
  }

  private func entryIndex(for address: IPAddress) -> Int? {
    let found =
      address.family == .v4
      ? segmentV4(UInt32(truncatingIfNeeded: address.low)) : segmentV6(address)
    return found == Self.none ? nil : Int(found)
  }

  private func segmentV4(_ number: UInt32) -> UInt32 {
    guard !startsV4.isEmpty else { return Self.none }
    let first = Int(number >> 16)
    var low = Int(indexV4[first])
    var high = Int(indexV4[first + 1]) + 1
    // The last segment in `low..<high` that starts at or before the number.
    while high - low > 1 {
      let middle = (low + high) / 2
      if startsV4[middle] <= number { low = middle } else { high = middle }
    }
    return entriesV4[low]
  }

  private func segmentV6(_ address: IPAddress) -> UInt32 {
    var low = 0
    var high = segmentsV6.count
    while high > low {
      let middle = (low + high) / 2
      let segment = segmentsV6[middle]
      let isAfter =
        segment.high != address.high ? segment.high > address.high : segment.low > address.low
      if isAfter { high = middle } else { low = middle + 1 }
    }
    return low == 0 ? Self.none : segmentsV6[low - 1].entry
  }

  /// Cuts the nested networks of a family into stretches, each with the longest that covers it.
  private mutating func addSegments(of family: IPAddress.Family) {
    let all = entries.indices.filter { entries[$0].prefix.family == family }
    guard !all.isEmpty else { return }
    append(IPAddress(v4: 0), as: Self.none, family: family)
    var open: [Int] = []
    // Sorted by start and then larger first, a network's parts follow it: a stack of what is open
    // is enough.
    for index in all {
      close(&open, before: entries[index].prefix.base, family: family)
      append(entries[index].prefix.base, as: UInt32(index), family: family)
      open.append(index)
    }
    close(&open, before: nil, family: family)
  }

  private mutating func close(
    _ open: inout [Int], before start: IPAddress?, family: IPAddress.Family
  ) {
    while let last = open.last {
      let end = entries[last].prefix.last
      if let start, end >= start { return }
      open.removeLast()
      guard let next = end.successor else { continue }
      append(next, as: open.last.map { UInt32($0) } ?? Self.none, family: family)
    }
  }

  private mutating func append(_ start: IPAddress, as entry: UInt32, family: IPAddress.Family) {
    // A stretch that begins where the last one began leaves that one no address.
    switch family {
    case .v4:
      let number = UInt32(truncatingIfNeeded: start.low)
      if startsV4.last == number {
        entriesV4[entriesV4.count - 1] = entry
      } else {
        startsV4.append(number)
        entriesV4.append(entry)
      }
    case .v6:
      if let last = segmentsV6.last, last.high == start.high, last.low == start.low {
        segmentsV6[segmentsV6.count - 1].entry = entry
      } else {
        segmentsV6.append(Segment(high: start.high, low: start.low, entry: entry))
      }
    }
  }

  private mutating func indexFirstBits() {
    guard !startsV4.isEmpty else { return }
    indexV4.reserveCapacity(1 << 16 + 1)
    var segment = 0
    for first in 0..<(1 << 16) {
      while segment + 1 < startsV4.count, startsV4[segment + 1] <= UInt32(first) << 16 {
        segment += 1
      }
      indexV4.append(UInt32(segment))
    }
    indexV4.append(UInt32(startsV4.count - 1))
  }
}
