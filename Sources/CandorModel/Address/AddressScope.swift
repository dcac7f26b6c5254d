/// What kind of address range an address lies in.
///
/// Source: IANA IPv4 and IPv6 Special-Purpose Address Registries
/// (https://www.iana.org/assignments/iana-ipv4-special-registry/ and
/// https://www.iana.org/assignments/iana-ipv6-special-registry/), the multicast registries, and the
/// IPv6 address space registry, in which only `2000::/3` is global unicast.
public enum AddressScope: String, Sendable, Hashable, CaseIterable {
  /// Reachable from the whole Internet; the only scope whose addresses have a place.
  case global
  /// RFC 1918: `10/8`, `172.16/12`, `192.168/16`.
  case `private`
  /// RFC 6598: `100.64/10`, between a provider and its carrier-grade NAT.
  case shared
  /// `127/8` and `::1`.
  case loopback
  /// `169.254/16` and `fe80::/10`.
  case linkLocal = "link-local"
  /// RFC 4193: `fc00::/7`.
  case uniqueLocal = "unique-local"
  /// RFC 5737, 3849 and 9637: ranges for examples.
  case documentation
  /// `224/4` and `ff00::/8`.
  case multicast
  /// RFC 2544 and 5180: ranges for measuring devices.
  case benchmarking
  /// `0.0.0.0` and `::`, the absence of an address.
  case unspecified
  /// What is set aside for another use or for no use yet, the limited broadcast address included.
  case reserved

  /// Whether an address of this scope can have a place.
  public var isGlobal: Bool { self == .global }
}

extension IPAddress {
  /// The scope of the address as it stands; embedded addresses are not looked into.
  public var scope: AddressScope {
    switch family {
    case .v4: Self.scopeOfV4(UInt32(truncatingIfNeeded: low))
    case .v6: Self.scopeOfV6(high: high, low: low)
    }
  }

  /// Whether the address can have a place.
  public var isGlobal: Bool { scope == .global }

  private static func scopeOfV4(_ number: UInt32) -> AddressScope {
    switch number >> 24 {
    case 0: number == 0 ? .unspecified : .reserved
    case 10: .private
    case 100: number >> 22 == 0x6440_0000 >> 22 ? .shared : .global
    case 127: .loopback
    case 169: number >> 16 == 0xa9fe ? .linkLocal : .global
    case 172: number >> 20 == 0xac1 ? .private : .global
    case 192: scopeOf192(number)
    case 198:
      number >> 17 == 0xc612 >> 1
        ? .benchmarking : (number >> 8 == 0xc6_3364 ? .documentation : .global)
    case 203: number >> 8 == 0xcb_0071 ? .documentation : .global
    case 224...239: .multicast
    case 240...255: .reserved
    default: .global
    }
  }

  private static func scopeOf192(_ number: UInt32) -> AddressScope {
    switch number >> 8 {
    // Protocol assignments; of these only two anycast addresses (RFC 7723, RFC 8155) are reachable.
    case 0xc0_0000: number == 0xc000_0009 || number == 0xc000_000a ? .global : .reserved
    case 0xc0_0002: .documentation
    // The 6to4 relay anycast prefix, deprecated by RFC 7526.
    case 0xc0_5863: .reserved
    case 0xc0_a800...0xc0_a8ff: .private
    default: .global
    }
  }

  private static func scopeOfV6(high: UInt64, low: UInt64) -> AddressScope {
    switch high >> 56 {
    case 0x00:
      if high == 0, low == 0 { return .unspecified }
      if high == 0, low == 1 { return .loopback }
      // RFC 6052: the well-known translation prefix is the one reachable part of `::/8`.
      return high == 0x0064_ff9b_0000_0000 && low >> 32 == 0 ? .global : .reserved
    case 0x20...0x3f: return scopeOfGlobalUnicast(high: high, low: low)
    case 0xfc, 0xfd: return .uniqueLocal
    case 0xfe: return high >> 54 == 0xfe80 >> 6 ? .linkLocal : .reserved
    case 0xff: return .multicast
    default: return .reserved
    }
  }

  private static func scopeOfGlobalUnicast(high: UInt64, low: UInt64) -> AddressScope {
    if high >> 32 == 0x2001_0db8 || high >> 44 == 0x3fff0 { return .documentation }
    guard high >> 41 == 0x2001_0000 >> 9 else { return .global }
    // `2001::/23`, protocol assignments: reachable only where the registry says so.
    switch high >> 32 {
    case 0x2001_0000: return .global  // Teredo, RFC 4380
    case 0x2001_0001:
      // RFC 7723, RFC 8155, RFC 9665: three anycast addresses.
      return high == 0x2001_0001_0000_0000 && (1...3).contains(low) ? .global : .reserved
    case 0x2001_0002: return high >> 16 == 0x2001_0002_0000 ? .benchmarking : .reserved
    case 0x2001_0003: return .global  // AMT, RFC 7450
    case 0x2001_0004: return high >> 16 == 0x2001_0004_0112 ? .global : .reserved  // AS112
    case 0x2001_0020...0x2001_003f: return .global  // ORCHIDv2, RFC 7343; DRIP, RFC 9374
    default: return .reserved
    }
  }
}
