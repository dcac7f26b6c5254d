import CandorExpression

/// Finds conditions that take a particular country, place, language, name or system as a sign.
///
/// Facts that say where or who somebody is are followed through the condition: through fields,
/// functions, list macros and bound names. They may be compared with one another (two answers, an
/// answer and what was declared), counted, and asked for with `has()`. Measuring them against
/// something the rule's author chose (a literal, a list, a parameter) is what is found.
struct FairnessLint {
  /// A place where that happens.
  struct Finding: Sendable {
    /// Where, in bytes of the expression.
    let range: SourceRange
    /// What is measured: `` `to.place.country` ``.
    let subject: String
    /// Against what: `` `"PL"` ``, `a parameter`.
    let standard: String
  }

  /// What a value says about a person.
  private enum Taint {
    /// Chosen by the author.
    case chosen
    /// Where or who somebody is, with the field that says so.
    case personal(String)
    /// One or the other: `[to.place.country, "PL"]`.
    case mixed(String)
    /// Neither: a truth value, a count, a time.
    case neutral

    var field: String? {
      switch self {
      case .personal(let field), .mixed(let field): field
      case .chosen, .neutral: nil
      }
    }

    /// Whether something of the author's choice is in it.
    var isChosen: Bool {
      switch self {
      case .chosen, .mixed: true
      case .personal, .neutral: false
      }
    }
  }

  /// Fields that say where or who somebody is.
  static let personalFields: Set<String> = [
    "country", "countryName", "continent", "subdivision", "subdivisionName", "city", "latitude",
    "longitude", "declaredCountry", "declaredCountries", "registeredCountry", "nationality",
    "language", "languages", "locale", "timeZone", "name", "email", "os", "osVersion",
    "brand", "phoneCountry",
  ]

  /// Functions whose answer says nothing about a person any more.
  private static let counting: Set<String> = ["size", "type", "has", "indexOf", "lastIndexOf"]
  /// Functions that compare what they are called on with what they are given.
  private static let comparing: Set<String> = [
    "startsWith", "endsWith", "contains", "matches", "indexOf", "lastIndexOf", "find", "findAll",
    "sets.contains", "sets.intersects", "sets.equivalent", "in", "cidr", "containsIP",
    "containsCIDR",
  ]

  private let source: String
  private(set) var findings: [Finding] = []
  private var scopes: [[String: Taint]] = [[:]]

  private init(source: String) { self.source = source }

  /// What there is to find in an expression.
  static func findings(in expression: CompiledExpression) -> [Finding] {
    var lint = FairnessLint(source: expression.source)
    _ = lint.visit(expression.syntax)
    return lint.findings
  }

  private mutating func visit(_ node: SyntaxNode) -> Taint {
    switch node.kind {
    case .literal(let value):
      switch value {
      // An empty text stands for a fact that is not there.
      case .bool, .null, .string(""): return .neutral
      default: return .chosen
      }
    case .name(let name):
      for scope in scopes.reversed() { if let taint = scope[name] { return taint } }
      return name == "params" ? .chosen : .neutral
    case .select(let operand, let field, let isTest):
      let inner = visit(operand)
      if isTest { return .neutral }
      if case .chosen = inner { return .chosen }
      if Self.personalFields.contains(field), !Self.isHarmless(operand, field) {
        return .personal(text(node))
      }
      return inner.field == nil ? .neutral : inner
    case .index(let operand, let index):
      return visitIndex(node, operand, index)
    case .call(let function, let target, let arguments):
      return visitCall(node, function, target, arguments)
    case .not(let operand), .negate(let operand): return visit(operand)
    case .binary(let symbol, let left, let right):
      return visitBinary(node, symbol, left, right)
    case .and(let operands), .or(let operands):
      for operand in operands { _ = visit(operand) }
      return .neutral
    case .conditional(let condition, let then, let otherwise):
      _ = visit(condition)
      return choice([visit(then), visit(otherwise)])
    case .list(let elements): return choice(elements.map { visit($0) })
    case .map(let entries):
      return choice(entries.flatMap { [visit($0.key), visit($0.value)] })
    case .comprehension(let macro, let range, let variables, let condition, let transform):
      return visitComprehension(macro, range, variables, condition, transform)
    case .bind(let name, let value, let body):
      scopes.append([name: visit(value)])
      defer { scopes.removeLast() }
      return visit(body)
    case .other(let parts): return join(parts.map { visit($0) })
    }
  }

  /// The position's name is that of a job.
  private static func isHarmless(_ operand: SyntaxNode, _ field: String) -> Bool {
    guard field == "name", case .select(_, "position", _) = operand.kind else { return false }
    return true
  }

  private mutating func visitIndex(
    _ node: SyntaxNode, _ operand: SyntaxNode, _ index: SyntaxNode
  ) -> Taint {
    let container = visit(operand)
    let key = visit(index)
    // `place["country"]` is the field by another way of writing.
    if case .literal(.string(let field)) = index.kind, Self.personalFields.contains(field) {
      return .personal(text(node))
    }
    // A table of the author's that is asked about a person's country.
    if container.isChosen, let field = key.field { report(node, field, operand) }
    return container
  }

  private mutating func visitBinary(
    _ node: SyntaxNode, _ symbol: String, _ left: SyntaxNode, _ right: SyntaxNode
  ) -> Taint {
    let first = visit(left)
    let second = visit(right)
    switch symbol {
    case "==", "!=", "<", "<=", ">", ">=", "in":
      if let field = first.field, second.isChosen { report(node, field, right) }
      if let field = second.field, first.isChosen { report(node, field, left) }
      return .neutral
    default: return join([first, second])
    }
  }

  private mutating func visitCall(
    _ node: SyntaxNode, _ function: String, _ target: SyntaxNode?, _ arguments: [SyntaxNode]
  ) -> Taint {
    let parts = (target.map { [$0] } ?? []) + arguments
    let taints = parts.map { visit($0) }
    if Self.comparing.contains(function), let field = taints.compactMap(\.field).first,
      let other = zip(parts, taints).first(where: { $0.1.isChosen })
    {
      report(node, field, other.0)
      return .neutral
    }
    if Self.counting.contains(function) { return .neutral }
    return join(taints)
  }

  private mutating func visitComprehension(
    _ macro: String, _ range: SyntaxNode, _ variables: [String], _ condition: SyntaxNode?,
    _ transform: SyntaxNode?
  ) -> Taint {
    let taint = visit(range)
    scopes.append(
      Dictionary(variables.map { ($0, taint) }, uniquingKeysWith: { first, _ in first }))
    defer { scopes.removeLast() }
    if let condition { _ = visit(condition) }
    let result = transform.map { visit($0) }
    switch macro {
    case "all", "exists", "exists_one": return .neutral
    case "filter": return taint
    default: return result ?? taint
    }
  }

  /// A value made of several says what the most telling of them says.
  private func join(_ taints: [Taint]) -> Taint {
    if let personal = taints.first(where: { $0.field != nil }) { return personal }
    return !taints.isEmpty && taints.allSatisfy(\.isChosen) ? .chosen : .neutral
  }

  /// One of several values: beside a fact about a person, one of the author's choice counts as such.
  private func choice(_ taints: [Taint]) -> Taint {
    guard let field = taints.compactMap(\.field).first else {
      return taints.contains { $0.isChosen } ? .chosen : .neutral
    }
    return taints.contains { $0.isChosen } ? .mixed(field) : .personal(field)
  }

  private mutating func report(_ node: SyntaxNode, _ field: String, _ standard: SyntaxNode) {
    guard !findings.contains(where: { $0.range == node.range }) else { return }
    let text = text(standard)
    let shown = text.count > 40 ? String(text.prefix(37)) + "..." : text
    findings.append(
      Finding(range: node.range, subject: "`\(field)`", standard: "`\(shown)`"))
  }

  private func text(_ node: SyntaxNode) -> String {
    RuleExplainer.oneLine(node.range.text(in: source))
  }
}
