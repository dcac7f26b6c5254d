/// A value of the expression language.
///
/// Swift's `==` is *sameness* (same kind, same content, not-a-number equal to itself), which is
/// what collections need. The language's own equality compares numbers across kinds and holds
/// not-a-number unequal to everything; it is `Value.equals(_:)`.
public enum Value: Sendable {
  /// The null value.
  case null
  /// A truth value.
  case bool(Bool)
  /// A signed 64-bit integer; arithmetic on it is checked.
  case int(Int64)
  /// An unsigned 64-bit integer; arithmetic on it is checked.
  case uint(UInt64)
  /// An IEEE 754 double.
  case double(Double)
  /// A text, compared and counted by Unicode code points.
  case string(String)
  /// A sequence of octets.
  case bytes([UInt8])
  /// A list; its elements may be of different kinds.
  case list([Value])
  /// A map from booleans, integers and texts to values, in order of insertion.
  case map(ValueMap)
  /// A point in time, UTC, to the nanosecond.
  case timestamp(TimestampValue)
  /// A span of time, to the nanosecond.
  case duration(DurationValue)
  /// A type as a value, as `type(x)` gives.
  case type(TypeValue)
  /// An optional value; `nil` where there is none.
  indirect case optional(Value?)
  /// An IP address.
  indirect case address(NetworkAddress)
  /// An IP address with a prefix length (CIDR notation).
  indirect case prefix(NetworkPrefix)
  /// An object of the host, whose fields are read by slot.
  case object(any ExpressionObject)
}

/// A type as a value: its name as the language writes it, `int` or `google.protobuf.Timestamp`.
public struct TypeValue: Sendable, Hashable {
  /// The name of the type, without its parameters.
  public let name: String

  /// Makes the type value of that name.
  public init(name: String) {
    self.name = name
  }
}

extension Value {
  /// The type of this value; for an object of the host the name that it gives itself.
  public var typeValue: TypeValue {
    TypeValue(name: typeName)
  }

  var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list: "list"
    case .map: "map"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .optional: "optional_type"
    case .address: "net.IP"
    case .prefix: "net.CIDR"
    case .object(let object): object.expressionTypeName
    }
  }
}

extension Value: Hashable {
  /// Whether both are the same kind and content; see the type for how this differs from the
  /// equality of the language.
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.type(let a), .type(let b)): a == b
    case (.optional(let a), .optional(let b)): a == b
    case (.address(let a), .address(let b)): a == b
    case (.prefix(let a), .prefix(let b)): a == b
    case (.object(let a), .object(let b)): a === b
    default: false
    }
  }

  /// Hashes kind and content.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .uint(let value): hasher.combine(value)
    case .double(let value): hasher.combine(value.isNaN ? Double.nan : value)
    case .string(let value): hasher.combine(value)
    case .bytes(let value): hasher.combine(value)
    case .list(let value): hasher.combine(value)
    case .map(let value): hasher.combine(value.count)
    case .timestamp(let value): hasher.combine(value)
    case .duration(let value): hasher.combine(value)
    case .type(let value): hasher.combine(value)
    case .optional(let value): hasher.combine(value)
    case .address(let value): hasher.combine(value)
    case .prefix(let value): hasher.combine(value)
    case .object(let value): hasher.combine(ObjectIdentifier(value))
    }
  }
}

extension String {
  /// Equality by bytes. `String.==` is by canonical equivalence, which the language does not want:
  /// a letter with a combining accent and the composed letter are different texts.
  @inline(__always)
  func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && hasSameBytes(asOneSoLong: other)
  }

  private func hasSameBytes(asOneSoLong other: String) -> Bool {
    // Compared where they stand: to walk over the text itself takes several times as long.
    let isSame = utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable { own.elementsEqual($0) }
    }
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }

  /// Order by code points, which for UTF-8 is the order of the bytes.
  func precedesByBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// How many code points the text has.
  var scalarCount: Int {
    var count = 0
    for byte in utf8 where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
