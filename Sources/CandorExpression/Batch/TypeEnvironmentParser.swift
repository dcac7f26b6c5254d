/// Reads declarations in protobuf's text format, as the conformance suite writes them
/// (`google.api.expr.v1alpha1.Decl`): `name: "x" ident { type { primitive: INT64 } }`.
struct TypeEnvironmentParser {
  enum Declaration {
    case variable(Environment.Variable)
    case function(FunctionDeclaration)
  }

  struct Failure: Error {
    let message: String
  }

  /// A message: its fields in order, each a text or a message.
  private indirect enum Node {
    case scalar(String)
    case message([(name: String, value: Node)])

    func fields(_ name: String) -> [Node] {
      guard case .message(let fields) = self else { return [] }
      return fields.filter { $0.name == name }.map(\.value)
    }

    func field(_ name: String) -> Node? { fields(name).first }

    var text: String? {
      if case .scalar(let text) = self { return text }
      return nil
    }
  }

  private var tokens: [String]
  private var position = 0
  private var depth = 0
  private static let maximumDepth = 200

  static func parse(_ text: String) throws(Failure) -> Declaration {
    var parser = TypeEnvironmentParser(tokens: try tokenize(text))
    let root = try parser.message(closing: nil)
    guard let name = root.field("name")?.text else {
      throw Failure(message: "expected a `name` in a declaration")
    }
    if let function = root.field("function") {
      var overloads: [FunctionOverload] = []
      for overload in function.fields("overloads") {
        var parameters: [ExpressionType] = []
        for parameter in overload.fields("params") { parameters.append(try type(parameter)) }
        overloads.append(
          FunctionOverload(
            parameters, try overload.field("result_type").map(type) ?? .dyn,
            isMethod: overload.field("is_instance_function")?.text == "true"))
      }
      return .function(FunctionDeclaration(name: name, overloads: overloads, body: nil))
    }
    let declared = root.field("ident")?.field("type")
    return .variable(.init(name, try declared.map(type) ?? .dyn))
  }

  /// A type alone, `list_type { elem_type { primitive: INT64 } }`.
  static func parseType(_ text: String) throws(Failure) -> ExpressionType {
    var parser = TypeEnvironmentParser(tokens: try tokenize(text))
    return try type(try parser.message(closing: nil))
  }

  private init(tokens: [String]) {
    self.tokens = tokens
  }

  private static func tokenize(_ text: String) throws(Failure) -> [String] {
    var tokens: [String] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      let byte = source[index]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ";"): index += 1
      case UInt8(ascii: "#"):
        while index < source.count, source[index] != 0x0A { index += 1 }
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"):
        tokens.append(String(UnicodeScalar(byte)))
        index += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let start = index
        index += 1
        while index < source.count, source[index] != byte {
          index += source[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < source.count else { throw Failure(message: "a text is not closed") }
        // Names need no escapes; the quote in front tells a text from a word.
        tokens.append("\"" + String(decoding: source[(start + 1)..<index], as: UTF8.self))
        index += 1
      default:
        let start = index
        while index < source.count,
          Lexer.isWordByte(source[index]) || [0x2E, 0x2D, 0x2B].contains(source[index])
        {
          index += 1
        }
        guard index > start else {
          throw Failure(message: "unexpected character in a declaration")
        }
        tokens.append(String(decoding: source[start..<index], as: UTF8.self))
      }
    }
    return tokens
  }

  private mutating func message(closing: String?) throws(Failure) -> Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw Failure(message: "too many levels") }
    var fields: [(name: String, value: Node)] = []
    while position < tokens.count {
      let name = tokens[position]
      position += 1
      if name == closing { return .message(fields) }
      let hasColon = position < tokens.count && tokens[position] == ":"
      if hasColon { position += 1 }
      guard position < tokens.count else { break }
      let value = tokens[position]
      position += 1
      if value == "{" || value == "<" {
        fields.append((name, try message(closing: value == "{" ? "}" : ">")))
      } else if hasColon {
        fields.append((name, .scalar(value.hasPrefix("\"") ? String(value.dropFirst()) : value)))
      } else {
        throw Failure(message: "expected `:` after `\(name)` in a declaration")
      }
    }
    guard closing == nil else { throw Failure(message: "expected `}` in a declaration") }
    return .message(fields)
  }

  private static let primitives: [String: ExpressionType] = [
    "BOOL": .bool, "INT64": .int, "UINT64": .uint, "DOUBLE": .double, "STRING": .string,
    "BYTES": .bytes,
  ]

  private static func type(_ node: Node) throws(Failure) -> ExpressionType {
    guard case .message(let fields) = node, let (name, value) = fields.first else { return .dyn }
    switch name {
    case "dyn", "error": return .dyn
    case "null": return .null
    case "primitive":
      if let type = value.text.flatMap({ primitives[$0] }) { return type }
    case "wrapper":
      if let type = value.text.flatMap({ primitives[$0] }) { return .wrapper(type) }
    case "well_known":
      switch value.text {
      case "TIMESTAMP": return .timestamp
      case "DURATION": return .duration
      case "ANY": return .dyn
      default: break
      }
    case "list_type": return .list(try value.field("elem_type").map(type) ?? .dyn)
    case "map_type":
      return .map(
        try value.field("key_type").map(type) ?? .dyn,
        try value.field("value_type").map(type) ?? .dyn)
    case "type_param":
      if let name = value.text { return .parameter(name) }
    case "type": return .type(try type(value))
    case "message_type":
      if let name = value.text { return ExpressionType.named[name] ?? .object(name) }
    case "abstract_type":
      guard let name = value.field("name")?.text else { break }
      var parameters: [ExpressionType] = []
      for parameter in value.fields("parameter_types") { parameters.append(try type(parameter)) }
      switch name {
      case "optional_type": return .optional(parameters.first ?? .dyn)
      case "net.IP": return .address
      case "net.CIDR": return .prefix
      default: return .opaque(name, parameters)
      }
    default: break
    }
    throw Failure(message: "unknown type `\(name)` in a declaration")
  }
}
