/// The state of one evaluation.
struct Frame {
  /// The values of the variables, lent for the evaluation: to hold them would cost more than most
  /// conditions.
  let variables: UnsafeBufferPointer<Value?>
  /// Variables of comprehensions and bindings; `nil` for a value of `cel.block` that is not
  /// computed yet.
  var locals: [Value?]
  /// Why a value of `cel.bind` could not be computed, by its slot in `locals`; absent where none
  /// failed.
  private(set) var failures: [Int: EvaluationError]?
  var cost: Int
  let limits: ExpressionLimits
  /// Where values are noted for an explanation; `nil` in a plain evaluation.
  var trace: EvaluationTrace?

  /// - Parameter variables: outlive the frame.
  init(
    variables: UnsafeBufferPointer<Value?>, localCount: Int, initialCost: Int,
    limits: ExpressionLimits
  ) {
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

  /// From how many bytes on a text is counted where it is compared, read or looked up as a whole.
  /// Nearly all are shorter, and asking for the length is all that they pay.
  static let longText = 64

  /// Counts work on a text where it is a long one.
  @inline(__always)
  mutating func chargeIfLong(_ text: String) throws(EvaluationError) {
    let count = text.utf8.count
    if count >= Self.longText { try charge(bytes: count) }
  }

  /// Counts the look-up of a key, which hashes it.
  @inline(__always)
  mutating func chargeIfLong(key: Value) throws(EvaluationError) {
    if case .string(let text) = key { try chargeIfLong(text) }
  }

  /// Reads a field of the object in a variable; `nil` where the field is absent.
  @inline(__always)
  func field(
    _ slot: Int, ofVariable variable: Int, _ missing: EvaluationError
  ) throws(EvaluationError) -> Value? {
    guard variable < variables.count else { throw missing }
    switch variables[variable] {
    case .object(let object): return object.value(at: slot)
    case nil: throw missing
    case let other?: throw .noSuchOverload(".", other)
    }
  }

  /// Notes why the value of a local variable could not be computed.
  mutating func note(_ error: EvaluationError, ofLocal slot: Int) {
    var noted = failures ?? [:]
    failures = nil
    noted[slot] = error
    failures = noted
  }

  func checkSize(_ count: Int) throws(EvaluationError) {
    if count > limits.maximumListSize { throw .listTooLong(limits.maximumListSize) }
  }
}

// Evaluators are structs around a closure, because a bare closure inside of an optional or an
// array is stored in its most general form, and each call would go through a second closure.

/// Computes a value.
struct Evaluator: Sendable {
  typealias Body = @Sendable (inout Frame) throws(EvaluationError) -> Value
  private let body: Body

  init(_ body: @escaping Body) {
    self.body = body
  }

  @inline(__always)
  func callAsFunction(_ frame: inout Frame) throws(EvaluationError) -> Value {
    try body(&frame)
  }
}

/// Computes a truth value.
struct BoolEvaluator: Sendable {
  typealias Body = @Sendable (inout Frame) throws(EvaluationError) -> Bool
  private let body: Body

  init(_ body: @escaping Body) {
    self.body = body
  }

  @inline(__always)
  func callAsFunction(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    try body(&frame)
  }
}

/// Computes a double.
struct DoubleEvaluator: Sendable {
  typealias Body = @Sendable (inout Frame) throws(EvaluationError) -> Double
  private let body: Body

  init(_ body: @escaping Body) {
    self.body = body
  }

  @inline(__always)
  func callAsFunction(_ frame: inout Frame) throws(EvaluationError) -> Double {
    try body(&frame)
  }
}

/// Computes an integer.
struct IntEvaluator: Sendable {
  typealias Body = @Sendable (inout Frame) throws(EvaluationError) -> Int64
  private let body: Body

  init(_ body: @escaping Body) {
    self.body = body
  }

  @inline(__always)
  func callAsFunction(_ frame: inout Frame) throws(EvaluationError) -> Int64 {
    try body(&frame)
  }
}

/// Reads a field; `nil` where it is absent.
struct FieldReader: Sendable {
  typealias Body = @Sendable (inout Frame) throws(EvaluationError) -> Value?
  private let body: Body

  init(_ body: @escaping Body) {
    self.body = body
  }

  @inline(__always)
  func callAsFunction(_ frame: inout Frame) throws(EvaluationError) -> Value? {
    try body(&frame)
  }
}

/// Puts a text behind what stands in a buffer, so that a sentence is made of its parts in one piece.
struct TextWriter: Sendable {
  typealias Body = @Sendable (inout Frame, inout [UInt8]) throws(EvaluationError) -> Void
  private let body: Body

  init(_ body: @escaping Body) {
    self.body = body
  }

  @inline(__always)
  func callAsFunction(
    _ frame: inout Frame, _ bytes: inout [UInt8]
  ) throws(EvaluationError) {
    try body(&frame, &bytes)
  }
}

/// A compiled node. Beside the general form there may be typed ones, which pass scalars in
/// registers instead of wrapping them into a `Value`.
struct Code: Sendable {
  let value: Evaluator
  var bool: BoolEvaluator?
  var double: DoubleEvaluator?
  var int: IntEvaluator?
  /// There where the node gives a text or fails; where it fails, a part may have been written.
  var text: TextWriter?
  /// The value, where the node is a constant.
  var constant: Value?

  init(_ value: @escaping Evaluator.Body) {
    self.value = Evaluator(value)
  }

  init(_ evaluator: BoolEvaluator) {
    value = Evaluator { (frame: inout Frame) throws(EvaluationError) -> Value in
      .bool(try evaluator(&frame))
    }
    bool = evaluator
  }

  init(bool body: @escaping BoolEvaluator.Body) {
    value = Evaluator { (frame: inout Frame) throws(EvaluationError) -> Value in
      .bool(try body(&frame))
    }
    bool = BoolEvaluator(body)
  }

  init(double body: @escaping DoubleEvaluator.Body) {
    value = Evaluator { (frame: inout Frame) throws(EvaluationError) -> Value in
      .double(try body(&frame))
    }
    double = DoubleEvaluator(body)
  }

  init(int body: @escaping IntEvaluator.Body) {
    value = Evaluator { (frame: inout Frame) throws(EvaluationError) -> Value in
      .int(try body(&frame))
    }
    int = IntEvaluator(body)
  }

  init(text body: @escaping TextWriter.Body) {
    value = Evaluator { (frame: inout Frame) throws(EvaluationError) -> Value in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(Self.usualTextBytes)
      try body(&frame, &bytes)
      return .string(String(decoding: bytes, as: UTF8.self))
    }
    text = TextWriter(body)
  }

  /// How long a text is, with room to spare for most.
  private static let usualTextBytes = 48

  init(constant: Value) {
    value = Evaluator { (_: inout Frame) throws(EvaluationError) -> Value in constant }
    self.constant = constant
    switch constant {
    case .bool(let content):
      bool = BoolEvaluator { (_: inout Frame) throws(EvaluationError) -> Bool in content }
    case .double(let content):
      double = DoubleEvaluator { (_: inout Frame) throws(EvaluationError) -> Double in content }
    case .int(let content):
      int = IntEvaluator { (_: inout Frame) throws(EvaluationError) -> Int64 in content }
    case .string(let content):
      text = TextWriter { (_: inout Frame, bytes: inout [UInt8]) throws(EvaluationError) in
        bytes.append(text: content)
      }
    default: break
    }
  }

  /// Writes the text of a node that the checker knows to give one, where there is no shorter way.
  mutating func addText() {
    let value = value
    text = TextWriter { (frame: inout Frame, bytes: inout [UInt8]) throws(EvaluationError) in
      let result = try value(&frame)
      guard case .string(let content) = result else { throw .noSuchOverload("string", result) }
      bytes.append(text: content)
    }
  }

  /// The truth value of the node, with an error where it is something else.
  func asBool(_ purpose: String) -> BoolEvaluator {
    if let bool { return bool }
    let value = value
    return BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let result = try value(&frame)
      guard case .bool(let content) = result else { throw .noSuchOverload(purpose, result) }
      return content
    }
  }
}

extension [UInt8] {
  /// Puts a text behind what stands there.
  @inline(__always)
  mutating func append(text: String) {
    let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
    if isWritten == nil { append(contentsOf: text.utf8) }
  }
}
