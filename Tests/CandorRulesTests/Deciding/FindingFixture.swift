import CandorModel
import CandorTesting

/// Findings and timelines by hand, for tests of what they add up to.
enum Fixture {
  static func finding(
    _ severity: Severity, _ kind: Contribution.Kind, transitions: [Int] = [],
    observations: [Int] = [0]
  ) -> Finding {
    finding("network/test", severity, kind, transitions: transitions, observations: observations)
  }

  static func finding(
    _ rule: String, _ severity: Severity, _ kind: Contribution.Kind,
    transitions: [Int] = [], observations: [Int] = [0]
  ) -> Finding {
    Finding(
      rule: rule, ruleVersion: "1.0.0", ruleHash: "sha256:0", severity: severity,
      summary: "a summary", observations: observations, kind: kind, transitions: transitions)
  }

  static func transition(
    _ from: Int, _ to: Int, _ changed: [Switch.Aspect], relation: NetworkRelation? = nil,
    device: ClientRelation? = nil, reason: ClientComparison.Reason? = nil
  ) -> Switch {
    var transition = Switch(from: from, to: to, endsRun: !changed.isEmpty, changed: changed)
    transition.networkRelation = relation
    transition.device = device
    transition.deviceReason = reason
    return transition
  }

  /// Answers at home on one Mac, with these transitions said to lie between them.
  static func timeline(
    _ transitions: [Switch] = [], of interview: EnrichedInterview? = nil
  ) -> Timeline {
    Timeline(
      observations: (interview ?? self.interview).observations, order: .step,
      transitions: transitions)
  }

  static let interview = Detection.interview(
    Array(repeating: (Detection.home(.madrid), Agents.mac), count: 8))
}
