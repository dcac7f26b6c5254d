import CandorExpression
public import CandorModel

/// What changed between two packs, and how much it means to who relies on them.
public struct RulePackDiff: Sendable {
  /// The schema of the JSON form.
  public static let schema = "candor.rule-diff/1"

  /// What a change means, in the words of SemVer.
  public enum Level: String, Sendable, Comparable, CaseIterable {
    /// Texts and references; nothing fires otherwise.
    case patch
    /// It fires on more, or a rule is new.
    case minor
    /// It fires on less or otherwise, its severity differs, or it is gone.
    case major

    /// From patch to major.
    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
    private var rank: Int { self == .patch ? 0 : self == .minor ? 1 : 2 }
  }

  /// What changed about one rule.
  public struct Change: Sendable, Hashable {
    /// The rule's id.
    public let rule: String
    /// The version before; absent for a new rule.
    public let oldVersion: String?
    /// The version after; absent for one that is gone.
    public let newVersion: String?
    /// What the change means.
    public let level: Level
    /// What changed, one sentence each: `fires on less: ...`.
    public let reasons: [String]

    /// Whether the version was raised as far as the change means.
    public var isVersionFitting: Bool {
      guard let oldVersion, let newVersion, let old = SemanticVersion(oldVersion),
        let new = SemanticVersion(newVersion)
      else { return true }
      // Before 1.0.0 anything may change with the minor number.
      let wanted = old.major == 0 && level == .major ? Level.minor : level
      switch wanted {
      case .patch: return new > old
      case .minor: return (new.major, new.minor) > (old.major, old.minor)
      case .major: return new.major > old.major
      }
    }
  }

  /// The changes by rule; rules of the same bytes and settings are left out.
  public let changes: [Change]

  /// Compares two packs.
  public init(from old: RulePack, to new: RulePack) {
    let ids = Set(old.rules.map(\.id)).union(new.rules.map(\.id)).sorted()
    changes = ids.compactMap { id in
      switch (old.rule(id), new.rule(id)) {
      case (let before?, let after?): Self.change(before, after)
      case (let before?, nil):
        Change(
          rule: id, oldVersion: before.version, newVersion: nil, level: .major,
          reasons: ["removed"])
      case (nil, let after?):
        Change(
          rule: id, oldVersion: nil, newVersion: after.version, level: .minor,
          reasons: ["new"])
      case (nil, nil): nil
      }
    }
  }

  /// What the changes mean together; absent where nothing changed.
  public var level: Level? { changes.map(\.level).max() }

  private static func change(_ old: Rule, _ new: Rule) -> Change? {
    var comparison = RuleComparison(old, new)
    comparison.run()
    guard !comparison.reasons.isEmpty else { return nil }
    return Change(
      rule: new.id, oldVersion: old.version, newVersion: new.version, level: comparison.level,
      reasons: comparison.reasons)
  }

  /// The changes as text.
  public func text() -> String {
    guard let level else { return "no rule changed\n" }
    var lines: [String] = []
    for change in changes {
      let versions =
        switch (change.oldVersion, change.newVersion) {
        case (let old?, let new?): old == new ? old : "\(old) to \(new)"
        case (let old?, nil): old
        case (nil, let new?): new
        case (nil, nil): ""
        }
      lines.append("\(change.level.rawValue)  \(change.rule)  \(versions)")
      lines += change.reasons.map { "  \($0)" }
      if !change.isVersionFitting {
        lines.append(
          "  the version says less than the change: raise the \(change.level.rawValue) number")
      }
    }
    let count = "\(CountText.of(changes.count, "rule")) changed"
    lines.append("\(count), together a \(level.rawValue) change")
    // Values of parameters are texts of whoever wrote the files.
    return lines.map(TerminalText.safe).joined(separator: "\n") + "\n"
  }

  /// The changes as JSON (`candor.rule-diff/1`), keys sorted.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("changes")
    writer.beginArray()
    for change in changes {
      writer.beginObject()
      writer.member("level", change.level.rawValue)
      writer.member("newVersion", change.newVersion)
      writer.member("oldVersion", change.oldVersion)
      writer.member("reasons", change.reasons)
      writer.member("rule", change.rule)
      writer.key("versionFits")
      writer.bool(change.isVersionFitting)
      writer.endObject()
    }
    writer.endArray()
    writer.member("level", level?.rawValue)
    writer.member("schema", Self.schema)
    writer.endObject()
  }
}
