import CPCRE2
import CandorModel
import CandorUserAgentPatterns

/// What parsers and workers share: everything that never changes.
final class ParserCore: Sendable {
  let filter: CandidateFilter
  let patterns: PatternStore
  let fields: AgentFields
  let isCaseless: [Bool]
  let limits: UserAgentLimits
  let plausibility: Plausibility

  init(_ shape: Shape, limits: UserAgentLimits, referenceDate: Timestamp?) {
    filter = shape.filter
    patterns = shape.patterns
    fields = shape.fields
    isCaseless = shape.isCaseless
    self.limits = limits
    plausibility = Plausibility(referenceDate: referenceDate)
  }

  /// What is made of the tables alone.
  struct Shape: Sendable {
    let filter: CandidateFilter
    let patterns: PatternStore
    let fields: AgentFields
    let isCaseless: [Bool]

    /// - Parameter tables: the first one's entries come first in each domain.
    init(_ tables: [AgentTable]) {
      var entries: [AgentEntry] = []
      entries.reserveCapacity(tables.reduce(0) { $0 + $1.entries.count })
      var literals: [AgentLiteral] = []
      var offsets: [Int] = []
      for table in tables {
        offsets.append(literals.count)
        literals += table.literals
      }
      var origins: [Int] = []
      for domain in AgentDomain.allCases {
        for (table, offset) in zip(tables, offsets) {
          for entry in table.entries where entry.domain == domain {
            entries.append(entry)
            origins.append(offset)
          }
        }
      }
      filter = CandidateFilter(entries, literalOffsets: origins, literals: literals)
      patterns = PatternStore(entries)
      fields = AgentFields(entries)
      isCaseless = entries.map { $0.isCaseless }
    }
  }
}

extension UserAgentParser {
  /// Parses agents one after another, in memory that it keeps.
  ///
  /// ## Thread safety
  /// For one task at a time; make one for each.
  public final class Worker {
    let core: ParserCore
    private let matchData: OpaquePointer?
    private let matchContext: OpaquePointer?
    /// For a pattern that is interpreted.
    private let briefContext: OpaquePointer?
    private let stack: OpaquePointer?
    private let seen: UnsafeMutablePointer<UInt64>
    private let seenWords: Int
    private let candidates: UnsafeMutablePointer<UInt64>
    private let markEnds: UnsafeMutablePointer<Int32>
    /// The groups of the three matches, ten pairs each.
    private let groups: UnsafeMutablePointer<Int>
    private var repaired: [UInt8] = []

    private static let groupCount = 10
    /// The steps that the interpreter may take; at most a twentieth of what machine code may.
    private static let briefSteps: UInt32 = 48
    /// What PCRE2's compiled code may use beyond the thread's own stack, in bytes.
    private static let stackBytes = (start: 32 * 1024, most: 512 * 1024)

    init(_ core: ParserCore) {
      self.core = core
      matchData = pcre2_match_data_create_8(UInt32(Self.groupCount), nil)
      matchContext = pcre2_match_context_create_8(nil)
      briefContext = pcre2_match_context_create_8(nil)
      stack = pcre2_jit_stack_create_8(Self.stackBytes.start, Self.stackBytes.most, nil)
      if let briefContext {
        // So few steps that machine code takes them within its limits, too.
        pcre2_set_match_limit_8(briefContext, Self.briefSteps)
      }
      if let matchContext {
        pcre2_set_match_limit_8(matchContext, UInt32(clamping: core.limits.matchLimit))
        pcre2_set_depth_limit_8(matchContext, UInt32(clamping: core.limits.matchLimit))
        // In kibibytes; only the interpreter takes any.
        pcre2_set_heap_limit_8(matchContext, 16 * 1024)
        pcre2_jit_stack_assign_8(matchContext, nil, stack.map { UnsafeMutableRawPointer($0) })
      }
      seenWords = (core.filter.literalCount + 63) / 64
      seen = .allocate(capacity: max(1, seenWords))
      candidates = .allocate(capacity: max(1, core.filter.wordCount))
      markEnds = .allocate(capacity: AgentMark.count)
      groups = .allocate(capacity: 3 * 2 * Self.groupCount)
      seen.initialize(repeating: 0, count: max(1, seenWords))
      candidates.initialize(repeating: 0, count: max(1, core.filter.wordCount))
      markEnds.initialize(repeating: 0, count: AgentMark.count)
      groups.initialize(repeating: 0, count: 3 * 2 * Self.groupCount)
    }

    deinit {
      pcre2_match_data_free_8(matchData)
      pcre2_match_context_free_8(matchContext)
      pcre2_match_context_free_8(briefContext)
      pcre2_jit_stack_free_8(stack)
      seen.deallocate()
      candidates.deallocate()
      markEnds.deallocate()
      groups.deallocate()
    }

    /// Parses one agent.
    public func parse(_ agent: String) -> UserAgentResult {
      var agent = agent
      return agent.withUTF8 { parse($0) }
    }

    /// Parses one agent given as bytes, which need not be UTF-8: wrong sequences are read as
    /// U+FFFD.
    public func parse(_ agent: UnsafeBufferPointer<UInt8>) -> UserAgentResult {
      read(agent) { $0.result() }
    }

    /// Matches an agent and lends what was found.
    func read<Result>(
      _ agent: UnsafeBufferPointer<UInt8>, _ body: (AgentReading) -> Result
    ) -> Result {
      let (cut, isCut) = Self.cut(agent, to: core.limits.maximumBytes)
      if Self.isASCII(cut) { return match(cut, .ascii, isCut: isCut, body) }
      // PCRE2 is told that the text is UTF-8 and does not check it again.
      repaired.removeAll(keepingCapacity: true)
      repaired.append(contentsOf: String(decoding: cut, as: UTF8.self).utf8)
      let text = repaired
      return text.withUnsafeBufferPointer { match($0, .unicode, isCut: isCut, body) }
    }

    private func match<Result>(
      _ text: UnsafeBufferPointer<UInt8>, _ mode: PatternStore.Mode, isCut: Bool,
      _ body: (AgentReading) -> Result
    ) -> Result {
      seen.update(repeating: 0, count: seenWords)
      let folds = mode == .unicode && Self.foldsIntoASCII(text)
      core.filter.run(
        text, seen: seen, candidates: candidates, markEnds: markEnds, foldsBeyondASCII: folds)
      let reading = AgentReading(
        core: core, text: text, isCut: isCut, seen: seen, markEnds: markEnds,
        groups: UnsafePointer(groups),
        matches: (
          first(0, text, mode, folds), first(1, text, mode, folds), first(2, text, mode, folds)
        ))
      return body(reading)
    }

    /// The first entry of a domain that matches; its groups are kept.
    private func first(
      _ domain: Int, _ text: UnsafeBufferPointer<UInt8>, _ mode: PatternStore.Mode, _ folds: Bool
    ) -> AgentReading.Match {
      let filter = core.filter
      let words = filter.wordRanges[domain]
      for word in words {
        var bits = candidates[word]
        while bits != 0 {
          let bit = bits.trailingZeroBitCount
          bits &= bits - 1
          let entry = filter.firstEntries[domain] + (word - words.lowerBound) * 64 + bit
          guard filter.meetsClauses(entry, seen: seen) || (folds && core.isCaseless[entry]) else {
            continue
          }
          let count = match(entry, text, mode)
          if count >= 0 {
            keepGroups(domain, count: Int(count))
            return .found(entry)
          }
          if count != PCRE2_ERROR_NOMATCH { return .failed }
        }
      }
      return .none
    }

    /// Matches an entry's pattern.
    ///
    /// - Returns: how many groups took part, 0 for more than there is room for; below zero what PCRE2
    ///   says where it does not match or could not be matched.
    private func match(
      _ entry: Int, _ text: UnsafeBufferPointer<UInt8>, _ mode: PatternStore.Mode
    ) -> CInt {
      let patterns = core.patterns
      if let machine = patterns.machineCode(entry, mode) { return match(machine, text) }
      guard let code = patterns.code(entry, mode) else { return PCRE2_ERROR_INTERNAL }
      if let briefContext, patterns.isInterpreted(entry, mode) {
        let count = interpret(code, text, briefContext)
        // What takes long is left to machine code, whose limits decide.
        if count >= 0 || count == PCRE2_ERROR_NOMATCH { return count }
      }
      guard let machine = patterns.makeMachineCode(code, entry, mode) else {
        return PCRE2_ERROR_NOMEMORY
      }
      return match(machine, text)
    }

    private func match(_ code: OpaquePointer, _ text: UnsafeBufferPointer<UInt8>) -> CInt {
      var empty: UInt8 = 0
      let count = withUnsafePointer(to: &empty) { empty in
        pcre2_jit_match_8(
          code, text.baseAddress ?? empty, text.count, 0, 0, matchData, matchContext)
      }
      // Not compiled to machine code: the interpreter answers.
      return count == PCRE2_ERROR_JIT_BADOPTION ? interpret(code, text, matchContext) : count
    }

    private func interpret(
      _ code: OpaquePointer, _ text: UnsafeBufferPointer<UInt8>, _ context: OpaquePointer?
    ) -> CInt {
      var empty: UInt8 = 0
      return withUnsafePointer(to: &empty) { empty in
        pcre2_match_8(
          code, text.baseAddress ?? empty, text.count, 0, UInt32(PCRE2_NO_UTF_CHECK), matchData,
          context)
      }
    }

    private func keepGroups(_ domain: Int, count: Int) {
      guard let pairs = pcre2_get_ovector_pointer_8(matchData) else { return }
      let base = domain * 2 * Self.groupCount
      // Count 0 means more groups than there is room for; the first ten are there.
      let known = count == 0 ? Self.groupCount : min(count, Self.groupCount)
      for index in 0..<known * 2 { groups[base + index] = Int(truncatingIfNeeded: pairs[index]) }
      for index in known * 2..<Self.groupCount * 2 { groups[base + index] = -1 }
    }

    /// The text up to the limit, no character cut in two.
    private static func cut(
      _ agent: UnsafeBufferPointer<UInt8>, to limit: Int
    ) -> (UnsafeBufferPointer<UInt8>, Bool) {
      guard agent.count > limit else { return (agent, false) }
      var end = limit
      while end > limit - 3, agent[end] & 0xC0 == 0x80 { end -= 1 }
      return (UnsafeBufferPointer(rebasing: agent[0..<end]), true)
    }

    private static func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
      var all: UInt8 = 0
      for byte in text { all |= byte }
      return all < 0x80
    }

    /// Whether the long s or the Kelvin sign is there, which fold to `s` and `k`.
    private static func foldsIntoASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
      for index in text.indices.dropLast() {
        if text[index] == 0xC5, text[index + 1] == 0xBF { return true }
        if text[index] == 0xE2, text[index + 1] == 0x84, index + 2 < text.count,
          text[index + 2] == 0xAA
        {
          return true
        }
      }
      return false
    }
  }
}
