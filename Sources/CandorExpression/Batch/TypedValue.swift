/// Values with their types as JSON, `{"type":"int","value":"3"}`: the form of the batch door.
enum TypedValue {
  struct Failure: Error {
    let message: String
  }

  private static func number(_ json: JSONValue?) -> String? {
    switch json {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  static func read(_ json: JSONValue) throws(Failure) -> Value {
    guard let type = json["type"]?.string else {
      throw Failure(message: "expected a `type` in a typed value")
    }
    let content = json["value"]
    switch type {
    case "null": return .null
    case "bool":
      if let value = content?.bool { return .bool(value) }
    case "int":
      if let value = number(content).flatMap({ Int64($0) }) { return .int(value) }
    case "uint":
      if let value = number(content).flatMap({ UInt64($0) }) { return .uint(value) }
    case "double":
      if let value = number(content).flatMap({ Double($0) }) { return .double(value) }
    case "string":
      if let value = content?.string { return .string(value) }
    case "bytes":
      if let value = (json["base64"] ?? content)?.string.flatMap({ Base64.decode($0) }) {
        return .bytes(value)
      }
    case "list":
      if let elements = content?.array {
        var list: [Value] = []
        for element in elements { list.append(try read(element)) }
        return .list(list)
      }
    case "map":
      if let entries = content?.array { return .map(try map(entries)) }
    case "timestamp":
      if let value = content?.string.flatMap({ TimestampValue(parsing: $0) }) {
        return .timestamp(value)
      }
    case "duration":
      let seconds = number(json["seconds"] ?? .string("0")).flatMap { Int64($0) }
      let nanoseconds = number(json["nanos"] ?? .string("0")).flatMap { Int64($0) }
      if let seconds, let nanoseconds,
        let span = DurationValue(seconds: seconds, nanoseconds: nanoseconds)
      {
        return .duration(span)
      }
    case "type":
      if let name = content?.string { return .type(TypeValue(name: name)) }
    case "optional":
      guard let content else { return .optional(nil) }
      return .optional(try read(content))
    case "ip":
      if let value = content?.string.flatMap({ NetworkAddress(parsing: $0) }) {
        return .address(value)
      }
    case "cidr":
      if let value = content?.string.flatMap({ NetworkPrefix(parsing: $0) }) {
        return .prefix(value)
      }
    default: throw Failure(message: "unknown type `\(type)` of a typed value")
    }
    throw Failure(message: "expected a value of type `\(type)`")
  }

  private static func map(_ entries: [JSONValue]) throws(Failure) -> ValueMap {
    var map = ValueMap()
    for entry in entries {
      guard let pair = entry.array, pair.count == 2 else {
        throw Failure(message: "expected a pair of key and value in a map")
      }
      let key = try read(pair[0])
      guard MapKey(key) != nil else {
        throw Failure(
          message: "expected a key of type `bool`, `int`, `uint` or `string` in a map, found "
            + "`\(key.typeName)`")
      }
      guard map.insert(key, try read(pair[1])) else {
        throw Failure(message: "expected different keys in a map")
      }
    }
    return map
  }

  /// Writes a value with sorted keys. The number of parts is limited, because values may share
  /// parts and so be much larger written than held.
  static func write(_ value: Value, limit: Int = 1_000_000) throws(Failure) -> String {
    var writer = Writer(left: limit)
    try writer.write(value)
    return writer.text
  }

  private struct Writer {
    var text = ""
    var left: Int

    mutating func simple(_ type: String, _ value: String) {
      text += "{\"type\":\"\(type)\",\"value\":\(value)}"
    }

    mutating func write(_ value: Value) throws(Failure) {
      left -= 1
      if left < 0 { throw Failure(message: "the value is too large to be written") }
      switch value {
      case .null: text += "{\"type\":\"null\"}"
      case .bool(let content): simple("bool", content ? "true" : "false")
      case .int(let number): simple("int", "\"\(number)\"")
      case .uint(let number): simple("uint", "\"\(number)\"")
      case .double(let number): simple("double", "\"\(TypedValue.literal(number))\"")
      case .string(let content): simple("string", JSONValue.quoted(content))
      case .bytes(let bytes): text += "{\"base64\":\"\(Base64.encode(bytes))\",\"type\":\"bytes\"}"
      case .list(let list):
        text += "{\"type\":\"list\",\"value\":["
        for (index, element) in list.enumerated() {
          if index > 0 { text += "," }
          try write(element)
        }
        text += "]}"
      case .map(let map):
        text += "{\"type\":\"map\",\"value\":["
        for (index, entry) in map.entries.enumerated() {
          text += index > 0 ? ",[" : "["
          try write(entry.key)
          text += ","
          try write(entry.value)
          text += "]"
        }
        text += "]}"
      case .timestamp(let time): simple("timestamp", "\"\(time)\"")
      case .duration(let span):
        text += "{\"nanos\":\(span.nanoseconds % 1_000_000_000),"
        text += "\"seconds\":\"\(span.nanoseconds / 1_000_000_000)\",\"type\":\"duration\"}"
      case .type(let type): simple("type", JSONValue.quoted(type.name))
      case .optional(let content):
        guard let content else {
          text += "{\"type\":\"optional\"}"
          return
        }
        text += "{\"type\":\"optional\",\"value\":"
        try write(content)
        text += "}"
      case .address(let address): simple("ip", "\"\(address)\"")
      case .prefix(let prefix): simple("cidr", "\"\(prefix)\"")
      case .object(let object): simple("object", JSONValue.quoted(object.expressionTypeName))
      }
    }
  }

  /// A double as Python writes it: `1.5`, `1e+22`, `nan`, `-inf`.
  static func literal(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    return Formatting.shortest(number, exponentFrom: 16, pointZero: true)
  }
}
