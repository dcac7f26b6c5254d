import CandorModel

/// What of an interview a block tells.
struct BlockContents {
  private(set) var groups: [FindingGroup]
  private(set) var reasons: [String]
  private(set) var notEvaluable: [NotEvaluableGroup]
  /// Whether the answers are shown in order.
  var hasAnswers: Bool

  /// Everything.
  init(_ assessment: Assessment, _ messages: Messages) {
    groups = FindingGroup.groups(of: assessment.findings)
    reasons = FindingGroup.innocentReasons(of: groups)
    notEvaluable = NotEvaluableGroup.groups(of: assessment.notEvaluable, messages)
    hasAnswers = !assessment.timeline.observations.isEmpty
  }

  /// How many findings are told, those that count for nothing or the others.
  func findingCount(isExplained: Bool) -> Int {
    groups.filter { ($0.lead.effectiveSeverity == .none) == isExplained }
      .reduce(0) { $0 + $1.findingCount }
  }

  /// How many rules are named that could not judge.
  var ruleCount: Int { notEvaluable.reduce(0) { $0 + $1.rules.count } }

  /// Leaves out the next piece.
  ///
  /// - Returns: whether there was one.
  mutating func cut(leastReasons: Int) -> Bool {
    // The groups that count for nothing stand last.
    if groups.count > 1, let last = groups.last, last.lead.effectiveSeverity == .none {
      groups.removeLast()
    } else if !notEvaluable.isEmpty {
      notEvaluable.removeLast()
    } else if groups.count > 1 {
      groups.removeLast()
      reasons = FindingGroup.innocentReasons(of: groups)
    } else if reasons.count > leastReasons {
      reasons.removeLast()
    } else {
      return false
    }
    return true
  }
}
