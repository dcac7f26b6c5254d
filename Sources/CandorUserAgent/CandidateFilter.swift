import CandorUserAgentPatterns

/// Which expressions may match a text at all, by the literals they require.
///
/// The rarest clause of an expression makes it a candidate; its other clauses are looked at when
/// its turn comes, which for most candidates it never does.
///
/// ## Thread safety
/// Immutable after `init`; the memory it points to is never written again.
final class CandidateFilter: @unchecked Sendable {
  /// Hands out with each literal the candidates it makes.
  let automaton: LiteralAutomaton
  /// Words of 64 candidates for each domain: where its first begins, and behind the last.
  let wordRanges: [Range<Int>]
  /// The entry that bit 0 of each domain's first word stands for.
  let firstEntries: [Int]
  let wordCount: Int
  let literalCount: Int
  /// The literals behind those of the entries: marks that the meaning of an agent is read from.
  let firstMark: Int

  /// Candidates that no clause guards.
  private let unguarded: UnsafeMutablePointer<UInt64>
  /// For each entry its further clauses, for each clause its literals.
  private let clauseStarts: UnsafeMutablePointer<UInt32>
  private let literalStarts: UnsafeMutablePointer<UInt32>
  private let clauseLiterals: UnsafeMutablePointer<UInt32>
  /// The candidates whose patterns fold case, for texts with letters that fold into ASCII.
  private let caseless: UnsafeMutablePointer<UInt64>

  /// - Parameters:
  ///   - entries: sorted by domain.
  ///   - literalOffsets: for each entry what its literals' numbers are counted from.
  ///   - literals: those of all files.
  init(_ entries: [AgentEntry], literalOffsets: [Int], literals: [AgentLiteral]) {
    firstMark = literals.count
    let all = literals + AgentMark.literals
    literalCount = all.count

    var ranges: [Range<Int>] = []
    var firsts: [Int] = []
    var bits: [Int] = []
    var word = 0
    var first = 0
    for domain in AgentDomain.allCases {
      let count = entries.count { $0.domain == domain }
      ranges.append(word..<word + (count + 63) / 64)
      firsts.append(first)
      bits += (0..<count).map { word * 64 + $0 }
      word += (count + 63) / 64
      first += count
    }
    wordRanges = ranges
    firstEntries = firsts
    wordCount = word

    unguarded = .allocate(capacity: max(1, word))
    unguarded.initialize(repeating: 0, count: max(1, word))
    caseless = .allocate(capacity: max(1, word))
    caseless.initialize(repeating: 0, count: max(1, word))
    var pairs: [(literal: Int, bit: UInt32)] = []
    var clauses: [UInt32] = [0]
    var starts: [UInt32] = [0]
    var members: [UInt32] = []
    for (index, bit) in bits.enumerated() {
      let entry = entries[index]
      let offset = literalOffsets[index]
      if entry.isCaseless { caseless[bit >> 6] |= 1 << UInt64(bit & 63) }
      if let trigger = entry.clauses.first {
        for literal in trigger { pairs.append((literal + offset, UInt32(bit))) }
      } else {
        unguarded[bit >> 6] |= 1 << UInt64(bit & 63)
      }
      for clause in entry.clauses.dropFirst() {
        for literal in clause { members.append(UInt32(literal + offset)) }
        starts.append(UInt32(members.count))
      }
      clauses.append(UInt32(starts.count - 1))
    }
    var listStarts = [UInt32](repeating: 0, count: all.count + 1)
    for pair in pairs { listStarts[pair.literal + 1] += 1 }
    for literal in 0..<all.count { listStarts[literal + 1] += listStarts[literal] }
    var ends = listStarts
    var bitsByLiteral = [UInt32](repeating: 0, count: pairs.count)
    for pair in pairs {
      bitsByLiteral[Int(ends[pair.literal])] = pair.bit
      ends[pair.literal] += 1
    }
    automaton = LiteralAutomaton(all, cuttable: firstMark) { literal in
      bitsByLiteral[Int(listStarts[literal])..<Int(listStarts[literal + 1])]
    }
    clauseStarts = Self.copy(clauses)
    literalStarts = Self.copy(starts)
    clauseLiterals = Self.copy(members)
  }

  deinit {
    unguarded.deallocate()
    caseless.deallocate()
    clauseStarts.deallocate()
    literalStarts.deallocate()
    clauseLiterals.deallocate()
  }

  /// Marks the literals in a text and the expressions they make candidates.
  ///
  /// - Parameters:
  ///   - seen: bits by literal; all must be clear.
  ///   - candidates: `wordCount` words, overwritten.
  ///   - markEnds: for each mark the position behind its first occurrence; written where it occurs.
  ///   - foldsBeyondASCII: the text has characters that equal an ASCII letter when case is folded;
  ///     then the literals of caseless patterns say nothing.
  func run(
    _ text: UnsafeBufferPointer<UInt8>, seen: UnsafeMutablePointer<UInt64>,
    candidates: UnsafeMutablePointer<UInt64>, markEnds: UnsafeMutablePointer<Int32>,
    foldsBeyondASCII: Bool
  ) {
    for word in 0..<wordCount {
      candidates[word] = unguarded[word] | (foldsBeyondASCII ? caseless[word] : 0)
    }
    let firstMark = firstMark
    automaton.scan(text) { found, end in
      let literal = found.number
      let bit = UInt64(1) << UInt64(literal & 63)
      guard seen[literal >> 6] & bit == 0 else { return }
      seen[literal >> 6] |= bit
      if literal >= firstMark { markEnds[literal - firstMark] = Int32(end) }
      // The bits to set: positions in the candidates' words.
      for candidate in found.triggers {
        candidates[Int(candidate >> 6)] |= 1 << UInt64(candidate & 63)
      }
    }
  }

  /// Whether each further clause of an entry has one of its literals in the text.
  @inline(__always)
  func meetsClauses(_ entry: Int, seen: UnsafeMutablePointer<UInt64>) -> Bool {
    var clause = Int(clauseStarts[entry])
    let lastClause = Int(clauseStarts[entry + 1])
    while clause < lastClause {
      var cursor = Int(literalStarts[clause])
      let last = Int(literalStarts[clause + 1])
      var isMet = false
      while cursor < last {
        let literal = Int(clauseLiterals[cursor])
        if seen[literal >> 6] & (1 << UInt64(literal & 63)) != 0 {
          isMet = true
          break
        }
        cursor += 1
      }
      guard isMet else { return false }
      clause += 1
    }
    return true
  }

  private static func copy(_ values: [UInt32]) -> UnsafeMutablePointer<UInt32> {
    let pointer = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, values.count))
    pointer.initialize(from: values, count: values.count)
    return pointer
  }
}
