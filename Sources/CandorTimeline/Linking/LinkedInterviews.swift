import BitCollections

/// The interviews that have a trace, by their place in the input, each once and ascending.
///
/// Behind one address there may be everybody, where a platform logs its own gateway: many interviews are
/// a bit each of those in the input, and not held one by one.
public struct LinkedInterviews: Sendable, Hashable {
  /// So many are held one by one.
  static let maximumListed = 4096

  /// All of them, as long as they are few.
  private var few: [UInt32] = []
  /// All of them, where they are not.
  private var many = BitSet()
  /// How many there are.
  public private(set) var count = 0

  /// Makes an empty one.
  public init() {}

  /// Adds an interview that may be there already.
  public mutating func insert(_ interview: UInt32) {
    guard many.isEmpty else {
      if many.insert(Int(interview)).inserted { count += 1 }
      return
    }
    if let last = few.last, last >= interview {
      let place = few.firstIndex { $0 >= interview } ?? few.endIndex
      if few[place] == interview { return }
      few.insert(interview, at: place)
    } else {
      few.append(interview)
    }
    count += 1
    guard few.count > Self.maximumListed else { return }
    many = BitSet(few.lazy.map { Int($0) })
    few = []
  }
}

extension LinkedInterviews: Sequence {
  /// Goes through them, ascending.
  public struct Iterator: IteratorProtocol {
    fileprivate var few: IndexingIterator<[UInt32]>
    fileprivate var many: BitSet.Iterator

    /// The next interview.
    public mutating func next() -> UInt32? { few.next() ?? many.next().map { UInt32($0) } }
  }

  /// Goes through them, ascending.
  public func makeIterator() -> Iterator {
    Iterator(few: few.makeIterator(), many: many.makeIterator())
  }
}

extension LinkedInterviews: ExpressibleByArrayLiteral {
  /// Some interviews, in any order.
  public init(arrayLiteral interviews: UInt32...) {
    for interview in interviews { insert(interview) }
  }
}
