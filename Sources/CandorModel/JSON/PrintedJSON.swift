/// JSON as it is printed: nothing in it steers the terminal that shows it.
///
/// RFC 8259 lets characters stand as they are that a terminal obeys, or that turn the direction of
/// what follows: DEL, the control characters of C1 (U+009B begins an order as ESC `[` does), line and
/// paragraph separators, the controls of direction and the byte order mark. Printed, they are escapes,
/// and read back they are the same text. What is stored and what is hashed keeps the form of
/// `JSONWriter`, so a hash tells nothing of where a document was shown.
public enum PrintedJSON {
  /// The document with these characters as `\uXXXX`; the same bytes where it has none.
  ///
  /// - Parameter json: JSON in UTF-8, one document or several. Such characters stand in its strings
  ///   only, so nothing has to be read to know where an escape may be.
  public static func escaped(_ json: [UInt8]) -> [UInt8] {
    let escaped: [UInt8]? = json.withUnsafeBufferPointer { (bytes) -> [UInt8]? in
      guard var found = Self.first(in: bytes, from: 0) else { return nil }
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + 64)
      var start = 0
      while true {
        result.append(contentsOf: bytes[start..<found.index])
        Self.append(found.value, to: &result)
        start = found.index + found.length
        guard let next = Self.first(in: bytes, from: start) else { break }
        found = next
      }
      result.append(contentsOf: bytes[start...])
      return result
    }
    return escaped ?? json
  }

  /// The same for text.
  public static func escaped(_ json: String) -> String {
    String(decoding: escaped(Array(json.utf8)), as: UTF8.self)
  }

  /// A character that has to be escaped: where it begins, itself, and its bytes in UTF-8.
  private struct Found {
    let index: Int
    let value: UInt16
    let length: Int
  }

  /// The first of them from a place on; `nil` where there is none.
  private static func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Found? {
    let raw = UnsafeRawBufferPointer(bytes)
    /// The upper bit of each of eight bytes that is not plain ASCII: of that only DEL gets it by one
    /// more.
    func marks(_ offset: Int) -> UInt64 {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      return (word | (word &+ 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080
    }
    var index = start
    while index < bytes.count {
      while index &+ 32 <= bytes.count,
        marks(index) | marks(index &+ 8) | marks(index &+ 16) | marks(index &+ 24) == 0
      { index &+= 32 }
      while index &+ 8 <= bytes.count, marks(index) == 0 { index &+= 8 }
      let end = min(index &+ 8, bytes.count)
      while index < end {
        if bytes[index] >= 0x7F, let found = character(bytes, index) { return found }
        index &+= 1
      }
    }
    return nil
  }

  /// The character that begins at a byte, where it has to be escaped.
  private static func character(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Found? {
    func byte(_ distance: Int) -> UInt16 {
      index + distance < bytes.count ? UInt16(bytes[index + distance]) : 0
    }
    let value: UInt16
    let length: Int
    switch bytes[index] {
    case 0x7F: (value, length) = (0x7F, 1)
    case 0xC2...0xDF: (value, length) = ((byte(0) & 0x1F) << 6 | byte(1) & 0x3F, 2)
    case 0xE0...0xEF:
      (value, length) = ((byte(0) & 0xF) << 12 | (byte(1) & 0x3F) << 6 | byte(2) & 0x3F, 3)
    // What follows a first byte, and what has no 16 bits.
    default: return nil
    }
    switch value {
    case 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      return Found(index: index, value: value, length: length)
    default: return nil
    }
  }

  private static func append(_ value: UInt16, to result: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    result.append(contentsOf: "\\u".utf8)
    for shift in [12, 8, 4, 0] as [UInt16] { result.append(digits[Int(value >> shift & 0xF)]) }
  }
}
