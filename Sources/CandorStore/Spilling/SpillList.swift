/// A list of byte strings on disk, read by position.
///
/// ## Thread safety
/// For one task at a time.
public final class SpillList {
  private let content: SpillFile
  /// Where each item ends.
  private let ends: SpillFile
  /// How many items it holds.
  public private(set) var count = 0

  /// Makes an empty list.
  public init() throws(StoreError) {
    content = try SpillFile()
    ends = try SpillFile()
  }

  /// Adds an item.
  public func append(_ item: some Collection<UInt8>) throws(StoreError) {
    try content.append(item)
    try ends.append(rows: [UInt64(content.count)])
    count += 1
  }

  /// Adds several items.
  public func append(_ items: ByteStrings) throws(StoreError) {
    let start = UInt64(content.count)
    try content.append(rows: items.bytes)
    try ends.append(rows: items.ends.map { start + UInt64($0) })
    count += items.count
  }

  /// An item.
  ///
  /// - Precondition: the position is one of the list's.
  public func item(_ position: Int) throws(StoreError) -> [UInt8] {
    try items(position..<position + 1).bytes
  }

  /// Neighbouring items, read at once.
  public func items(_ range: Range<Int>) throws(StoreError) -> ByteStrings {
    let marks = try marks(range)
    let bytes = try content.bytes(in: marks[0]..<marks[marks.count - 1])
    return ByteStrings(bytes: bytes, ends: marks.dropFirst().map { $0 - marks[0] })
  }

  /// How many bytes each of neighbouring items has.
  public func byteCounts(_ range: Range<Int>) throws(StoreError) -> [Int] {
    let marks = try marks(range)
    return zip(marks, marks.dropFirst()).map { $1 - $0 }
  }

  /// Where the first of some items begins, and where each of them ends.
  private func marks(_ range: Range<Int>) throws(StoreError) -> [Int] {
    let first = max(0, range.lowerBound - 1)
    let marks = try ends.rows(of: UInt64.self, first..<range.upperBound).map { Int($0) }
    return range.lowerBound == 0 ? [0] + marks : marks
  }
}
