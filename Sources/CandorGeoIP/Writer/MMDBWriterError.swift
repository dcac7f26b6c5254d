/// Why a database could not be written.
public struct MMDBWriterError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of mistake; more kinds can be added.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name.
    public let rawValue: String

    /// A code of this name.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// An IPv6 network for a database of IPv4 addresses only.
    public static let wrongFamily = Code(rawValue: "wrong-family")
    /// An IPv6 network that covers or lies in `::/96`, where the IPv4 addresses are.
    public static let overlapsIPv4 = Code(rawValue: "overlaps-ipv4")
    /// A network inside one that is an alias of the IPv4 addresses.
    public static let insideAlias = Code(rawValue: "inside-alias")
    /// A range whose ends are of two families or in the wrong order.
    public static let invalidRange = Code(rawValue: "invalid-range")
    /// Maps and arrays nest too deeply.
    public static let valueTooDeep = Code(rawValue: "value-too-deep")
    /// A text, map, array or byte string is larger than the format can say.
    public static let valueTooLarge = Code(rawValue: "value-too-large")
    /// The tree or the data section outgrew what the format can address.
    public static let tooLarge = Code(rawValue: "too-large")
  }

  /// The kind of mistake.
  public let code: Code
  /// What happened and what to do, without addresses.
  public let description: String

  static var wrongFamily: Self {
    Self(
      code: .wrongFamily,
      description: "expected an IPv4 network, found an IPv6 one. write a database of both families")
  }

  static var overlapsIPv4: Self {
    Self(
      code: .overlapsIPv4,
      description: "expected an IPv6 network outside of `::/96`, which holds the IPv4 addresses. "
        + "give those networks as IPv4")
  }

  static var insideAlias: Self {
    Self(
      code: .insideAlias,
      description: "expected a network outside of the aliases `::ffff:0:0/96` and `2002::/16`. "
        + "give those networks as IPv4, or turn the aliases off")
  }

  static var invalidRange: Self {
    Self(
      code: .invalidRange,
      description: "expected a range of one family with its first address before its last")
  }

  static func valueTooDeep(limit: Int) -> Self {
    Self(
      code: .valueTooDeep,
      description: "expected at most `\(limit)` levels of maps and arrays, found more")
  }

  static func valueTooLarge(size: Int, limit: Int) -> Self {
    Self(
      code: .valueTooLarge,
      description: "expected a value of at most `\(limit)` bytes or elements, found `\(size)`")
  }

  static func tooLarge(part: String, limit: Int) -> Self {
    Self(code: .tooLarge, description: "the \(part) outgrew its limit of `\(limit)`")
  }
}
