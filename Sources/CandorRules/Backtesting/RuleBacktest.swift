public import CandorModel

/// Compares what two packs make of the same interviews, one interview after another.
///
/// It keeps counts and the names of changed interviews, not the interviews.
public struct RuleBacktest: Sendable {
  /// What a reviewer decided about an interview, as far as it tells right from wrong.
  public enum Decision: Sendable, Hashable {
    /// What was flagged was so.
    case confirmed
    /// There was an innocent reason.
    case innocent
  }

  /// How many changed interviews are named; the rest is counted.
  public let maximumNamed: Int
  private var interviewCount = 0
  private var rules: [String: RuleBacktestReport.RuleEffect] = [:]
  private var outcomes: [RuleBacktestReport.OutcomeChange] = []
  private var changes: [RuleBacktestReport.ChangedInterview] = []
  private var changedCount = 0
  private var before = RuleBacktestReport.Quality()
  private var after = RuleBacktestReport.Quality()

  /// - Parameter maximumNamed: how many changed interviews are named, 1,000 unless said.
  public init(maximumNamed: Int = 1000) { self.maximumNamed = maximumNamed }

  /// Compares two packs over interviews.
  ///
  /// - Parameters:
  ///   - interviews: enriched, with addresses and agents looked up.
  ///   - before: the whole assessment by the pack in force.
  ///   - after: the whole assessment by the new pack.
  ///   - decision: what a reviewer decided; absent where nobody did or was sure.
  public static func run(
    over interviews: some Sequence<EnrichedInterview>,
    before: (EnrichedInterview) -> Assessment, after: (EnrichedInterview) -> Assessment,
    decision: (Assessment.Subject) -> Decision? = { _ in nil }
  ) -> RuleBacktestReport {
    var backtest = RuleBacktest()
    for interview in interviews {
      let old = before(interview)
      backtest.add(before: old, after: after(interview), decision: decision(old.interview))
    }
    return backtest.report
  }

  /// Takes in one interview.
  public mutating func add(before old: Assessment, after new: Assessment, decision: Decision?) {
    interviewCount += 1
    let known = Self.keyed(old.findings)
    let found = Self.keyed(new.findings)
    var isChanged = old.outcome != new.outcome
    for (key, finding) in known {
      let effect = found[key]
      rules[finding.rule, default: .init(rule: finding.rule)].before += 1
      if let effect {
        guard effect.severity != finding.severity else { continue }
        rules[finding.rule, default: .init(rule: finding.rule)].severityChanged += 1
      } else {
        rules[finding.rule, default: .init(rule: finding.rule)].removed += 1
      }
      isChanged = true
    }
    for (key, finding) in found {
      rules[finding.rule, default: .init(rule: finding.rule)].after += 1
      guard known[key] == nil else { continue }
      rules[finding.rule, default: .init(rule: finding.rule)].added += 1
      isChanged = true
    }
    if let decision { count(decision, old, new) }
    guard isChanged else { return }
    changedCount += 1
    if old.outcome != new.outcome { count(old.outcome, new.outcome) }
    if changes.count < maximumNamed {
      changes.append(
        RuleBacktestReport.ChangedInterview(
          interview: "\(old.interview.platform)/\(old.interview.id)", before: old.outcome,
          after: new.outcome, added: Self.rules(found.keys.filter { known[$0] == nil }),
          removed: Self.rules(known.keys.filter { found[$0] == nil })))
    }
  }

  /// The comparison so far.
  public var report: RuleBacktestReport {
    RuleBacktestReport(
      interviewCount: interviewCount, changedCount: changedCount,
      rules: rules.values.sorted { $0.rule < $1.rule },
      outcomes: outcomes.sorted {
        ($0.before.urgency, $0.after.urgency) < ($1.before.urgency, $1.after.urgency)
      }, changes: changes, before: before, after: after)
  }

  private struct Key: Hashable {
    let rule: String
    let observations: [Int]
    let occurrence: Int
  }

  /// Findings by rule and observations; two of one rule on the same ones are told apart by order.
  private static func keyed(_ findings: [Finding]) -> [Key: Finding] {
    var keyed: [Key: Finding] = [:]
    for finding in findings {
      var occurrence = 0
      while true {
        let key = Key(
          rule: finding.rule, observations: finding.observations, occurrence: occurrence)
        if keyed[key] == nil {
          keyed[key] = finding
          break
        }
        occurrence += 1
      }
    }
    return keyed
  }

  private static func rules(_ keys: [Key]) -> [String] { keys.map(\.rule).sorted() }

  private mutating func count(_ before: Outcome, _ after: Outcome) {
    if let index = outcomes.firstIndex(where: { $0.before == before && $0.after == after }) {
      outcomes[index].count += 1
    } else {
      outcomes.append(.init(before: before, after: after, count: 1))
    }
  }

  private mutating func count(_ decision: Decision, _ old: Assessment, _ new: Assessment) {
    before.add(decision, isFlagged: old.outcome.isFlag)
    after.add(decision, isFlagged: new.outcome.isFlag)
    let oldRules = Set(old.findings.filter { $0.effectiveSeverity != .none }.map(\.rule))
    let newRules = Set(new.findings.filter { $0.effectiveSeverity != .none }.map(\.rule))
    for rule in oldRules.union(newRules) {
      rules[rule, default: .init(rule: rule)].qualityBefore.add(
        decision, isFlagged: oldRules.contains(rule))
      rules[rule, default: .init(rule: rule)].qualityAfter.add(
        decision, isFlagged: newRules.contains(rule))
    }
  }
}

extension Outcome {
  /// Whether somebody is asked to look.
  var isFlag: Bool { self == .review || self == .priority }
}
