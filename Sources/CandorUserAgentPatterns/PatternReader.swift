/// Reads a pattern in the syntax of Python's `re`, in which `regexes.yaml` is tested upstream.
///
/// It answers two things: the same pattern in PCRE2's syntax, where the two differ only in details
/// (`\Z`, `\v`, `{,5}`, the characters of `\s`, `[` in a class), and a tree for the search for
/// required literals.
struct PatternReader {
  static let maximumDepth = 200
  static let maximumLength = 32_768

  private let pattern: [UInt8]
  private var index = 0
  private var depth = 0
  private var output: [UInt8] = []
  /// Whether anything was met under which the tree says too much, such as an inline flag.
  private var isOpaque = false

  private init(_ pattern: [UInt8]) {
    self.pattern = pattern
    output.reserveCapacity(pattern.count + 16)
  }

  /// Reads a whole pattern.
  static func read(_ text: String) throws(PatternError) -> (pcre: String, tree: PatternNode) {
    let bytes = Array(text.utf8)
    guard bytes.count <= maximumLength else { throw PatternError(.tooLong, at: maximumLength) }
    var reader = PatternReader(bytes)
    let tree = try reader.alternatives()
    if reader.index < bytes.count { throw PatternError(.unopenedGroup, at: reader.index) }
    return (String(decoding: reader.output, as: UTF8.self), reader.isOpaque ? .opaque : tree)
  }

  // MARK: Structure

  private mutating func alternatives() throws(PatternError) -> PatternNode {
    var branches: [PatternNode] = []
    while true {
      branches.append(try sequence())
      guard peek() == UInt8(ascii: "|") else { break }
      copy()
    }
    return branches.count == 1 ? branches[0] : .either(branches)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var items: [PatternNode] = []
    while let byte = peek(), byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      var item = try atom(byte)
      while let bounds = try quantifier() {
        item = .repeated(item, minimum: bounds.minimum, maximum: bounds.maximum)
      }
      items.append(item)
    }
    return items.count == 1 ? items[0] : .sequence(items)
  }

  private mutating func atom(_ byte: UInt8) throws(PatternError) -> PatternNode {
    switch byte {
    case UInt8(ascii: "("): return try group()
    case UInt8(ascii: "["): return try characterClass()
    case UInt8(ascii: "\\"): return try escape()
    case UInt8(ascii: "^"), UInt8(ascii: "$"):
      copy()
      return .assertion
    case UInt8(ascii: "."):
      copy()
      return .opaque
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      throw PatternError(.nothingToRepeat, at: index)
    case UInt8(ascii: "{"), UInt8(ascii: "}"):
      // A brace that is no quantifier stands for itself.
      index += 1
      output.append(UInt8(ascii: "\\"))
      output.append(byte)
      return .literal([byte])
    case 0x80...: return character()
    default:
      copy()
      return .literal([byte])
    }
  }

  /// A character beyond ASCII, which is one thing to a quantifier.
  private mutating func character() -> PatternNode {
    let start = index
    copy()
    while let byte = peek(), byte & 0xC0 == 0x80 { copy() }
    return .literal(Array(pattern[start..<index]))
  }

  // MARK: Quantifiers

  private mutating func quantifier() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
    let bounds: (Int, Int?)
    switch peek() {
    case UInt8(ascii: "*"):
      copy()
      bounds = (0, nil)
    case UInt8(ascii: "+"):
      copy()
      bounds = (1, nil)
    case UInt8(ascii: "?"):
      copy()
      bounds = (0, 1)
    case UInt8(ascii: "{"):
      guard let braces = braces() else { return nil }
      bounds = braces
    default: return nil
    }
    // Lazy and possessive forms change what is captured, not what is required.
    if peek() == UInt8(ascii: "?") || peek() == UInt8(ascii: "+") { copy() }
    return (bounds.0, bounds.1)
  }

  /// `{2}`, `{2,}`, `{2,5}` and Python's `{,5}`; `nil` where the brace stands for itself.
  private mutating func braces() -> (Int, Int?)? {
    var cursor = index + 1
    let minimum = digits(&cursor)
    var maximum = minimum
    var isRange = false
    if cursor < pattern.count, pattern[cursor] == UInt8(ascii: ",") {
      cursor += 1
      isRange = true
      maximum = digits(&cursor)
    }
    guard cursor < pattern.count, pattern[cursor] == UInt8(ascii: "}"), minimum != nil || isRange
    else { return nil }
    index = cursor + 1
    var text = "{\(minimum ?? 0)"
    if isRange { text += "," + (maximum.map(String.init) ?? "") }
    output.append(contentsOf: (text + "}").utf8)
    return (minimum ?? 0, maximum)
  }

  private func digits(_ cursor: inout Int) -> Int? {
    var value: Int?
    while cursor < pattern.count, (48...57).contains(pattern[cursor]) {
      value = min(1_000_000, (value ?? 0) * 10 + Int(pattern[cursor] - 48))
      cursor += 1
    }
    return value
  }

  // MARK: Groups

  private mutating func group() throws(PatternError) -> PatternNode {
    let start = index
    depth += 1
    guard depth <= Self.maximumDepth else { throw PatternError(.tooDeep, at: start) }
    defer { depth -= 1 }
    copy()
    var isAssertion = false
    switch peek() {
    // PCRE2 reads `(*` as a verb that could switch its modes.
    case UInt8(ascii: "*"): throw PatternError(.unsupportedGroup, at: start)
    case UInt8(ascii: "?"):
      copy()
      isAssertion = try groupKind(start)
    default: break
    }
    let inner = try alternatives()
    guard peek() == UInt8(ascii: ")") else { throw PatternError(.unclosedGroup, at: start) }
    copy()
    return isAssertion ? .assertion : inner
  }

  /// What stands between `(?` and the group's content; answers whether it is a look-around.
  private mutating func groupKind(_ start: Int) throws(PatternError) -> Bool {
    switch peek() {
    case UInt8(ascii: ":"), UInt8(ascii: ">"):
      copy()
      return false
    case UInt8(ascii: "="), UInt8(ascii: "!"):
      copy()
      return true
    case UInt8(ascii: "<"):
      copy()
      guard peek() == UInt8(ascii: "=") || peek() == UInt8(ascii: "!") else {
        throw PatternError(.unsupportedGroup, at: start)
      }
      copy()
      return true
    case UInt8(ascii: "P"):
      copy()
      guard peek() == UInt8(ascii: "<") else { throw PatternError(.unsupportedGroup, at: start) }
      while let byte = peek(), byte != UInt8(ascii: ">") {
        guard byte != UInt8(ascii: ")") else { break }
        copy()
      }
      guard peek() == UInt8(ascii: ">") else { throw PatternError(.unclosedGroup, at: start) }
      copy()
      return false
    default:
      try inlineFlags(start)
      return false
    }
  }

  /// `(?i)` and `(?s:`: the pattern may be right, what the tree would say of its letters is not.
  private mutating func inlineFlags(_ start: Int) throws(PatternError) {
    isOpaque = true
    var count = 0
    while let byte = peek(), byte != UInt8(ascii: ":"), byte != UInt8(ascii: ")") {
      guard "ims-".utf8.contains(byte) else { throw PatternError(.unsupportedGroup, at: start) }
      copy()
      count += 1
    }
    guard count > 0 else { throw PatternError(.unsupportedGroup, at: start) }
    if peek() == UInt8(ascii: ":") { copy() }
  }

  // MARK: Escapes

  private mutating func escape() throws(PatternError) -> PatternNode {
    guard index + 1 < pattern.count else { throw PatternError(.trailingBackslash, at: index) }
    let byte = pattern[index + 1]
    switch byte {
    case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"):
      copy(2)
      return .opaque
    case UInt8(ascii: "s"):
      return replace(2, by: #"[\s\x1c-\x1f]"#, .opaque)
    case UInt8(ascii: "S"):
      return replace(2, by: #"[^\s\x1c-\x1f]"#, .opaque)
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"):
      copy(2)
      return .assertion
    case UInt8(ascii: "Z"):
      return replace(2, by: #"\z"#, .assertion)
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      copy(2)
      while let byte = peek(), (48...57).contains(byte) { copy() }
      return .opaque
    default:
      let start = index
      guard let value = try escapedCharacter() else {
        throw PatternError(.unsupportedEscape, at: start)
      }
      return value < 0x80 ? .literal([UInt8(value)]) : .opaque
    }
  }

  /// An escape that stands for one character, in or outside of a class; `nil` for other letters.
  private mutating func escapedCharacter() throws(PatternError) -> UInt32? {
    guard index + 1 < pattern.count else { throw PatternError(.trailingBackslash, at: index) }
    let byte = pattern[index + 1]
    switch byte {
    case UInt8(ascii: "n"): return escaped(0x0A)
    case UInt8(ascii: "t"): return escaped(0x09)
    case UInt8(ascii: "r"): return escaped(0x0D)
    case UInt8(ascii: "f"): return escaped(0x0C)
    case UInt8(ascii: "v"): return escaped(0x0B)
    case UInt8(ascii: "a"): return escaped(0x07)
    case UInt8(ascii: "0"): return escaped(0)
    case UInt8(ascii: "x"): return hexadecimal(2)
    case UInt8(ascii: "u"): return hexadecimal(4)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
      return nil
    default:
      copy(2)
      return UInt32(byte)
    }
  }

  private mutating func escaped(_ value: UInt32) -> UInt32 {
    index += 2
    output.append(contentsOf: "\\x{\(String(value, radix: 16))}".utf8)
    return value
  }

  private mutating func hexadecimal(_ count: Int) -> UInt32? {
    guard index + 2 + count <= pattern.count,
      let value = UInt32(
        String(decoding: pattern[index + 2..<index + 2 + count], as: UTF8.self), radix: 16)
    else { return nil }
    index += count
    return escaped(value)
  }

  // MARK: Classes

  private mutating func characterClass() throws(PatternError) -> PatternNode {
    let start = index
    copy()
    var isSmall = true
    if peek() == UInt8(ascii: "^") {
      copy()
      isSmall = false
    }
    var members: [UInt8] = []
    var isFirst = true
    while true {
      guard let byte = peek() else { throw PatternError(.unclosedClass, at: start) }
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if let member = try classMember(byte), member < 0x80 {
        members.append(UInt8(member))
      } else {
        isSmall = false
      }
    }
    copy()
    // A range makes a large class; so does a dash of itself, and nothing is lost by it.
    let isRange = members.dropFirst().dropLast().contains(UInt8(ascii: "-"))
    guard isSmall, !isRange, members.count <= 4, !members.isEmpty else { return .opaque }
    return .oneOf(Array(Set(members)).sorted())
  }

  /// One member of a class; `nil` where it is more than one ASCII character.
  private mutating func classMember(_ byte: UInt8) throws(PatternError) -> UInt32? {
    switch byte {
    case UInt8(ascii: "["):
      // PCRE2 would read `[:` as the start of a POSIX class.
      index += 1
      output.append(contentsOf: #"\["#.utf8)
      return UInt32(byte)
    case UInt8(ascii: "\\"):
      guard index + 1 < pattern.count else { throw PatternError(.trailingBackslash, at: index) }
      switch pattern[index + 1] {
      case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"),
        UInt8(ascii: "S"):
        copy(2)
        return nil
      case UInt8(ascii: "s"):
        _ = replace(2, by: #"\s\x1c-\x1f"#, .opaque)
        return nil
      case UInt8(ascii: "b"): return escaped(0x08)
      default:
        let start = index
        guard let value = try escapedCharacter() else {
          throw PatternError(.unsupportedEscape, at: start)
        }
        return value
      }
    default:
      copy()
      return byte < 0x80 ? UInt32(byte) : nil
    }
  }

  // MARK: Bytes

  private func peek() -> UInt8? { index < pattern.count ? pattern[index] : nil }

  private mutating func copy(_ count: Int = 1) {
    output.append(contentsOf: pattern[index..<index + count])
    index += count
  }

  private mutating func replace(_ count: Int, by text: String, _ node: PatternNode) -> PatternNode {
    output.append(contentsOf: text.utf8)
    index += count
    return node
  }
}
