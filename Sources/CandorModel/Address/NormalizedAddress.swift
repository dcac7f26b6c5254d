/// The address that a text from a platform means, with that text.
///
/// Produced by `AddressText.normalize`; the rules are those for addresses of detection: white
/// space, ports, brackets and zones are gone, lists are reduced to one address, and an IPv4 address
/// inside an IPv6 one is taken out.
public struct NormalizedAddress: Sendable, Hashable {
  /// How the IPv4 address stood in the text.
  public enum Embedding: String, Sendable, Hashable {
    /// The address was written as itself.
    case none
    /// RFC 4291 section 2.5.5.2: `::ffff:0:0/96`.
    case mapped
    /// RFC 3056: `2002::/16`, the address in bits 16 to 47.
    case sixToFour = "6to4"
    /// RFC 4380: `2001::/32`, the client's address inverted in the last 32 bits.
    case teredo
    /// RFC 6052: `64:ff9b::/96`, the address in the last 32 bits.
    case nat64
  }

  /// The text as the platform sent it.
  public let raw: String
  /// The address meant.
  public let address: IPAddress
  /// The scope of the address meant.
  public let scope: AddressScope
  /// Where the address meant was taken from.
  public let embedding: Embedding
  /// Whether the text was a list of addresses of which this is one.
  public let isFromList: Bool

  /// An address with the text it was read from.
  public init(
    raw: String, address: IPAddress, embedding: Embedding = .none, isFromList: Bool = false
  ) {
    self.raw = raw
    self.address = address
    self.scope = address.scope
    self.embedding = embedding
    self.isFromList = isFromList
  }

  /// The canonical text of the address meant, as `address.text` of an assessment shows it.
  public var text: String { address.description }
  /// 4 or 6.
  public var version: Int { address.version }
}
