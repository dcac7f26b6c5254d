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

  /// An item.
  ///
  /// - Precondition: the position is one of the list's.
  public func item(_ position: Int) throws(StoreError) -> [UInt8] {
    try items(position..<position + 1)[0]
  }

  /// Neighbouring items, read at once.
  public func items(_ range: Range<Int>) throws(StoreError) -> [[UInt8]] {
    guard !range.isEmpty else { return [] }
    let first = max(0, range.lowerBound - 1)
    let marks = try ends.rows(of: UInt64.self, first..<range.upperBound).map { Int($0) }
    let start = range.lowerBound == 0 ? 0 : marks[0]
    let ends = range.lowerBound == 0 ? marks[...] : marks.dropFirst()
    let bytes = try content.bytes(in: start..<(marks.last ?? start))
    var from = start
    return ends.map { end in
      defer { from = end }
      return Array(bytes[from - start..<end - start])
    }
  }
}
