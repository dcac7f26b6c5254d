public import CandorModel

/// What would change with new rules.
public struct RuleBacktestReport: Sendable {
  /// The schema of the JSON form.
  public static let schema = "candor.rule-backtest/1"

  /// How flags compare with what reviewers decided.
  public struct Quality: Sendable, Hashable {
    /// Flagged and confirmed.
    public var confirmedFlagged = 0
    /// Confirmed and not flagged.
    public var confirmedMissed = 0
    /// Flagged, with an innocent reason.
    public var innocentFlagged = 0
    /// Innocent and not flagged.
    public var innocentClear = 0

    /// Nothing counted yet.
    public init() {}

    /// Of what was flagged, the share that was confirmed; absent where nothing decided was flagged.
    public var precision: Double? {
      let flagged = confirmedFlagged + innocentFlagged
      return flagged == 0 ? nil : Double(confirmedFlagged) / Double(flagged)
    }
    /// Of what was confirmed, the share that was flagged; absent where nothing was confirmed.
    public var recall: Double? {
      let confirmed = confirmedFlagged + confirmedMissed
      return confirmed == 0 ? nil : Double(confirmedFlagged) / Double(confirmed)
    }
    /// How many decided interviews it rests on.
    public var count: Int { confirmedFlagged + confirmedMissed + innocentFlagged + innocentClear }

    mutating func add(_ decision: RuleBacktest.Decision, isFlagged: Bool) {
      switch (decision, isFlagged) {
      case (.confirmed, true): confirmedFlagged += 1
      case (.confirmed, false): confirmedMissed += 1
      case (.innocent, true): innocentFlagged += 1
      case (.innocent, false): innocentClear += 1
      }
    }
  }

  /// What changed about one rule.
  public struct RuleEffect: Sendable, Hashable {
    /// The rule's id.
    public let rule: String
    /// Findings by the pack in force.
    public var before = 0
    /// Findings by the new one.
    public var after = 0
    /// Findings that are new.
    public var added = 0
    /// Findings that are gone.
    public var removed = 0
    /// Findings whose severity differs.
    public var severityChanged = 0
    /// Its findings beside the decisions, of interviews on which it fired before or after.
    public var qualityBefore = Quality()
    /// The same after.
    public var qualityAfter = Quality()

    /// Whether anything changed.
    public var isChanged: Bool { added + removed + severityChanged > 0 }
  }

  /// How many interviews went from one outcome to another.
  public struct OutcomeChange: Sendable, Hashable {
    /// The outcome by the pack in force.
    public let before: Outcome
    /// The outcome by the new one.
    public let after: Outcome
    /// How many interviews.
    public var count: Int
  }

  /// An interview about which something changed.
  public struct ChangedInterview: Sendable, Hashable {
    /// `platform/id`.
    public let interview: String
    /// The outcome by the pack in force.
    public let before: Outcome
    /// The outcome by the new one.
    public let after: Outcome
    /// The rules of new findings, sorted.
    public let added: [String]
    /// The rules of findings that are gone, sorted.
    public let removed: [String]
  }

  /// How many interviews were compared.
  public let interviewCount: Int
  /// About how many anything changed.
  public let changedCount: Int
  /// The rules that found anything before or after, by id.
  public let rules: [RuleEffect]
  /// Changed outcomes, most urgent first.
  public let outcomes: [OutcomeChange]
  /// Changed interviews in the order of the input, as many as are named.
  public let changes: [ChangedInterview]
  /// Flags beside decisions, by the pack in force.
  public let before: Quality
  /// Flags beside decisions, by the new pack.
  public let after: Quality

  /// The report as text.
  public func text() -> String {
    var lines = [
      "\(CountText.of(interviewCount, "interview")) compared, \(changedCount) changed"
    ]
    for rule in rules where rule.isChanged {
      let before = CountText.of(rule.before, "finding")
      var line = "  \(rule.rule): \(before) before, \(rule.after) after"
      line += " (\(rule.added) added, \(rule.removed) removed"
      if rule.severityChanged > 0 { line += ", \(rule.severityChanged) of another severity" }
      lines.append(line + ")")
      if rule.qualityBefore.count > 0 {
        lines.append("    \(Self.text(rule.qualityBefore, rule.qualityAfter))")
      }
    }
    if !outcomes.isEmpty { lines.append("outcomes:") }
    lines += outcomes.map { change in
      "  \(change.before.rawValue) to \(change.after.rawValue): \(change.count)"
    }
    if before.count > 0 {
      lines.append(
        "\(CountText.of(before.count, "decided interview")): \(Self.text(before, after))")
    }
    if !changes.isEmpty { lines.append("changed interviews:") }
    for change in changes {
      var line = "  \(TerminalText.safe(change.interview)): \(change.before.rawValue)"
      if change.after != change.before { line += " to \(change.after.rawValue)" }
      if !change.added.isEmpty { line += ", added \(change.added.joined(separator: ", "))" }
      if !change.removed.isEmpty { line += ", removed \(change.removed.joined(separator: ", "))" }
      lines.append(line)
    }
    if changedCount > changes.count {
      lines.append("  and \(changedCount - changes.count) more")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ before: Quality, _ after: Quality) -> String {
    func share(_ value: Double?) -> String {
      value.map { DecimalText.text($0, decimals: 3) } ?? "not known"
    }
    return "precision \(share(before.precision)) before, \(share(after.precision)) after; "
      + "recall \(share(before.recall)) before, \(share(after.recall)) after"
  }
}
