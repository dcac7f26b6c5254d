import CandorStore

/// Which interviews are of one person: those that share an e-mail, an external id or a candidate id,
/// also over a third one. The first interview stands for the person.
///
/// Read along with the interviews, so that nothing is held of any of them.
struct People {
  /// An interview of a person with several.
  struct Member: BitwiseCopyable {
    var interview: UInt32
    /// The person's first one.
    var person: UInt32
    /// Where the person's interviews begin.
    var start: UInt32

    static func isOrderedBefore(_ one: Member, _ other: Member) -> Bool {
      one.interview < other.interview
    }
  }

  /// The persons with several interviews.
  struct Groups {
    /// Their interviews, by interview.
    let members: SpillSorter<Member>.Sorted
    /// The same by person, as `SpillComponents.Pair`: the person, and the interview.
    let interviews: SpillFile
    /// How many interviews they have together.
    let count: Int
  }

  /// The interviews that are not the first of their person, ascending, with the first.
  private let joined: SpillComponents.Sorter.Sorted
  private let byPerson = SpillComponents.sorter()
  /// How many interviews are not the first of their person, of those read so far.
  private(set) var joinedCount = 0

  init(of identities: SpillSorter<LinkCollector.Identity>) throws(StoreError) {
    let components = SpillComponents()
    let sorted = try identities.sorted()
    var first: LinkCollector.Identity?
    while let row = sorted.next() {
      guard let known = first, known.key == row.key else {
        first = row
        continue
      }
      if known.interview != row.interview {
        try components.add(SpillComponents.Pair(row.interview, known.interview))
      }
    }
    try sorted.check()
    joined = try components.leasts()
  }

  /// The first interview of the same person; interviews have to be asked for in ascending order.
  mutating func candidate(of interview: UInt32) throws(StoreError) -> UInt32 {
    while let pair = joined.first, pair.number < interview { try step(past: pair) }
    guard let pair = joined.first, pair.number == interview else { return interview }
    return pair.other
  }

  private mutating func step(past pair: SpillComponents.Pair) throws(StoreError) {
    joinedCount += 1
    try byPerson.append(SpillComponents.Pair(pair.other, pair.number))
    try byPerson.append(SpillComponents.Pair(pair.other, pair.other))
    _ = joined.next()
  }

  /// The persons with several interviews; no interview can be asked for any more.
  mutating func finish() throws(StoreError) -> Groups {
    while let pair = joined.first { try step(past: pair) }
    try joined.check()
    let members = SpillSorter<Member>(isOrderedBefore: Member.isOrderedBefore)
    let interviews = try SpillFile()
    var (count, start) = (0, 0)
    var last: SpillComponents.Pair?
    let sorted = try byPerson.sorted()
    while let pair = sorted.next() {
      if pair == last { continue }
      if last?.number != pair.number { start = count }
      try members.append(
        Member(interview: pair.other, person: pair.number, start: UInt32(start)))
      try interviews.append(rows: [pair])
      count += 1
      last = pair
    }
    try sorted.check()
    return Groups(members: try members.sorted(), interviews: interviews, count: count)
  }
}
