extension IPAddress {
  /// Reads an address and nothing else: no space, port, bracket, zone or prefix length.
  ///
  /// IPv4 is four decimal octets without leading zeros, which some readers take for octal
  /// (RFC 6943 section 3.1.1). IPv6 is every form of RFC 4291 section 2.2.
  ///
  /// - Returns: `nil` where the text is not an address.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let address = text.withUTF8({ IPAddress(utf8: $0) }) else { return nil }
    self = address
  }

  /// Reads an address from UTF-8 text without allocating; the same as `init(_:)`.
  public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 2, bytes.count <= 45 else { return nil }
    // An IPv6 address has its first colon within the first five characters.
    var isV6 = false
    for index in 0..<min(bytes.count, 5) where bytes[index] == UInt8(ascii: ":") {
      isV6 = true
      break
    }
    if isV6 {
      guard let address = IPAddress.parseV6(bytes) else { return nil }
      self = address
    } else {
      guard let number = IPAddress.parseV4(bytes, from: 0) else { return nil }
      self.init(v4: number)
    }
  }

  /// The four octets of a text that is dotted IPv4 and nothing else; `nil` for every other.
  @inline(__always)
  static func plainV4(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32? { parseV4(bytes, from: 0) }

  /// Four decimal octets from an index to the end.
  private static func parseV4(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt32? {
    let count = bytes.count
    guard count - start >= 7, count - start <= 15 else { return nil }
    var number: UInt32 = 0
    var index = start
    for part in 0..<4 {
      if part > 0 {
        guard index < count, bytes[index] == UInt8(ascii: ".") else { return nil }
        index += 1
      }
      let first = index
      var octet: UInt32 = 0
      while index < count, index - first < 3 {
        let digit = bytes[index] &- UInt8(ascii: "0")
        guard digit <= 9 else { break }
        octet = octet &* 10 &+ UInt32(digit)
        index += 1
      }
      guard index > first, octet <= 255 else { return nil }
      if index - first > 1, bytes[first] == UInt8(ascii: "0") { return nil }
      number = number << 8 | octet
    }
    return index == count ? number : nil
  }

  /// Groups of hexadecimal digits with at most one `::`, the last two also as dotted IPv4.
  private static func parseV6(_ bytes: UnsafeBufferPointer<UInt8>) -> IPAddress? {
    let count = bytes.count
    let colon = UInt8(ascii: ":")
    // Bits before and behind the `::`, as two 128-bit registers filled from the right.
    var headHigh: UInt64 = 0
    var headLow: UInt64 = 0
    var groups = 0
    var gapAt = -1
    var index = 0
    if bytes[0] == colon {
      guard count >= 2, bytes[1] == colon else { return nil }
      gapAt = 0
      index = 2
    }
    while index < count {
      guard groups < 8 else { return nil }
      let first = index
      var value: UInt64 = 0
      while index < count, index - first < 4 {
        let digit = hexadecimalValue(of: bytes[index])
        guard digit < 16 else { break }
        value = value << 4 | UInt64(digit)
        index += 1
      }
      if index < count, bytes[index] == UInt8(ascii: ".") {
        guard groups <= 6, let tail = parseV4(bytes, from: first) else { return nil }
        headHigh = headHigh << 32 | headLow >> 32
        headLow = headLow << 32 | UInt64(tail)
        groups += 2
        index = count
        break
      }
      guard index > first else { return nil }
      headHigh = headHigh << 16 | headLow >> 48
      headLow = headLow << 16 | value
      groups += 1
      if index == count { break }
      guard bytes[index] == colon else { return nil }
      index += 1
      guard index < count else { return nil }
      if bytes[index] == colon {
        guard gapAt < 0 else { return nil }
        gapAt = groups
        index += 1
      }
    }
    if gapAt < 0 { return groups == 8 ? IPAddress(v6High: headHigh, low: headLow) : nil }
    // RFC 4291: `::` stands for one or more groups, so eight written ones leave it nothing.
    guard groups < 8 else { return nil }
    let behind = (groups - gapAt) * 16
    let (tailHigh, tailLow) = lowBits(behind, high: headHigh, low: headLow)
    let (rest, restLow) = shiftedRight(behind, high: headHigh, low: headLow)
    let (frontHigh, frontLow) = shiftedLeft((8 - gapAt) * 16, high: rest, low: restLow)
    return IPAddress(v6High: frontHigh | tailHigh, low: frontLow | tailLow)
  }

  /// The value of a hexadecimal digit, 255 for any other byte.
  private static func hexadecimalValue(of byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: 255
    }
  }

  // The three below rely on Swift's `<<` and `>>` giving zero for shifts of the whole width.

  private static func lowBits(_ bits: Int, high: UInt64, low: UInt64) -> (UInt64, UInt64) {
    bits >= 64
      ? (high & ~(~UInt64(0) << UInt64(bits - 64)), low) : (0, low & ~(~UInt64(0) << UInt64(bits)))
  }

  private static func shiftedRight(_ bits: Int, high: UInt64, low: UInt64) -> (UInt64, UInt64) {
    bits >= 64
      ? (0, high >> UInt64(bits - 64))
      : (high >> UInt64(bits), low >> UInt64(bits) | high << UInt64(64 - bits))
  }

  private static func shiftedLeft(_ bits: Int, high: UInt64, low: UInt64) -> (UInt64, UInt64) {
    bits >= 64
      ? (low << UInt64(bits - 64), 0)
      : (high << UInt64(bits) | low >> UInt64(64 - bits), low << UInt64(bits))
  }
}
