import CandorExpression

/// Finds conditions that take a particular country, place, language, name or system as a sign.
///
/// Facts that say where or who somebody is are followed through the condition: through fields,
/// functions, list macros and bound names. They may be compared with one another (two answers, an
/// answer and what was declared), counted, and asked for with `has()`. Measuring them against
/// something the rule's author chose (a literal, a list, a parameter) is what is found, also where
/// the two were put together first: what is left of a country's code without `PL`.
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

  /// Fields that say where or who somebody is.
  static let personalFields: Set<String> = [
    "country", "countryName", "continent", "subdivision", "subdivisionName", "city", "latitude",
    "longitude", "declaredCountry", "declaredCountries", "registeredCountry", "nationality",
    "language", "languages", "locale", "timeZone", "name", "email", "os", "osVersion",
    "brand", "model", "phoneCountry",
  ]

  /// Functions whose answer says nothing about a person any more.
  private static let counting: Set<String> = [
    "size", "type", "has", "hasValue", "indexOf", "lastIndexOf",
  ]
  /// Functions that compare what they are called on with what they are given.
  private static let comparing: Set<String> = [
    "startsWith", "endsWith", "contains", "matches", "indexOf", "lastIndexOf", "find", "findAll",
    "intersects", "equivalent", "cidr", "containsIP", "containsCIDR",
  ]
  /// Functions that tell in words where, on what or over whom an answer came.
  private static let naming: Set = ["placeName", "placeNameBeside", "deviceName", "networkName"]
  /// Functions that tell only which answers there are.
  private static let numbering: Set<String> = [
    "answers", "theAnswers", "answersBefore", "answersAfter", "theAnswersBefore",
    "theAnswersAfter",
  ]
  /// Functions that put something beside a fact and leave the fact whole.
  private static let labelling: Set<String> = ["join", "format", "or", "orValue"]
  /// The first parts of functions with a qualified name: `sets` of `sets.contains`.
  private static let namespaces: Set<String> = [
    "sets", "optional", "math", "lists", "strings", "base64", "ip",
  ]

  private static let longestForm = 2048

  private let source: String
  private let objects: Objects
  private(set) var findings: [Finding] = []
  private var scopes: [[String: Taint]] = [[:]]

  private init(_ expression: CompiledExpression) {
    source = expression.source
    objects = Objects(expression.declarations)
  }

  /// What there is to find in an expression.
  static func findings(in expression: CompiledExpression) -> [Finding] {
    var lint = FairnessLint(expression)
    _ = lint.visit(expression.syntax)
    return lint.findings
  }

  private mutating func visit(_ node: SyntaxNode) -> Taint {
    switch node.kind {
    case .literal(let value):
      switch value {
      // An empty text stands for a fact that is not there.
      case .bool, .null, .string(""): return .blank
      default: return .chosen
      }
    case .name(let name):
      for scope in scopes.reversed() { if let taint = scope[name] { return taint } }
      return name == "params" ? .chosen : objects.variable(name)
    case .select(let operand, let field, let isTest):
      let inner = visit(operand)
      // A map that a fact is in, asked for a key of the author's choice.
      if inner.objectName == nil, let fact = inner.field { report(node, fact, operand) }
      return isTest ? .neutral : member(field, of: inner, node, operand)
    case .index(let operand, let index):
      return visitIndex(node, operand, index)
    case .call(let function, let target, let arguments):
      return visitCall(node, function, target, arguments)
    case .not(let operand): return visit(operand)
    case .negate(let operand):
      let taint = visit(operand)
      return combine("-", [operand], [taint], isMeasure: false)
    case .binary(let symbol, let left, let right):
      return visitBinary(node, symbol, left, right)
    case .and(let operands), .or(let operands):
      for operand in operands { _ = visit(operand) }
      return .neutral
    case .conditional(let condition, let then, let otherwise):
      _ = visit(condition)
      return Taint.choice([visit(then), visit(otherwise)], isList: false)
    case .list(let elements):
      return Taint.choice(elements.map { visit($0) }, isList: true)
    case .map(let entries):
      return Taint.choice(
        entries.flatMap { [visit($0.key), visit($0.value)] }, isList: true)
    case .comprehension(let macro, let range, let variables, let condition, let transform):
      return visitComprehension(macro, range, variables, condition, transform)
    case .bind(let name, let value, let body):
      scopes.append([name: visit(value)])
      defer { scopes.removeLast() }
      return visit(body)
    case .other(let parts):
      let taints = parts.map { visit($0) }
      return combine("", parts, taints, isMeasure: true)
    }
  }

  // MARK: Fields

  /// What a field of a value says.
  private func member(
    _ field: String, of inner: Taint, _ node: SyntaxNode, _ operand: SyntaxNode
  ) -> Taint {
    if case .chosen = inner { return .chosen }
    if let name = inner.objectName, let taint = objects.field(field, of: name, path: text(node)) {
      return taint
    }
    if Self.personalFields.contains(field), !Self.isHarmless(operand, field) {
      return .personal(text(node))
    }
    return inner.field == nil ? .neutral : inner
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
    if case .literal(.string(let field)) = index.kind {
      if container.objectName != nil { return member(field, of: container, node, operand) }
      if let fact = container.field { report(node, fact, operand) }
      if Self.personalFields.contains(field) { return .personal(text(node)) }
    }
    // A table of the author's that is asked about a person's country.
    if container.isChosen, let field = key.field { report(node, field, operand) }
    return container.part(at: text(index))
  }

  // MARK: Operators

  private mutating func visitBinary(
    _ node: SyntaxNode, _ symbol: String, _ left: SyntaxNode, _ right: SyntaxNode
  ) -> Taint {
    let first = visit(left)
    let second = visit(right)
    switch symbol {
    case "==", "!=", "<", "<=", ">", ">=", "in":
      compare(node, left, first, right, second)
      return .neutral
    case "*", "/":
      // Another sign is no measure.
      if Self.isOne(right) { return first }
      if symbol == "*", Self.isOne(left) { return second }
    default: break
    }
    return combine(symbol, [left, right], [first, second], isMeasure: symbol == "%")
  }

  private mutating func compare(
    _ node: SyntaxNode, _ left: SyntaxNode, _ first: Taint, _ right: SyntaxNode,
    _ second: Taint
  ) {
    // Two facts that the same thing was done to are compared with one another.
    if let form = first.form, form == second.form { return }
    if let field = first.field, second.isChosen {
      report(node, field, right)
    } else if let field = second.field, first.isChosen {
      report(node, field, left)
    } else if first.isChosen, let field = first.field {
      report(node, field, left)
    } else if second.isChosen, let field = second.field {
      report(node, field, right)
    }
  }

  private static func isOne(_ node: SyntaxNode) -> Bool {
    switch node.kind {
    case .literal(.double(let number)): number.magnitude == 1
    case .literal(.int(let number)): number.magnitude == 1
    default: false
    }
  }

  // MARK: Functions

  private mutating func visitCall(
    _ node: SyntaxNode, _ function: String, _ target: SyntaxNode?, _ arguments: [SyntaxNode]
  ) -> Taint {
    var parts = arguments
    if let target, !isNamespace(target) { parts.insert(target, at: 0) }
    let taints = parts.map { visit($0) }
    if Self.naming.contains(function) { return .personal(text(node)) }
    if Self.numbering.contains(function) { return .neutral }
    if Self.comparing.contains(function), let field = taints.compactMap(\.field).first,
      let other = zip(parts, taints).first(where: { $0.1.isChosen && $0.1.field == nil })
        ?? zip(parts, taints).first(where: { $0.1.isChosen })
    {
      report(node, field, other.0)
      return .neutral
    }
    if Self.counting.contains(function) {
      if function == "size" || function == "hasValue",
        let counted = zip(parts, taints).first(where: { $0.1.isMeasure }),
        let field = counted.1.field
      {
        report(node, field, counted.0)
      }
      return .neutral
    }
    return value(of: function, target, parts, taints)
  }

  /// What the value of a function says.
  private func value(
    of function: String, _ target: SyntaxNode?, _ parts: [SyntaxNode], _ taints: [Taint]
  ) -> Taint {
    switch function {
    case "flatten": return taints.first ?? .neutral
    case "slice":
      if let first = taints.first {
        return first.part(at: parts.dropFirst().map { text($0) }.joined(separator: ":"))
      }
    case "greatest", "least":
      // The author's number may take the place of the fact.
      if let field = taints.compactMap(\.field).first, taints.contains(where: \.isChosen) {
        return .mixed(field)
      }
    case "distinct":
      // How many different ones there are of several that are made alike compares them.
      if case .blended(let field, let form, _)? = taints.first, let target,
        Self.holdsSeveral(target)
      {
        return .blended(field, form: form, isMeasure: false)
      }
    default: break
    }
    return combine(function, parts, taints, isMeasure: !Self.labelling.contains(function))
  }

  private static func isList(_ node: SyntaxNode) -> Bool {
    switch node.kind {
    case .comprehension("map", _, _, _, _), .comprehension("transformList", _, _, _, _), .list: true
    default: false
    }
  }

  private static func holdsSeveral(_ node: SyntaxNode) -> Bool {
    if case .list(let elements) = node.kind { return elements.count > 1 }
    return isList(node)
  }

  private func isNamespace(_ node: SyntaxNode) -> Bool {
    guard case .name(let name) = node.kind, Self.namespaces.contains(name) else { return false }
    return !scopes.contains { $0[name] != nil }
  }

  private mutating func visitComprehension(
    _ macro: String, _ range: SyntaxNode, _ variables: [String], _ condition: SyntaxNode?,
    _ transform: SyntaxNode?
  ) -> Taint {
    let taint = visit(range)
    var scope = Dictionary(
      variables.map { ($0, taint) }, uniquingKeysWith: { first, _ in first })
    // The first of two variables is the position in the list.
    if variables.count == 2, taint.objectName != nil || Self.isList(range) {
      scope[variables[0]] = .neutral
    }
    scopes.append(scope)
    defer { scopes.removeLast() }
    if let condition { _ = visit(condition) }
    let result = transform.map { visit($0) }
    switch macro {
    case "all", "exists", "exists_one": return .neutral
    case "filter", "sortBy": return taint
    default: return result ?? taint
    }
  }

  // MARK: Values

  /// A value made of several says what the most telling of them says.
  private func combine(
    _ name: String, _ parts: [SyntaxNode], _ taints: [Taint], isMeasure: Bool
  ) -> Taint {
    guard let first = taints.first(where: { $0.field != nil }), let field = first.field else {
      return taints.contains(where: \.isChosen)
        && taints.allSatisfy { $0.isChosen || $0.isBlank } ? .chosen : .neutral
    }
    if taints.contains(where: \.isMixed) { return .mixed(field) }
    guard taints.contains(where: \.isChosen) else { return first }
    let forms = zip(parts, taints).map { part, taint in
      taint.form ?? (taint.field == nil ? text(part) : "_")
    }
    let form = "\(name)(\(forms.joined(separator: ", ")))"
    // Values named again and again would double it each time; what is so long is no form to compare.
    guard form.utf8.count <= Self.longestForm else { return .mixed(field) }
    return .blended(
      field, form: form, isMeasure: isMeasure || taints.contains(where: \.isMeasure))
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
