/// Reads what platforms put into a field for an address.
///
/// In this order: trim white space; placeholders are absent; take the first public address of a
/// comma-separated list (as in `X-Forwarded-For`), else its first address; strip brackets and port;
/// drop the zone; take out an IPv4 address that is mapped or embedded (6to4, Teredo, NAT64).
public enum AddressText {
  /// The longest text that is read, in bytes: a list of some hundred addresses.
  public static let maximumLength = 4096

  /// An address read from bytes, before its text is kept.
  public struct Reading: Sendable, Hashable {
    /// The address meant.
    public let address: IPAddress
    /// Where it was taken from.
    public let embedding: NormalizedAddress.Embedding
    /// Whether the text was a list.
    public let isFromList: Bool
  }

  /// Reads a text.
  ///
  /// - Returns: `found` with the address and the raw text, `absent` for a placeholder, `failed` for
  ///   a text that is no address.
  public static func normalize(_ text: String) -> Lookup<NormalizedAddress> {
    var text = text
    let reading = text.withUTF8 { read($0) }
    return reading.map {
      NormalizedAddress(
        raw: text, address: $0.address, embedding: $0.embedding, isFromList: $0.isFromList)
    }
  }

  /// Reads UTF-8 text without allocating; the same as `normalize` without the raw text.
  public static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Lookup<Reading> {
    guard bytes.count <= maximumLength else { return .failed }
    let text = trimmed(bytes)
    if isPlaceholder(text) { return .absent }
    guard text.contains(UInt8(ascii: ",")) else { return readOne(text, isFromList: false) }
    return readList(text)
  }

  /// Reads dotted IPv4 and nothing else, as nearly all texts are; `nil` for every other text, and for
  /// zero, which is a placeholder.
  package static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading? {
    guard let number = IPAddress.plainV4(bytes), number != 0 else { return nil }
    return Reading(address: IPAddress(v4: number), embedding: .none, isFromList: false)
  }

  /// Whether a trimmed text stands for no value: empty, `-`, `unknown`, `Not Available`, `null`,
  /// `0.0.0.0`; letter case does not matter.
  public static func isPlaceholder(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch bytes.count {
    case 0: true
    case 1: bytes[0] == UInt8(ascii: "-")
    case 4: equals(bytes, "null")
    case 7: equals(bytes, "unknown") || equals(bytes, "0.0.0.0")
    case 13: equals(bytes, "not available")
    default: false
    }
  }

  private static func readList(_ text: UnsafeBufferPointer<UInt8>) -> Lookup<Reading> {
    var first: Reading?
    var sawMistake = false
    var start = 0
    while start <= text.count {
      let rest = UnsafeBufferPointer(rebasing: text[start...])
      let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.count
      switch readOne(trimmed(UnsafeBufferPointer(rebasing: rest[..<end])), isFromList: true) {
      case .found(let reading):
        if reading.address.isGlobal { return .found(reading) }
        if first == nil { first = reading }
      case .failed: sawMistake = true
      case .absent, .notAttempted: break
      }
      start += end + 1
    }
    if let first { return .found(first) }
    return sawMistake ? .failed : .absent
  }

  private static func readOne(
    _ text: UnsafeBufferPointer<UInt8>, isFromList: Bool
  ) -> Lookup<Reading> {
    if isPlaceholder(text) { return .absent }
    guard let written = parse(text) else { return .failed }
    let (address, embedding) = embedded(in: written)
    // `0.0.0.0` with a port or mapped is the same placeholder in another coat.
    if address.family == .v4, address.low == 0 { return .absent }
    return .found(Reading(address: address, embedding: embedding, isFromList: isFromList))
  }

  /// Strips brackets, port and zone and reads what is left.
  private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> IPAddress? {
    if let address = IPAddress(utf8: text) { return address }
    guard let first = text.first else { return nil }
    if first == UInt8(ascii: "[") {
      guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      let rest = text[(close + 1)...]
      guard rest.isEmpty || rest.first == UInt8(ascii: ":") && isPort(rest.dropFirst()) else {
        return nil
      }
      let inside = UnsafeBufferPointer(rebasing: text[1..<close])
      return IPAddress(utf8: inside) ?? withoutZone(inside)
    }
    if let address = withoutZone(text) { return address }
    guard let colon = text.lastIndex(of: UInt8(ascii: ":")), isPort(text[(colon + 1)...]) else {
      return nil
    }
    // Only IPv4 can carry a bare port: behind an IPv6 address it would be one more group.
    let address = IPAddress(utf8: UnsafeBufferPointer(rebasing: text[..<colon]))
    return address?.family == .v4 ? address : nil
  }

  /// RFC 4007 section 11: `address%zone`, for IPv6 only and with a zone that is not empty.
  private static func withoutZone(_ text: UnsafeBufferPointer<UInt8>) -> IPAddress? {
    guard let percent = text.firstIndex(of: UInt8(ascii: "%")), percent + 1 < text.count else {
      return nil
    }
    let zone = text[(percent + 1)...]
    guard zone.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
    let address = IPAddress(utf8: UnsafeBufferPointer(rebasing: text[..<percent]))
    return address?.family == .v6 ? address : nil
  }

  private static func isPort(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard (1...5).contains(digits.count) else { return false }
    var port = 0
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return false }
      port = port * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return port <= 65535
  }

  /// The IPv4 address that an IPv6 one carries, or the address itself.
  public static func embedded(
    in address: IPAddress
  ) -> (address: IPAddress, embedding: NormalizedAddress.Embedding) {
    guard address.family == .v6 else { return (address, .none) }
    let last = UInt32(truncatingIfNeeded: address.low)
    if address.high == 0, address.low >> 32 == 0xffff { return (IPAddress(v4: last), .mapped) }
    if address.high == 0x0064_ff9b_0000_0000, address.low >> 32 == 0 {
      return (IPAddress(v4: last), .nat64)
    }
    if address.high >> 48 == 0x2002 {
      return (IPAddress(v4: UInt32(truncatingIfNeeded: address.high >> 16)), .sixToFour)
    }
    if address.high >> 32 == 0x2001_0000 { return (IPAddress(v4: ~last), .teredo) }
    return (address, .none)
  }

  private static func trimmed(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte >= 0x09 && byte <= 0x0d
  }

  private static func equals(
    _ bytes: UnsafeBufferPointer<UInt8>, _ lowerCase: StaticString
  ) -> Bool {
    lowerCase.withUTF8Buffer { expected in
      guard expected.count == bytes.count else { return false }
      for index in 0..<expected.count {
        let byte = bytes[index]
        let folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
        if folded != expected[index] { return false }
      }
      return true
    }
  }
}
