/// Turns a checked tree into closures. Names are slots by now; where the checker knows that both
/// sides are the same scalar type, the closures pass bare scalars.
struct Lowering {
  let environment: Environment
  let types: [ExpressionType]
  let resolutions: [Checker.Resolution?]
  let source: [UInt8]
  /// Whether each node reports its value to the frame's trace.
  var isTraced = false
  /// What the constants of the expression reveal, such as a pattern that is none.
  var diagnostics: [ExpressionDiagnostic] = []

  mutating func code(_ expr: Expr) -> Code {
    var code = untraced(expr)
    if code.text == nil, case .string = types[expr.id] { code.addText() }
    return isTraced ? Self.traced(code, id: expr.id) : code
  }

  private mutating func untraced(_ expr: Expr) -> Code {
    switch expr.kind {
    case .literal(let value): return Code(constant: value)
    case .name(let name, _): return nameCode(expr, name)
    case .select(let operand, let field, let isTest, let isOptional):
      return selectCode(expr, operand, field, isTest: isTest, isOptional: isOptional)
    case .index(let operand, let index, let isOptional):
      return indexCode(operand, index, isOptional: isOptional)
    case .call(let function, let target, let arguments):
      return callCode(expr, function, target, arguments)
    case .unary(.not, let operand):
      let operand = code(operand).asBool("!")
      return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try !operand(&frame)
      })
    case .unary(.negate, let operand): return negationCode(code(operand))
    case .binary(let operation, let left, let right):
      let left = code(left)
      return binaryCode(operation, left, code(right))
    case .logical(let operation, let operands):
      let operands = operands.map { code($0).asBool(operation.rawValue) }
      return Code(Self.logicalCode(operation, operands[...]))
    case .conditional(let condition, let then, let otherwise):
      return conditionalCode(condition, then, otherwise)
    case .list(let elements): return listCode(elements)
    case .map(let entries): return mapCode(entries)
    case .message(let name, _):
      return Self.failing(EvaluationError(.noSuchVariable, "unknown type `\(name)`"))
    case .comprehension(let comprehension): return comprehensionCode(expr, comprehension)
    case .bind(_, let value, let body):
      guard let slot = binders(expr).first else { return code(body) }
      let value = code(value).value
      let body = code(body)
      return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
        // A value that fails is an error of the places that use it, as if it stood there.
        do throws(EvaluationError) {
          frame.locals[slot] = try value(&frame)
        } catch {
          if error.code == .limitExceeded { throw error }
          frame.locals[slot] = nil
          frame.note(error, ofLocal: slot)
        }
        return try body.value(&frame)
      })
    case .optionalMap(let target, _, let body, let isFlat):
      return optionalMapCode(expr, target, body, isFlat: isFlat)
    case .block(let values, let body): return blockCode(expr, values, body)
    case .blockIndex(let index): return blockIndexCode(expr, index)
    }
  }

  static func failing(_ error: EvaluationError) -> Code {
    Code({ (_: inout Frame) throws(EvaluationError) -> Value in throw error })
  }

  func binders(_ expr: Expr) -> [Int] {
    if case .binders(let slots) = resolutions[expr.id] { return slots }
    return []
  }

  private mutating func conditionalCode(_ condition: Expr, _ then: Expr, _ otherwise: Expr) -> Code
  {
    let condition = code(condition).asBool("?:")
    let then = code(then)
    let otherwise = code(otherwise)
    let (thenValue, otherwiseValue) = (then.value, otherwise.value)
    var result = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      try condition(&frame) ? try thenValue(&frame) : try otherwiseValue(&frame)
    })
    if let then = then.bool, let otherwise = otherwise.bool {
      result.bool = BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try condition(&frame) ? try then(&frame) : try otherwise(&frame)
      }
    }
    if let then = then.double, let otherwise = otherwise.double {
      result.double = DoubleEvaluator { (frame: inout Frame) throws(EvaluationError) -> Double in
        try condition(&frame) ? try then(&frame) : try otherwise(&frame)
      }
    }
    if let then = then.int, let otherwise = otherwise.int {
      result.int = IntEvaluator { (frame: inout Frame) throws(EvaluationError) -> Int64 in
        try condition(&frame) ? try then(&frame) : try otherwise(&frame)
      }
    }
    if let then = then.text, let otherwise = otherwise.text {
      result.text = TextWriter {
        (frame: inout Frame, bytes: inout [UInt8]) throws(EvaluationError) in
        if try condition(&frame) {
          try then(&frame, &bytes)
        } else {
          try otherwise(&frame, &bytes)
        }
      }
    }
    return result
  }

  // MARK: Logic

  /// An operand that decides the answer absorbs the errors of the others, wherever it stands.
  ///
  /// The operands are paired off from the middle, so that a chain of thousands is not deep.
  static func logicalCode(
    _ operation: LogicalOperator, _ operands: ArraySlice<BoolEvaluator>
  ) -> BoolEvaluator {
    if operands.count == 1, let only = operands.first { return only }
    let middle = operands.startIndex + (operands.count + 1) / 2
    let first = logicalCode(operation, operands[..<middle])
    let second = logicalCode(operation, operands[middle...])
    let decisive = operation == .or
    return BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let left: Bool
      do throws(EvaluationError) {
        left = try first(&frame)
      } catch {
        try absorb(error, unless: second, gives: decisive, &frame)
        return decisive
      }
      return left == decisive ? decisive : try second(&frame)
    }
  }

  /// Throws the error of the first operand where the second does not decide. Exceeded limits
  /// are never absorbed, or an expression could go on beyond them.
  private static func absorb(
    _ error: EvaluationError, unless second: BoolEvaluator, gives decisive: Bool,
    _ frame: inout Frame
  ) throws(EvaluationError) {
    if error.code == .limitExceeded { throw error }
    do throws(EvaluationError) {
      if try second(&frame) == decisive { return }
    } catch let other {
      if other.code == .limitExceeded { throw other }
    }
    throw error
  }

  // MARK: Blocks and optionals

  private mutating func blockCode(_ expr: Expr, _ values: [Expr], _ body: Expr) -> Code {
    let slots = binders(expr)
    let saved = blockValues
    blockValues = values.map { .pending($0) }
    for (index, value) in values.enumerated() {
      blockValues[index] = .ready(code(value).value)
    }
    let body = code(body).value
    blockValues = saved
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      for slot in slots { frame.locals[slot] = nil }
      return try body(&frame)
    })
  }

  enum BlockValue {
    case pending(Expr)
    case ready(Evaluator)
  }

  var blockValues: [BlockValue] = []

  private func blockIndexCode(_ expr: Expr, _ index: Int) -> Code {
    guard case .local(let slot) = resolutions[expr.id], index < blockValues.count,
      case .ready(let value) = blockValues[index]
    else {
      return Self.failing(
        EvaluationError(.noSuchVariable, "`cel.index(\(index))` is outside of its `cel.block`"))
    }
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      if let known = frame.locals[slot] { return known }
      let result = try value(&frame)
      frame.locals[slot] = result
      return result
    })
  }

  private mutating func optionalMapCode(
    _ expr: Expr, _ target: Expr, _ body: Expr, isFlat: Bool
  ) -> Code {
    let target = code(target).value
    let body = code(body).value
    let slot = binders(expr)[0]
    let name = isFlat ? "optFlatMap" : "optMap"
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let value = try target(&frame)
      guard case .optional(let content) = value else { throw .noSuchOverload(name, value) }
      guard let content else { return .optional(nil) }
      frame.locals[slot] = content
      let result = try body(&frame)
      guard isFlat else { return .optional(result) }
      guard case .optional = result else { throw .noSuchOverload(name, result) }
      return result
    })
  }
}
