import CandorUserAgentPatterns

/// Finds every literal of a set in one pass over a text (Aho-Corasick).
///
/// One automaton over lower-case bytes serves both kinds of literal: a scan remembers which of the
/// last bytes were upper-case letters, and where that matters a literal says which of its own are.
///
/// Nearly all states lead to one other state, which then has the next number, so a literal lies
/// in a line or two of the processor's cache. Only states that lead to several have a row of
/// transitions: rows for all would take megabytes, and each byte of a text would wait for memory.
///
/// ## Thread safety
/// Immutable after `init`; the memory it points to is never written again.
final class LiteralAutomaton: @unchecked Sendable {
  private struct State {
    /// The state of its longest proper suffix, where a text goes on that it does not lead to.
    var suffix: UInt16 = 0
    /// The column that leads to the state with the next number; or, with `hasRow`, the number of its
    /// row; or `leadsNowhere`.
    var link: UInt16 = leadsNowhere
    /// Where the literals that end there begin in `endings`; 0 where none does.
    var endings: UInt32 = 0

    static let hasRow: UInt16 = 0x8000
    /// No column, which are fewer.
    static let leadsNowhere: UInt16 = 0x7FFF
  }

  /// Where a column of a row leads, with what a scan needs of that state, so that it need not wait
  /// for the state too.
  private struct Cell {
    var state: UInt16 = 0
    /// The link of the state; with `endsLiteral` in `state` a literal ends there.
    var link: UInt16 = State.leadsNowhere

    static let endsLiteral: UInt16 = 0x8000
  }

  /// A literal of those in a text: its number and what it triggers stand together.
  struct Found {
    fileprivate let words: UnsafeMutablePointer<UInt32>
    fileprivate static let headerWords = 4

    /// The position among the literals that the automaton was built of.
    @inline(__always)
    var number: Int { Int(words[0]) }

    /// What was given for it when the automaton was built.
    @inline(__always)
    var triggers: UnsafeBufferPointer<UInt32> {
      UnsafeBufferPointer(start: words + Self.headerWords, count: Int(words[3]))
    }

    /// Whether it stands there in its own case.
    ///
    /// - Parameter cases: bits for the bytes of the text up to its end, the last one's the lowest; 1
    ///   for upper-case letters.
    @inline(__always)
    fileprivate func isExact(_ cases: UInt32) -> Bool { (cases ^ words[1]) & words[2] == 0 }
  }

  /// Marks the last literal of those that end in a state.
  private static let isLast: UInt32 = 0x8000_0000
  private static let maximumStates = 0x7FFF
  /// The most bytes of a literal that are looked at, for which there are bits in a word.
  private static let maximumLength = 32
  /// Marks upper-case letters among the columns.
  private static let isUpperCase: UInt16 = 0x100

  /// The column of each byte, with `isUpperCase`; bytes that no literal holds share column 0.
  private let columns: UnsafeMutablePointer<UInt16>
  private let states: UnsafeMutablePointer<State>
  /// Rows of cells, each of `1 << shift`, that say for every column where it leads.
  private let rows: UnsafeMutablePointer<Cell>
  private let shift: Int
  /// Where in `records` the literals begin that end in a state, one state's behind the other.
  private let endings: UnsafeMutablePointer<UInt32>
  /// For each literal: its number; bits for its upper-case letters, and for all its bytes where case
  /// counts; how many triggers; the triggers.
  private let records: UnsafeMutablePointer<UInt32>
  let stateCount: Int

  /// Builds the automaton; the position of a literal is its number.
  ///
  /// - Parameters:
  ///   - cuttable: how many literals, from the first, may be found by their first bytes, where there are
  ///     too many for whole ones. The others are at most 32 bytes long.
  ///   - triggers: what is handed out with a literal that is found.
  init(
    _ literals: [AgentLiteral], cuttable: Int = .max,
    triggers: (_ literal: Int) -> ArraySlice<UInt32> = { _ in [] }
  ) {
    var length = min(Self.maximumLength, literals.reduce(0) { max($0, $1.bytes.count) })
    var kept = literals.map { $0.bytes.prefix(Self.maximumLength) }
    var trie = Trie(kept)
    // A shorter literal is still required, so a huge file costs precision and nothing else.
    while trie.stateCount > Self.maximumStates, length > 2 {
      length = max(2, length * 2 / 3)
      for index in kept.indices.prefix(cuttable) { kept[index] = kept[index].prefix(length) }
      trie = Trie(kept)
    }
    precondition(
      trie.stateCount <= Self.maximumStates, "literals of two bytes fit the states there are")
    stateCount = trie.stateCount
    shift = trie.shift
    columns = .allocate(capacity: 256)
    for byte in 0..<256 {
      let isUpperCase = (65...90).contains(byte) ? Self.isUpperCase : 0
      (columns + byte).initialize(to: UInt16(trie.columns[byte]) | isUpperCase)
    }
    let numbering = Numbering(trie)
    states = .allocate(capacity: trie.stateCount)
    states.initialize(repeating: State(), count: trie.stateCount)
    let cells = numbering.rowCount << trie.shift
    rows = .allocate(capacity: cells)
    rows.initialize(repeating: Cell(), count: cells)
    let records = Self.records(of: literals, kept, triggers)
    let endings = Self.link(states, rows, trie: trie, numbering, records.starts)
    for cell in 0..<cells {
      let state = states[Int(rows[cell].state)]
      rows[cell].link = state.link
      if state.endings > 0 { rows[cell].state |= Cell.endsLiteral }
    }
    self.endings = .allocate(capacity: endings.count)
    self.endings.initialize(from: endings, count: endings.count)
    self.records = .allocate(capacity: max(1, records.words.count))
    self.records.initialize(from: records.words, count: records.words.count)
  }

  deinit {
    columns.deallocate()
    states.deallocate()
    rows.deallocate()
    endings.deallocate()
    records.deallocate()
  }

  /// Calls back for each place where a literal ends, with the position behind it.
  ///
  /// The same literal may be reported many times.
  @inline(__always)
  func scan(
    _ text: UnsafeBufferPointer<UInt8>, found: (_ literal: Found, _ end: Int) -> Void
  ) {
    guard let bytes = text.baseAddress else { return }
    let (columns, states, rows, shift) = (columns, states, rows, shift)
    var state = 0
    var link = states[0].link
    var cases: UInt32 = 0
    for index in 0..<text.count {
      let letter = columns[Int(bytes[index])]
      let column = letter & ~Self.isUpperCase
      cases = cases &<< 1 | UInt32(letter &>> 8)
      // The root has a row, so every way over suffixes ends there at the latest.
      while link & State.hasRow == 0, link != column {
        state = Int(states[state].suffix)
        link = states[state].link
      }
      if link & State.hasRow != 0 {
        let cell = rows[Int(link & ~State.hasRow) &<< shift | Int(column)]
        state = Int(cell.state & ~Cell.endsLiteral)
        link = cell.link
        guard cell.state & Cell.endsLiteral != 0 else { continue }
      } else {
        state += 1
        link = states[state].link
      }
      var cursor = Int(states[state].endings)
      guard cursor > 0 else { continue }
      while true {
        let ending = endings[cursor]
        let literal = Found(words: records + Int(ending & ~Self.isLast))
        if literal.isExact(cases) { found(literal, index + 1) }
        guard ending & Self.isLast == 0 else { break }
        cursor += 1
      }
    }
  }

  /// Where a state leads, while the rows say nothing but states.
  private static func next(
    _ state: Int, _ column: Int, _ states: UnsafeMutablePointer<State>,
    _ rows: UnsafeMutablePointer<Cell>, _ shift: Int
  ) -> Int {
    var state = state
    while true {
      let link = states[state].link
      if link & State.hasRow != 0 {
        return Int(rows[Int(link & ~State.hasRow) << shift | column].state)
      }
      if Int(link) == column { return state + 1 }
      state = Int(states[state].suffix)
    }
  }

  private static func records(
    of literals: [AgentLiteral], _ kept: [ArraySlice<UInt8>],
    _ triggers: (Int) -> ArraySlice<UInt32>
  ) -> (words: [UInt32], starts: [UInt32]) {
    var words: [UInt32] = []
    var starts: [UInt32] = []
    starts.reserveCapacity(literals.count)
    for (number, literal) in literals.enumerated() {
      let kept = kept[number]
      let triggers = triggers(number)
      let cases = kept.reduce(UInt32(0)) { $0 << 1 | ((65...90).contains($1) ? 1 : 0) }
      let mask = literal.isCaseless ? 0 : UInt32.max >> UInt32(32 - kept.count)
      starts.append(UInt32(words.count))
      words += [UInt32(number), cases, mask, UInt32(triggers.count)]
      words += triggers
    }
    return (words, starts)
  }

  /// Says for each state where it leads and which literals end there.
  ///
  /// - Parameter records: where each literal's record begins.
  /// - Returns: where the records of the literals begin that end in a state, one state's behind the
  ///   other; the first place is unused.
  private static func link(
    _ states: UnsafeMutablePointer<State>, _ rows: UnsafeMutablePointer<Cell>,
    trie: borrowing Trie, _ numbering: Numbering, _ records: [UInt32]
  ) -> [UInt32] {
    let shift = trie.shift
    var endings: [UInt32] = [0]
    endings.reserveCapacity(trie.nextWithSameEnd.count * 2 + 1)
    // Breadth first, so that a state's suffix, which is shorter, is complete before it.
    var queue = [0]
    queue.reserveCapacity(trie.stateCount)
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      let state = Int(numbering.states[node])
      let suffix = Int(states[state].suffix)
      let row = numbering.rows[node]
      if let row, state != 0 {
        // What the state has no child for, its suffix has or has not; the root's leads to itself.
        for column in 0..<1 << shift {
          rows[Int(row) << shift | column].state = UInt16(
            next(suffix, column, states, rows, shift))
        }
      }
      if let row { states[state].link = row | State.hasRow }
      var child = trie.firstChild[node]
      while child > 0 {
        let column = Int(trie.columnOfChild[Int(child)])
        let number = numbering.states[Int(child)]
        let target = state == 0 ? 0 : next(suffix, column, states, rows, shift)
        if let row {
          rows[Int(row) << shift | column].state = number
        } else {
          states[state].link = UInt16(column)
        }
        states[Int(number)].suffix = UInt16(target)
        states[Int(number)].endings = append(
          trie, records, endingIn: Int(child), behind: states[target].endings, to: &endings)
        queue.append(Int(child))
        child = trie.nextSibling[Int(child)]
      }
    }
    return endings
  }

  /// Appends the literals that end in a state: its own, and those of its suffix.
  ///
  /// - Returns: where they begin; 0 where none ends.
  private static func append(
    _ trie: borrowing Trie, _ records: [UInt32], endingIn node: Int, behind suffix: UInt32,
    to endings: inout [UInt32]
  ) -> UInt32 {
    var literal = trie.lastEnd[node]
    // Without one of its own it has the very list of its suffix.
    guard literal >= 0 else { return suffix }
    let start = UInt32(endings.count)
    while literal >= 0 {
      endings.append(records[Int(literal)])
      literal = trie.nextWithSameEnd[Int(literal)]
    }
    var cursor = Int(suffix)
    while cursor > 0 {
      let ending = endings[cursor]
      endings.append(ending & ~isLast)
      cursor = ending & isLast == 0 ? cursor + 1 : 0
    }
    endings[endings.count - 1] |= isLast
    return start
  }
}

/// The numbers of the states and rows of a trie: a state that leads to one other stands before it.
private struct Numbering {
  /// By the trie's own numbers.
  private(set) var states: [UInt16]
  /// For the root, and for states that lead to several.
  private(set) var rows: [UInt16?]
  private(set) var rowCount = 0

  init(_ trie: borrowing Trie) {
    states = [UInt16](repeating: 0, count: trie.stateCount)
    rows = [UInt16?](repeating: nil, count: trie.stateCount)
    var waiting = [0]
    var next: UInt16 = 0
    while let node = waiting.popLast() {
      states[node] = next
      next += 1
      var child = trie.firstChild[node]
      if node == 0 || (child > 0 && trie.nextSibling[Int(child)] > 0) {
        rows[node] = UInt16(rowCount)
        rowCount += 1
      }
      while child > 0 {
        waiting.append(Int(child))
        child = trie.nextSibling[Int(child)]
      }
    }
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

  /// - Parameter literals: as far as they are looked for.
  init(_ literals: [ArraySlice<UInt8>]) {
    var isUsed = [Bool](repeating: false, count: 256)
    for literal in literals {
      for byte in literal { isUsed[Int(Self.folded(byte))] = true }
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
      for byte in literal {
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
