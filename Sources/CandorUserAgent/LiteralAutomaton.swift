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
  /// Where the literals of a state begin in `endings` and where they end, in pairs.
  private let endingStarts: UnsafeMutablePointer<UInt32>
  private let endings: UnsafeMutablePointer<UInt32>
  /// The exact bytes of literals whose case counts, else 0 long.
  private let exactStarts: UnsafeMutablePointer<UInt32>
  private let exactBytes: UnsafeMutablePointer<UInt8>
  let stateCount: Int

  /// Builds the automaton; the position of a literal is its number.
  init(_ literals: [AgentLiteral]) {
    var length = literals.reduce(0) { max($0, $1.bytes.count) }
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
    transitions.initialize(repeating: 0, count: 1 << trie.shift)

    let endingLists = Self.link(transitions, trie: trie)
    endingStarts = .allocate(capacity: endingLists.starts.count)
    endings = .allocate(capacity: max(1, endingLists.endings.count))
    endingStarts.initialize(from: endingLists.starts, count: endingLists.starts.count)
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
      let last = Int(endingStarts[state * 2 + 1])
      var cursor = Int(endingStarts[state * 2])
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
    _ rows: UnsafeMutablePointer<UInt16>, trie: borrowing Trie
  ) -> (starts: [UInt32], endings: [UInt32]) {
    let (stateCount, shift) = (trie.stateCount, trie.shift)
    var suffix = [UInt16](repeating: 0, count: stateCount)
    var starts = [UInt32](repeating: 0, count: stateCount)
    var ends = starts
    var endings: [UInt32] = []
    endings.reserveCapacity(trie.nextWithSameEnd.count * 2)
    // Breadth first, so that a state's suffix, which is shorter, is complete before it.
    var queue = [0]
    queue.reserveCapacity(stateCount)
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      let row = rows + (state << shift)
      let suffixRow = rows + (Int(suffix[state]) << shift)
      // What the state has no child for, its suffix has or has not; the root's leads to itself.
      if state != 0 { row.initialize(from: suffixRow, count: 1 << shift) }
      var next = trie.firstChild[state]
      while next > 0 {
        let child = Int(next)
        let column = Int(trie.columnOfChild[child])
        let target = state == 0 ? 0 : Int(suffixRow[column] & ~endsLiteral)
        suffix[child] = UInt16(target)
        starts[child] = UInt32(endings.count)
        var literal = trie.lastEnd[child]
        while literal >= 0 {
          endings.append(UInt32(literal))
          literal = trie.nextWithSameEnd[Int(literal)]
        }
        for index in Int(starts[target])..<Int(ends[target]) { endings.append(endings[index]) }
        ends[child] = UInt32(endings.count)
        row[column] = UInt16(child) | (starts[child] != ends[child] ? endsLiteral : 0)
        queue.append(child)
        next = trie.nextSibling[child]
      }
    }
    var pairs: [UInt32] = []
    pairs.reserveCapacity(stateCount * 2)
    for state in 0..<stateCount {
      pairs.append(starts[state])
      pairs.append(ends[state])
    }
    return (pairs, endings)
  }
}

/// The literals as a tree of lower-case bytes.
private struct Trie {
  var columns: [UInt8]
  let columnCount: Int
  let shift: Int
  /// 0 for none; the other children follow by `nextSibling`.
  var firstChild: [UInt16] = [0]
  var nextSibling: [UInt16] = [0]
  var columnOfChild: [UInt8] = [0]
  /// For each state the last literal that ends there, -1 for none; the others follow by
  /// `nextWithSameEnd`.
  var lastEnd: [Int32] = [-1]
  var nextWithSameEnd: [Int32]
  /// More than can be addressed means that the tree is not complete.
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
    nextWithSameEnd = [Int32](repeating: -1, count: literals.count)
    for (number, literal) in literals.enumerated() {
      var state = 0
      for byte in literal.bytes.prefix(maximumLength) {
        guard let child = child(of: state, columns[Int(byte)]) else {
          stateCount = Int.max
          return
        }
        state = child
      }
      nextWithSameEnd[number] = lastEnd[state]
      lastEnd[state] = Int32(number)
    }
  }

  /// The child of a state, made where it is not there; `nil` where there are too many states.
  private mutating func child(of state: Int, _ column: UInt8) -> Int? {
    var child = Int(firstChild[state])
    while child != 0 {
      if columnOfChild[child] == column { return child }
      child = Int(nextSibling[child])
    }
    guard stateCount < 0x7FFF else { return nil }
    nextSibling.append(firstChild[state])
    firstChild[state] = UInt16(stateCount)
    firstChild.append(0)
    columnOfChild.append(column)
    lastEnd.append(-1)
    stateCount += 1
    return stateCount - 1
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
