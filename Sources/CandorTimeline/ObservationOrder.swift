import CandorModel

/// Puts observations into the order of analysis.
struct ObservationOrder {
  /// The observations in order; `index` is their place.
  let observations: [Observation]
  /// What the order rests on.
  let order: Timeline.Order

  init(of interview: EnrichedInterview) {
    let given = interview.observations
    let isTimed = !given.isEmpty && given.allSatisfy { $0.at != nil }
    order = isTimed ? .time : .step
    let isInOrder = zip(given, given.dropFirst()).allSatisfy {
      isTimed ? Self.isTimedInOrder($0, $1) : Self.isStepInOrder($0, $1)
    }
    var sorted = given
    if !isInOrder {
      sorted =
        isTimed
        ? given.enumerated().sorted {
          Self.isTimedBefore($0.element, $1.element, in: interview.evidence)
            ?? ($0.offset < $1.offset)
        }.map(\.element)
        // Attempts stay in the order in which the platform gave them.
        : given.enumerated().sorted {
          ($0.element.step, $0.element.attempt, $0.offset)
            < ($1.element.step, $1.element.attempt, $1.offset)
        }.map(\.element)
    }
    for index in sorted.indices where sorted[index].index != index { sorted[index].index = index }
    observations = sorted
  }

  /// Strictly: equal moments have to be looked at more closely.
  private static func isTimedInOrder(_ one: Observation, _ other: Observation) -> Bool {
    guard let at = one.at, let later = other.at else { return false }
    return at < later
  }

  private static func isStepInOrder(_ one: Observation, _ other: Observation) -> Bool {
    (one.step, one.attempt) <= (other.step, other.attempt)
  }

  /// By time, and at one moment by what was answered and sent, so that the order in which answers
  /// came in changes nothing.
  private static func isTimedBefore(
    _ one: Observation, _ other: Observation, in evidence: Evidence
  ) -> Bool? {
    let keys = (one.at?.millisecondsSinceEpoch ?? 0, one.step, one.attempt)
    let others = (other.at?.millisecondsSinceEpoch ?? 0, other.step, other.attempt)
    if keys != others { return keys < others }
    guard evidence.answers.indices.contains(one.answer),
      evidence.answers.indices.contains(other.answer)
    else { return nil }
    let (left, right) = (evidence.answers[one.answer], evidence.answers[other.answer])
    let texts = (left.ip ?? "", left.userAgent ?? "", left.step.id ?? "")
    let otherTexts = (right.ip ?? "", right.userAgent ?? "", right.step.id ?? "")
    return texts == otherTexts ? nil : texts < otherTexts
  }
}
