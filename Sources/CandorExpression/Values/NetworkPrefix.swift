/// An IP address with a prefix length, as CIDR notation writes it. Bits of the host are kept.
public struct NetworkPrefix: Sendable, Hashable {
  /// The address as written, host bits included.
  public let address: NetworkAddress
  /// How many leading bits are the network, 0 to 32 or 128.
  public let length: Int

  /// Makes a prefix; `nil` where the length is beyond the bits of the address.
  public init?(address: NetworkAddress, length: Int) {
    guard (0...address.bitCount).contains(length) else { return nil }
    self.address = address
    self.length = length
  }

  /// Reads `192.168.0.0/24`; `nil` where the text is something else.
  public init?(parsing text: String) {
    guard let prefix = try? Self.parse(text) else { return nil }
    self = prefix
  }

  static func parse(_ text: String) throws(NetworkAddress.ParsingError) -> NetworkPrefix {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .malformed }
    let address = try NetworkAddress.parse(String(parts[0]))
    let digits = Array(parts[1].utf8)
    guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
      digits.count == 1 || digits[0] != 48, let length = Int(parts[1]),
      let prefix = NetworkPrefix(address: address, length: length)
    else { throw .malformed }
    return prefix
  }

  /// The prefix with the host bits cleared.
  public var masked: NetworkPrefix {
    NetworkPrefix(unchecked: address.masked(to: length), length: length)
  }

  private init(unchecked address: NetworkAddress, length: Int) {
    self.address = address
    self.length = length
  }

  /// Whether an address is inside.
  public func contains(_ other: NetworkAddress) -> Bool {
    other.version == address.version && other.masked(to: length) == address.masked(to: length)
  }

  /// Whether another prefix is inside, or the same.
  public func contains(_ other: NetworkPrefix) -> Bool {
    other.length >= length && contains(other.address)
  }
}

extension NetworkPrefix: CustomStringConvertible {
  /// The prefix in CIDR notation.
  public var description: String { "\(address)/\(length)" }
}
