import CandorUserAgentPatterns

/// What was found in one agent, lent while the worker's memory holds it.
struct AgentReading {
  /// The outcome of one domain.
  enum Match {
    case found(Int)
    case none
    case failed
  }

  let core: ParserCore
  let text: UnsafeBufferPointer<UInt8>
  let isCut: Bool
  let seen: UnsafeMutablePointer<UInt64>
  let markEnds: UnsafeMutablePointer<Int32>
  /// Ten pairs of positions for each domain; -1 where a group took no part.
  let groups: UnsafePointer<Int>
  let matches: (Match, Match, Match)

  /// The answers as the specification has them.
  func result() -> UserAgentResult {
    var result = UserAgentResult()
    result.isCut = isCut
    switch matches.0 {
    case .found(let entry): result.browser = versioned(entry, 0)
    case .failed: result.failed.append(.browser)
    case .none: break
    }
    switch matches.1 {
    case .found(let entry): result.os = versioned(entry, 1)
    case .failed: result.failed.append(.system)
    case .none: break
    }
    switch matches.2 {
    case .found(let entry):
      result.device = UserAgentResult.Device(
        family: field(entry, 0, 2) ?? UserAgentResult.otherFamily,
        brand: field(entry, 1, 2), model: field(entry, 2, 2))
    case .failed: result.failed.append(.device)
    case .none: break
    }
    return result
  }

  private func versioned(_ entry: Int, _ domain: Int) -> UserAgentResult.Versioned {
    UserAgentResult.Versioned(
      family: field(entry, 0, domain) ?? UserAgentResult.otherFamily,
      major: field(entry, 1, domain), minor: field(entry, 2, domain),
      patch: field(entry, 3, domain), patchMinor: field(entry, 4, domain))
  }

  /// The text of a field; `nil` where it is empty.
  private func field(_ entry: Int, _ position: Int, _ domain: Int) -> String? {
    switch core.fields[entry, position] {
    case .absent: return nil
    case .text(let text): return text
    case .group(let group, let isTrimmed):
      guard let range = range(group, domain) else { return nil }
      return Self.string(UnsafeBufferPointer(rebasing: text[range]), isTrimmed: isTrimmed)
    case .joined(let parts, let isTrimmed):
      var joined: [UInt8] = []
      for part in parts {
        switch part {
        case .text(let text): joined.append(contentsOf: text.utf8)
        case .group(let group):
          if let range = range(group, domain) { joined.append(contentsOf: text[range]) }
        }
      }
      return joined.withUnsafeBufferPointer { Self.string($0, isTrimmed: isTrimmed) }
    }
  }

  private static func string(_ bytes: UnsafeBufferPointer<UInt8>, isTrimmed: Bool) -> String? {
    let kept = isTrimmed ? WhiteSpace.trimmed(bytes) : bytes
    return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
  }

  /// Where a group stands; `nil` where it took no part or is empty, and for `$0`, which stands for
  /// nothing in the reference implementation.
  func range(_ group: Int, _ domain: Int) -> Range<Int>? {
    guard group > 0 else { return nil }
    let start = groups[domain * 20 + group * 2]
    let end = groups[domain * 20 + group * 2 + 1]
    return start >= 0 && end > start && end <= text.count ? start..<end : nil
  }

  // MARK: Marks

  /// Whether a mark is in the text.
  func has(_ mark: AgentMark) -> Bool { hasMark(mark.rawValue) }

  /// Whether the mark of a number is in the text.
  func hasMark(_ number: Int) -> Bool {
    let literal = core.filter.firstMark + number
    return seen[literal >> 6] & (1 << UInt64(literal & 63)) != 0
  }

  /// The first mark of a range, by the order of the table, that is in the text.
  func firstMark(in range: Range<Int>) -> Int? {
    var literal = core.filter.firstMark + range.lowerBound
    let end = core.filter.firstMark + range.upperBound
    while literal < end {
      let bits = seen[literal >> 6] >> UInt64(literal & 63)
      if bits == 0 {
        literal = (literal | 63) + 1
        continue
      }
      literal += bits.trailingZeroBitCount
      return literal < end ? literal - core.filter.firstMark : nil
    }
    return nil
  }

  /// The position behind the first occurrence of a mark; `nil` where it is not there.
  func end(of mark: AgentMark) -> Int? {
    has(mark) ? Int(markEnds[mark.rawValue]) : nil
  }

  /// The byte behind the first occurrence of a mark.
  func byte(after mark: AgentMark) -> UInt8? {
    guard let end = end(of: mark), end < text.count else { return nil }
    return text[end]
  }

  /// The whole number behind the first occurrence of a mark.
  func number(after mark: AgentMark) -> Int? {
    guard var index = end(of: mark) else { return nil }
    var value: Int?
    while index < text.count, (48...57).contains(text[index]) {
      value = min(1_000_000, (value ?? 0) * 10 + Int(text[index] - 48))
      index += 1
    }
    return value
  }
}
