/// The syntax tree of a compiled expression as other targets of the package may look at it: for
/// linting and for explaining, never for evaluating.
package struct SyntaxNode: Sendable {
  /// What a node is. Constructs that bind names are told apart, since a name means its innermost
  /// binding.
  package indirect enum Kind: Sendable {
    case literal(Value)
    /// A variable, a bound name or the first part of a qualified name.
    case name(String)
    /// `operand.field`; `isTest` inside of `has()`.
    case select(SyntaxNode, field: String, isTest: Bool)
    case index(SyntaxNode, SyntaxNode)
    case call(function: String, target: SyntaxNode?, arguments: [SyntaxNode])
    case not(SyntaxNode)
    case negate(SyntaxNode)
    /// An operator as it is written: `==`, `<`, `+`, `in`.
    case binary(String, SyntaxNode, SyntaxNode)
    case and([SyntaxNode])
    case or([SyntaxNode])
    case conditional(SyntaxNode, SyntaxNode, SyntaxNode)
    case list([SyntaxNode])
    case map([(key: SyntaxNode, value: SyntaxNode)])
    /// A macro over a list or map: its name, what it walks over, the names it binds, and its parts.
    case comprehension(
      String, range: SyntaxNode, variables: [String], condition: SyntaxNode?,
      transform: SyntaxNode?)
    /// `name` stands for `value` in `body`.
    case bind(name: String, value: SyntaxNode, body: SyntaxNode)
    /// Anything else, with its parts.
    case other([SyntaxNode])
  }

  /// Where it stands, in bytes of the source.
  package let range: SourceRange
  /// What it is.
  package let kind: Kind

  init(_ expr: Expr) {
    range = expr.range
    kind =
      switch expr.kind {
      case .literal(let value): .literal(value)
      case .name(let name, _): .name(name)
      case .select(let operand, let field, let isTest, _):
        .select(SyntaxNode(operand), field: field, isTest: isTest)
      case .index(let operand, let index, _): .index(SyntaxNode(operand), SyntaxNode(index))
      case .call(let function, let target, let arguments):
        .call(
          function: function, target: target.map { SyntaxNode($0) },
          arguments: arguments.map { SyntaxNode($0) })
      case .unary(.not, let operand): .not(SyntaxNode(operand))
      case .unary(.negate, let operand): .negate(SyntaxNode(operand))
      case .binary(let name, let left, let right):
        .binary(name.rawValue, SyntaxNode(left), SyntaxNode(right))
      case .logical(.and, let operands): .and(operands.map { SyntaxNode($0) })
      case .logical(.or, let operands): .or(operands.map { SyntaxNode($0) })
      case .conditional(let condition, let then, let otherwise):
        .conditional(SyntaxNode(condition), SyntaxNode(then), SyntaxNode(otherwise))
      case .list(let elements): .list(elements.map { SyntaxNode($0.value) })
      case .map(let entries):
        .map(entries.map { (key: SyntaxNode($0.key), value: SyntaxNode($0.value)) })
      case .comprehension(let macro):
        .comprehension(
          macro.kind.rawValue, range: SyntaxNode(macro.range), variables: macro.variables,
          condition: macro.condition.map { SyntaxNode($0) },
          transform: macro.transform.map { SyntaxNode($0) })
      case .bind(let name, let value, let body):
        .bind(name: name, value: SyntaxNode(value), body: SyntaxNode(body))
      case .optionalMap(let target, let name, let body, _):
        .bind(name: name, value: SyntaxNode(target), body: SyntaxNode(body))
      case .block(let values, let body): Self.bound(values, SyntaxNode(body)).kind
      case .blockIndex(let index): .name(Self.blockName(index))
      case .message: .other(expr.kind.children.map { SyntaxNode($0) })
      }
  }

  private init(range: SourceRange, kind: Kind) {
    self.range = range
    self.kind = kind
  }

  /// The values of a block are names in its body; the first one is seen by the others.
  private static func bound(_ values: [Expr], _ body: SyntaxNode) -> SyntaxNode {
    values.enumerated().reversed().reduce(body) { inner, value in
      SyntaxNode(
        range: body.range,
        kind: .bind(
          name: blockName(value.offset), value: SyntaxNode(value.element), body: inner))
    }
  }

  /// The `@` keeps the name out of reach of what a source can write.
  private static func blockName(_ index: Int) -> String { "@index:\(index)" }
}

extension CompiledExpression {
  /// The syntax tree.
  package var syntax: SyntaxNode { SyntaxNode(root) }

  /// What it was compiled with, to compile a part of it alone.
  package var declarations: Environment { environment }
}
