import CandorExpression
import CandorModel

/// What the scope of an exception sees of a finding.
final class FindingObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case rule, area, severity
  }

  static let type = ObjectType(
    name: "finding",
    fields: [
      ObjectType.Field("rule", .string), ObjectType.Field("area", .string),
      ObjectType.Field("severity", .string, allowedValues: Severity.allCases.map(\.rawValue)),
    ])

  private let rule: String
  private let severity: Severity

  init(rule: String, severity: Severity) {
    self.rule = rule
    self.severity = severity
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .rule: .string(rule)
    case .area: .string(String(rule.prefix { $0 != "/" }))
    case .severity: .string(severity.rawValue)
    }
  }
}
