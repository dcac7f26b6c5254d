/// Bytes as lower-case hexadecimal text.
package enum Hexadecimal {
  private static let digits: StaticString = "0123456789abcdef"

  /// Two digits a byte.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    return String(unsafeUninitializedCapacity: 2 * bytes.count) { buffer in
      var count = 0
      for byte in bytes {
        buffer[count] = digits.utf8Start[Int(byte >> 4)]
        buffer[count + 1] = digits.utf8Start[Int(byte & 0xF)]
        count += 2
      }
      return count
    }
  }
}
