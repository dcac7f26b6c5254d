/// The extension `network`: addresses and prefixes as values.
enum NetworkFunctions {
  static let all: [FunctionDeclaration] = [
    .one("ip", [(.string, .address), (.address, .address)], ip),
    .one("ip", [(.prefix, .address)], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      .address(try prefix("ip", value).address)
    },
    .one("cidr", [(.string, .prefix), (.prefix, .prefix)], cidr),
    .one("isIP", [(.string, .bool)]) { (frame, value) throws(EvaluationError) -> Value in
      guard case .string(let text) = value else { throw .noSuchOverload("isIP", value) }
      try frame.chargeIfLong(text)
      return .bool(NetworkAddress(parsing: text) != nil)
    },
    .one("isCIDR", [(.string, .bool)]) { (frame, value) throws(EvaluationError) -> Value in
      guard case .string(let text) = value else { throw .noSuchOverload("isCIDR", value) }
      try frame.chargeIfLong(text)
      return .bool(NetworkPrefix(parsing: text) != nil)
    },
    .one("ip.isCanonical", [(.string, .bool)]) { (frame, value) throws(EvaluationError) -> Value in
      guard case .string(let text) = value else { throw .noSuchOverload("ip.isCanonical", value) }
      return .bool(try parsed(text, &frame).description.hasSameBytes(as: text))
    },
    .one("family", [(.address, .int)], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      .int(Int64(try address("family", value).version))
    },
    test("isUnspecified", \.isUnspecified), test("isLoopback", \.isLoopback),
    test("isGlobalUnicast", \.isGlobalUnicast),
    test("isLinkLocalMulticast", \.isLinkLocalMulticast),
    test("isLinkLocalUnicast", \.isLinkLocalUnicast),
    .two("containsIP", [(.prefix, .address, .bool), (.prefix, .string, .bool)], isMethod: true) {
      (frame, value, other) throws(EvaluationError) -> Value in
      let prefix = try prefix("containsIP", value)
      switch other {
      case .address(let address): return .bool(prefix.contains(address))
      case .string(let text): return .bool(prefix.contains(try parsed(text, &frame)))
      default: throw .noSuchOverload("containsIP", value, other)
      }
    },
    .two("containsCIDR", [(.prefix, .prefix, .bool), (.prefix, .string, .bool)], isMethod: true) {
      (frame, value, other) throws(EvaluationError) -> Value in
      let prefix = try prefix("containsCIDR", value)
      switch other {
      case .prefix(let other): return .bool(prefix.contains(other))
      case .string(let text): return .bool(prefix.contains(try parsedPrefix(text, &frame)))
      default: throw .noSuchOverload("containsCIDR", value, other)
      }
    },
    .one("masked", [(.prefix, .prefix)], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      .prefix(try prefix("masked", value).masked)
    },
    .one("prefixLength", [(.prefix, .int)], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      .int(Int64(try prefix("prefixLength", value).length))
    },
  ]

  private static func test(
    _ name: String, _ property: @escaping @Sendable (NetworkAddress) -> Bool
  ) -> FunctionDeclaration {
    .one(name, [(.address, .bool)], isMethod: true) {
      (_, value) throws(EvaluationError) -> Value in
      .bool(property(try address(name, value)))
    }
  }

  private static func address(
    _ name: String, _ value: Value
  ) throws(EvaluationError) -> NetworkAddress {
    guard case .address(let address) = value else { throw .noSuchOverload(name, value) }
    return address
  }

  private static func prefix(
    _ name: String, _ value: Value
  ) throws(EvaluationError) -> NetworkPrefix {
    guard case .prefix(let prefix) = value else { throw .noSuchOverload(name, value) }
    return prefix
  }

  private static func failure(
    _ kind: String, _ error: NetworkAddress.ParsingError, _ text: String
  ) -> EvaluationError {
    switch error {
    case .malformed: .invalid("\(kind) parse error", detail: text)
    case .zone: .invalid("\(kind) with zone value is not allowed", detail: text)
    case .mappedIPv4:
      .invalid("\(kind) of an IPv4-mapped IPv6 address is not allowed", detail: text)
    }
  }

  private static func parsed(
    _ text: String, _ frame: inout Frame
  ) throws(EvaluationError) -> NetworkAddress {
    try frame.chargeIfLong(text)
    do throws(NetworkAddress.ParsingError) {
      return try NetworkAddress.parse(text)
    } catch {
      throw failure("IP Address", error, text)
    }
  }

  private static func parsedPrefix(
    _ text: String, _ frame: inout Frame
  ) throws(EvaluationError) -> NetworkPrefix {
    try frame.chargeIfLong(text)
    do throws(NetworkAddress.ParsingError) {
      return try NetworkPrefix.parse(text)
    } catch {
      throw failure("CIDR", error, text)
    }
  }

  private static func ip(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .address: return value
    case .string(let text): return .address(try parsed(text, &frame))
    default: throw .noSuchOverload("ip", value)
    }
  }

  private static func cidr(_ frame: inout Frame, _ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .prefix: return value
    case .string(let text): return .prefix(try parsedPrefix(text, &frame))
    default: throw .noSuchOverload("cidr", value)
    }
  }
}
