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
      let grounds = grounds(of: index, in: findings, context)
      guard !grounds.isEmpty else { continue }
      findings[index].explanations.reserveCapacity(
        findings[index].explanations.count + grounds.count)
      for ground in grounds { findings[index].explanations.append(ground.explanation) }
      // Each ground holds for the whole finding, so the one that takes most away decides.
      findings[index].effectiveSeverity = grounds.map(\.limit).reduce(
        findings[index].effectiveSeverity, min)
    }
  }

  /// - Parameter index: of the finding, which is read where it stands: a copy would count who holds
  ///   each of its parts.
  private func grounds(
    of index: Int, in findings: [Finding], _ context: ExplanationContext
  ) -> [Ground] {
    let changes = context.transitions
    var transitions = findings[index].transitions
    if !transitions.allSatisfy(changes.indices.contains) {
      transitions = transitions.filter(changes.indices.contains)
    }
    switch findings[index].kind {
    case .network:
      return transitions.isEmpty
        ? context.relayGrounds(observations: findings[index].observations)
        : joined(transitions, changes) { context.networkGround(of: $0) }
    case .place, .combined:
      if findings[index].rule == Self.declarationRule { return [] }
      return transitions.isEmpty
        ? patternGrounds(of: findings[index].rule, findings[index].severity, context)
        : joined(transitions, changes) { context.placeGround(of: $0) }
    case .device:
      return joined(transitions, changes) { context.deviceGround(of: $0) }
    case .evidence:
      return transitions.isEmpty
        ? context.unattributedGrounds(of: findings[index].rule)
        : joined(transitions, changes) { context.placeGround(of: $0) }
    case .client:
      return []
    }
  }

  /// What explains a pattern of places, which rests on every change of place.
  ///
  /// It is high where one goes far away and comes back. Where only these changes are explained, what
  /// is left is coming back from nearby.
  private func patternGrounds(
    of rule: String, _ severity: Severity, _ context: ExplanationContext
  ) -> [Ground] {
    let changes = context.transitions
    let places = changes.indices.filter { changes[$0].hasChanged(.place) }
    let grounds = joined(places, changes) { context.placeGround(of: $0) }
    guard grounds.isEmpty, severity == .high, Self.patternRules.contains(rule),
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
    // The last change of each ground.
    var latest: [Int] = []
    for transition in transitions {
      guard let next = ground(changes[transition]) else { return [] }
      if let position = grounds.firstIndex(where: { $0.code == next.code }) {
        grounds[position].add(
          next, isNext: follows(transition, latest[position], changes))
        latest[position] = transition
      } else {
        grounds.append(next)
        latest.append(transition)
      }
    }
    // Several codes explain a transition each, so what is left is the most that any leaves.
    let limit = grounds.map(\.limit).max() ?? .high
    for position in grounds.indices {
      grounds[position].limit = limit
    }
    return grounds
  }

  /// Whether nothing else changed between two changes, so that what is said of both holds from the first
  /// answer to the last.
  private func follows(_ change: Int, _ earlier: Int, _ changes: [Switch]) -> Bool {
    let (from, before) = (changes[change].from, changes[earlier])
    return from == before.from || from == before.to || (change == earlier + 1 && from > before.to)
  }
}

/// An explanation on its way: what it is, and how much it leaves of a finding.
struct Ground {
  let code: ExplanationCode
  /// The most that is left of the finding.
  var limit: Severity
  /// The answers, a list for each stretch of them that it is said of. What is the same in each stretch,
  /// a prefix or a country, may differ between them.
  private var stretches: [[Int]]
  /// The sentence behind the answers it names.
  private var sentence: Sentence

  /// Whose two answers a sentence is about; of several the one that says least holds for all.
  enum Subject: Int, Comparable {
    case unnamed, knownDevice, likelyDevice

    static func < (left: Subject, right: Subject) -> Bool { left.rawValue < right.rawValue }

    fileprivate var text: String {
      switch self {
      case .unnamed: ""
      case .knownDevice: "the same device "
      case .likelyDevice: "one device, as far as agents tell, "
      }
    }
  }

  /// A sentence, put together only where it is shown.
  private struct Sentence: Equatable {
    var subject: Subject
    let start: String
    /// What only one change has; `nil` where it is said of any, so that it says the least already.
    var detail: String?
    let end: String
  }

  /// - Parameters:
  ///   - subject: what the sentence begins with.
  ///   - text: the sentence, or its beginning.
  ///   - detail: what follows that only one change has; it is left out where the sentence is said of
  ///     several that do not say the same. Absent where there is no such part.
  ///   - end: what follows then.
  init(
    _ code: ExplanationCode, leaving limit: Severity, _ observations: [Int],
    of subject: Subject = .unnamed, _ text: String, detail: String? = nil, _ end: String = ""
  ) {
    self.code = code
    self.limit = limit
    stretches = [observations]
    sentence = Sentence(subject: subject, start: text, detail: detail, end: end)
  }

  /// Takes in another ground of the same code.
  ///
  /// - Parameter isNext: whether it goes on where the last stretch ends.
  mutating func add(_ other: Ground, isNext: Bool) {
    if isNext {
      for stretch in other.stretches { stretches[stretches.count - 1] += stretch }
    } else {
      stretches += other.stretches
    }
    limit = max(limit, other.limit)
    guard sentence != other.sentence else { return }
    let subject = max(sentence.subject, other.sentence.subject)
    if other.sentence.detail == nil {
      sentence = other.sentence
    } else if sentence.detail != nil, sentence.detail != other.sentence.detail {
      sentence.detail = ""
    }
    sentence.subject = subject
  }

  /// What the assessment shows.
  var explanation: Explanation {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.usualBytes)
    let observations = stretches.count == 1 ? stretches[0] : Array(stretches.joined())
    if !observations.isEmpty {
      AnswerText.append(named: stretches.flatMap(AnswerText.merged), to: &bytes)
      bytes.append(text: ": ")
    }
    bytes.append(text: sentence.subject.text)
    bytes.append(text: sentence.start)
    if let detail = sentence.detail { bytes.append(text: detail) }
    bytes.append(text: sentence.end)
    return Explanation(
      code: code.rawValue, effect: limit == .none ? .removed : .lowered,
      observations: observations.ascending, text: String(decoding: bytes, as: UTF8.self))
  }

  /// How long an explanation is, with room to spare for most.
  private static let usualBytes = 192
}
