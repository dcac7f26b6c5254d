/// A network in CIDR form: the first bits that its addresses share (RFC 4632, RFC 4291).
///
/// The base address is always masked: `10.1.2.3/8` and `10.0.0.0/8` are one prefix.
///
/// Order: by base address, then the shorter prefix (the larger network) first.
public struct IPPrefix: Sendable, Hashable {
  /// The first address of the network.
  public let base: IPAddress
  /// How many leading bits are fixed, 0 up to 32 or 128.
  public let length: Int

  /// The network of an address; bits behind the length are cleared.
  ///
  /// - Parameter length: 0 up to the family's width; what lies outside is taken as the nearest end.
  public init(_ address: IPAddress, length: Int) {
    self.length = min(max(length, 0), address.family.bitWidth)
    base = address.masked(to: self.length)
  }

  /// Reads `address/length`, or an address alone as the network of only itself.
  ///
  /// - Returns: `nil` where the text is neither. Bits behind the length are accepted and cleared,
  ///   as lists in the wild have them.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let prefix = text.withUTF8({ IPPrefix(utf8: $0) }) else { return nil }
    self = prefix
  }

  /// Reads a network from UTF-8 text without allocating; the same as `init(_:)`.
  public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
      guard let address = IPAddress(utf8: bytes) else { return nil }
      self.init(address, length: address.family.bitWidth)
      return
    }
    guard let address = IPAddress(utf8: UnsafeBufferPointer(rebasing: bytes[..<slash])) else {
      return nil
    }
    let digits = bytes[(slash + 1)...]
    guard (1...3).contains(digits.count) else { return nil }
    if digits.count > 1, digits.first == UInt8(ascii: "0") { return nil }
    var length = 0
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      length = length * 10 + Int(byte - UInt8(ascii: "0"))
    }
    guard length <= address.family.bitWidth else { return nil }
    self.init(address, length: length)
  }

  /// The family of the network's addresses.
  public var family: IPAddress.Family { base.family }

  /// The last address of the network.
  public var last: IPAddress {
    switch family {
    case .v4:
      let host: UInt32 = length == 32 ? 0 : ~UInt32(0) >> UInt32(length)
      return IPAddress(v4: UInt32(truncatingIfNeeded: base.low) | host)
    case .v6:
      let highHost: UInt64 = length >= 64 ? 0 : ~UInt64(0) >> UInt64(length)
      let lowHost: UInt64 = length <= 64 ? ~0 : (length == 128 ? 0 : ~0 >> UInt64(length - 64))
      return IPAddress(v6High: base.high | highHost, low: base.low | lowHost)
    }
  }

  /// Whether an address lies in the network; one of the other family never does.
  public func contains(_ address: IPAddress) -> Bool {
    base.shares(prefixLength: length, with: address)
  }

  /// Whether every address of another network lies in this one.
  public func contains(_ other: IPPrefix) -> Bool {
    length <= other.length && contains(other.base)
  }

  /// The fewest networks that cover a range of addresses exactly, in order.
  ///
  /// - Parameters:
  ///   - first: the first address.
  ///   - last: the last address, included; of the same family and not before `first`.
  /// - Returns: at most 62 networks for IPv4 and 254 for IPv6; empty where the range is none.
  public static func covering(from first: IPAddress, through last: IPAddress) -> [IPPrefix] {
    guard first.family == last.family, first <= last else { return [] }
    var prefixes: [IPPrefix] = []
    var start = first
    while true {
      var prefix = IPPrefix(start, length: start.family.bitWidth)
      // Widen while the start stays the network's first address and the end stays inside.
      while prefix.length > 0 {
        let wider = IPPrefix(start, length: prefix.length - 1)
        guard wider.base == start, wider.last <= last else { break }
        prefix = wider
      }
      prefixes.append(prefix)
      guard prefix.last < last, let next = prefix.last.successor else { return prefixes }
      start = next
    }
  }
}

extension IPPrefix: Comparable {
  /// By base address, then the larger network first.
  public static func < (left: IPPrefix, right: IPPrefix) -> Bool {
    left.base != right.base ? left.base < right.base : left.length < right.length
  }
}

extension IPPrefix: CustomStringConvertible {
  /// `address/length` with the canonical address text.
  public var description: String { "\(base)/\(length)" }
}
