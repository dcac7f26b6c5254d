public import CandorModel

/// The stage between findings and outcome: computes innocent explanations from the evidence, and
/// lowers or removes exactly the findings they explain.
///
/// Findings are explained by what they rest on (their kind and their transitions), not by the name
/// of their rule, so that rules of a user's own are treated alike. A finding that rests on several
/// transitions is explained only where each of them is; of the patterns of places, what makes them high
/// may be explained by itself.
///
/// ## Thread safety
/// Stateless.
public struct ExplanationStage: Sendable {
  /// Makes the stage.
  public init() {}

  /// The findings with their explanations and effective severities.
  ///
  /// - Parameters:
  ///   - findings: as the rules gave them; their order is kept.
  ///   - interview: the evidence they were found in.
  ///   - timeline: its timeline, which the findings' transitions are indexes into.
  public func explain(
    _ findings: [Finding], interview: EnrichedInterview, timeline: Timeline
  ) -> [Finding] {
    var findings = findings
    explain(&findings, interview: interview, timeline: timeline)
    return findings
  }

  /// Gives the findings their explanations and effective severities where they stand.
  public func explain(
    _ findings: inout [Finding], interview: EnrichedInterview, timeline: Timeline
  ) {
    guard !findings.isEmpty else { return }
    let context = ExplanationContext(interview, timeline)
    for index in findings.indices {
      let grounds = grounds(of: findings[index], context)
      guard !grounds.isEmpty else { continue }
      findings[index].explanations += grounds.map(\.explanation)
      // Each ground holds for the whole finding, so the one that takes most away decides.
      findings[index].effectiveSeverity = grounds.map(\.limit).reduce(
        findings[index].effectiveSeverity, min)
    }
  }

  private func grounds(of finding: Finding, _ context: ExplanationContext) -> [Ground] {
    let changes = context.transitions
    let transitions = finding.transitions.filter(changes.indices.contains)
    switch finding.kind {
    case .network:
      return transitions.isEmpty
        ? context.relayGrounds(observations: finding.observations)
        : joined(transitions, changes) { context.networkGround(of: $0) }
    case .place, .combined:
      if finding.rule == Self.declarationRule { return [] }
      return transitions.isEmpty
        ? patternGrounds(of: finding, context)
        : joined(transitions, changes) { context.placeGround(of: $0) }
    case .device:
      return joined(transitions, changes) { context.deviceGround(of: $0) }
    case .evidence:
      return transitions.isEmpty
        ? context.unattributedGrounds(of: finding)
        : joined(transitions, changes) { context.placeGround(of: $0) }
    case .client:
      return []
    }
  }

  /// What explains a pattern of places, which rests on every change of place.
  ///
  /// It is high where one goes far away and comes back. Where only these changes are explained, what
  /// is left is coming back from nearby.
  private func patternGrounds(of finding: Finding, _ context: ExplanationContext) -> [Ground] {
    let changes = context.transitions
    let places = changes.indices.filter { changes[$0].hasChanged(.place) }
    let grounds = joined(places, changes) { context.placeGround(of: $0) }
    guard grounds.isEmpty, finding.severity == .high, Self.patternRules.contains(finding.rule),
      !context.hasDevicePerPlace
    else { return grounds }
    let far = places.filter { changes[$0].place == .far && changes[$0].placeReturns }
    return joined(far, changes) { context.placeGround(of: $0) }.map {
      var ground = $0
      ground.limit = max(ground.limit, .medium)
      return ground
    }
  }

  /// High where one goes far away and comes back, or where each place has a device of its own.
  private static let patternRules: Set = ["location/return", "location/interleaved"]

  /// Rests on where all answers came from, not on a change between them.
  private static let declarationRule = "location/declared-country"

  /// One ground per code over all transitions; none where any transition stays unexplained.
  ///
  /// - Parameter transitions: as positions among the changes.
  private func joined(
    _ transitions: [Int], _ changes: [Switch], _ ground: (Switch) -> Ground?
  ) -> [Ground] {
    if transitions.count == 1 { return ground(changes[transitions[0]]).map { [$0] } ?? [] }
    var grounds: [Ground] = []
    for transition in transitions {
      guard let next = ground(changes[transition]) else { return [] }
      if let position = grounds.firstIndex(where: { $0.code == next.code }) {
        grounds[position].add(next)
      } else {
        grounds.append(next)
      }
    }
    // Several codes explain a transition each, so what is left is the most that any leaves.
    let limit = grounds.map(\.limit).max() ?? .high
    for position in grounds.indices {
      grounds[position].limit = limit
      grounds[position].observations = grounds[position].observations.ascending
    }
    return grounds
  }
}

/// An explanation on its way: what it is, and how much it leaves of a finding.
struct Ground {
  let code: ExplanationCode
  /// The most that is left of the finding.
  var limit: Severity
  var observations: [Int]
  /// The sentence behind the answers it names.
  private var text: String
  /// The sentence where it is said of several changes that do not say the same.
  private let textOfSeveral: String
  /// Whether the sentence has nothing of one change alone, so that it says the least already.
  private var isOfAny: Bool

  /// - Parameter textOfSeveral: the sentence without what only one change has; the same where absent.
  init(
    _ code: ExplanationCode, leaving limit: Severity, _ observations: [Int], _ text: String,
    ofSeveral textOfSeveral: String? = nil
  ) {
    self.code = code
    self.limit = limit
    self.observations = observations.ascending
    self.text = text
    self.textOfSeveral = textOfSeveral ?? text
    isOfAny = textOfSeveral == nil
  }

  /// Takes in another ground of the same code; its observations come behind the own ones.
  mutating func add(_ other: Ground) {
    observations += other.observations
    limit = max(limit, other.limit)
    guard text != other.text else { return }
    if other.isOfAny {
      (text, isOfAny) = (other.text, true)
    } else if !isOfAny {
      text = textOfSeveral
    }
  }

  /// What the assessment shows.
  var explanation: Explanation {
    var sentence = text
    if !observations.isEmpty {
      sentence = observations.count == 1 ? "answer " : "answers "
      sentence.reserveCapacity(text.utf8.count + 32)
      sentence += AnswerText.list(observations)
      sentence += ": "
      sentence += text
    }
    return Explanation(
      code: code.rawValue, effect: limit == .none ? .removed : .lowered,
      observations: observations, text: sentence)
  }
}
