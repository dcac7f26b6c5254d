extension Lowering {
  func nameCode(_ expr: Expr, _ name: String) -> Code {
    switch resolutions[expr.id] {
    case .variable(let slot): return variableCode(slot, type: types[expr.id])
    case .local(let slot): return localCode(slot)
    case .typeValue(let type): return Code(constant: .type(TypeValue(name: type.runtimeName)))
    default:
      return Self.failing(EvaluationError(.noSuchVariable, "unknown variable `\(name)`"))
    }
  }

  private func missingVariable(_ slot: Int) -> EvaluationError {
    EvaluationError(
      .noSuchVariable, "variable `\(environment.variables[slot].name)` has no value")
  }

  private func variableCode(_ slot: Int, type: ExpressionType) -> Code {
    let missing = missingVariable(slot)
    var code = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      guard slot < frame.variables.count, let value = frame.variables[slot] else { throw missing }
      return value
    })
    addScalarForms(to: &code, type: type)
    return code
  }

  private func localCode(_ slot: Int) -> Code {
    let missing = EvaluationError(.noSuchVariable, "a variable has no value yet")
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      guard let value = frame.locals[slot] else { throw frame.failures?[slot] ?? missing }
      return value
    })
  }

  /// Typed forms for a node that the checker knows to be a scalar. What the host gives may still
  /// be something else, which is an error and never a guess.
  private func addScalarForms(to code: inout Code, type: ExpressionType) {
    let value = code.value
    switch type {
    case .bool:
      code.bool = BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        let result = try value(&frame)
        guard case .bool(let content) = result else { throw .noSuchOverload("bool", result) }
        return content
      }
    case .double:
      code.double = DoubleEvaluator { (frame: inout Frame) throws(EvaluationError) -> Double in
        let result = try value(&frame)
        guard case .double(let content) = result else { throw .noSuchOverload("double", result) }
        return content
      }
    case .int:
      code.int = IntEvaluator { (frame: inout Frame) throws(EvaluationError) -> Int64 in
        let result = try value(&frame)
        guard case .int(let content) = result else { throw .noSuchOverload("int", result) }
        return content
      }
    default: break
    }
  }

  mutating func selectCode(
    _ expr: Expr, _ operand: Expr, _ field: String, isTest: Bool, isOptional: Bool
  ) -> Code {
    switch resolutions[expr.id] {
    case .variable(let slot) where !isTest: return variableCode(slot, type: types[expr.id])
    case .typeValue(let type) where !isTest:
      return Code(constant: .type(TypeValue(name: type.runtimeName)))
    case .field(let slot) where !isOptional && !isOptionalOperand(operand):
      return fieldCode(expr, operand, field, slot, isTest: isTest)
    default: break
    }
    let value = code(operand).value
    if isTest {
      return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
        let operand = try value(&frame)
        if case .optional(let content) = operand {
          guard let content else { return false }
          return try Self.lookUp(field, in: content) != nil
        }
        return try Self.lookUp(field, in: operand) != nil
      })
    }
    let missing = Self.missingField(field)
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let operand = try value(&frame)
      if case .optional(let content) = operand {
        guard let content else { return .optional(nil) }
        return .optional(try Self.lookUp(field, in: content))
      }
      let result = try Self.lookUp(field, in: operand)
      if isOptional { return .optional(result) }
      guard let result else { throw missing }
      return result
    })
  }

  private func isOptionalOperand(_ operand: Expr) -> Bool {
    if case .optional = types[operand.id] { return true }
    return false
  }

  static func missingField(_ field: String) -> EvaluationError {
    EvaluationError(.noSuchField, "no such field or key: `\(field)`")
  }

  /// A field of a map or of an object whose type is not declared; `nil` where it is absent.
  private static func lookUp(
    _ field: String, in operand: Value
  ) throws(EvaluationError) -> Value? {
    switch operand {
    case .map(let map): return map[.string(field)]
    case .object(let object): return object.value(named: field)
    default:
      throw EvaluationError(
        .noSuchOverload, "type `\(operand.typeName)` does not support field selection")
    }
  }

  private mutating func fieldCode(
    _ expr: Expr, _ operand: Expr, _ field: String, _ slot: Int, isTest: Bool
  ) -> Code {
    if isTest {
      let read = reader(operand, slot, isLenient: true)
      return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
        try read(&frame) != nil
      })
    }
    if case .variable(let variable) = resolutions[operand.id], !isTraced {
      return variableFieldCode(types[expr.id], variable, slot, field)
    }
    let read = reader(operand, slot, isLenient: false)
    let missing = Self.missingField(field)
    var code = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      guard let result = try read(&frame) else { throw missing }
      return result
    })
    switch types[expr.id] {
    case .bool:
      code.bool = BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        switch try read(&frame) {
        case .bool(let content): return content
        case nil: throw missing
        case let other?: throw .noSuchOverload("bool", other)
        }
      }
    case .double:
      code.double = DoubleEvaluator { (frame: inout Frame) throws(EvaluationError) -> Double in
        switch try read(&frame) {
        case .double(let content): return content
        case nil: throw missing
        case let other?: throw .noSuchOverload("double", other)
        }
      }
    case .int:
      code.int = IntEvaluator { (frame: inout Frame) throws(EvaluationError) -> Int64 in
        switch try read(&frame) {
        case .int(let content): return content
        case nil: throw missing
        case let other?: throw .noSuchOverload("int", other)
        }
      }
    default: break
    }
    return code
  }

  /// A field of a variable, which is the most frequent thing in a condition: without a reader in
  /// between.
  private func variableFieldCode(
    _ type: ExpressionType, _ variable: Int, _ slot: Int, _ field: String
  ) -> Code {
    let noVariable = missingVariable(variable)
    let missing = Self.missingField(field)
    var code = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      guard let result = try frame.field(slot, ofVariable: variable, noVariable) else {
        throw missing
      }
      return result
    })
    switch type {
    case .bool:
      code.bool = BoolEvaluator { (frame: inout Frame) throws(EvaluationError) -> Bool in
        switch try frame.field(slot, ofVariable: variable, noVariable) {
        case .bool(let content): return content
        case nil: throw missing
        case let other?: throw .noSuchOverload("bool", other)
        }
      }
    case .double:
      code.double = DoubleEvaluator { (frame: inout Frame) throws(EvaluationError) -> Double in
        switch try frame.field(slot, ofVariable: variable, noVariable) {
        case .double(let content): return content
        case nil: throw missing
        case let other?: throw .noSuchOverload("double", other)
        }
      }
    case .int:
      code.int = IntEvaluator { (frame: inout Frame) throws(EvaluationError) -> Int64 in
        switch try frame.field(slot, ofVariable: variable, noVariable) {
        case .int(let content): return content
        case nil: throw missing
        case let other?: throw .noSuchOverload("int", other)
        }
      }
    default: break
    }
    return code
  }

  /// Reads a field by slot; the result is `nil` where the field is absent. A lenient reader, for
  /// `has()`, also answers `nil` where the object that would have the field is absent.
  private mutating func reader(_ operand: Expr, _ slot: Int, isLenient: Bool) -> FieldReader {
    if case .variable(let variable) = resolutions[operand.id], !isTraced {
      let missing = missingVariable(variable)
      return FieldReader { (frame: inout Frame) throws(EvaluationError) -> Value? in
        try frame.field(slot, ofVariable: variable, missing)
      }
    }
    if case .field(let inner) = resolutions[operand.id], !isTraced || isLenient,
      case .select(let innerOperand, let innerField, isTest: false, isOptional: false) =
        operand.kind, !isOptionalOperand(innerOperand)
    {
      let read = reader(innerOperand, inner, isLenient: isLenient)
      let missing = Self.missingField(innerField)
      return FieldReader { (frame: inout Frame) throws(EvaluationError) -> Value? in
        switch try read(&frame) {
        case .object(let object): return object.value(at: slot)
        case nil:
          if isLenient { return nil }
          throw missing
        case let other?: throw .noSuchOverload(".", other)
        }
      }
    }
    let value = code(operand).value
    return FieldReader { (frame: inout Frame) throws(EvaluationError) -> Value? in
      let result = try value(&frame)
      guard case .object(let object) = result else { throw .noSuchOverload(".", result) }
      return object.value(at: slot)
    }
  }

  mutating func indexCode(_ operand: Expr, _ index: Expr, isOptional: Bool) -> Code {
    let operand = code(operand).value
    let index = code(index).value
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let target = try operand(&frame)
      let position = try index(&frame)
      try frame.chargeIfLong(key: position)
      if case .optional(let content) = target {
        guard let content else { return .optional(nil) }
        return .optional(try Self.elementIfAny(content, position))
      }
      if isOptional { return .optional(try Self.elementIfAny(target, position)) }
      return try Self.element(target, position)
    })
  }

  /// The element; `nil` where there is none at that place. What can be no place is an error.
  private static func elementIfAny(
    _ target: Value, _ index: Value
  ) throws(EvaluationError) -> Value? {
    do throws(EvaluationError) {
      return try element(target, index)
    } catch {
      guard error.code == .invalidArgument || error.code == .noSuchKey else { throw error }
      return nil
    }
  }

  private static func element(
    _ target: Value, _ index: Value
  ) throws(EvaluationError) -> Value {
    switch target {
    case .list(let list):
      let position: Int? =
        switch index {
        case .int(let number): Int(exactly: number)
        case .uint(let number): Int(exactly: number)
        case .double(let number): Int(exactly: number)
        default: nil
        }
      guard let position else {
        throw EvaluationError(.noSuchOverload, "invalid index of a list")
      }
      guard list.indices.contains(position) else {
        throw .invalid("index out of range of a list", detail: String(position))
      }
      return list[position]
    case .map(let map):
      guard let value = map[index] else {
        throw EvaluationError(.noSuchKey, "no such key", detail: Formatting.text(index))
      }
      return value
    case .object(let object):
      guard case .string(let name) = index, let value = object.value(named: name) else {
        throw EvaluationError(.noSuchKey, "no such key")
      }
      return value
    default: throw .noSuchOverload("[]", target, index)
    }
  }
}
