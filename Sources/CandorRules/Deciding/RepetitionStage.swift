public import CandorModel

/// The stage between explanations and outcome: leaves out what a rule says once more of one change.
///
/// Where an answer lacks a fact, two pairs of answers may lead from one run into the next, one of which
/// tells the device, say, and the other the shortest time; a rule that fires on both says the same twice.
/// What weighs more is kept, and of two alike what was compared with the later answer. Findings with
/// other explanations stay beside one another: what explains the one may not hold for the other.
///
/// ## Thread safety
/// Stateless.
public struct RepetitionStage: Sendable {
  private struct Change: Hashable {
    let rule: String
    let to: Int
  }

  /// Makes the stage.
  public init() {}

  /// Leaves out findings of which another one says as much.
  ///
  /// - Parameters:
  ///   - findings: after explanations; their order stays.
  ///   - timeline: what their transitions are indexes into.
  public func leaveOut(from findings: inout [Finding], timeline: Timeline) {
    let changes = timeline.transitions
    // Hardly any interview has two pairs into one answer.
    guard changes.indices.dropFirst().contains(where: { changes[$0].to == changes[$0 - 1].to })
    else { return }
    var kept: [Finding] = []
    var places: [Change: [Int]] = [:]
    for finding in findings {
      guard let transition = finding.transition, changes.indices.contains(transition) else {
        kept.append(finding)
        continue
      }
      let change = Change(rule: finding.rule, to: changes[transition].to)
      let twin = places[change]?.first { place in
        kept[place].transition.map {
          timeline.isOneRun(changes[$0].from, changes[transition].from)
        } ?? false && kept[place].isExplained(like: finding)
      }
      guard let twin else {
        places[change, default: []].append(kept.count)
        kept.append(finding)
        continue
      }
      if kept[twin].weighsLess(than: finding, changes) { kept[twin] = finding }
    }
    findings = kept
  }
}

extension Timeline {
  /// Whether two observations are of one run.
  fileprivate func isOneRun(_ one: Int, _ other: Int) -> Bool {
    guard let run = run(of: one) else { return false }
    return (runs[run].first...runs[run].last).contains(other)
  }

  private func run(of observation: Int) -> Int? {
    // Those that begin no later.
    var range = runs.startIndex..<runs.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        runs[middle].first <= observation
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    let run = range.lowerBound - 1
    return run >= 0 && observation <= runs[run].last ? run : nil
  }
}

extension Finding {
  fileprivate func isExplained(like other: Finding) -> Bool {
    explanations.map(\.code) == other.explanations.map(\.code)
  }

  fileprivate func weighsLess(than other: Finding, _ changes: [Switch]) -> Bool {
    func weight(_ finding: Finding) -> (Severity, Severity, Int) {
      let from = finding.transition.map { changes[$0].from } ?? 0
      return (finding.effectiveSeverity, finding.severity, from)
    }
    return weight(self) < weight(other)
  }
}
