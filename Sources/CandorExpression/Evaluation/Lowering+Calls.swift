extension Lowering {
  mutating func callCode(
    _ expr: Expr, _ function: String, _ target: Expr?, _ arguments: [Expr]
  ) -> Code {
    if case .function(let name) = resolutions[expr.id] {
      let codes = arguments.map { code($0) }
      return applied(name, isMethod: false, codes, expr)
    }
    guard let target, case .method = resolutions[expr.id] else {
      return Self.failing(EvaluationError(.unboundFunction, "unbound function `\(function)`"))
    }
    let targetCode = code(target)
    if arguments.count == 1, function == "or" || function == "orValue" {
      return alternativeCode(function, targetCode.value, code(arguments[0]).value)
    }
    let codes = [targetCode] + arguments.map { code($0) }
    if function == "matches", codes.count == 2 { return matchesCode(codes, expr) }
    return applied(function, isMethod: true, codes, expr)
  }

  /// `or` and `orValue` look at the alternative only where there is no value.
  private func alternativeCode(
    _ function: String, _ target: Evaluator, _ alternative: Evaluator
  ) -> Code {
    Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let value = try target(&frame)
      guard case .optional(let content) = value else { throw .noSuchOverload(function, value) }
      if function == "orValue" {
        if let content { return content }
        return try alternative(&frame)
      }
      if content != nil { return value }
      let other = try alternative(&frame)
      guard case .optional = other else { throw .noSuchOverload(function, value, other) }
      return other
    })
  }

  private mutating func applied(
    _ name: String, isMethod: Bool, _ codes: [Code], _ expr: Expr
  ) -> Code {
    if name == "matches", codes.count == 2 { return matchesCode(codes, expr) }
    guard
      let implementation = environment.functions.implementation(
        name, isMethod: isMethod, count: codes.count)
    else {
      guard environment.functions.isKnown(name) else {
        return Self.failing(EvaluationError(.unboundFunction, "unbound function `\(name)`"))
      }
      return Self.failing(
        EvaluationError(
          .noSuchOverload, "no such overload: `\(name)` of \(codes.count) arguments"))
    }
    if let folded = folded(name, implementation, codes, expr) { return folded }
    let values = codes.map(\.value)
    let code: Code
    switch implementation {
    case .one(let body):
      let first = values[0]
      code = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
        try body(&frame, try first(&frame))
      })
    case .two(let body):
      let (first, second) = (values[0], values[1])
      code = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
        let (a, b) = (try first(&frame), try second(&frame))
        return try body(&frame, a, b)
      })
    case .text(let body):
      let first = values[0]
      code = Code(text: { (frame: inout Frame, bytes: inout [UInt8]) throws(EvaluationError) in
        try body(try first(&frame), &bytes)
      })
    case .many(let body):
      code = Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
        var arguments: [Value] = []
        arguments.reserveCapacity(values.count)
        for value in values { arguments.append(try value(&frame)) }
        return try body(&frame, arguments)
      })
    }
    return code
  }

  /// Conversions of a literal that are done once, when the expression is compiled.
  private static let foldable: Set<String> = [
    "timestamp", "duration", "ip", "cidr", "int", "uint", "double",
  ]

  private mutating func folded(
    _ name: String, _ implementation: FunctionImplementation, _ codes: [Code], _ expr: Expr
  ) -> Code? {
    guard !isTraced, Self.foldable.contains(name), codes.count == 1,
      let constant = codes[0].constant, case .one(let body) = implementation
    else { return nil }
    var frame = Frame(
      variables: UnsafeBufferPointer(start: nil, count: 0), localCount: 0, initialCost: 0,
      limits: environment.limits)
    do throws(EvaluationError) {
      return Code(constant: try body(&frame, constant))
    } catch {
      // Not an error of the check: what stands beside it may absorb it.
      diagnostics.append(
        ExpressionDiagnostic(
          .warning, .invalidLiteral, "`\(name)` of this literal always fails: \(error.message)",
          at: expr.range, in: source))
      return nil
    }
  }

  private mutating func matchesCode(_ codes: [Code], _ expr: Expr) -> Code {
    let text = codes[0].value
    let limit = environment.limits.maximumPatternSize
    if case .string(let source)? = codes[1].constant {
      do throws(PatternError) {
        let pattern = try Pattern(source, maximumSize: limit)
        return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
          let value = try text(&frame)
          guard case .string(let text) = value else { throw .noSuchOverload("matches", value) }
          return try pattern.matches(text, &frame)
        })
      } catch {
        let failure = error.evaluationError
        diagnostics.append(
          ExpressionDiagnostic(
            .warning, .invalidLiteral, "this pattern always fails: \(failure.message)",
            at: expr.range, in: self.source))
        return Self.failing(failure)
      }
    }
    let pattern = codes[1].value
    return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let (value, source) = (try text(&frame), try pattern(&frame))
      guard case .string(let text) = value, case .string(let source) = source else {
        throw .noSuchOverload("matches", value, source)
      }
      try frame.charge(1 + source.utf8.count)
      let compiled: Pattern
      do throws(PatternError) {
        compiled = try Pattern(source, maximumSize: limit)
      } catch {
        throw error.evaluationError
      }
      try frame.charge(compiled.size)
      return try compiled.matches(text, &frame)
    })
  }
}
