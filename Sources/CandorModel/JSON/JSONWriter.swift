/// Writes JSON into a byte buffer: UTF-8, no spaces, keys in the order they are given.
///
/// Callers give keys in sorted order, so the same value always becomes the same bytes; debug
/// builds check it. Only what RFC 8259 section 7 demands is escaped.
public struct JSONWriter: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8]
  /// Whether a comma is due before the next key or element.
  private var needsComma = false

  /// Starts with an empty buffer.
  ///
  /// - Parameter capacity: bytes to reserve.
  public init(capacity: Int = 1024) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// What was written, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Forgets what was written and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Ends a line: for NDJSON, after a whole value.
  public mutating func newline() {
    bytes.append(0x0A)
    needsComma = false
  }

  /// Ends an element of an array whose elements stand on lines of their own; another has to follow.
  public mutating func separator() {
    bytes.append(UInt8(ascii: ","))
    bytes.append(0x0A)
    needsComma = false
  }

  /// Opens an object.
  public mutating func beginObject() {
    separate()
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
  }

  /// Closes the innermost object.
  public mutating func endObject() {
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// Opens an array.
  public mutating func beginArray() {
    separate()
    bytes.append(UInt8(ascii: "["))
    needsComma = false
  }

  /// Closes the innermost array.
  public mutating func endArray() {
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// Writes a key; its value has to follow.
  public mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a text.
  public mutating func string(_ value: String) {
    separate()
    appendQuoted(value)
    needsComma = true
  }

  /// Writes a whole number.
  public mutating func number(_ value: some BinaryInteger) {
    separate()
    if let small = UInt(exactly: value), small < 100_000 {
      appendDigits(of: small)
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
    needsComma = true
  }

  /// Writes a number with at most so many digits behind the point, trailing zeros left out.
  ///
  /// - Parameters:
  ///   - value: finite; anything else is a programmer's mistake.
  ///   - decimals: 0 to 9; halves are rounded away from zero.
  public mutating func number(_ value: Double, decimals: Int) {
    precondition(value.isFinite, "JSON has no number for infinity or not-a-number")
    separate()
    bytes.append(contentsOf: DecimalText.text(value, decimals: decimals).utf8)
    needsComma = true
  }

  /// Writes a number in the shortest form that reads back equal.
  public mutating func number(_ value: Double) {
    precondition(value.isFinite, "JSON has no number for infinity or not-a-number")
    separate()
    let text = value.description
    bytes.append(contentsOf: text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8)
    needsComma = true
  }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
    needsComma = true
  }

  /// Writes `null`.
  public mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
    needsComma = true
  }

  /// Writes a value that is JSON already.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  // MARK: Again

  /// Where what `body` writes comes to stand.
  mutating func range(of body: (inout JSONWriter) -> Void) -> Range<Int> {
    let start = bytes.count
    body(&self)
    return start..<bytes.count
  }

  /// Writes again what was written before: a value behind a key, or members behind a member.
  mutating func `repeat`(_ range: Range<Int>?) {
    guard let range, !range.isEmpty else { return }
    let end = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: range.count))
    bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      (base + end).update(from: base + range.lowerBound, count: range.count)
    }
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func appendQuoted(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { buffer in
      var start = 0
      while true {
        let index = Self.firstEscape(in: buffer, from: start)
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start..<index]))
        guard index < buffer.count else { break }
        appendEscape(of: buffer[index])
        start = index + 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendDigits(of value: UInt) {
    var divisor: UInt = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  /// The first byte from a place on that must be escaped; eight are looked at together.
  private static func firstEscape(in buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(buffer)
    var index = start
    while index + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      let marks =
        (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word
      if marks & (ones &* 0x80) != 0 { break }
      index += 8
    }
    while index < raw.count, !mustEscape(raw[index]) { index += 1 }
    return index
  }

  @inline(__always)
  private static func mustEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func appendEscape(of byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 0xF)])
    }
  }
}

extension JSONWriter {
  /// Writes key and text, or nothing where there is none.
  public mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  /// Writes key and whole number, or nothing where there is none.
  public mutating func member(_ name: String, _ value: (some BinaryInteger)?) {
    guard let value else { return }
    key(name)
    number(value)
  }

  /// Writes key and number, or nothing where there is none.
  public mutating func member(_ name: String, _ value: Double?, decimals: Int) {
    guard let value else { return }
    key(name)
    number(value, decimals: decimals)
  }

  /// Writes key and array of texts.
  public mutating func member(_ name: String, _ values: [String]) {
    key(name)
    beginArray()
    for value in values { string(value) }
    endArray()
  }

  /// Writes key and array of whole numbers.
  public mutating func member(_ name: String, _ values: [Int]) {
    key(name)
    beginArray()
    for value in values { number(value) }
    endArray()
  }
}
