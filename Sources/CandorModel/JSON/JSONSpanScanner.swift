/// Walks over one line of JSON and names strings by their place: the fast sibling of `JSONScanner`.
///
/// It reads eight bytes at once, makes no text and tells no reasons. It accepts nothing that
/// `JSONScanner` does not, and checks UTF-8 and escapes of every string it passes.
///
/// Thread safety: a value of one task; the bytes must stay unchanged while it is used.
struct JSONSpanScanner {
  /// What comes next in an array or object.
  enum Next { case entry, end, refused }

  /// Deepest nesting inside a value that is stepped over; `JSONScanner` bears more.
  private static let maximumDepth = 24

  let base: UnsafePointer<UInt8>
  let count: Int
  private(set) var offset = 0
  /// The string, or key, that was read last.
  private(set) var span = EvidenceSketch.Span()
  /// Whether it has an escape.
  private var isEscaped = false
  /// The whole number that was read last.
  private(set) var number = 0
  /// Up to eight bytes of the key that was read last.
  private var word: UInt64 = 0

  init(_ base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
  }

  func bytes(of span: EvidenceSketch.Span) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + span.start, count: span.end - span.start)
  }

  // MARK: Structure

  /// Takes exactly these bytes if they come next.
  @inline(__always)
  mutating func take(_ bytes: UnsafeRawPointer, count length: Int) -> Bool {
    guard length <= count &- offset,
      ByteComparison.areEqual(base + offset, bytes, count: length)
    else { return false }
    offset &+= length
    return true
  }

  /// Takes the bytes of a part of the line if they come again; those of an empty one never do.
  @inline(__always)
  mutating func takeAgain(_ part: Range<Int>) -> Bool {
    !part.isEmpty && take(base + part.lowerBound, count: part.count)
  }

  /// Goes to a place between two values.
  mutating func go(to place: Int) { offset = place }

  @inline(__always)
  mutating func open(_ byte: UInt8) -> Bool { take(byte) }

  /// Whether nothing but white space is left.
  mutating func isAtEnd() -> Bool {
    space()
    return offset == count
  }

  @inline(__always)
  mutating func element(_ isFirst: inout Bool) -> Next {
    advance(&isFirst, closing: UInt8(ascii: "]"))
  }

  /// Steps to the next key of the innermost object.
  ///
  /// Keys with escapes are refused: nobody writes them, and they would have to be compared otherwise.
  @inline(__always)
  mutating func key(_ isFirst: inout Bool) -> Next {
    let next = advance(&isFirst, closing: UInt8(ascii: "}"))
    guard next == .entry else { return next }
    guard string(), !isEscaped else { return .refused }
    let length = span.end - span.start
    if length >= 8 || span.start + 8 <= count {
      word = load(span.start)
      if length < 8 { word &= (1 << (UInt64(length) * 8)) - 1 }
    } else {
      word = 0
      for index in 0..<length { word |= UInt64(base[span.start + index]) << UInt64(index * 8) }
    }
    guard take(UInt8(ascii: ":")) else { return .refused }
    return .entry
  }

  /// Whether the key that was read last is this one.
  @inline(__always)
  func isKey(_ name: StaticString) -> Bool {
    let length = name.utf8CodeUnitCount
    guard span.end - span.start == length else { return false }
    var first: UInt64 = 0
    for index in 0..<min(length, 8) {
      first |= UInt64(name.utf8Start[index]) << UInt64(index * 8)
    }
    guard word == first else { return false }
    var index = 8
    while index < length {
      if base[span.start + index] != name.utf8Start[index] { return false }
      index += 1
    }
    return true
  }

  /// Whether the string that was read last has exactly this text.
  func hasText(_ text: StaticString) -> Bool {
    guard span.end - span.start == text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount
    where base[span.start + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  @inline(__always)
  private mutating func advance(_ isFirst: inout Bool, closing: UInt8) -> Next {
    space()
    guard offset < count else { return .refused }
    if base[offset] == closing {
      offset += 1
      return .end
    }
    if isFirst {
      isFirst = false
      return .entry
    }
    guard base[offset] == UInt8(ascii: ",") else { return .refused }
    offset += 1
    space()
    guard offset < count, base[offset] != closing else { return .refused }
    return .entry
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    space()
    guard offset < count, base[offset] == byte else { return false }
    offset += 1
    return true
  }

  @inline(__always)
  private mutating func space() {
    while offset < count, base[offset] <= 0x20 {
      switch base[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  @inline(__always)
  private func load(_ index: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  // MARK: Values

  /// A text or `null`, which leaves an empty span.
  @inline(__always)
  mutating func text() -> Bool {
    space()
    guard offset < count else { return false }
    if base[offset] == UInt8(ascii: "\"") { return string() }
    span = EvidenceSketch.Span()
    return null()
  }

  /// Takes a text if it is, byte for byte, one that was read before in this line.
  @inline(__always)
  mutating func text(like other: EvidenceSketch.Span) -> Bool {
    let length = other.end - other.start
    guard length > 0 else { return false }
    space()
    let start = offset + 1
    guard start + length < count, base[offset] == UInt8(ascii: "\""),
      base[start + length] == UInt8(ascii: "\"")
    else { return false }
    guard ByteComparison.areEqual(base + start, base + other.start, count: length) else {
      return false
    }
    span = EvidenceSketch.Span(first: Int32(start), last: Int32(start + length))
    offset = start + length + 1
    return true
  }

  /// Takes a moment in its usual spelling, `"2026-03-02T09:00:00Z"`, if one comes next; `nil` for
  /// everything else, which is left where it is.
  @inline(__always)
  mutating func plainMoment() -> Timestamp? {
    let end = offset + 1 + Timestamp.plainBytes
    guard end < count, base[offset] == UInt8(ascii: "\""), base[end] == UInt8(ascii: "\""),
      let moment = Timestamp(plain: base + offset + 1)
    else { return nil }
    offset = end + 1
    return moment
  }

  /// Takes `null` if it comes next.
  mutating func null() -> Bool { word("null") }

  /// An array without elements, or `null`.
  mutating func emptyList() -> Bool {
    if null() { return true }
    return take(UInt8(ascii: "[")) && take(UInt8(ascii: "]"))
  }

  /// A whole number in plain digits; other spellings are refused.
  @inline(__always)
  mutating func integer() -> Bool {
    // One digit, which nearly all numbers of an answer are.
    if offset &+ 1 < count {
      let digit = base[offset] &- 0x30
      let next = base[offset &+ 1]
      if digit < 10, next == UInt8(ascii: ",") || next == UInt8(ascii: "}") {
        number = Int(digit)
        offset &+= 1
        return true
      }
    }
    return anyInteger()
  }

  private mutating func anyInteger() -> Bool {
    space()
    let isNegative = offset < count && base[offset] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    let start = offset
    number = 0
    while offset < count, base[offset] &- 0x30 < 10 {
      guard offset - start < 18 else { return false }
      number = number * 10 + Int(base[offset] &- 0x30)
      offset += 1
    }
    guard offset > start, base[start] != 0x30 || offset == start + 1 else { return false }
    if offset < count, base[offset] == 0x2E || base[offset] | 0x20 == 0x65 { return false }
    if isNegative { number = -number }
    return true
  }

  /// Steps over any value.
  mutating func skip(depth: Int = 0) -> Bool {
    space()
    guard offset < count, depth < Self.maximumDepth else { return false }
    var isFirst = true
    switch base[offset] {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "{"):
      offset += 1
      while true {
        switch key(&isFirst) {
        case .refused: return false
        case .end: return true
        case .entry: guard skip(depth: depth + 1) else { return false }
        }
      }
    case UInt8(ascii: "["):
      offset += 1
      while true {
        switch element(&isFirst) {
        case .refused: return false
        case .end: return true
        case .entry: guard skip(depth: depth + 1) else { return false }
        }
      }
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return anyNumber()
    }
  }

  private mutating func word(_ word: StaticString) -> Bool {
    space()
    guard offset + word.utf8CodeUnitCount <= count else { return false }
    for index in 0..<word.utf8CodeUnitCount where base[offset + index] != word.utf8Start[index] {
      return false
    }
    offset += word.utf8CodeUnitCount
    return true
  }

  private mutating func anyNumber() -> Bool {
    if base[offset] == UInt8(ascii: "-") { offset += 1 }
    if offset < count, base[offset] == UInt8(ascii: "0") {
      offset += 1
    } else {
      guard digits() else { return false }
    }
    if offset < count, base[offset] == UInt8(ascii: ".") {
      offset += 1
      guard digits() else { return false }
    }
    if offset < count, base[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < count, base[offset] == UInt8(ascii: "+") || base[offset] == UInt8(ascii: "-") {
        offset += 1
      }
      guard digits() else { return false }
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = offset
    while offset < count, base[offset] &- 0x30 < 10 { offset += 1 }
    return offset > start
  }

  // MARK: Strings

  /// Takes a string and checks it; `span` is what stands between the quotes.
  @inline(__always)
  private mutating func string() -> Bool {
    guard offset < count, base[offset] == UInt8(ascii: "\"") else { return false }
    let start = offset + 1
    var index = start
    isEscaped = false
    while true {
      index = special(from: index)
      guard index < count else { return false }
      if base[index] == UInt8(ascii: "\"") { break }
      if base[index] == UInt8(ascii: "\\") { isEscaped = true }
      index = pass(index)
      if index < 0 { return false }
    }
    span = EvidenceSketch.Span(
      first: Int32(truncatingIfNeeded: start), last: Int32(truncatingIfNeeded: index))
    offset = index + 1
    return true
  }

  /// The first byte from a place on that is a quote, a backslash, a control character or not ASCII.
  @inline(__always)
  private func special(from start: Int) -> Int {
    var index = start
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    while index &+ 8 <= count {
      let word = load(index)
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      // The lowest mark is exact; a borrow can only set marks above it. Where the difference keeps
      // the upper bit of its byte, the byte is not ASCII and marked anyhow.
      let marks =
        ((quotes &- ones) | (slashes &- ones) | (word &- ones &* 0x20) | word) & tops
      if marks != 0 { return index &+ marks.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < count {
      let byte = base[index]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { break }
      index += 1
    }
    return index
  }

  /// Checks the escape or the character at a place.
  ///
  /// - Returns: the place behind it; below zero where it is neither.
  private func pass(_ index: Int) -> Int {
    if base[index] == 0x5C { return escape(index) }
    return base[index] < 0x20 ? -1 : character(index)
  }

  private func escape(_ index: Int) -> Int {
    guard index + 1 < count else { return -1 }
    switch base[index + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return index + 2
    case 0x75: break
    default: return -1
    }
    guard let unit = unit(index + 2) else { return -1 }
    // NUL and half a pair are left to `JSONScanner`, which knows what to put in their place.
    guard unit & 0xF800 == 0xD800 else { return unit == 0 ? -1 : index + 6 }
    guard unit < 0xDC00, index + 8 <= count, base[index + 6] == 0x5C, base[index + 7] == 0x75,
      let second = self.unit(index + 8), second & 0xFC00 == 0xDC00
    else { return -1 }
    return index + 12
  }

  private func unit(_ index: Int) -> UInt16? {
    guard index + 4 <= count else { return nil }
    var value: UInt16 = 0
    for byte in UnsafeBufferPointer(start: base + index, count: 4) {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt16(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt16(byte - 0x37)
      case 0x61...0x66: value = value << 4 | UInt16(byte - 0x57)
      default: return nil
      }
    }
    return value
  }

  /// A well-formed sequence of table 3-7 of the Unicode Standard.
  private func character(_ index: Int) -> Int {
    let first = base[index]
    var range: ClosedRange<UInt8> = 0x80...0xBF
    let length: Int
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, range) = (3, 0xA0...0xBF)
    case 0xED: (length, range) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, range) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, range) = (4, 0x80...0x8F)
    default: return -1
    }
    guard index + length <= count, range.contains(base[index + 1]) else { return -1 }
    for next in index + 2..<index + max(2, length) where base[next] & 0xC0 != 0x80 { return -1 }
    return index + length
  }
}
