/// An IP address of the expression language: version 4 or 6, without a zone.
public struct NetworkAddress: Sendable, Hashable {
  /// 4 or 6.
  public let version: UInt8
  /// The upper 64 bits of a version 6 address; 0 for version 4.
  public let high: UInt64
  /// The lower 64 bits; for version 4 its 32 bits.
  public let low: UInt64

  /// Makes an address of its bits.
  public init(version: UInt8, high: UInt64, low: UInt64) {
    self.version = version
    self.high = high
    self.low = low
  }

  /// Why a text is not an address.
  enum ParsingError: Error {
    case malformed, zone, mappedIPv4
  }

  /// Reads an address; `nil` where the text is not one, has a zone, or is version 4 written
  /// inside version 6 (`::ffff:1.2.3.4`).
  public init?(parsing text: String) {
    guard let address = try? Self.parse(text) else { return nil }
    self = address
  }

  static func parse(_ text: String) throws(ParsingError) -> NetworkAddress {
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: "%")) { throw .zone }
    guard bytes.contains(UInt8(ascii: ":")) else {
      guard let low = parseVersion4(bytes[...]) else { throw .malformed }
      return NetworkAddress(version: 4, high: 0, low: UInt64(low))
    }
    let address = try parseVersion6(bytes)
    let hasDots = bytes.contains(UInt8(ascii: "."))
    if hasDots, address.high == 0, address.low >> 32 == 0xFFFF { throw .mappedIPv4 }
    return address
  }

  private static func parseVersion4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var result: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ (48...57).contains($0) }),
        part.count == 1 || part.first != 48
      else { return nil }
      let octet = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 48) }
      guard octet <= 255 else { return nil }
      result = result << 8 | octet
    }
    return result
  }

  private static func parseVersion6(_ bytes: [UInt8]) throws(ParsingError) -> NetworkAddress {
    var groups: [UInt16] = []
    var gap: Int?
    var rest = bytes[...]
    if rest.starts(with: "::".utf8) {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let part = rest.prefix { $0 != UInt8(ascii: ":") }
      if part.contains(UInt8(ascii: ".")) {
        guard part.endIndex == bytes.endIndex, groups.count <= 6,
          let low = parseVersion4(part)
        else { throw .malformed }
        groups += [UInt16(low >> 16), UInt16(low & 0xFFFF)]
        break
      }
      guard (1...4).contains(part.count), groups.count < 8,
        let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16),
        part.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
      else { throw .malformed }
      groups.append(group)
      rest = rest.dropFirst(part.count)
      guard !rest.isEmpty else { break }
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: ":") {
        guard gap == nil else { throw .malformed }
        gap = groups.count
        rest = rest.dropFirst()
      } else if rest.isEmpty {
        throw .malformed
      }
    }
    if let gap {
      guard groups.count < 8 else { throw .malformed }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { throw .malformed }
    let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    return NetworkAddress(version: 6, high: high, low: low)
  }

  /// How many bits an address of this version has.
  var bitCount: Int { version == 4 ? 32 : 128 }

  /// The address with all bits after the first so many cleared.
  func masked(to length: Int) -> NetworkAddress {
    if version == 4 {
      let mask = length == 0 ? 0 : ~UInt64(0) << UInt64(32 - length) & 0xFFFF_FFFF
      return NetworkAddress(version: 4, high: 0, low: low & mask)
    }
    let highMask = length == 0 ? 0 : length >= 64 ? ~0 : ~UInt64(0) << UInt64(64 - length)
    let lowMask = length <= 64 ? 0 : length == 128 ? ~0 : ~UInt64(0) << UInt64(128 - length)
    return NetworkAddress(version: 6, high: high & highMask, low: low & lowMask)
  }
}

extension NetworkAddress {
  /// `0.0.0.0` or `::`.
  public var isUnspecified: Bool { high == 0 && low == 0 }

  /// `127.0.0.0/8` or `::1`.
  public var isLoopback: Bool {
    version == 4 ? low >> 24 == 127 : high == 0 && low == 1
  }

  /// `169.254.0.0/16` or `fe80::/10`.
  public var isLinkLocalUnicast: Bool {
    version == 4 ? low >> 16 == 0xA9FE : high >> 54 == 0x3FA
  }

  /// `224.0.0.0/24` or `ff02::/16` with whatever flags.
  public var isLinkLocalMulticast: Bool {
    version == 4 ? low >> 8 == 0xE00000 : high >> 56 == 0xFF && high >> 48 & 0x0F == 2
  }

  /// Whether the address is of the multicast range.
  public var isMulticast: Bool {
    version == 4 ? low >> 28 == 0xE : high >> 56 == 0xFF
  }

  /// Whether the address is a unicast address beyond the link, private ranges included.
  public var isGlobalUnicast: Bool {
    !(isUnspecified || isLoopback || isMulticast || isLinkLocalUnicast)
      && !(version == 4 && low == 0xFFFF_FFFF)
  }
}

extension NetworkAddress: CustomStringConvertible {
  /// The canonical text: dotted decimal, or RFC 5952 for version 6.
  public var description: String {
    if version == 4 {
      return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".")
    }
    let groups = (0..<8).map { index in
      let half = index < 4 ? high : low
      return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index % 4)))
    }
    if high == 0, low >> 32 == 0xFFFF {
      return "::ffff:" + NetworkAddress(version: 4, high: 0, low: low & 0xFFFF_FFFF).description
    }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > best.count, end - start > 1 { best = start..<end }
      start = max(end, start + 1)
    }
    func text(_ range: Range<Int>) -> String {
      range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
    }
    if best.isEmpty { return text(0..<8) }
    return text(0..<best.lowerBound) + "::" + text(best.upperBound..<8)
  }
}
