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
  private let firstMark: Int
  /// Bits of the marks that have names, which are fewer.
  private let marks: UInt64

  init(
    core: ParserCore, text: UnsafeBufferPointer<UInt8>, isCut: Bool,
    seen: UnsafeMutablePointer<UInt64>, markEnds: UnsafeMutablePointer<Int32>,
    groups: UnsafePointer<Int>, matches: (Match, Match, Match)
  ) {
    self.core = core
    self.text = text
    self.isCut = isCut
    self.seen = seen
    self.markEnds = markEnds
    self.groups = groups
    self.matches = matches
    firstMark = core.filter.firstMark
    let (word, bit) = (firstMark >> 6, UInt64(firstMark & 63))
    // The bits of marks from tables follow, so there is a word behind.
    marks = seen[word] >> bit | (bit == 0 ? 0 : seen[word + 1] << (64 - bit))
  }

  // MARK: Answers

  /// The answers as the specification has them.
  func result() -> UserAgentResult {
    var result = UserAgentResult()
    result.isCut = isCut
    readParts(.browser, &result.browser)
    readParts(.system, &result.os)
    result.device = device
    if case .failed = matches.0 { result.failed.append(.browser) }
    if case .failed = matches.1 { result.failed.append(.system) }
    if case .failed = matches.2 { result.failed.append(.device) }
    return result
  }

  private func readParts(_ domain: AgentDomain, _ parts: inout UserAgentResult.Versioned) {
    parts.family = family(domain)
    parts.major = answer(1, domain)
    parts.minor = answer(2, domain)
    parts.patch = answer(3, domain)
    parts.patchMinor = answer(4, domain)
  }

  /// The device as the specification has it.
  var device: UserAgentResult.Device {
    guard let entry = entry(.device) else { return UserAgentResult.Device() }
    let domain = AgentDomain.device.rawValue
    return UserAgentResult.Device(
      family: field(entry, 0, domain) ?? UserAgentResult.otherFamily,
      brand: field(entry, 1, domain), model: field(entry, 2, domain))
  }

  /// Whether a domain could not be answered within the limits.
  var hasFailed: Bool {
    if case .failed = matches.0 { return true }
    if case .failed = matches.1 { return true }
    if case .failed = matches.2 { return true }
    return false
  }

  /// The entry that answers in a domain; `nil` where none does.
  func entry(_ domain: AgentDomain) -> Int? {
    let match =
      switch domain {
      case .browser: matches.0
      case .system: matches.1
      case .device: matches.2
      }
    guard case .found(let entry) = match else { return nil }
    return entry
  }

  /// The family; `Other` where nothing matched.
  func family(_ domain: AgentDomain) -> String {
    answer(0, domain) ?? UserAgentResult.otherFamily
  }

  /// One field of an answer, in the order of the specification; `nil` where it is not said.
  func answer(_ position: Int, _ domain: AgentDomain) -> String? {
    entry(domain).flatMap { field($0, position, domain.rawValue) }
  }

  /// The parts of a version that are said, with points between; `nil` where none is.
  func version(_ domain: AgentDomain) -> String? {
    guard let entry = entry(domain) else { return nil }
    var version: String?
    for position in 1...4 { Self.append(field(entry, position, domain.rawValue), to: &version) }
    return version
  }

  /// Appends a part of a version; nothing where it is not said.
  static func append(_ part: String?, to version: inout String?) {
    guard let part else { return }
    guard version != nil else {
      version = part
      return
    }
    version?.append(".")
    version?.append(part)
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
  @inline(__always)
  func has(_ mark: AgentMark) -> Bool { marks & (1 << UInt64(mark.rawValue)) != 0 }

  /// The first mark of a range, by the order of the table, that is in the text.
  func firstMark(in range: Range<Int>) -> Int? {
    var literal = firstMark + range.lowerBound
    let end = firstMark + range.upperBound
    while literal < end {
      let bits = seen[literal >> 6] >> UInt64(literal & 63)
      if bits == 0 {
        literal = (literal | 63) + 1
        continue
      }
      literal += bits.trailingZeroBitCount
      return literal < end ? literal - firstMark : nil
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
