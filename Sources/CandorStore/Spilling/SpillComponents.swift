/// Finds what belongs together, also over a third one, with bounded memory for any number of pairs.
///
/// Two steps take turns until every number is paired with the least one of its component and with no
/// other: of each number all larger ones are paired with the least of its neighbours (large-star), then
/// all smaller ones (small-star). A step reads its pairs sorted and sorts what it makes; there are few,
/// also of long chains: the square of the logarithm of the largest component at most (Kiveris and
/// others, *Connected Components in MapReduce and Beyond*, 2014).
///
/// ## Thread safety
/// For one task at a time.
public struct SpillComponents {
  /// Two numbers that belong together.
  public struct Pair: BitwiseCopyable, Hashable, Sendable {
    /// One of them; the larger one of a result.
    public var number: UInt32
    /// The other one; the least of its component in a result.
    public var other: UInt32

    /// Makes a pair.
    public init(_ number: UInt32, _ other: UInt32) {
      self.number = number
      self.other = other
    }

    static func isOrderedBefore(_ one: Pair, _ other: Pair) -> Bool {
      (one.number, one.other) < (other.number, other.other)
    }
  }

  /// Something that takes pairs.
  public typealias Sorter = SpillSorter<Pair>

  /// Makes a sorter for pairs.
  ///
  /// - Parameter memoryBytes: how much it may hold in memory.
  public static func sorter(memoryBytes: Int = 4 << 20) -> Sorter {
    Sorter(memoryBytes: memoryBytes, isOrderedBefore: Pair.isOrderedBefore)
  }

  private let memoryBytes: Int
  /// Each pair both ways round.
  private let given: Sorter

  /// Makes one without pairs.
  ///
  /// - Parameter memoryBytes: how much each of two sorters may hold in memory.
  public init(memoryBytes: Int = 4 << 20) {
    self.memoryBytes = memoryBytes
    given = Self.sorter(memoryBytes: memoryBytes)
  }

  /// Adds a pair, either way round; it may be added several times.
  ///
  /// - Precondition: it is not of a number with itself.
  public func add(_ pair: Pair) throws(StoreError) {
    precondition(pair.number != pair.other, "a number belongs to itself")
    try Self.addMutual(pair, to: given)
  }

  /// What belongs together, once; nothing may be added afterwards.
  ///
  /// - Returns: each number but the least of its component, with that one; ascending.
  public func leasts() throws(StoreError) -> Sorter.Sorted {
    var mutual = given
    while true {
      let larger = Self.sorter(memoryBytes: memoryBytes)
      let isDone = try Self.pairLarger(try mutual.sorted(), into: larger)
      if isDone { return try larger.sorted() }
      mutual = Self.sorter(memoryBytes: memoryBytes)
      try Self.pairSmaller(try larger.sorted(), into: mutual)
    }
  }

  private static func addMutual(_ pair: Pair, to sorter: Sorter) throws(StoreError) {
    try sorter.append(pair)
    try sorter.append(Pair(pair.other, pair.number))
  }

  /// Pairs the larger neighbours of each number with the least one, the number itself included.
  ///
  /// - Parameter mutual: each pair both ways round.
  /// - Returns: whether nothing is left to be done: the numbers with a smaller neighbour have no other.
  private static func pairLarger(
    _ mutual: Sorter.Sorted, into larger: Sorter
  ) throws(StoreError) -> Bool {
    var isDone = true
    var last: Pair?
    var least: UInt32 = 0
    for pair in mutual where pair != last {
      if last?.number != pair.number {
        least = min(pair.number, pair.other)
      } else if least < pair.number {
        isDone = false
      }
      if pair.other > pair.number { try larger.append(Pair(pair.other, least)) }
      last = pair
    }
    try mutual.check()
    return isDone
  }

  /// Pairs each number and its smaller neighbours with the least one.
  ///
  /// - Parameter larger: each number with smaller ones.
  private static func pairSmaller(
    _ larger: Sorter.Sorted, into mutual: Sorter
  ) throws(StoreError) {
    var last: Pair?
    var least: UInt32 = 0
    for pair in larger where pair != last {
      if last?.number != pair.number {
        least = pair.other
        try addMutual(pair, to: mutual)
      } else {
        try addMutual(Pair(pair.other, least), to: mutual)
      }
      last = pair
    }
    try larger.check()
  }
}
