import CandorUserAgentPatterns

/// Finds every literal of a set in one pass over a text (Aho-Corasick).
///
/// One automaton over lower-case bytes serves both kinds of literal: where upper and lower case
/// differ in meaning the text is looked at again at the place of the hit.
///
/// ## Thread safety
/// Immutable after `init`; the memory it points to is never written again.
final class LiteralAutomaton: @unchecked Sendable {
  /// A transition's flag: the state it leads to ends a literal.
  private static let endsLiteral: UInt16 = 0x8000
  private static let maximumStates = 0x7FFF

  /// The column of each byte; bytes that no literal holds share column 0.
  private let columns: UnsafeMutablePointer<UInt8>
  /// Rows of transitions, each of `1 << shift`.
  private let transitions: UnsafeMutablePointer<UInt16>
  private let shift: Int
  /// Where the literals of a state begin in `endings`, one more than there are states.
  private let endingStarts: UnsafeMutablePointer<UInt32>
  private let endings: UnsafeMutablePointer<UInt32>
  /// The exact bytes of literals whose case counts, else 0 long.
  private let exactStarts: UnsafeMutablePointer<UInt32>
  private let exactBytes: UnsafeMutablePointer<UInt8>
  /// For each literal the bytes by which it was made shorter, which are looked at nowhere.
  let stateCount: Int

  /// Builds the automaton; the position of a literal is its number.
  init(_ literals: [AgentLiteral]) {
    var length = literals.map(\.bytes.count).max() ?? 0
    var trie = Trie(literals, maximumLength: length)
    // A shorter literal is still required, so a huge file costs precision and nothing else.
    while trie.stateCount > Self.maximumStates, length > 2 {
      length = max(2, length * 2 / 3)
      trie = Trie(literals, maximumLength: length)
    }
    precondition(
      trie.stateCount <= Self.maximumStates, "literals of two bytes fit the states there are")
    stateCount = trie.stateCount
    shift = trie.shift
    columns = .allocate(capacity: 256)
    columns.initialize(from: trie.columns, count: 256)
    let rows = trie.stateCount << trie.shift
    transitions = .allocate(capacity: rows)
    transitions.initialize(from: trie.rows, count: rows)

    let endingLists = Self.link(
      transitions, stateCount: trie.stateCount, shift: trie.shift, columnCount: trie.columnCount,
      ends: trie.ends)
    endingStarts = .allocate(capacity: trie.stateCount + 1)
    endings = .allocate(capacity: max(1, endingLists.endings.count))
    endingStarts.initialize(from: endingLists.starts, count: trie.stateCount + 1)
    endings.initialize(from: endingLists.endings, count: endingLists.endings.count)

    var starts: [UInt32] = [0]
    var bytes: [UInt8] = []
    for literal in literals {
      let kept = literal.bytes.prefix(length)
      if !literal.isCaseless, kept.contains(where: { Self.isLetter($0) }) { bytes += kept }
      starts.append(UInt32(bytes.count))
    }
    exactStarts = .allocate(capacity: starts.count)
    exactStarts.initialize(from: starts, count: starts.count)
    exactBytes = .allocate(capacity: max(1, bytes.count))
    exactBytes.initialize(from: bytes, count: bytes.count)
  }

  deinit {
    columns.deallocate()
    transitions.deallocate()
    endingStarts.deallocate()
    endings.deallocate()
    exactStarts.deallocate()
    exactBytes.deallocate()
  }

  /// Calls back for each place where a literal ends, with its number and the position behind it.
  ///
  /// The same literal may be reported many times; `isSeen` saves looking at it again.
  @inline(__always)
  func scan(
    _ text: UnsafeBufferPointer<UInt8>, found: (_ literal: Int, _ end: Int) -> Void
  ) {
    guard let bytes = text.baseAddress else { return }
    let (columns, transitions, shift) = (columns, transitions, shift)
    var state = 0
    for index in 0..<text.count {
      let next = transitions[state << shift | Int(columns[Int(bytes[index])])]
      state = Int(next & ~Self.endsLiteral)
      guard next & Self.endsLiteral != 0 else { continue }
      let last = Int(endingStarts[state + 1])
      var cursor = Int(endingStarts[state])
      while cursor < last {
        found(Int(endings[cursor]), index + 1)
        cursor += 1
      }
    }
  }

  /// Whether a literal that was found stands there in its own case.
  @inline(__always)
  func isExact(_ literal: Int, _ text: UnsafeBufferPointer<UInt8>, end: Int) -> Bool {
    let start = Int(exactStarts[literal])
    let count = Int(exactStarts[literal + 1]) - start
    var offset = 0
    while offset < count {
      if exactBytes[start + offset] != text[end - count + offset] { return false }
      offset += 1
    }
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Fills the gaps of the trie with the transitions of each state's longest proper suffix, and
  /// lists for each state the literals that end there.
  private static func link(
    _ rows: UnsafeMutablePointer<UInt16>, stateCount: Int, shift: Int, columnCount: Int,
    ends: [[UInt32]]
  ) -> (starts: [UInt32], endings: [UInt32]) {
    var suffix = [UInt16](repeating: 0, count: stateCount)
    var lists = ends
    var queue: [Int] = []
    queue.reserveCapacity(stateCount)
    for column in 0..<columnCount where rows[column] != 0 {
      let child = Int(rows[column])
      if !lists[child].isEmpty { rows[column] |= endsLiteral }
      queue.append(child)
    }
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      let row = state << shift
      let suffixRow = Int(suffix[state]) << shift
      for column in 0..<columnCount {
        let child = Int(rows[row + column])
        let inherited = rows[suffixRow + column]
        if child == 0 {
          rows[row + column] = inherited
        } else {
          let target = Int(inherited & ~endsLiteral)
          suffix[child] = UInt16(target)
          lists[child] += lists[target]
          if !lists[child].isEmpty { rows[row + column] |= endsLiteral }
          queue.append(child)
        }
      }
    }
    var starts: [UInt32] = [0]
    starts.reserveCapacity(stateCount + 1)
    var endings: [UInt32] = []
    for list in lists {
      endings += list
      starts.append(UInt32(endings.count))
    }
    return (starts, endings)
  }
}

/// The literals as a tree of lower-case bytes, in rows.
private struct Trie {
  var columns: [UInt8]
  let columnCount: Int
  let shift: Int
  var rows: [UInt16]
  var ends: [[UInt32]] = [[]]
  /// More than can be addressed means that the rows are not complete.
  var stateCount = 1

  init(_ literals: [AgentLiteral], maximumLength: Int) {
    var isUsed = [Bool](repeating: false, count: 256)
    for literal in literals {
      for byte in literal.bytes { isUsed[Int(Self.folded(byte))] = true }
    }
    columns = [UInt8](repeating: 0, count: 256)
    var next = 1
    for byte in 0..<256 where isUsed[byte] {
      columns[byte] = UInt8(truncatingIfNeeded: next)
      next += 1
    }
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") {
      columns[Int(byte)] = columns[Int(Self.folded(byte))]
    }
    // Upper case takes no column, so there are at most 231.
    columnCount = next
    shift = Int.bitWidth - (next - 1).leadingZeroBitCount
    let limit = min(0x8000, 1 + literals.reduce(0) { $0 + min(maximumLength, $1.bytes.count) })
    rows = [UInt16](repeating: 0, count: limit << shift)
    ends.reserveCapacity(limit)
    for (number, literal) in literals.enumerated() {
      var state = 0
      for byte in literal.bytes.prefix(maximumLength) {
        let cell = state << shift + Int(columns[Int(byte)])
        if rows[cell] == 0 {
          guard stateCount < limit else {
            stateCount = Int.max
            return
          }
          rows[cell] = UInt16(stateCount)
          ends.append([])
          stateCount += 1
        }
        state = Int(rows[cell])
      }
      ends[state].append(UInt32(number))
    }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
