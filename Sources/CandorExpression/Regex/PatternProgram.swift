/// A program for the automaton, and the automaton.
struct PatternProgram: Sendable {
  enum Instruction: Sendable {
    /// Goes on behind one code point of the set with that number.
    case scalars(Int)
    case split(Int, Int)
    case jump(Int)
    case assertion(PatternAssertion)
    case match
  }

  var instructions: [Instruction] = []
  var sets: [ScalarSet] = []

  /// Whether the pattern is found anywhere in the text.
  func matches(_ text: String) -> Bool {
    var current = ThreadList(capacity: instructions.count)
    var next = ThreadList(capacity: instructions.count)
    var stack: [Int] = []
    var iterator = text.unicodeScalars.makeIterator()
    var previous: UInt32?
    var scalar = iterator.next()?.value
    while true {
      if add(0, to: &current, &stack, previous, scalar) { return true }
      guard let value = scalar else { return false }
      let following = iterator.next()?.value
      next.removeAll()
      for index in 0..<current.count {
        let position = current[index]
        guard case .scalars(let set) = instructions[position], sets[set].contains(value) else {
          continue
        }
        if add(position + 1, to: &next, &stack, value, following) { return true }
      }
      swap(&current, &next)
      previous = value
      scalar = following
    }
  }

  /// Adds a thread and all that it reaches without reading; whether one of them is a match.
  private func add(
    _ start: Int, to list: inout ThreadList, _ stack: inout [Int], _ before: UInt32?,
    _ after: UInt32?
  ) -> Bool {
    stack.append(start)
    while let position = stack.popLast() {
      guard list.insert(position) else { continue }
      switch instructions[position] {
      case .scalars: break
      case .split(let first, let second):
        stack.append(second)
        stack.append(first)
      case .jump(let target): stack.append(target)
      case .assertion(let assertion):
        if Self.holds(assertion, before, after) { stack.append(position + 1) }
      case .match:
        stack.removeAll(keepingCapacity: true)
        return true
      }
    }
    return false
  }

  private static func holds(
    _ assertion: PatternAssertion, _ before: UInt32?, _ after: UInt32?
  ) -> Bool {
    func isWord(_ value: UInt32?) -> Bool {
      switch value ?? 0 {
      case 48...57, 65...90, 95, 97...122: true
      default: false
      }
    }
    return switch assertion {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: before == nil || before == 10
    case .lineEnd: after == nil || after == 10
    case .wordBoundary: isWord(before) != isWord(after)
    case .noWordBoundary: isWord(before) == isWord(after)
    }
  }
}

/// A set of positions in order of insertion, with constant time for all it does: a position is in
/// it where `dense` and `sparse` agree (Briggs and Torczon), so clearing touches nothing.
struct ThreadList {
  private var dense: [Int]
  private var sparse: [Int]
  private(set) var count = 0

  init(capacity: Int) {
    dense = Array(repeating: 0, count: capacity)
    sparse = Array(repeating: 0, count: capacity)
  }

  subscript(index: Int) -> Int { dense[index] }

  mutating func insert(_ position: Int) -> Bool {
    let slot = sparse[position]
    if slot < count, dense[slot] == position { return false }
    dense[count] = position
    sparse[position] = count
    count += 1
    return true
  }

  mutating func removeAll() {
    count = 0
  }
}
