/// Sorts any number of values with bounded memory: sorted runs on disk, then merged.
///
/// What fits into the budget never touches the disk. Its parts can be inlined, because sorting is many
/// times as fast where the compiler knows what a row is.
///
/// ## Thread safety
/// For one task at a time.
public final class SpillSorter<Row: BitwiseCopyable> {
  @usableFromInline let isOrderedBefore: (Row, Row) -> Bool
  @usableFromInline let budget: Int
  @usableFromInline var rows: [Row] = []
  @usableFromInline var file: SpillFile?
  /// The rows of each run, counted from the beginning of the file.
  @usableFromInline var runs: [Range<Int>] = []

  /// Makes an empty sorter.
  ///
  /// - Parameters:
  ///   - memoryBytes: how much it may hold in memory.
  ///   - isOrderedBefore: the order; rows that are alike may come in any order.
  @inlinable
  public init(memoryBytes: Int = 8 << 20, isOrderedBefore: @escaping (Row, Row) -> Bool) {
    self.isOrderedBefore = isOrderedBefore
    budget = max(2, memoryBytes / MemoryLayout<Row>.stride)
  }

  /// How many rows it holds.
  @inlinable
  public var count: Int { (runs.last?.upperBound ?? 0) + rows.count }

  /// Adds a row.
  @inlinable
  public func append(_ row: Row) throws(StoreError) {
    // Growing would hold it twice; what is not written into takes no memory.
    if rows.capacity == 0 { rows.reserveCapacity(budget) }
    rows.append(row)
    if rows.count >= budget { try spill() }
  }

  @inlinable
  func spill() throws(StoreError) {
    guard !rows.isEmpty else { return }
    rows.sort(by: isOrderedBefore)
    let file: SpillFile
    if let known = self.file { file = known } else { file = try SpillFile() }
    self.file = file
    try file.append(rows: rows)
    let start = runs.last?.upperBound ?? 0
    runs.append(start..<start + rows.count)
    rows.removeAll(keepingCapacity: true)
  }

  /// The rows in order, once; nothing may be added afterwards.
  @inlinable
  public func sorted() throws(StoreError) -> Sorted {
    guard let file else {
      rows.sort(by: isOrderedBefore)
      let whole = rows
      rows = []
      return Sorted(
        sources: whole.isEmpty ? [] : [Source(rows: whole, rest: 0..<0, file: nil, share: 0)],
        isOrderedBefore)
    }
    try spill()
    rows = []
    let share = max(64, budget / runs.count)
    var sources: [Source] = []
    for run in runs {
      var source = Source(rows: [], rest: run, file: file, share: share)
      try source.refill()
      sources.append(source)
    }
    return Sorted(sources: sources, isOrderedBefore)
  }

  /// What is left of one run.
  @usableFromInline
  struct Source {
    @usableFromInline var rows: [Row]
    @usableFromInline var position = 0
    /// The rows that are still on disk.
    @usableFromInline var rest: Range<Int>
    @usableFromInline let file: SpillFile?
    @usableFromInline let share: Int

    @inlinable
    init(rows: [Row], rest: Range<Int>, file: SpillFile?, share: Int) {
      self.rows = rows
      self.rest = rest
      self.file = file
      self.share = share
    }

    @inlinable
    mutating func refill() throws(StoreError) {
      guard let file, !rest.isEmpty else { return }
      let next = rest.lowerBound..<min(rest.upperBound, rest.lowerBound + share)
      rows = try file.rows(of: Row.self, next)
      position = 0
      rest = next.upperBound..<rest.upperBound
    }
  }

  /// Rows in order, read from all runs at once.
  ///
  /// An iterator cannot throw: where the disk failed it ends early, and `check` tells.
  public final class Sorted: Sequence, IteratorProtocol {
    /// A heap: the source with the first row of all stands at 0.
    @usableFromInline var sources: [Source]
    @usableFromInline let isOrderedBefore: (Row, Row) -> Bool
    @usableFromInline var failure: StoreError?

    @inlinable
    init(sources: [Source], _ isOrderedBefore: @escaping (Row, Row) -> Bool) {
      self.sources = sources
      self.isOrderedBefore = isOrderedBefore
      for index in stride(from: sources.count / 2 - 1, through: 0, by: -1) { sift(from: index) }
    }

    /// The row that `next` gives, for whoever reads along with something else in the same order.
    @inlinable
    public var first: Row? {
      failure == nil && !sources.isEmpty ? sources[0].rows[sources[0].position] : nil
    }

    /// The next row.
    @inlinable
    public func next() -> Row? {
      guard let row = first else { return nil }
      sources[0].position += 1
      if sources[0].position == sources[0].rows.count {
        do throws(StoreError) { try sources[0].refill() } catch {
          failure = error
          return nil
        }
        if sources[0].position == sources[0].rows.count {
          sources.swapAt(0, sources.count - 1)
          sources.removeLast()
        }
      }
      sift(from: 0)
      return row
    }

    /// Whether everything could be read.
    ///
    /// - Throws: what ended the reading early.
    @inlinable
    public func check() throws(StoreError) {
      if let failure { throw failure }
    }

    @inlinable
    func sift(from start: Int) {
      var index = start
      while true {
        let left = 2 * index + 1
        guard left < sources.count else { return }
        let right = left + 1
        let least = right < sources.count && isBefore(right, left) ? right : left
        guard isBefore(least, index) else { return }
        sources.swapAt(least, index)
        index = least
      }
    }

    @inlinable
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      isOrderedBefore(
        sources[one].rows[sources[one].position], sources[other].rows[sources[other].position])
    }
  }
}
