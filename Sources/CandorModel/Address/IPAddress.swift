/// An Internet address of either family: 128 bits and the family they are read in.
///
/// An IPv4 address is its 32-bit number in the low bits. The address `1.2.3.4` and the IPv6 address
/// `::1.2.3.4` therefore share their bits and differ in family, which is how MMDB files lay IPv4
/// into their tree.
///
/// Order: IPv4 before IPv6, then by number.
public struct IPAddress: Sendable, Hashable {
  /// The version of the Internet protocol an address belongs to.
  public enum Family: UInt8, Sendable, Hashable {
    /// IPv4, 32 bits.
    case v4 = 4
    /// IPv6, 128 bits.
    case v6 = 6

    /// The number of bits of an address: 32 or 128.
    public var bitWidth: Int { self == .v4 ? 32 : 128 }
  }

  /// The upper 64 bits; zero for IPv4.
  public let high: UInt64
  /// The lower 64 bits; for IPv4 the 32-bit number.
  public let low: UInt64
  /// The family.
  public let family: Family

  /// The IPv4 address of a 32-bit number, most significant octet first.
  @inlinable
  public init(v4 number: UInt32) {
    high = 0
    low = UInt64(number)
    family = .v4
  }

  /// The IPv6 address of two 64-bit halves.
  @inlinable
  public init(v6High high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
    family = .v6
  }

  /// 4 or 6, as it stands in `version` of an assessment.
  public var version: Int { Int(family.rawValue) }

  /// How many leading bits two addresses of one family share, 0 up to 32 or 128; 0 across families.
  public func commonPrefixLength(with other: IPAddress) -> Int {
    guard family == other.family else { return 0 }
    if family == .v4 {
      return UInt32(truncatingIfNeeded: low ^ other.low).leadingZeroBitCount
    }
    let difference = high ^ other.high
    if difference != 0 { return difference.leadingZeroBitCount }
    return 64 + (low ^ other.low).leadingZeroBitCount
  }

  /// Whether two addresses of one family agree in their first `length` bits.
  ///
  /// Used with 64 (one host network), 56 and 48 (one site) for IPv6.
  public func shares(prefixLength length: Int, with other: IPAddress) -> Bool {
    family == other.family && commonPrefixLength(with: other) >= length
  }

  /// The address with all bits behind the first `length` cleared.
  ///
  /// - Parameter length: 0 up to the family's width; what lies outside is taken as the nearest end.
  public func masked(to length: Int) -> IPAddress {
    let bits = min(max(length, 0), family.bitWidth)
    switch family {
    case .v4:
      let mask: UInt32 = bits == 0 ? 0 : ~0 << UInt32(32 - bits)
      return IPAddress(v4: UInt32(truncatingIfNeeded: low) & mask)
    case .v6:
      let highMask: UInt64 = bits == 0 ? 0 : (bits >= 64 ? ~0 : ~0 << UInt64(64 - bits))
      let lowMask: UInt64 = bits <= 64 ? 0 : ~0 << UInt64(128 - bits)
      return IPAddress(v6High: high & highMask, low: low & lowMask)
    }
  }

  /// The next address of the family; `nil` behind the last one.
  public var successor: IPAddress? {
    switch family {
    case .v4:
      return low == 0xffff_ffff ? nil : IPAddress(v4: UInt32(truncatingIfNeeded: low) + 1)
    case .v6:
      let (next, overflow) = low.addingReportingOverflow(1)
      if !overflow { return IPAddress(v6High: high, low: next) }
      return high == .max ? nil : IPAddress(v6High: high + 1, low: 0)
    }
  }

  /// The address before this one in its family; `nil` before the first one.
  package var predecessor: IPAddress? {
    switch family {
    case .v4:
      return low == 0 ? nil : IPAddress(v4: UInt32(truncatingIfNeeded: low) - 1)
    case .v6:
      if low > 0 { return IPAddress(v6High: high, low: low - 1) }
      return high == 0 ? nil : IPAddress(v6High: high - 1, low: .max)
    }
  }
}

extension IPAddress: Comparable {
  /// IPv4 before IPv6, then by number.
  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    if left.family != right.family { return left.family == .v4 }
    if left.high != right.high { return left.high < right.high }
    return left.low < right.low
  }
}
