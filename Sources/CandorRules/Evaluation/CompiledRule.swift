import CandorExpression
import CandorModel

/// What the expressions of a rule became.
struct CompiledRule: Sendable {
  /// A level with the condition under which it is taken; without one it takes what is left.
  struct Level: Sendable {
    let condition: CompiledExpression?
    let severity: Severity
  }

  /// A value that is printed in the finding.
  struct NamedValue: Sendable {
    let name: String
    let expression: CompiledExpression
    /// How many digits are printed behind the point, at most; they follow the unit in the name.
    let decimals: Int

    init(name: String, expression: CompiledExpression) {
      self.name = name
      self.expression = expression
      decimals =
        name.hasSuffix("Kmh") || name.hasSuffix("Seconds") || name.hasSuffix("Percent")
        ? 0 : name.hasSuffix("Km") ? 1 : 3
    }
  }

  let applies: CompiledExpression?
  let condition: CompiledExpression
  var levels: [Level]
  let summary: SummaryTemplate
  let values: [NamedValue]
  let observations: CompiledExpression?
  let requirements: [Requirement]
  let mergeKey: CompiledExpression?
  /// The summaries in other languages, by language.
  let summaries: [String: SummaryTemplate]
  /// The values of the parameters, as the variable `params`.
  var params: Value

  /// The expressions that decide whether and how strongly it fires.
  var deciding: [CompiledExpression] {
    [applies, condition, mergeKey].compactMap { $0 } + levels.compactMap(\.condition)
  }

  /// Every expression.
  var all: [CompiledExpression] {
    let pieces = ([summary] + summaries.values).flatMap(\.pieces).compactMap {
      if case .expression(let expression) = $0 { expression } else { nil }
    }
    return deciding + values.map(\.expression) + [observations].compactMap { $0 } + pieces
  }

  /// Makes the variable `params`.
  static func params(_ parameters: [RuleParameter]) -> Value {
    let type = ObjectType(
      name: RuleEnvironment.paramsTypeName,
      fields: parameters.map { ObjectType.Field($0.name, $0.kind.expressionType) })
    return .object(RecordObject(type: type, values: parameters.map(\.value)))
  }
}
