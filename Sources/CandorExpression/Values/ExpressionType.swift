/// A static type of the expression language.
///
/// `description` writes it as the language's tools do: `int`, `list(string)`,
/// `map(string, dyn)`, `optional_type(int)`.
public indirect enum ExpressionType: Sendable, Hashable {
  /// Anything; checked at run time only.
  case dyn
  /// The type of `null`.
  case null
  /// Truth values.
  case bool
  /// Signed integers of 64 bits.
  case int
  /// Unsigned integers of 64 bits.
  case uint
  /// IEEE 754 doubles.
  case double
  /// Texts.
  case string
  /// Octets.
  case bytes
  /// Points in time.
  case timestamp
  /// Spans of time.
  case duration
  /// IP addresses.
  case address
  /// IP prefixes.
  case prefix
  /// A type as a value.
  case type(ExpressionType)
  /// Lists of one type of element.
  case list(ExpressionType)
  /// Maps from one type to another.
  case map(ExpressionType, ExpressionType)
  /// Optional values.
  case optional(ExpressionType)
  /// A primitive type that may also be null.
  case wrapper(ExpressionType)
  /// Host objects of the `ObjectType` of that name.
  case object(String)
  /// A type known by name and parameters alone.
  case opaque(String, [ExpressionType])
  /// A type parameter of a function declaration.
  case parameter(String)
}

extension ExpressionType: CustomStringConvertible {
  /// The type as the language's tools write it.
  public var description: String {
    switch self {
    case .list(let element): return "list(\(element))"
    case .map(let key, let value): return "map(\(key), \(value))"
    case .optional(let wrapped): return "optional_type(\(wrapped))"
    case .wrapper(let wrapped): return "wrapper(\(wrapped))"
    case .type(let type): return type == .dyn ? "type" : "type(\(type))"
    case .opaque(let name, let parameters):
      if parameters.isEmpty { return name }
      return "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
    case .parameter(let name): return name
    default: return runtimeName
    }
  }

  /// The name of the type at run time, without parameters.
  var runtimeName: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .address: "net.IP"
    case .prefix: "net.CIDR"
    case .type: "type"
    case .list: "list"
    case .map: "map"
    case .optional: "optional_type"
    case .wrapper(let wrapped): wrapped.runtimeName
    case .object(let name): name
    case .opaque(let name, _): name
    case .parameter(let name): name
    }
  }

  /// The types that an expression can name as values.
  static let named: [String: ExpressionType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string,
    "bytes": .bytes, "null_type": .null, "list": .list(.dyn), "map": .map(.dyn, .dyn),
    "type": .type(.dyn), "optional_type": .optional(.dyn),
    "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    "net.IP": .address, "net.CIDR": .prefix,
  ]
}
