import CandorModel

/// A rule to begin with, and its tests: what `candor rules new AREA/NAME` writes.
public struct RuleScaffold: Sendable {
  /// The rule and its tests, paths relative to the rule folder.
  public let files: [RuleFile]

  /// Makes a scaffold that loads, passes its tests and is clean to the linter; in the areas `candidate`
  /// and `link` of the scope that belongs there.
  ///
  /// - Parameter id: `area/what-is-observed`.
  /// - Returns: `nil` where that is no id of a rule.
  public init?(id: String) {
    guard RuleReader.isRuleID(id) else { return nil }
    let path = "detections/\(id)"
    let texts: (rule: String, tests: String) =
      switch RuleReach(ofRule: id) {
      case .interview: (Self.rule(id), Self.tests)
      case .candidate: (Self.candidateRule(id), Self.candidateTests)
      case .otherCandidates: (Self.linkRule(id), Self.linkTests)
      }
    files = [
      RuleFile(path: "\(path).yaml", text: texts.rule),
      RuleFile(path: "\(path).tests.yaml", text: texts.tests),
    ]
  }

  private static func rule(_ id: String) -> String {
    """
    # What it observes and why that is worth a reviewer's time; what it does not cover.
    id: \(id)
    version: 0.1.0
    title: The device changed after a pause
    status: experimental
    # observation, switch or interview: what the condition is asked about.
    scope: switch
    # Without these the rule is not evaluable, and the reviewer is told what was missing.
    requires:
      - switch.device
      - switch.gapSeconds
    parameters:
      minimumGapSeconds:
        type: double
        unit: s
        default: 600.0
        minimum: 0.0
        maximum: 86400.0
        description: "Shorter pauses are a change of device like any other."
    when: >-
      switch.deviceChanged && switch.gapSeconds >= params.minimumGapSeconds
    severity: medium
    # Expressions stand between double braces. Answers are counted from 1.
    summary: >-
      {{theAnswersBefore(switch)}} came from {{deviceName(from)}}, {{theAnswersAfter(switch)}} from
      {{deviceName(to)}}
    values:
      gapSeconds: switch.gapSeconds
    # What a person may have done for it to look like this.
    innocent:
      - "The first device stopped working and the interview went on after a pause."
    references:
      - "Say where the defaults come from."
    tags: [device]

    """
  }

  private static let tests = """
    fires:
      - name: from a Mac to a phone after twenty minutes
        observations:
          - {at: 2026-03-02T09:00:00Z, browser: Safari, browserVersion: "18.1", os: macOS, deviceClass: desktop}
          - {at: 2026-03-02T09:20:00Z, browser: Chrome, browserVersion: "131", os: Android, deviceClass: phone}
        expect: {findings: 1, severity: medium, observations: [0, 1], values: {gapSeconds: 1200}}
    does-not-fire:
      - name: the same without a pause
        observations:
          - {at: 2026-03-02T09:00:00Z, browser: Safari, browserVersion: "18.1", os: macOS, deviceClass: desktop}
          - {at: 2026-03-02T09:01:00Z, browser: Chrome, browserVersion: "131", os: Android, deviceClass: phone}
    missing-data:
      - name: no times
        observations:
          - {browser: Safari, browserVersion: "18.1", os: macOS, deviceClass: desktop}
          - {browser: Chrome, browserVersion: "131", os: Android, deviceClass: phone}
        expect: {reason: missing-time}

    """
}
