/// Resolves the names of a tree and finds the type of each node.
///
/// It runs also where types are not to be checked: then what it finds wrong is kept for the
/// evaluation instead of being reported.
struct Checker {
  /// What a name, field or call turned out to be.
  enum Resolution: Sendable {
    case variable(Int)
    case local(Int)
    case typeValue(ExpressionType)
    /// A field of a declared type of host objects, by slot.
    case field(Int)
    case function(String)
    case method
    /// Locals of a comprehension, a binding or a block, in order.
    case binders([Int])
  }

  struct Local {
    let name: String
    let type: ExpressionType
    let index: Int
    /// What the variable stands for in a path such as `observations[].network`.
    let path: String?
  }

  let source: [UInt8]
  let environment: Environment
  var types: [ExpressionType]
  var resolutions: [Resolution?]
  var diagnostics: [ExpressionDiagnostic] = []
  var unifier: TypeUnifier
  var locals: [Local] = []
  /// Values of the enclosing blocks, innermost last.
  var blocks: [[Local]] = []
  /// Each binder has a local of its own and none is used twice, because a value of a block may
  /// be computed in the middle of another comprehension.
  var localCount = 0
  var paths: Set<String> = []
  /// How often each path is read whole, scalars left out: what it leads to is handed on, compared or
  /// given back, and not only walked through to something in it.
  private(set) var wholes: [String: Int] = [:]
  /// Whether it was told that the types take too many steps: nothing after it is of use.
  private var isExhaustionTold = false

  init(source: [UInt8], environment: Environment, nodeCount: Int) {
    self.source = source
    self.environment = environment
    unifier = TypeUnifier(maximumTypeSize: environment.limits.maximumTypeSize)
    types = Array(repeating: .dyn, count: nodeCount)
    resolutions = Array(repeating: nil, count: nodeCount)
  }

  mutating func run(_ root: Expr) {
    _ = check(root)
    for id in types.indices {
      types[id] = unifier.substitute(types[id], unknownAsDyn: true)
    }
    tellExhaustion(root)
  }

  mutating func report(
    _ code: ExpressionDiagnostic.Code, _ message: String, _ range: SourceRange,
    severity: ExpressionDiagnostic.Severity = .error, suggestion: String? = nil
  ) {
    guard environment.checksTypes || severity == .warning,
      !isExhaustionTold, code == .limitExceeded || !unifier.isExhausted,
      diagnostics.count < environment.limits.maximumDiagnostics
    else { return }
    diagnostics.append(
      ExpressionDiagnostic(
        severity, code, message, at: range, in: source, suggestion: suggestion))
  }

  /// The type of a node, which is noted; `dyn` after an error, so that one mistake is told once.
  mutating func check(_ expr: Expr) -> ExpressionType {
    var type = deduce(expr)
    if !unifier.fits(type) {
      type = .dyn
      if unifier.isExhausted {
        tellExhaustion(expr)
      } else {
        report(
          .limitExceeded,
          "expected at most \(unifier.maximumTypeSize) parts in the type of an expression, "
            + "found more", expr.range)
      }
    }
    types[expr.id] = type
    noteWhole(expr, 1)
    return type
  }

  /// Takes back that a node is read whole: whoever checked it reads something in it.
  mutating func walkThrough(_ expr: Expr) { noteWhole(expr, -1) }

  /// Notes a path that is not written and read whole.
  mutating func noteWhole(_ path: String, _ type: ExpressionType) {
    paths.insert(path)
    noteWhole(path, type, 1)
  }

  private mutating func noteWhole(_ expr: Expr, _ times: Int) {
    // `has()` reads nothing of what it finds.
    if case .select(_, _, isTest: true, _) = expr.kind { return }
    if let path = path(of: expr) { noteWhole(path, unifier.substitute(types[expr.id]), times) }
  }

  private mutating func noteWhole(_ path: String, _ type: ExpressionType, _ times: Int) {
    switch type {
    case .optional(let inner): noteWhole(path, inner, times)
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: break
    default: wholes[path, default: 0] += times
    }
  }

  private mutating func tellExhaustion(_ expr: Expr) {
    guard unifier.isExhausted else { return }
    report(
      .limitExceeded,
      "expected the types of an expression to take at most \(TypeUnifier.maximumSteps) steps, "
        + "found more", expr.range)
    isExhaustionTold = true
  }

  private mutating func deduce(_ expr: Expr) -> ExpressionType {
    switch expr.kind {
    case .literal(let value): return Self.type(of: value)
    case .name(let name, let absolute):
      return checkName(expr, name, absolute: absolute)
    case .select(let operand, let field, let isTest, let isOptional):
      return checkSelect(expr, operand, field, isTest: isTest, isOptional: isOptional)
    case .index(let operand, let index, let isOptional):
      let types = [check(operand), check(index)]
      walkThrough(operand)
      let overloads = isOptional ? OperatorOverloads.optionalIndex : OperatorOverloads.index
      notePath(expr)
      return resolve("[]", overloads, types, expr.range)
    case .call(let function, let target, let arguments):
      return checkCall(expr, function, target, arguments)
    case .unary(let operation, let operand):
      let overloads = operation == .not ? OperatorOverloads.not : OperatorOverloads.negate
      return resolve(operation.rawValue, overloads, [check(operand)], expr.range)
    case .binary(let operation, let left, let right):
      let types = [check(left), check(right)]
      return resolve(
        operation.rawValue, OperatorOverloads.of(operation), types, expr.range)
    case .logical(let operation, let operands):
      for operand in operands {
        expect(.bool, check(operand), operand, "an operand of `\(operation.rawValue)`")
      }
      return .bool
    case .conditional(let condition, let then, let otherwise):
      let types = [check(condition), check(then), check(otherwise)]
      return resolve("?:", OperatorOverloads.conditional, types, expr.range)
    case .list(let elements): return checkList(elements)
    case .map(let entries): return checkMap(entries)
    case .message(let name, let values):
      for value in values { _ = check(value) }
      report(.unknownName, "unknown type `\(name)`", expr.range)
      return .dyn
    case .comprehension(let comprehension): return checkComprehension(expr, comprehension)
    case .bind(let name, let value, let body):
      let type = check(value)
      walkThrough(value)
      return scope(expr, [(name, type, path(of: value))]) { $0.check(body) }
    case .optionalMap(let target, let name, let body, let isFlat):
      return checkOptionalMap(expr, target, name, body, isFlat: isFlat)
    case .block(let values, let body): return checkBlock(expr, values, body)
    case .blockIndex(let index):
      guard let block = blocks.last, index < block.count else {
        report(.unknownName, "`cel.index(\(index))` is outside of its `cel.block`", expr.range)
        return .dyn
      }
      resolutions[expr.id] = .local(block[index].index)
      return block[index].type
    }
  }

  static func type(of value: Value) -> ExpressionType {
    switch value {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }

  /// Checks a part with further variables in sight.
  mutating func scope(
    _ expr: Expr, _ variables: [(name: String, type: ExpressionType, path: String?)],
    _ body: (inout Checker) -> ExpressionType
  ) -> ExpressionType {
    let depth = locals.count
    for variable in variables {
      locals.append(
        Local(
          name: variable.name, type: variable.type, index: localCount, path: variable.path))
      localCount += 1
    }
    resolutions[expr.id] = .binders(locals[depth...].map(\.index))
    let type = body(&self)
    locals.removeLast(locals.count - depth)
    return type
  }

  mutating func expect(
    _ wanted: ExpressionType, _ found: ExpressionType, _ expr: Expr, _ what: String
  ) {
    guard !unifier.isAssignable(wanted, from: found) else { return }
    report(
      .typeMismatch,
      "expected \(what) to be `\(wanted)`, found `\(shown(found))`", expr.range)
  }

  /// The type for a message, shortened where it is long.
  mutating func shown(_ type: ExpressionType) -> String {
    let text = unifier.substitute(type, unknownAsDyn: true).description
    return text.utf8.count <= 200 ? text : String(text.prefix(200)) + "..."
  }

  /// The type of the result of a call: all forms that fit count, and where they disagree the
  /// result is `dyn`.
  mutating func resolve(
    _ function: String, _ overloads: [FunctionOverload], _ arguments: [ExpressionType],
    _ range: SourceRange
  ) -> ExpressionType {
    var result: ExpressionType?
    for overload in overloads where overload.parameters.count == arguments.count {
      var names: [String: ExpressionType] = [:]
      var parameters: [ExpressionType] = []
      for parameter in overload.parameters {
        parameters.append(unifier.instantiate(parameter, &names))
      }
      let type = unifier.instantiate(overload.result, &names)
      guard unifier.areAssignable(parameters, from: arguments) else { continue }
      let found = unifier.substitute(type)
      if let known = result {
        if known != found { result = .dyn }
      } else {
        result = found
      }
    }
    if let result { return result }
    let found = arguments.map { shown($0) }.joined(separator: ", ")
    report(.typeMismatch, mismatch(function, found, overloads, arguments.count), range)
    return .dyn
  }

  private func mismatch(
    _ function: String, _ found: String, _ overloads: [FunctionOverload], _ count: Int
  ) -> String {
    let forms = overloads.filter { $0.parameters.count == count }
    guard !forms.isEmpty else {
      let counts = Set(overloads.map { $0.parameters.count - ($0.isMethod ? 1 : 0) }).sorted()
      let wanted = counts.map { "\($0)" }.joined(separator: " or ")
      return "expected `\(function)` with \(wanted) arguments, found (\(found))"
    }
    let wanted = forms.prefix(4)
      .map { "(" + $0.parameters.map(\.description).joined(separator: ", ") + ")" }
      .joined(separator: ", ")
    let more = forms.count > 4 ? ", ..." : ""
    return "expected `\(function)` of \(wanted)\(more), found (\(found))"
  }
}
