/// The state of one evaluation.
struct Frame {
  let variables: [Value?]
  /// Variables of comprehensions and bindings; `nil` for a value of `cel.block` that is not
  /// computed yet.
  var locals: [Value?]
  var cost: Int
  let limits: ExpressionLimits
  /// Where values are noted for an explanation; `nil` in a plain evaluation.
  var trace: EvaluationTrace?

  init(variables: [Value?], localCount: Int, initialCost: Int, limits: ExpressionLimits) {
    self.variables = variables
    // An empty array allocates nothing, and most conditions have no locals.
    locals = localCount == 0 ? [] : Array(repeating: nil, count: localCount)
    cost = initialCost
    self.limits = limits
  }

  /// Counts work whose amount depends on the data.
  @inline(__always)
  mutating func charge(_ amount: Int) throws(EvaluationError) {
    cost &+= amount
    if cost > limits.maximumCost { throw .costExceeded(limits.maximumCost) }
  }

  /// Counts work on a text or on bytes.
  @inline(__always)
  mutating func charge(bytes: Int) throws(EvaluationError) {
    try charge(1 + bytes / 16)
  }

  func checkSize(_ count: Int) throws(EvaluationError) {
    if count > limits.maximumListSize { throw .listTooLong(limits.maximumListSize) }
  }
}

typealias Evaluator = @Sendable (inout Frame) throws(EvaluationError) -> Value
typealias BoolEvaluator = @Sendable (inout Frame) throws(EvaluationError) -> Bool
typealias DoubleEvaluator = @Sendable (inout Frame) throws(EvaluationError) -> Double
typealias IntEvaluator = @Sendable (inout Frame) throws(EvaluationError) -> Int64

/// A compiled node. Beside the general form there may be typed ones, which pass scalars in
/// registers instead of wrapping them into a `Value`.
struct Code: Sendable {
  let value: Evaluator
  var bool: BoolEvaluator?
  var double: DoubleEvaluator?
  var int: IntEvaluator?
  /// The value, where the node is a constant.
  var constant: Value?

  init(_ value: @escaping Evaluator) {
    self.value = value
  }

  init(bool: @escaping BoolEvaluator) {
    value = { (frame: inout Frame) throws(EvaluationError) -> Value in .bool(try bool(&frame)) }
    self.bool = bool
  }

  init(double: @escaping DoubleEvaluator) {
    value = { (frame: inout Frame) throws(EvaluationError) -> Value in
      .double(try double(&frame))
    }
    self.double = double
  }

  init(int: @escaping IntEvaluator) {
    value = { (frame: inout Frame) throws(EvaluationError) -> Value in .int(try int(&frame)) }
    self.int = int
  }

  init(constant: Value) {
    value = { (_: inout Frame) throws(EvaluationError) -> Value in constant }
    self.constant = constant
    switch constant {
    case .bool(let content):
      bool = { (_: inout Frame) throws(EvaluationError) -> Bool in content }
    case .double(let content):
      double = { (_: inout Frame) throws(EvaluationError) -> Double in content }
    case .int(let content):
      int = { (_: inout Frame) throws(EvaluationError) -> Int64 in content }
    default: break
    }
  }

  /// The truth value of the node, with an error where it is something else.
  func asBool(_ purpose: String) -> BoolEvaluator {
    if let bool { return bool }
    let value = value
    return { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let result = try value(&frame)
      guard case .bool(let content) = result else { throw .noSuchOverload(purpose, result) }
      return content
    }
  }
}
