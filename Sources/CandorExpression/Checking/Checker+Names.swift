extension Checker {
  mutating func checkName(_ expr: Expr, _ name: String, absolute: Bool) -> ExpressionType {
    if !absolute, let local = locals.last(where: { $0.name == name }) {
      resolutions[expr.id] = .local(local.index)
      return local.type
    }
    if let type = global(expr, absolute ? "." + name : name) { return type }
    let known = environment.variables.map(\.name) + locals.map(\.name)
    let suggestion = NameSuggestion.nearest(to: name, in: known)
    report(
      .unknownName, "unknown name `\(name)`" + Self.didYouMean(suggestion), expr.range,
      suggestion: suggestion)
    return .dyn
  }

  static func didYouMean(_ suggestion: String?) -> String {
    suggestion.map { ". Did you mean `\($0)`" } ?? ""
  }

  /// The variable or type that a name with or without dots stands for.
  private mutating func global(_ expr: Expr, _ name: String) -> ExpressionType? {
    for candidate in environment.candidates(for: name) {
      if let slot = environment.slot(of: candidate) {
        resolutions[expr.id] = .variable(slot)
        paths.insert(candidate)
        return environment.variables[slot].type
      }
      if let type = ExpressionType.named[candidate] {
        resolutions[expr.id] = .typeValue(type)
        return .type(type)
      }
    }
    return nil
  }

  private func startsWithLocal(_ expr: Expr) -> Bool {
    switch expr.kind {
    case .name(let name, absolute: false): locals.contains { $0.name == name }
    case .select(let operand, _, _, _): startsWithLocal(operand)
    default: false
    }
  }

  mutating func checkSelect(
    _ expr: Expr, _ operand: Expr, _ field: String, isTest: Bool, isOptional: Bool
  ) -> ExpressionType {
    if !isTest, !isOptional, let name = Parser.qualifiedName(expr), !startsWithLocal(expr),
      let type = global(expr, name)
    {
      return type
    }
    var type = unifier.substitute(check(operand))
    walkThrough(operand)
    var wrapsResult = isOptional
    if case .optional(let inner) = type {
      type = inner
      wrapsResult = true
    }
    let result = fieldType(expr, type, field, operand)
    notePath(expr)
    if isTest { return .bool }
    return wrapsResult ? .optional(result) : result
  }

  private mutating func fieldType(
    _ expr: Expr, _ type: ExpressionType, _ field: String, _ operand: Expr
  ) -> ExpressionType {
    switch type {
    case .dyn: return .dyn
    case .parameter:
      _ = unifier.isAssignable(.dyn, from: type)
      return .dyn
    // Also of a map with other keys: that it has none of this name is found when it is looked up.
    case .map(_, let value): return value
    case .object(let name):
      guard let object = environment.objectTypes[name] else { return .dyn }
      guard let slot = object.slot(of: field) else {
        let suggestion = NameSuggestion.nearest(to: field, in: object.fields.map(\.name))
        report(
          .unknownField,
          "unknown field `\(field)` of `\(name)`" + Self.didYouMean(suggestion),
          SourceRange(
            start: max(operand.range.end, expr.range.end - field.utf8.count),
            end: expr.range.end),
          suggestion: suggestion)
        return .dyn
      }
      resolutions[expr.id] = .field(slot)
      return object.fields[slot].type
    default:
      report(
        .typeMismatch, "expected an object or map before `.\(field)`, found `\(shown(type))`",
        operand.range)
      return .dyn
    }
  }

  mutating func checkCall(
    _ expr: Expr, _ function: String, _ target: Expr?, _ arguments: [Expr]
  ) -> ExpressionType {
    guard let target else {
      guard let name = knownFunction(function) else {
        for argument in arguments { _ = check(argument) }
        reportUnknownFunction(function, expr.range)
        return .dyn
      }
      resolutions[expr.id] = .function(name)
      return checkFunction(expr, name, arguments)
    }
    // Functions have names of their own, which no variable hides.
    if let qualified = Parser.qualifiedName(target).map({ "\($0).\(function)" }) {
      if let name = knownFunction(qualified) {
        resolutions[expr.id] = .function(name)
        return checkFunction(expr, name, arguments)
      }
      if environment.candidates(for: qualified).contains(where: environment.functions.isVariadic) {
        for argument in arguments { _ = check(argument) }
        reportUnknownFunction(qualified, expr.range)
        return .dyn
      }
    }
    resolutions[expr.id] = .method
    let types = [check(target)] + arguments.map { check($0) }
    if arguments.isEmpty { noteRead(by: function, target) }
    let methods = (environment.functions.overloads[function] ?? []).filter(\.isMethod)
    guard !methods.isEmpty else {
      reportUnknownFunction(function, expr.range)
      return .dyn
    }
    return resolve(function, methods, types, expr.range)
  }

  /// The function that a written name stands for.
  ///
  /// In the other implementations `math.greatest` and `math.least` are macros, known by this very
  /// spelling: neither a dot in front (`.math.greatest`) nor a container leads to them.
  private func knownFunction(_ name: String) -> String? {
    environment.candidates(for: name).first {
      environment.functions.isKnown($0) && ($0 == name || !environment.functions.isVariadic($0))
    }
  }

  private mutating func reportUnknownFunction(_ name: String, _ range: SourceRange) {
    let suggestion = NameSuggestion.nearest(to: name, in: environment.functions.overloads.keys)
    report(
      .unknownFunction, "unknown function `\(name)`" + Self.didYouMean(suggestion), range,
      suggestion: suggestion)
  }

  private mutating func checkFunction(
    _ expr: Expr, _ name: String, _ arguments: [Expr]
  ) -> ExpressionType {
    let types = arguments.map { check($0) }
    if arguments.count == 1 { noteRead(by: name, arguments[0]) }
    if name == "math.greatest" || name == "math.least" {
      return checkExtreme(name, types, expr.range)
    }
    let overloads = (environment.functions.overloads[name] ?? []).filter { !$0.isMethod }
    return resolve(name, overloads, types, expr.range)
  }

  /// `math.greatest` and `math.least` take any number of numbers, or one list of them.
  private mutating func checkExtreme(
    _ name: String, _ arguments: [ExpressionType], _ range: SourceRange
  ) -> ExpressionType {
    var types = arguments.map { unifier.substitute($0) }
    if types.count == 1, case .list(let element) = types[0] { types = [element] }
    types = types.map { type in
      if case .wrapper(let wrapped) = type { wrapped } else { type }
    }
    let fits = types.allSatisfy { type in
      switch type {
      case .int, .uint, .double, .dyn, .parameter: true
      default: false
      }
    }
    guard fits, let first = types.first else {
      let found = arguments.map { shown($0) }.joined(separator: ", ")
      report(.typeMismatch, "expected `\(name)` of one or more numbers, found (\(found))", range)
      return .dyn
    }
    if case .parameter = first { return .dyn }
    return types.allSatisfy { $0 == first } ? first : .dyn
  }

  // MARK: Paths

  /// The path of a chain of fields that starts at a variable; `nil` for anything else.
  func path(of expr: Expr) -> String? {
    switch expr.kind {
    case .name(let name, let absolute):
      if !absolute, let local = locals.last(where: { $0.name == name }) { return local.path }
      guard case .variable(let slot) = resolutions[expr.id] else { return nil }
      return environment.variables[slot].name
    case .select(let operand, let field, _, _):
      if case .variable(let slot) = resolutions[expr.id] {
        return environment.variables[slot].name
      }
      return path(of: operand).map { "\($0).\(field)" }
    case .index(let operand, let index, _):
      guard let base = path(of: operand) else { return nil }
      if case .literal(.string(let key)) = index.kind { return "\(base).\(key)" }
      return base + "[]"
    default: return nil
    }
  }

  mutating func notePath(_ expr: Expr) {
    if let path = path(of: expr) { paths.insert(path) }
  }

  /// Notes what a function reads of its only argument, where that is not all of it.
  private mutating func noteRead(by function: String, _ argument: Expr) {
    guard let path = path(of: argument), let fields = environment.functions.fieldsRead[function]
    else { return }
    var (elements, object) = ("", unifier.substitute(types[argument.id]))
    if case .list(let element) = object { (elements, object) = ("[]", element) }
    var known: [ObjectType.Field] = []
    if case .object(let name) = object { known = environment.objectTypes[name]?.fields ?? [] }
    let read = fields.compactMap { name in known.first { $0.name == name } }
    guard read.count == fields.count else { return }
    walkThrough(argument)
    for field in read { noteWhole("\(path)\(elements).\(field.name)", field.type) }
  }
}
