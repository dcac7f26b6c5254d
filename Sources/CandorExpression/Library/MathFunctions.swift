/// The extension `math`.
enum MathFunctions {
  static let all: [FunctionDeclaration] = [
    rounding("math.ceil") { $0.rounded(.up) },
    rounding("math.floor") { $0.rounded(.down) },
    rounding("math.round") { $0.rounded(.toNearestOrAwayFromZero) },
    rounding("math.trunc") { $0.rounded(.towardZero) },
    test("math.isNaN") { $0.isNaN },
    test("math.isInf") { $0.isInfinite },
    test("math.isFinite") { $0.isFinite },
    .one("math.abs", [(.int, .int), (.uint, .uint), (.double, .double)]) {
      (_, value) throws(EvaluationError) -> Value in
      switch value {
      case .int(let number):
        guard number != .min else { throw .overflow("int") }
        return .int(abs(number))
      case .uint: return value
      case .double(let number): return .double(number.magnitude)
      default: throw .noSuchOverload("math.abs", value)
      }
    },
    .one("math.sign", [(.int, .int), (.uint, .uint), (.double, .double)]) {
      (_, value) throws(EvaluationError) -> Value in
      switch value {
      case .int(let number): return .int(number.signum())
      case .uint(let number): return .uint(number == 0 ? 0 : 1)
      case .double(let number):
        if number.isNaN { return value }
        return .double(number < 0 ? -1 : number > 0 ? 1 : 0)
      default: throw .noSuchOverload("math.sign", value)
      }
    },
    .one("math.sqrt", [(.double, .double), (.int, .double), (.uint, .double)]) {
      (_, value) throws(EvaluationError) -> Value in
      switch value {
      case .int(let number): return .double(Double(number).squareRoot())
      case .uint(let number): return .double(Double(number).squareRoot())
      case .double(let number): return .double(number.squareRoot())
      default: throw .noSuchOverload("math.sqrt", value)
      }
    },
  ]

  private static func rounding(
    _ name: String, _ body: @escaping @Sendable (Double) -> Double
  ) -> FunctionDeclaration {
    .one(name, [(.double, .double)]) { (_, value) throws(EvaluationError) -> Value in
      guard case .double(let number) = value else { throw .noSuchOverload(name, value) }
      return .double(body(number))
    }
  }

  private static func test(
    _ name: String, _ body: @escaping @Sendable (Double) -> Bool
  ) -> FunctionDeclaration {
    .one(name, [(.double, .bool)]) { (_, value) throws(EvaluationError) -> Value in
      guard case .double(let number) = value else { throw .noSuchOverload(name, value) }
      return .bool(body(number))
    }
  }

  static let bits: [FunctionDeclaration] = [
    bitwise("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
    bitwise("math.bitOr", { $0 | $1 }, { $0 | $1 }),
    bitwise("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
    .one("math.bitNot", [(.int, .int), (.uint, .uint)]) {
      (_, value) throws(EvaluationError) -> Value in
      switch value {
      case .int(let number): return .int(~number)
      case .uint(let number): return .uint(~number)
      default: throw .noSuchOverload("math.bitNot", value)
      }
    },
    // Bits move as in an unsigned number, also to the right; beyond 63 nothing is left.
    shift("math.bitShiftLeft") { $0 << $1 },
    shift("math.bitShiftRight") { $0 >> $1 },
  ]

  private static func bitwise(
    _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
    _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> FunctionDeclaration {
    .two(name, [(.int, .int, .int), (.uint, .uint, .uint)]) {
      (_, a, b) throws(EvaluationError) -> Value in
      switch (a, b) {
      case (.int(let a), .int(let b)): return .int(signed(a, b))
      case (.uint(let a), .uint(let b)): return .uint(unsigned(a, b))
      default: throw .noSuchOverload(name, a, b)
      }
    }
  }

  private static func shift(
    _ name: String, _ body: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> FunctionDeclaration {
    .two(name, [(.int, .int, .int), (.uint, .int, .uint)]) {
      (_, a, b) throws(EvaluationError) -> Value in
      guard case .int(let offset) = b else { throw .noSuchOverload(name, a, b) }
      switch a {
      case .int(let number):
        guard offset >= 0 else { throw .invalid("`\(name)` with a negative offset") }
        return .int(Int64(bitPattern: body(UInt64(bitPattern: number), UInt64(offset))))
      case .uint(let number):
        guard offset >= 0 else { throw .invalid("`\(name)` with a negative offset") }
        return .uint(body(number, UInt64(offset)))
      default: throw .noSuchOverload(name, a, b)
      }
    }
  }

  @Sendable
  static func greatest(_ frame: inout Frame, _ values: [Value]) throws(EvaluationError) -> Value {
    try extreme("math.greatest", &frame, values) { $0 > 0 }
  }

  @Sendable
  static func least(_ frame: inout Frame, _ values: [Value]) throws(EvaluationError) -> Value {
    try extreme("math.least", &frame, values) { $0 < 0 }
  }

  /// The first of the values that no other one beats.
  private static func extreme(
    _ name: String, _ frame: inout Frame, _ arguments: [Value], _ beats: (Int) -> Bool
  ) throws(EvaluationError) -> Value {
    var values = arguments
    if arguments.count == 1, case .list(let list) = arguments[0] { values = list }
    guard var best = values.first else { throw .invalid("`\(name)` of no numbers") }
    try frame.charge(values.count)
    guard best.isNumber else { throw .noSuchOverload(name, best) }
    for value in values.dropFirst() {
      guard value.isNumber else { throw .noSuchOverload(name, best, value) }
      if let order = value.numericOrder(best), beats(order) { best = value }
    }
    return best
  }
}
