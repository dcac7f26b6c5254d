extension JSONScanner {
  /// A string's text, escapes resolved.
  ///
  /// - Throws: `invalidString` where it is not UTF-8 or an escape stands for no character.
  package func text(_ slice: Slice) throws(JSONError) -> String {
    let raw = UnsafeBufferPointer(rebasing: bytes[slice.start..<slice.end])
    guard slice.isEscaped else {
      guard let text = String(validating: raw, as: UTF8.self) else {
        throw JSONError(.invalidString, at: slice.start, expected: "a string in UTF-8")
      }
      return text
    }
    var unescaped: [UInt8] = []
    unescaped.reserveCapacity(raw.count)
    try unescape(slice, into: &unescaped)
    guard let text = String(validating: unescaped, as: UTF8.self) else {
      throw JSONError(.invalidString, at: slice.start, expected: "a string in UTF-8")
    }
    return text
  }

  /// The next value as text; `nil` for `null`.
  package mutating func optionalText() throws(JSONError) -> String? {
    if try takeNull() { return nil }
    return try text(string())
  }

  /// The next value as a whole number.
  package mutating func integer() throws(JSONError) -> Int {
    let slice = try number()
    let text = String(decoding: bytes[slice.start..<slice.end], as: UTF8.self)
    // 3.0 and 1e3 are whole numbers too.
    guard let value = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }) else {
      throw JSONError(.invalidNumber, at: slice.start, expected: "a whole number")
    }
    guard Self.countable.contains(value) else {
      throw JSONError(
        .invalidNumber, at: slice.start, expected: "a whole number of at most 18 digits")
    }
    return value
  }

  /// Whole numbers that can be counted on from without an overflow.
  private static let countable = -999_999_999_999_999_999...999_999_999_999_999_999

  /// The next value as a number.
  package mutating func double() throws(JSONError) -> Double {
    let slice = try number()
    let text = String(decoding: bytes[slice.start..<slice.end], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw JSONError(.invalidNumber, at: slice.start, expected: "a number that fits a double")
    }
    return value
  }

  private func unescape(_ slice: Slice, into result: inout [UInt8]) throws(JSONError) {
    var index = slice.start
    while index < slice.end {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        index += 1
        continue
      }
      guard index + 1 < slice.end else { throw badEscape(index) }
      let escape = bytes[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        result.append(contentsOf: try scalar(&index, end: slice.end).utf8)
      default: throw badEscape(index - 2)
      }
    }
  }

  /// The scalar of one `\u` escape, or of the two of a surrogate pair.
  ///
  /// Half a pair is JSON too (RFC 8259, section 8.2): a text that was cut inside an emoji has it,
  /// and anybody can write one into a name. It reads as U+FFFD, so that what stands around it is
  /// not lost. So does NUL, which ends a text in C: SQLite is handed texts by their start alone and
  /// would take two ids that differ behind it for one.
  private func scalar(_ index: inout Int, end: Int) throws(JSONError) -> Character {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    let first = try unit(&index, end: end)
    guard (0xD800..<0xDC00).contains(first), index + 1 < end,
      bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
    else { return Character(first == 0 ? replacement : Unicode.Scalar(first) ?? replacement) }
    var next = index + 2
    let second = try unit(&next, end: end)
    // Another escape is read for itself.
    guard (0xDC00..<0xE000).contains(second) else { return Character(replacement) }
    index = next
    let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    return Character(Unicode.Scalar(value) ?? replacement)
  }

  private func unit(_ index: inout Int, end: Int) throws(JSONError) -> UInt16 {
    guard index + 4 <= end else { throw badEscape(index - 2) }
    var value: UInt16 = 0
    for byte in bytes[index..<index + 4] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(byte - 48)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt16(byte - 87)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt16(byte - 55)
      default: throw badEscape(index - 2)
      }
    }
    index += 4
    return value
  }

  private func badEscape(_ offset: Int) -> JSONError {
    JSONError(.invalidString, at: offset, expected: "an escape that stands for a character")
  }
}
