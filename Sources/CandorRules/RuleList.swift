public import CandorModel

/// The rules of a pack as `candor rules list` prints them.
public struct RuleList: Sendable {
  /// The schema of the JSON form.
  public static let schema = "candor.rule-list/1"

  private let pack: RulePack

  /// Lists a pack.
  public init(_ pack: RulePack) { self.pack = pack }

  /// One line for each rule: id, version, scope, severity, title; then what a configuration did.
  public func text() -> String {
    let rows = pack.rules.map { rule in
      [rule.id, rule.version, rule.scope.rawValue, Self.severity(rule), Self.title(rule)]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = [
      "\(pack.name) \(pack.version), \(CountText.of(pack.rules.count, "rule")), \(pack.hash)"
    ]
    for row in rows {
      let cells = row.enumerated().map { column, cell in
        column < 4
          ? cell + String(repeating: " ", count: widths[column] - cell.count) : cell
      }
      lines.append(cells.joined(separator: "  "))
    }
    for exception in pack.exceptions {
      lines.append(
        "exception \(exception.name) of \(exception.owner), until \(exception.expiry): "
          + exception.reason)
    }
    for exception in pack.expiredExceptions {
      lines.append("expired exception \(exception.name) of \(exception.owner): \(exception.expiry)")
    }
    // Titles and reasons are texts of whoever wrote the files.
    return lines.map(TerminalText.safe).joined(separator: "\n") + "\n"
  }

  /// `high`, or `medium..high` where it depends on the combination.
  static func severity(_ rule: Rule) -> String {
    if rule.isOff { return "off" }
    let levels = rule.severities.map(\.severity)
    guard let least = levels.min(), let most = levels.max() else { return "none" }
    return least == most ? least.rawValue : "\(least.rawValue)..\(most.rawValue)"
  }

  private static func title(_ rule: Rule) -> String {
    var marks: [String] = []
    if rule.status != .stable { marks.append(rule.status.rawValue) }
    if rule.isTuned, !rule.isOff { marks.append("tuned") }
    return rule.title + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))")
  }

  /// The list as JSON (`candor.rule-list/1`), keys sorted.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("hash", pack.hash)
    writer.member("name", pack.name)
    writer.key("rules")
    writer.beginArray()
    for rule in pack.rules { Self.write(rule, to: &writer) }
    writer.endArray()
    writer.member("schema", Self.schema)
    writer.member("version", pack.version)
    writer.endObject()
  }

  private static func write(_ rule: Rule, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("hash", rule.hash)
    writer.member("id", rule.id)
    writer.key("off")
    writer.bool(rule.isOff)
    writer.key("parameters")
    writer.beginArray()
    for parameter in rule.parameters {
      writer.beginObject()
      writer.member("default", RuleParameter.text(parameter.defaultValue))
      writer.member("description", parameter.description)
      writer.member("name", parameter.name)
      writer.member("type", parameter.kind.rawValue)
      writer.member("unit", parameter.unit)
      writer.member("value", parameter.valueText)
      writer.endObject()
    }
    writer.endArray()
    writer.member("requires", rule.requires)
    writer.member("scope", rule.scope.rawValue)
    writer.member("severity", severity(rule))
    writer.member("status", rule.status.rawValue)
    writer.member("tags", rule.tags)
    writer.member("title", rule.title)
    writer.member("version", rule.version)
    writer.endObject()
  }
}
