public import CandorModel

/// The last stage: from explained findings to an outcome, by the combinations of detection.
///
/// `priority` needs one high signal, or two medium ones of which one is of place and one of device.
/// `review` needs one medium or high, or three low ones of different kinds. All findings of one
/// kind on one switch are one signal, the strongest. What the evidence lacks is never counted.
///
/// ## Thread safety
/// Stateless.
public struct OutcomeStage: Sendable {
  /// Rules about what the evidence lacks: told, and never counted whatever severity a user gives
  /// them.
  public static let uncountedRules: Set<String> = [
    "client/missing", "evidence/missing", "evidence/unknown-step", "evidence/unlocatable",
  ]

  /// Makes the stage.
  public init() {}

  /// What the findings add up to.
  ///
  /// - Parameters:
  ///   - findings: after explanations, in any order.
  ///   - interview: the evidence they were found in.
  ///   - timeline: its timeline, which the findings' transitions are indexes into.
  public func decide(
    _ findings: consuming [Finding], interview: EnrichedInterview, timeline: Timeline
  ) -> Decision {
    findings.arrange { FindingRank(of: $1, in: $0) }
    let contributions = Self.contributions(of: findings, timeline: timeline)
    let assessability = Assessability(of: timeline)
    var outcome = Self.outcome(of: contributions)
    var note = assessability.note
    if outcome == .clear, let reason = assessability.obstacle {
      outcome = .notAssessable
      note = reason
    }
    return Decision(
      outcome: outcome, note: note, findings: findings, contributions: contributions)
  }

  static func outcome(of contributions: [Contribution]) -> Outcome {
    if contributions.contains(where: { $0.severity == .high }) { return .priority }
    if contributions.isEmpty { return .clear }
    let medium = contributions.filter { $0.severity == .medium }
    let places = medium.filter { $0.kind == .place || $0.kind == .combined }
    let devices = medium.filter { $0.kind == .device || $0.kind == .combined }
    if places.contains(where: { place in devices.contains { $0.kind != place.kind } }) {
      return .priority
    }
    if !medium.isEmpty { return .review }
    let kinds = Set(contributions.map { $0.kind == .combined ? .place : $0.kind })
    return kinds.count >= 3 ? .review : .clear
  }

  /// One contribution per signal, of its strongest finding.
  private static func contributions(
    of findings: [Finding], timeline: Timeline
  ) -> [Contribution] {
    guard !findings.isEmpty else { return [] }
    var contributions: [Contribution] = []
    var told: Set<Signal> = []
    // One finding is one signal.
    let areSeveral = findings.count > 1
    var changes: ChangesByObservation?
    for index in findings.indices {
      // Read where they are: findings and timeline are large.
      let severity = findings[index].effectiveSeverity
      guard severity != .none, !uncountedRules.contains(findings[index].rule) else { continue }
      let known = changes ?? ChangesByObservation(timeline)
      changes = known
      let signal = Signal(
        of: findings[index], timeline.transitions, timeline.observations, changes: known)
      guard !areSeveral || told.insert(signal).inserted else { continue }
      contributions.append(
        Contribution(finding: index, kind: signal.kind, severity: severity))
    }
    return contributions
  }
}

/// What changed on the way to each observation: place and device may be told by two pairs.
private struct ChangesByObservation {
  /// What changed there.
  struct Change: OptionSet {
    let rawValue: UInt8
    static let place = Change(rawValue: 1)
    static let device = Change(rawValue: 2)
    /// One pair tells both: only then they are one thing that happened.
    static let both = Change(rawValue: 4)
  }

  /// Raw values; empty where nothing changed at all.
  private var changes: [UInt8] = []

  init(_ timeline: Timeline) {
    guard !timeline.transitions.isEmpty else { return }
    changes = Array(repeating: 0, count: timeline.observations.count)
    for index in timeline.transitions.indices {
      let place = timeline.transitions[index].hasChanged(.place)
      let device = timeline.transitions[index].hasChanged(.device)
      let to = timeline.transitions[index].to
      guard place || device, changes.indices.contains(to) else { continue }
      let change: Change = place ? device ? [.place, .device, .both] : .place : .device
      changes[to] |= change.rawValue
    }
  }

  subscript(observation: Int) -> Change {
    Change(rawValue: changes.indices.contains(observation) ? changes[observation] : 0)
  }
}

/// What makes findings one signal: their kind, and the switch or the rule they rest on.
private struct Signal: Hashable {
  let kind: Contribution.Kind
  /// The observation that the switch leads to; `nil` where the finding rests on none.
  let to: Int?
  /// The rule, where the finding rests on no switch.
  let rule: String?

  /// Most rest on a switch, and the rest of it are texts, which take long.
  func hash(into hasher: inout Hasher) { hasher.combine(to) }

  init(
    of finding: Finding, _ all: [Switch], _ observations: [Observation],
    changes: ChangesByObservation
  ) {
    let transitions = finding.transitions.lazy.filter(all.indices.contains)
    guard let to = transitions.map({ all[$0].to }).min() else {
      kind = finding.kind
      self.to = nil
      rule = Self.isOfAnonymiser(finding, observations) ? Self.anonymiser : finding.rule
      return
    }
    if finding.kind == .network, transitions.allSatisfy({ all[$0].anonymiserChanged }) {
      kind = .network
      self.to = nil
      rule = Self.anonymiser
      return
    }
    self.to = to
    rule = nil
    guard finding.kind != .network, finding.kind != .client else {
      kind = finding.kind
      return
    }
    let change = changes[to]
    let isOfDevice =
      finding.kind != .place
      && transitions.allSatisfy { !all[$0].hasChanged(.place) }
    switch (change.contains(.place), change.contains(.device)) {
    case (true, true) where change.contains(.both): kind = .combined
    // Each is judged by the pair that tells it.
    case (true, true): kind = isOfDevice ? .device : .place
    case (true, false): kind = .place
    case (false, true) where finding.kind == .evidence: kind = .device
    default: kind = finding.kind
    }
  }

  /// An anonymiser counts once for the interview: being behind it, going into it and out of it are
  /// one signal.
  private static let anonymiser = "anonymiser"

  private static func isOfAnonymiser(_ finding: Finding, _ all: [Observation]) -> Bool {
    guard finding.kind == .network else { return false }
    let observations = finding.observations.lazy.filter(all.indices.contains)
    return !observations.isEmpty
      && observations.allSatisfy { all[$0].address.value?.isAnonymised ?? false }
  }
}
