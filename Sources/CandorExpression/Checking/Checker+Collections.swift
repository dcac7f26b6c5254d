extension Checker {
  mutating func checkList(_ elements: [Expr.ListElement]) -> ExpressionType {
    var joined: ExpressionType?
    for element in elements {
      var type = check(element.value)
      if element.isOptional { type = unwrapped(type, element.value) }
      joined = unifier.join(joined, unifier.substitute(type))
    }
    return .list(joined ?? unifier.freshParameter())
  }

  mutating func checkMap(_ entries: [Expr.MapEntry]) -> ExpressionType {
    var joinedKey: ExpressionType?
    var joinedValue: ExpressionType?
    for entry in entries {
      joinedKey = unifier.join(joinedKey, unifier.substitute(check(entry.key)))
      var type = check(entry.value)
      if entry.isOptional { type = unwrapped(type, entry.value) }
      joinedValue = unifier.join(joinedValue, unifier.substitute(type))
    }
    return .map(
      joinedKey ?? unifier.freshParameter(), joinedValue ?? unifier.freshParameter())
  }

  /// The type inside of an optional one; whatever else is an error.
  private mutating func unwrapped(_ type: ExpressionType, _ expr: Expr) -> ExpressionType {
    let inner = unifier.freshParameter()
    // Where an optional value is taken `null` is too, but there is nothing to unwrap in it.
    guard type != .null, unifier.isAssignable(.optional(inner), from: type) else {
      report(
        .typeMismatch, "expected an optional value after `?`, found `\(shown(type))`", expr.range)
      return .dyn
    }
    return unifier.substitute(inner)
  }

  mutating func checkComprehension(
    _ expr: Expr, _ comprehension: Expr.Comprehension
  ) -> ExpressionType {
    let range = unifier.substitute(check(comprehension.range))
    let names = comprehension.variables
    let path = path(of: comprehension.range)
    var variables: [(name: String, type: ExpressionType, path: String?)] = []
    var keyType = ExpressionType.dyn
    switch range {
    case .list(let element):
      variables = [(names[names.count - 1], element, path.map { $0 + "[]" })]
      // What is filtered or sorted is handed on.
      if comprehension.kind != .filter, comprehension.kind != .sortBy {
        walkThrough(comprehension.range)
      }
      if names.count == 2 { variables.insert((names[0], .int, nil), at: 0) }
    case .map(let key, let value):
      keyType = key
      variables = [(names[0], key, nil)]
      if names.count == 2 { variables.append((names[1], value, path.map { $0 + "[]" })) }
    case .dyn, .parameter:
      _ = unifier.isAssignable(.dyn, from: range)
      variables = names.map { ($0, .dyn, nil) }
    default:
      report(
        .typeMismatch,
        "expected a list or map before `\(comprehension.kind.rawValue)`, found `\(shown(range))`",
        comprehension.range.range)
      variables = names.map { ($0, .dyn, nil) }
    }
    let isList = if case .list = range { true } else { false }
    return scope(expr, variables) { checker in
      if let condition = comprehension.condition {
        checker.expect(
          .bool, checker.check(condition), condition,
          "the condition of `\(comprehension.kind.rawValue)`")
      }
      let transformed = comprehension.transform.map { checker.check($0) } ?? .dyn
      switch comprehension.kind {
      case .all, .exists, .existsOne: return .bool
      case .filter: return isList ? range : .list(variables[0].type)
      case .sortBy: return isList ? range : .list(.dyn)
      case .map, .transformList: return .list(transformed)
      case .transformMap: return .map(isList ? .int : keyType, transformed)
      case .transformMapEntry: return transformed
      }
    }
  }

  mutating func checkOptionalMap(
    _ expr: Expr, _ target: Expr, _ name: String, _ body: Expr, isFlat: Bool
  ) -> ExpressionType {
    let type = unwrappedTarget(check(target), target, isFlat ? "optFlatMap" : "optMap")
    walkThrough(target)
    let result = scope(expr, [(name, type, path(of: target))]) { $0.check(body) }
    guard isFlat else { return .optional(result) }
    let inner = unifier.freshParameter()
    expect(.optional(inner), result, body, "the result of `optFlatMap`")
    return .optional(unifier.substitute(inner))
  }

  private mutating func unwrappedTarget(
    _ type: ExpressionType, _ expr: Expr, _ macro: String
  ) -> ExpressionType {
    let inner = unifier.freshParameter()
    guard type != .null, unifier.isAssignable(.optional(inner), from: type) else {
      report(
        .typeMismatch, "expected an optional value before `\(macro)`, found `\(shown(type))`",
        expr.range)
      return .dyn
    }
    return unifier.substitute(inner)
  }

  mutating func checkBlock(_ expr: Expr, _ values: [Expr], _ body: Expr) -> ExpressionType {
    blocks.append([])
    var binders: [Int] = []
    for value in values {
      let type = check(value)
      let index = localCount
      localCount += 1
      binders.append(index)
      blocks[blocks.count - 1].append(
        Local(name: "", type: type, index: index, path: path(of: value)))
    }
    let type = check(body)
    blocks.removeLast()
    resolutions[expr.id] = .binders(binders)
    return type
  }
}
