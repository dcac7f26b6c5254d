/// Which type fits where, and what the type parameters stand for. Follows the language
/// definition (gradual typing: `dyn` fits everything; `null` fits whatever can be absent).
///
/// A type may use another one twice, and a chain of such types is a tree of any size although each
/// step is short. So the steps are counted, and a type that grew too large is not walked on.
struct TypeUnifier {
  /// How many steps the types of one expression may take, far more than an expression as long as
  /// the limits allow needs.
  static let maximumSteps = 2_000_000

  let maximumTypeSize: Int
  private(set) var substitutions: [String: ExpressionType] = [:]
  private var freshCount = 0
  private var steps = 0

  init(maximumTypeSize: Int) {
    self.maximumTypeSize = maximumTypeSize
  }

  /// Whether the steps ran out; then nothing fits anything, and types become `dyn`.
  var isExhausted: Bool { steps > Self.maximumSteps }

  /// Whether a type with all that its parameters stand for has no more parts than it may.
  mutating func fits(_ type: ExpressionType) -> Bool {
    var left = maximumTypeSize
    return !isExhausted && fits(type, &left)
  }

  private mutating func fits(_ type: ExpressionType, _ left: inout Int) -> Bool {
    left -= 1
    guard left >= 0 else { return false }
    switch type {
    case .parameter(let name):
      steps += 1
      guard let known = substitutions[name] else { return true }
      return fits(known, &left)
    case .list(let inner), .optional(let inner), .wrapper(let inner), .type(let inner):
      steps += 1
      return fits(inner, &left)
    case .map(let key, let value):
      steps += 1
      return fits(key, &left) && fits(value, &left)
    case .opaque(_, let parameters):
      steps += 1
      for parameter in parameters where !fits(parameter, &left) { return false }
      return true
    default: return true
    }
  }

  mutating func freshParameter() -> ExpressionType {
    freshCount += 1
    // The `@` keeps it apart from the parameters that declarations write.
    return .parameter("@\(freshCount)")
  }

  /// The type with each declared parameter renamed to a fresh one; the same name the same.
  mutating func instantiate(
    _ type: ExpressionType, _ names: inout [String: ExpressionType]
  ) -> ExpressionType {
    switch type {
    case .parameter(let name):
      if let known = names[name] { return known }
      let fresh = freshParameter()
      names[name] = fresh
      return fresh
    case .list(let element): return .list(instantiate(element, &names))
    case .map(let key, let value):
      return .map(instantiate(key, &names), instantiate(value, &names))
    case .optional(let wrapped): return .optional(instantiate(wrapped, &names))
    case .wrapper(let wrapped): return .wrapper(instantiate(wrapped, &names))
    case .type(let wrapped): return .type(instantiate(wrapped, &names))
    case .opaque(let name, let parameters):
      var result: [ExpressionType] = []
      for parameter in parameters { result.append(instantiate(parameter, &names)) }
      return .opaque(name, result)
    default: return type
    }
  }

  /// The type with all known parameters replaced; unknown ones become `dyn` if asked, and so does
  /// what is beyond the steps.
  mutating func substitute(
    _ type: ExpressionType, unknownAsDyn: Bool = false
  ) -> ExpressionType {
    // A type without parameters stays as it is and shares its parts with others.
    Self.hasParameter(type) ? replaced(type, unknownAsDyn) : type
  }

  private mutating func replaced(_ type: ExpressionType, _ unknownAsDyn: Bool) -> ExpressionType {
    steps += 1
    guard !isExhausted else { return .dyn }
    switch type {
    case .parameter(let name):
      if let known = substitutions[name] {
        return substitute(known, unknownAsDyn: unknownAsDyn)
      }
      return unknownAsDyn ? .dyn : type
    case .list(let element): return .list(replaced(element, unknownAsDyn))
    case .map(let key, let value):
      return .map(replaced(key, unknownAsDyn), replaced(value, unknownAsDyn))
    case .optional(let wrapped): return .optional(replaced(wrapped, unknownAsDyn))
    case .wrapper(let wrapped): return .wrapper(replaced(wrapped, unknownAsDyn))
    case .type(let wrapped): return .type(replaced(wrapped, unknownAsDyn))
    case .opaque(let name, let parameters):
      var result: [ExpressionType] = []
      for parameter in parameters { result.append(replaced(parameter, unknownAsDyn)) }
      return .opaque(name, result)
    default: return type
    }
  }

  private static func hasParameter(_ type: ExpressionType) -> Bool {
    switch type {
    case .parameter: true
    case .list(let inner), .optional(let inner), .wrapper(let inner), .type(let inner):
      hasParameter(inner)
    case .map(let key, let value): hasParameter(key) || hasParameter(value)
    case .opaque(_, let parameters): parameters.contains { hasParameter($0) }
    default: false
    }
  }

  /// Whether a value of `source` may stand where `target` is wanted. What is learned about type
  /// parameters is kept only where the answer is yes.
  mutating func isAssignable(_ target: ExpressionType, from source: ExpressionType) -> Bool {
    let before = substitutions
    guard assignable(target, source) else {
      substitutions = before
      return false
    }
    return true
  }

  mutating func areAssignable(
    _ targets: [ExpressionType], from sources: [ExpressionType]
  ) -> Bool {
    guard targets.count == sources.count else { return false }
    let before = substitutions
    for (target, source) in zip(targets, sources) where !assignable(target, source) {
      substitutions = before
      return false
    }
    return true
  }

  /// The type that both fit into; `dyn` where there is no closer one.
  mutating func join(_ first: ExpressionType?, _ second: ExpressionType) -> ExpressionType {
    guard let first else { return second }
    if isAssignable(first, from: second) { return Self.moreGeneral(first, second) }
    if isAssignable(second, from: first) { return Self.moreGeneral(second, first) }
    return .dyn
  }

  private mutating func assignable(_ target: ExpressionType, _ source: ExpressionType) -> Bool {
    steps += 1
    guard !isExhausted else { return false }
    if case .parameter(let name) = source {
      let (fits, wasKnown) = substitution(of: name, with: target)
      if fits { return true }
      if wasKnown { return false }
    }
    if case .parameter(let name) = target {
      return substitution(of: name, with: source).fits
    }
    if target == .dyn || source == .dyn { return true }
    if target == .null { return Self.acceptsNull(source) }
    if source == .null { return Self.acceptsNull(target) }
    switch (target, source) {
    case (.type, .type): return true
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)):
      return assignable(a, b)
    case (.map(let a, let c), .map(let b, let d)):
      return assignable(a, b) && assignable(c, d)
    case (.opaque(let a, let c), .opaque(let b, let d)):
      guard a == b, c.count == d.count else { return false }
      for (c, d) in zip(c, d) where !assignable(c, d) { return false }
      return true
    case (.wrapper(let a), .wrapper(let b)): return a == b
    case (.wrapper(let a), let b), (let a, .wrapper(let b)): return a == b
    default: return target == source
    }
  }

  private static func acceptsNull(_ type: ExpressionType) -> Bool {
    switch type {
    case .null, .wrapper, .optional, .opaque, .object, .timestamp, .duration, .address, .prefix:
      true
    default: false
    }
  }

  private mutating func substitution(
    of name: String, with type: ExpressionType
  ) -> (fits: Bool, wasKnown: Bool) {
    if type == .parameter(name) { return (true, true) }
    if let current = substitutions[name] {
      if current == type { return (true, true) }
      guard assignable(type, current) else { return (false, true) }
      let general = Self.moreGeneral(type, current)
      if !occurs(name, in: general) { substitutions[name] = general }
      return (true, true)
    }
    guard !occurs(name, in: type) else { return (false, false) }
    substitutions[name] = type
    return (true, false)
  }

  private mutating func occurs(_ name: String, in type: ExpressionType) -> Bool {
    steps += 1
    // Out of steps nothing fits, which is the answer of a parameter inside of itself too.
    guard !isExhausted else { return true }
    switch type {
    case .parameter(let other):
      if other == name { return true }
      guard let known = substitutions[other] else { return false }
      return occurs(name, in: known)
    case .list(let inner), .optional(let inner), .wrapper(let inner), .type(let inner):
      return occurs(name, in: inner)
    case .map(let key, let value):
      return occurs(name, in: key) || occurs(name, in: value)
    case .opaque(_, let parameters):
      for parameter in parameters where occurs(name, in: parameter) { return true }
      return false
    default: return false
    }
  }

  private static func moreGeneral(
    _ first: ExpressionType, _ second: ExpressionType
  ) -> ExpressionType {
    isAtLeastAsGeneral(first, second) ? first : second
  }

  private static func isAtLeastAsGeneral(
    _ first: ExpressionType, _ second: ExpressionType
  ) -> Bool {
    switch (first, second) {
    case (.dyn, _), (.parameter, _): return true
    case (_, .dyn), (_, .parameter): return false
    case (_, .null): return acceptsNull(first)
    case (.type, .type): return true
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)):
      return isAtLeastAsGeneral(a, b)
    case (.map(let a, let c), .map(let b, let d)):
      return isAtLeastAsGeneral(a, b) && isAtLeastAsGeneral(c, d)
    case (.opaque(let a, let c), .opaque(let b, let d)):
      return a == b && zip(c, d).allSatisfy { isAtLeastAsGeneral($0, $1) }
    case (.wrapper(let a), let b): return a == b || b == .null || first == second
    default: return first == second
    }
  }
}
