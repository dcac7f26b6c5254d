import CandorExpression
import CandorModel

/// Compares two versions of a rule by their effect.
struct RuleComparison {
  private let old: Rule
  private let new: Rule
  private(set) var level = RulePackDiff.Level.patch
  private(set) var reasons: [String] = []

  init(_ old: Rule, _ new: Rule) {
    self.old = old
    self.new = new
  }

  /// Compares everything.
  mutating func run() {
    compareSwitchedOff()
    if old.scope != new.scope {
      note(.major, "scope: `\(old.scope.rawValue)` became `\(new.scope.rawValue)`")
    }
    compareConditions()
    compareRequirements()
    compareParameters()
    compareSeverity()
    if old.merge != new.merge || old.mergeKey != new.mergeKey {
      note(.major, "findings are joined otherwise")
    }
    if old.observations != new.observations { note(.minor, "findings rest on other observations") }
    if old.status != new.status {
      note(
        new.status == .deprecated ? .minor : .patch,
        "status: `\(old.status.rawValue)` became `\(new.status.rawValue)`")
    }
    compareTexts()
    if reasons.isEmpty, old.hash != new.hash { note(.patch, "comments or layout of the file") }
  }

  private mutating func note(_ level: RulePackDiff.Level, _ reason: String) {
    self.level = max(self.level, level)
    reasons.append(reason)
  }

  private mutating func compareSwitchedOff() {
    guard old.isOff != new.isOff else { return }
    note(new.isOff ? .major : .minor, new.isOff ? "switched off" : "switched on")
  }

  private mutating func compareConditions() {
    var change = ConditionChange.between(old.compiled.condition, new.compiled.condition)
    switch (old.compiled.applies, new.compiled.applies) {
    case (nil, nil): break
    case (let before?, let after?): change = change.joined(.between(before, after))
    case (nil, _?): change = change.joined(.less)
    case (_?, nil): change = change.joined(.more)
    }
    switch change {
    case .same: break
    case .more: note(.minor, "fires on more: the condition asks for less")
    case .less: note(.major, "fires on less: the condition asks for more")
    case .different: note(.major, "fires otherwise: the condition is another")
    }
  }

  private mutating func compareRequirements() {
    let before = Set(old.requires)
    let after = Set(new.requires)
    let added = after.subtracting(before).sorted()
    let removed = before.subtracting(after).sorted()
    if !added.isEmpty {
      note(.major, "not evaluable more often: requires \(Self.quoted(added)) too")
    }
    if !removed.isEmpty {
      note(.minor, "evaluable more often: no longer requires \(Self.quoted(removed))")
    }
  }

  private mutating func compareParameters() {
    let before = Dictionary(old.parameters.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let after = Dictionary(new.parameters.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    for name in Set(before.keys).union(after.keys).sorted() {
      switch (before[name], after[name]) {
      case (let old?, let new?): compare(old, new)
      case (_?, nil): note(.major, "the parameter `\(name)` is gone; configurations may set it")
      case (nil, _?): note(.minor, "the parameter `\(name)` is new")
      case (nil, nil): break
      }
    }
  }

  private mutating func compare(_ before: RuleParameter, _ after: RuleParameter) {
    let name = before.name
    if before.kind != after.kind { note(.major, "`\(name)` is of another type") }
    if before.unit != after.unit { note(.major, "`\(name)` is of another unit") }
    if before.minimum != after.minimum || before.maximum != after.maximum {
      note(.minor, "`\(name)` has another range")
    }
    if before.description != after.description { note(.patch, "`\(name)` is described otherwise") }
    guard before.value != after.value else { return }
    let step = "`\(name)` went from \(before.valueText) to \(after.valueText)"
    let count = reasons.count
    switch effect(of: name, before.value, after.value) {
    case .more: note(.minor, "fires on more: \(step)")
    case .less: note(.major, "fires on less: \(step)")
    case .none: break
    case .unknown: note(.major, "fires otherwise: \(step)")
    }
    func isRead(by expressions: CompiledExpression?...) -> Bool {
      expressions.contains { $0?.readPaths.contains("params." + name) ?? false }
    }
    let compiled = new.compiled
    if compiled.levels.contains(where: { isRead(by: $0.condition) }) {
      note(.major, "its severity may be another: \(step)")
    }
    if isRead(by: compiled.mergeKey) { note(.major, "findings are joined otherwise: \(step)") }
    if isRead(by: compiled.observations) {
      note(.minor, "findings rest on other observations: \(step)")
    }
    if reasons.count == count { note(.patch, "\(step), which decides nothing") }
  }

  private func effect(of name: String, _ before: Value, _ after: Value) -> ParameterDirection {
    let asked = [new.compiled.applies, new.compiled.condition].compactMap { $0 }
    let directions = Set(
      asked.map { ParameterDirection.of(name, in: $0.syntax) }.filter { $0 != .none })
    guard let direction = directions.first else { return .none }
    guard directions.count == 1, direction != .unknown, let before = Self.number(before),
      let after = Self.number(after)
    else { return .unknown }
    return (after > before) == (direction == .more) ? .more : .less
  }

  private static func number(_ value: Value) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  private mutating func compareSeverity() {
    guard old.severities != new.severities else { return }
    let before = RuleList.severity(old)
    let after = RuleList.severity(new)
    note(
      .major,
      before == after
        ? "severity: its cases are other ones" : "severity: \(before) became \(after)")
  }

  private mutating func compareTexts() {
    if old.title != new.title { note(.patch, "title") }
    if old.summary != new.summary { note(.patch, "summary") }
    if old.values != new.values { note(.patch, "values that are printed") }
    if old.innocent != new.innocent { note(.patch, "innocent reasons") }
    if old.references != new.references { note(.patch, "references") }
    if old.tags != new.tags { note(.patch, "tags") }
    if old.translations != new.translations { note(.patch, "translations") }
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
