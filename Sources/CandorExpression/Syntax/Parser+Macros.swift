/// Macros: calls that stand for another tree, because they name a variable or look at a field
/// without reading it. A call that has the name but not the shape of a macro stays a call.
extension Parser {
  mutating func call(
    _ function: String, target: Expr?, arguments: [Expr], range: SourceRange,
    nameRange: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr {
    if expandsMacros {
      let macro =
        if let target {
          try memberMacro(function, target, arguments, range)
        } else {
          try globalMacro(function, arguments, range)
        }
      if let macro { return macro }
    }
    return try node(
      .call(function: function, target: target, arguments: arguments), from: range)
  }

  private mutating func globalMacro(
    _ function: String, _ arguments: [Expr], _ range: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr? {
    guard function == "has", arguments.count == 1 else { return nil }
    guard case .select(let operand, let field, _, isOptional: false) = arguments[0].kind else {
      throw failure(
        "expected a field inside `has()`, found another expression. "
          + "Write `has(object.field)`", at: arguments[0].range)
    }
    return try node(
      .select(operand, field: field, isTest: true, isOptional: false), from: range)
  }

  private mutating func memberMacro(
    _ function: String, _ target: Expr, _ arguments: [Expr], _ range: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr? {
    switch (function, arguments.count) {
    case ("all", 2...3), ("exists", 2...3), ("exists_one", 2...3), ("existsOne", 2...3):
      let kind: ComprehensionKind =
        function == "all" ? .all : function == "exists" ? .exists : .existsOne
      return try comprehension(
        kind, target, Array(arguments.dropLast()), condition: arguments.last, transform: nil,
        range)
    case ("filter", 2):
      return try comprehension(
        .filter, target, [arguments[0]], condition: arguments[1], transform: nil, range)
    case ("map", 2...3):
      return try comprehension(
        .map, target, [arguments[0]], condition: arguments.count == 3 ? arguments[1] : nil,
        transform: arguments[arguments.count - 1], range)
    case ("transformList", 3...4), ("transformMap", 3...4), ("transformMapEntry", 3...4):
      return try comprehension(
        ComprehensionKind(rawValue: function) ?? .transformList, target,
        [arguments[0], arguments[1]], condition: arguments.count == 4 ? arguments[2] : nil,
        transform: arguments[arguments.count - 1], range)
    case ("sortBy", 2):
      return try comprehension(
        .sortBy, target, [arguments[0]], condition: nil, transform: arguments[1], range)
    case ("optMap", 2), ("optFlatMap", 2):
      let name = try variable(arguments[0], of: function)
      return try node(
        .optionalMap(target, name, arguments[1], isFlat: function == "optFlatMap"), from: range)
    default: return try namespaceMacro(function, target, arguments, range)
    }
  }

  /// The macros of the namespace `cel`.
  private mutating func namespaceMacro(
    _ function: String, _ target: Expr, _ arguments: [Expr], _ range: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr? {
    guard case .name("cel", absolute: false) = target.kind else { return nil }
    switch (function, arguments.count) {
    case ("bind", 3):
      let name = try variable(arguments[0], of: "cel.bind")
      return try node(.bind(name, arguments[1], arguments[2]), from: range)
    case ("block", 2):
      guard case .list(let elements) = arguments[0].kind else {
        throw failure("expected a list of values in `cel.block`", at: arguments[0].range)
      }
      guard !elements.contains(where: \.isOptional) else {
        throw failure("expected no optional values in `cel.block`", at: arguments[0].range)
      }
      return try node(.block(elements.map(\.value), arguments[1]), from: range)
    case ("index", 1):
      guard case .literal(.int(let index)) = arguments[0].kind, (0..<100_000).contains(index)
      else {
        throw failure("expected a number from 0 in `cel.index`", at: arguments[0].range)
      }
      return try node(.blockIndex(Int(index)), from: range)
    case ("iterVar", 2), ("accuVar", 2):
      guard case .literal(.int(let depth)) = arguments[0].kind,
        case .literal(.int(let number)) = arguments[1].kind
      else {
        throw failure("expected two numbers in `cel.\(function)`", at: range)
      }
      // The `@` keeps the name out of reach of what a source can write.
      return try node(
        .name("@\(function == "iterVar" ? "it" : "ac"):\(depth):\(number)", absolute: false),
        from: range)
    default: return nil
    }
  }

  private mutating func comprehension(
    _ kind: ComprehensionKind, _ target: Expr, _ names: [Expr], condition: Expr?,
    transform: Expr?, _ range: SourceRange
  ) throws(ExpressionDiagnostic) -> Expr {
    var variables: [String] = []
    for name in names { variables.append(try variable(name, of: kind.rawValue)) }
    if variables.count == 2, variables[0] == variables[1] {
      throw failure("expected two different variables in `\(kind.rawValue)`", at: names[1].range)
    }
    if kind == .transformMapEntry, let transform {
      guard case .map = transform.kind else {
        throw failure("expected a map in `transformMapEntry`", at: transform.range)
      }
    }
    return try node(
      .comprehension(
        .init(
          kind: kind, range: target, variables: variables, condition: condition,
          transform: transform)),
      from: range)
  }

  private func variable(_ expr: Expr, of macro: String) throws(ExpressionDiagnostic) -> String {
    guard case .name(let name, absolute: false) = expr.kind else {
      throw failure("expected a simple name as the variable of `\(macro)`", at: expr.range)
    }
    return name
  }
}
