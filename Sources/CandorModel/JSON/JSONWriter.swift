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

  /// Hands over what was written so far; what is written next goes on behind it, and cannot repeat it.
  ///
  /// - Throws: what `take` threw; nothing is forgotten then.
  package mutating func handOver<Failure: Error>(
    _ take: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try take(bytes)
    bytes.removeAll(keepingCapacity: true)
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
    appendQuoted(name, isKey: true)
    needsComma = false
  }

  /// Writes a key that stands in the program as it is printed, with nothing to escape.
  mutating func key(fixed name: StaticString) {
    name.withUTF8Buffer { appendPlain($0, isKey: true) }
    needsComma = false
  }

  /// Writes a text.
  public mutating func string(_ value: String) {
    appendQuoted(value, isKey: false)
    needsComma = true
  }

  /// Writes a whole number.
  public mutating func number(_ value: some BinaryInteger) {
    separate()
    if let number = Int64(exactly: value) {
      append(atMost: DecimalText.maximumBytes) { DecimalText.write(number, to: $0) }
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
    needsComma = true
  }

  /// Writes a moment as RFC 3339 text in UTC.
  public mutating func moment(_ value: Timestamp) {
    let comma = needsComma ? 1 : 0
    var count = 0
    // Beside the text: comma and two quotes.
    append(atMost: Timestamp.maximumBytes + 3) { place in
      place[0] = UInt8(ascii: ",")
      place[comma] = UInt8(ascii: "\"")
      count = value.write(to: place + comma + 1)
      place[comma + 1 + count] = UInt8(ascii: "\"")
      return count == 0 ? 0 : comma + count + 2
    }
    if count == 0 { appendQuoted(value.text, isKey: false) }
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
    append(atMost: DecimalText.maximumBytes) {
      DecimalText.write(value, decimals: decimals, to: $0)
    }
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

  /// Writes a value that is JSON already, with another one in the place of one behind a key.
  mutating func raw(
    _ json: [UInt8], replacing place: Range<Int>, _ value: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(contentsOf: json[..<place.lowerBound])
    needsComma = false
    value(&self)
    bytes.append(contentsOf: json[place.upperBound...])
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
    let back = bytes.count - range.lowerBound
    append(atMost: range.count) { place in
      // What was written before stands right before the place, in the same memory.
      place.update(from: place - back, count: range.count)
      return range.count
    }
    needsComma = true
  }

  /// Where the next key or element comes to stand.
  var nextPlace: Int { bytes.count + (needsComma ? 1 : 0) }

  /// Writes again what was written before, from a key or an element on, up to a key behind which a
  /// value has to follow.
  mutating func `repeat`(upToKey range: Range<Int>) {
    separate()
    `repeat`(range)
    needsComma = false
  }

  /// Writes a text of which no byte has to be escaped.
  mutating func plain(_ text: UnsafeBufferPointer<UInt8>) {
    appendPlain(text, isKey: false)
    needsComma = true
  }

  @inline(__always)
  private mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>, isKey: Bool) {
    let comma = needsComma ? 1 : 0
    // Beside the text: comma, two quotes and colon.
    append(atMost: text.count + 4) { place in
      place[0] = UInt8(ascii: ",")
      place[comma] = UInt8(ascii: "\"")
      if let base = text.baseAddress { (place + comma + 1).update(from: base, count: text.count) }
      place[comma + 1 + text.count] = UInt8(ascii: "\"")
      place[comma + 2 + text.count] = UInt8(ascii: ":")
      return comma + text.count + (isKey ? 3 : 2)
    }
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  /// Appends what `write` puts down, with one look at whether there is room.
  ///
  /// - Parameter write: puts at most so many bytes at the place and returns how many.
  @inline(__always)
  private mutating func append(
    atMost count: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
  ) {
    bytes.append(addingCapacity: count) { span in
      span.withUnsafeMutableBufferPointer { buffer, written in
        guard let place = buffer.baseAddress else { return }
        written = write(place)
      }
    }
  }

  /// Appends a text between quotes, with the comma that is due before it and a key's colon.
  @inline(__always)
  private mutating func appendQuoted(_ value: String, isKey: Bool) {
    // Read where it is: a text that is copied to be read is counted twice.
    let isWritten: Void? = value.utf8.withContiguousStorageIfAvailable {
      appendQuoted($0, isKey: isKey)
    }
    guard isWritten == nil else { return }
    var copy = value
    copy.withUTF8 { appendQuoted($0, isKey: isKey) }
  }

  @inline(never)
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, isKey: Bool) {
    let comma = needsComma ? 1 : 0
    var copied = 0
    // Beside the text: comma, two quotes and colon.
    append(atMost: text.count + 4) { place in
      place[0] = UInt8(ascii: ",")
      place[comma] = UInt8(ascii: "\"")
      copied = Self.copyPlain(text, to: place + comma + 1)
      let end = comma + 1 + copied
      guard copied == text.count else { return end }
      place[end] = UInt8(ascii: "\"")
      place[end + 1] = UInt8(ascii: ":")
      return end + (isKey ? 2 : 1)
    }
    guard copied < text.count else { return }
    appendEscaped(UnsafeBufferPointer(rebasing: text[copied...]))
    bytes.append(UInt8(ascii: "\""))
    if isKey { bytes.append(UInt8(ascii: ":")) }
  }

  /// Appends a text of which the first byte must be escaped.
  private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text
    while let first = rest.first {
      appendEscape(of: first)
      rest = UnsafeBufferPointer(rebasing: rest.dropFirst())
      var copied = 0
      append(atMost: rest.count) { place in
        copied = Self.copyPlain(rest, to: place)
        return copied
      }
      rest = UnsafeBufferPointer(rebasing: rest[copied...])
    }
  }

  /// Copies a text up to the first byte that must be escaped, eight bytes together.
  ///
  /// - Parameter place: with room for the whole text.
  /// - Returns: how many bytes were copied.
  @inline(__always)
  private static func copyPlain(
    _ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let from = UnsafeRawBufferPointer(text)
    let to = UnsafeMutableRawPointer(place)
    var index = 0
    if from.count >= 8 {
      let last = from.count - 8
      while index < last {
        let word = from.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if mustEscapeAny(of: word) { break }
        to.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
        index += 8
      }
      if index >= last {
        // The last bytes, with some before them once more.
        let word = from.loadUnaligned(fromByteOffset: last, as: UInt64.self)
        if !mustEscapeAny(of: word) {
          to.storeBytes(of: word, toByteOffset: last, as: UInt64.self)
          return from.count
        }
      }
    }
    while index < from.count, !mustEscape(from[index]) {
      place[index] = from[index]
      index += 1
    }
    return index
  }

  /// Whether one of eight bytes must be escaped.
  @inline(__always)
  private static func mustEscapeAny(of word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    let marks =
      (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word
    return marks & (ones &* 0x80) != 0
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
  /// Writes a fixed key and a text, or nothing where there is none.
  @inline(__always)
  mutating func member(fixed name: StaticString, _ value: String?) {
    guard let value else { return }
    key(fixed: name)
    string(value)
  }

  /// Writes a fixed key and a moment, or nothing where there is none.
  @inline(__always)
  mutating func member(fixed name: StaticString, _ value: Timestamp?) {
    guard let value else { return }
    key(fixed: name)
    moment(value)
  }

  /// Writes a fixed key and a whole number, or nothing where there is none.
  @inline(__always)
  mutating func member(fixed name: StaticString, _ value: (some BinaryInteger)?) {
    guard let value else { return }
    key(fixed: name)
    number(value)
  }

  /// Writes a fixed key and a number, or nothing where there is none.
  @inline(__always)
  mutating func member(fixed name: StaticString, _ value: Double?, decimals: Int) {
    guard let value else { return }
    key(fixed: name)
    number(value, decimals: decimals)
  }

  /// Writes key and text, or nothing where there is none.
  public mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  /// Writes key and moment, or nothing where there is none.
  public mutating func member(_ name: String, _ value: Timestamp?) {
    guard let value else { return }
    key(name)
    moment(value)
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
