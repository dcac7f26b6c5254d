extension Lowering {
  func negationCode(_ operand: Code) -> Code {
    if let operand = operand.double {
      return Code(double: { (frame: inout Frame) throws(EvaluationError) -> Double in
        -(try operand(&frame))
      })
    }
    let operand = operand.value
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let value = try operand(&frame)
      switch value {
      case .int(let number):
        guard number != .min else { throw .overflow("int") }
        return .int(-number)
      case .double(let number): return .double(-number)
      default: throw .noSuchOverload("-", value)
      }
    })
  }

  func binaryCode(_ operation: BinaryOperator, _ left: Code, _ right: Code) -> Code {
    switch operation {
    case .add, .subtract, .multiply, .divide, .modulo:
      return arithmeticCode(operation, left, right)
    case .equal, .notEqual: return equalityCode(left, right, isNegated: operation == .notEqual)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return comparisonCode(operation, left, right)
    case .in:
      if case .list(let elements)? = right.constant,
        let code = membershipCode(left.value, among: elements)
      {
        return code
      }
      return membershipCode(left.value, right.value)
    }
  }

  // MARK: Comparison

  private func equalityCode(_ left: Code, _ right: Code, isNegated: Bool) -> Code {
    if let left = left.double, let right = right.double {
      return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try (left(&frame) == right(&frame)) != isNegated
      })
    }
    if let left = left.int, let right = right.int {
      return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try (left(&frame) == right(&frame)) != isNegated
      })
    }
    if let left = left.bool, let right = right.bool {
      return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try (left(&frame) == right(&frame)) != isNegated
      })
    }
    if case .string(let text)? = right.constant, text.utf8.count < Frame.longText {
      let left = left.value
      return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
        guard case .string(let found) = try left(&frame) else { return isNegated }
        return found.hasSameBytes(as: text) != isNegated
      })
    }
    let (left, right) = (left.value, right.value)
    return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let (a, b) = (try left(&frame), try right(&frame))
      return try frame.equals(a, b) != isNegated
    })
  }

  private func comparisonCode(
    _ operation: BinaryOperator, _ left: Code, _ right: Code
  ) -> Code {
    if let left = left.double, case .double(let constant)? = right.constant {
      return Code(Self.compare(operation, left, constant: constant))
    }
    if let left = left.double, let right = right.double {
      return Code(Self.compare(operation, left, right))
    }
    if let left = left.int, let right = right.int {
      return Code(Self.compare(operation, left, right))
    }
    let (left, right) = (left.value, right.value)
    return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let (a, b) = (try left(&frame), try right(&frame))
      switch try frame.ordering(a, b) {
      case .ascending: return operation == .less || operation == .lessOrEqual
      case .same: return operation == .lessOrEqual || operation == .greaterOrEqual
      case .descending: return operation == .greater || operation == .greaterOrEqual
      case .unordered: return false
      case .unsupported: throw .noSuchOverload(operation.rawValue, a, b)
      }
    })
  }

  /// Beside a constant, which is what most conditions are.
  private static func compare(
    _ operation: BinaryOperator, _ left: DoubleEvaluator, constant: Double
  ) -> BoolEvaluator {
    switch operation {
    case .less:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) < constant
      }
    case .lessOrEqual:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) <= constant
      }
    case .greater:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) > constant
      }
    default:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) >= constant
      }
    }
  }

  private static func compare(
    _ operation: BinaryOperator, _ left: DoubleEvaluator, _ right: DoubleEvaluator
  ) -> BoolEvaluator {
    switch operation {
    case .less:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) < right(&frame)
      }
    case .lessOrEqual:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) <= right(&frame)
      }
    case .greater:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) > right(&frame)
      }
    default:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) >= right(&frame)
      }
    }
  }

  private static func compare(
    _ operation: BinaryOperator, _ left: IntEvaluator, _ right: IntEvaluator
  ) -> BoolEvaluator {
    switch operation {
    case .less:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) < right(&frame)
      }
    case .lessOrEqual:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) <= right(&frame)
      }
    case .greater:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) > right(&frame)
      }
    default:
      BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try left(&frame) >= right(&frame)
      }
    }
  }

  /// Among constant texts, which is what most lists are; `nil` for others, and for long texts, whose
  /// comparison is counted.
  private func membershipCode(_ left: Evaluator, among elements: [Value]) -> Code? {
    let texts = elements.compactMap { element -> String? in
      guard case .string(let text) = element, text.utf8.count < Frame.longText else { return nil }
      return text
    }
    guard texts.count == elements.count else { return nil }
    return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let element = try left(&frame)
      try frame.charge(1 + texts.count)
      guard case .string(let found) = element else { return false }
      return texts.contains { $0.hasSameBytes(as: found) }
    })
  }

  private func membershipCode(_ left: Evaluator, _ right: Evaluator) -> Code {
    Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let (element, container) = (try left(&frame), try right(&frame))
      switch container {
      case .list(let list):
        try frame.charge(1 + list.count)
        for other in list where try frame.equals(element, other) { return true }
        return false
      case .map(let map):
        try frame.chargeIfLong(key: element)
        return map.containsKey(element)
      default: throw .noSuchOverload("in", element, container)
      }
    })
  }

  // MARK: Arithmetic

  private func arithmeticCode(
    _ operation: BinaryOperator, _ left: Code, _ right: Code
  ) -> Code {
    if operation != .modulo, let left = left.double, let right = right.double {
      switch operation {
      case .add:
        return Code(double: { (frame: inout Frame) throws(EvaluationError) -> Double in
          try left(&frame) + right(&frame)
        })
      case .subtract:
        return Code(double: { (frame: inout Frame) throws(EvaluationError) -> Double in
          try left(&frame) - right(&frame)
        })
      case .multiply:
        return Code(double: { (frame: inout Frame) throws(EvaluationError) -> Double in
          try left(&frame) * right(&frame)
        })
      default:
        return Code(double: { (frame: inout Frame) throws(EvaluationError) -> Double in
          try left(&frame) / right(&frame)
        })
      }
    }
    if let left = left.int, let right = right.int {
      return Code(int: { (frame: inout Frame) throws(EvaluationError) -> Int64 in
        let (a, b) = (try left(&frame), try right(&frame))
        return try Arithmetic.integer(operation, a, b, type: "int")
      })
    }
    let (leftText, rightText) = (left.text, right.text)
    let (left, right) = (left.value, right.value)
    var code = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let (a, b) = (try left(&frame), try right(&frame))
      return try Arithmetic.apply(operation, a, b, &frame)
    })
    if operation == .add, let left = leftText, let right = rightText {
      code.text = TextWriter {
        (frame: inout Frame, bytes: inout [UInt8]) throws(EvaluationError) in
        let start = bytes.count
        try left(&frame, &bytes)
        try right(&frame, &bytes)
        try frame.charge(bytes: bytes.count - start)
      }
    }
    return code
  }
}
