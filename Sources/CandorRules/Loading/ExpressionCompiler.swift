import CandorExpression
import CandorModel

/// Compiles the expressions of one file; diagnostics point into its lines and columns.
struct ExpressionCompiler {
  let source: SourceText
  var diagnostics: [Diagnostic] = []

  init(_ source: SourceText) { self.source = source }

  /// Compiles the whole text of a scalar.
  mutating func compile(
    _ node: YAMLNode, path: String, in environment: Environment
  ) -> CompiledExpression? {
    guard let scalar = node.scalar else {
      diagnostics.append(
        RuleDiagnostic.wrongShape(
          path, expected: "an expression", found: node.shape,
          at: source.place(node.start, node.end)))
      return nil
    }
    guard !scalar.text.trimmedSpace.isEmpty else {
      diagnostics.append(RuleDiagnostic.emptyText(path, at: source.place(node.start, node.end)))
      return nil
    }
    return compile(scalar.text, from: 0, of: node, in: environment)
  }

  /// Compiles a piece of a scalar's text that begins at an offset.
  mutating func compile(
    _ text: String, from base: Int, of node: YAMLNode, in environment: Environment
  ) -> CompiledExpression? {
    do throws(ExpressionError) {
      let compiled = try CompiledExpression.compile(text, in: environment)
      report(compiled.diagnostics, base: base, node: node, environment)
      return compiled
    } catch {
      report(error.diagnostics, base: base, node: node, environment)
      return nil
    }
  }

  /// Compiles an expression that has to give a truth value.
  mutating func condition(
    _ node: YAMLNode, path: String, in environment: Environment
  ) -> CompiledExpression? {
    guard let compiled = compile(node, path: path, in: environment) else { return nil }
    guard compiled.resultType == .bool || compiled.resultType == .dyn else {
      diagnostics.append(
        RuleDiagnostic.conditionNotTruthValue(
          path, found: compiled.resultType.description,
          at: place(of: node, 0, compiled.source.utf8.count)))
      return nil
    }
    return compiled
  }

  /// Compiles an expression whose value is printed.
  mutating func printable(
    _ node: YAMLNode, path: String, in environment: Environment
  ) -> CompiledExpression? {
    guard let compiled = compile(node, path: path, in: environment) else { return nil }
    guard Self.isPrintable(compiled.resultType) else {
      diagnostics.append(
        RuleDiagnostic.unprintableResult(
          path, found: compiled.resultType.description,
          at: place(of: node, 0, compiled.source.utf8.count)))
      return nil
    }
    return compiled
  }

  /// The place of a stretch of a scalar's text.
  func place(of node: YAMLNode, _ start: Int, _ end: Int) -> Diagnostic.Place {
    guard let alignment = ScalarAlignment(of: node, in: source) else {
      return source.place(node.start, node.end)
    }
    let range = alignment.range(start, end)
    return source.place(range.start, range.end)
  }

  static func isPrintable(_ type: ExpressionType) -> Bool {
    switch type {
    case .string, .int, .uint, .double, .bool, .timestamp, .duration, .dyn: true
    case .list(let element): element == .string || element == .dyn
    case .optional(let wrapped), .wrapper(let wrapped): isPrintable(wrapped)
    default: false
    }
  }

  private mutating func report(
    _ found: [ExpressionDiagnostic], base: Int, node: YAMLNode, _ environment: Environment
  ) {
    for diagnostic in found {
      let place = place(of: node, base + diagnostic.range.start, base + diagnostic.range.end)
      diagnostics.append(
        RuleDiagnostic.expression(
          diagnostic, variables: environment.variables.map(\.name), at: place))
    }
  }
}
