/// White space as the reference implementation strips it: Unicode's, and four control characters.
enum WhiteSpace {
  /// The bytes without white space around them.
  ///
  /// - Parameter text: UTF-8.
  static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = text.count
    while start < end, let length = leading(text, start, end) { start += length }
    while start < end, let length = trailing(text, start, end) { end -= length }
    return UnsafeBufferPointer(rebasing: text[start..<end])
  }

  /// How long the white space that starts here is; `nil` where none does.
  private static func leading(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int? {
    let byte = text[start]
    if byte < 0x80 { return isSpace(UInt32(byte)) ? 1 : nil }
    let length = byte >= 0xE0 ? 3 : 2
    guard start + length <= end else { return nil }
    return isSpace(scalar(text, start, length)) ? length : nil
  }

  private static func trailing(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int? {
    if text[end - 1] < 0x80 { return isSpace(UInt32(text[end - 1])) ? 1 : nil }
    for length in [2, 3] where end - length >= start && text[end - length] >= 0xC0 {
      return leading(text, end - length, end)
    }
    return nil
  }

  private static func scalar(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int
  ) -> UInt32 {
    length == 2
      ? UInt32(text[start] & 0x1F) << 6 | UInt32(text[start + 1] & 0x3F)
      : UInt32(text[start] & 0x0F) << 12 | UInt32(text[start + 1] & 0x3F) << 6
        | UInt32(text[start + 2] & 0x3F)
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }
}
