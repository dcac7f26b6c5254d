/// Which type fits where, and what the type parameters stand for. Follows the language
/// definition (gradual typing: `dyn` fits everything; `null` fits whatever can be absent).
struct TypeUnifier {
  private(set) var substitutions: [String: ExpressionType] = [:]
  private var freshCount = 0

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

  /// The type with all known parameters replaced; unknown ones become `dyn` if asked.
  func substitute(_ type: ExpressionType, unknownAsDyn: Bool = false) -> ExpressionType {
    switch type {
    case .parameter(let name):
      if let known = substitutions[name] {
        return substitute(known, unknownAsDyn: unknownAsDyn)
      }
      return unknownAsDyn ? .dyn : type
    case .list(let element): return .list(substitute(element, unknownAsDyn: unknownAsDyn))
    case .map(let key, let value):
      return .map(
        substitute(key, unknownAsDyn: unknownAsDyn),
        substitute(value, unknownAsDyn: unknownAsDyn))
    case .optional(let wrapped):
      return .optional(substitute(wrapped, unknownAsDyn: unknownAsDyn))
    case .wrapper(let wrapped):
      return .wrapper(substitute(wrapped, unknownAsDyn: unknownAsDyn))
    case .type(let wrapped): return .type(substitute(wrapped, unknownAsDyn: unknownAsDyn))
    case .opaque(let name, let parameters):
      return .opaque(name, parameters.map { substitute($0, unknownAsDyn: unknownAsDyn) })
    default: return type
    }
  }

  /// Whether a value of `source` may stand where `target` is wanted. What is learned about type
  /// parameters is kept only where the answer is yes.
  mutating func isAssignable(_ target: ExpressionType, from source: ExpressionType) -> Bool {
    var trial = substitutions
    guard Self.assignable(&trial, target, source) else { return false }
    substitutions = trial
    return true
  }

  mutating func areAssignable(
    _ targets: [ExpressionType], from sources: [ExpressionType]
  ) -> Bool {
    guard targets.count == sources.count else { return false }
    var trial = substitutions
    for (target, source) in zip(targets, sources)
    where !Self.assignable(&trial, target, source) {
      return false
    }
    substitutions = trial
    return true
  }

  /// The type that both fit into; `dyn` where there is no closer one.
  mutating func join(_ first: ExpressionType?, _ second: ExpressionType) -> ExpressionType {
    guard let first else { return second }
    if isAssignable(first, from: second) { return Self.moreGeneral(first, second) }
    if isAssignable(second, from: first) { return Self.moreGeneral(second, first) }
    return .dyn
  }

  private typealias Substitutions = [String: ExpressionType]

  private static func assignable(
    _ known: inout Substitutions, _ target: ExpressionType, _ source: ExpressionType
  ) -> Bool {
    if case .parameter(let name) = source {
      let (fits, wasKnown) = substitution(&known, of: name, with: target)
      if fits { return true }
      if wasKnown { return false }
    }
    if case .parameter(let name) = target {
      return substitution(&known, of: name, with: source).fits
    }
    if target == .dyn || source == .dyn { return true }
    if target == .null { return acceptsNull(source) }
    if source == .null { return acceptsNull(target) }
    switch (target, source) {
    case (.type, .type): return true
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)):
      return assignable(&known, a, b)
    case (.map(let a, let c), .map(let b, let d)):
      return assignable(&known, a, b) && assignable(&known, c, d)
    case (.opaque(let a, let c), .opaque(let b, let d)):
      guard a == b, c.count == d.count else { return false }
      for (c, d) in zip(c, d) where !assignable(&known, c, d) { return false }
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

  private static func substitution(
    _ known: inout Substitutions, of name: String, with type: ExpressionType
  ) -> (fits: Bool, wasKnown: Bool) {
    if type == .parameter(name) { return (true, true) }
    if let current = known[name] {
      if current == type { return (true, true) }
      guard assignable(&known, type, current) else { return (false, true) }
      let general = moreGeneral(type, current)
      if !occurs(name, in: general, known) { known[name] = general }
      return (true, true)
    }
    guard !occurs(name, in: type, known) else { return (false, false) }
    known[name] = type
    return (true, false)
  }

  private static func occurs(
    _ name: String, in type: ExpressionType, _ known: Substitutions
  ) -> Bool {
    switch type {
    case .parameter(let other):
      if other == name { return true }
      return known[other].map { occurs(name, in: $0, known) } ?? false
    case .list(let inner), .optional(let inner), .wrapper(let inner), .type(let inner):
      return occurs(name, in: inner, known)
    case .map(let key, let value):
      return occurs(name, in: key, known) || occurs(name, in: value, known)
    case .opaque(_, let parameters): return parameters.contains { occurs(name, in: $0, known) }
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
