import CandorModel

/// Puts observations into the order of analysis.
struct ObservationOrder {
  /// The observations in order; `index` is their place.
  let observations: [Observation]
  /// What the order rests on.
  let order: Timeline.Order

  /// Whether every observation shares one address object and one agent object.
  let isSteady: Bool

  init(of interview: borrowing EnrichedInterview) {
    let given = interview.observations
    let scan = Scan(given)
    isSteady = scan.isSteady
    order = scan.isTimed ? .time : .step
    if scan.isTimed ? scan.isTimeInOrder : scan.isStepInOrder, scan.isNumbered {
      observations = given
      return
    }
    let evidence = interview.evidence
    var sorted =
      scan.isTimed
      ? given.enumerated().sorted {
        Self.isTimedBefore($0.element, $1.element, in: evidence)
          ?? ($0.offset < $1.offset)
      }.map { $0.element }
      // Attempts stay in the order in which the platform gave them.
      : given.enumerated().sorted {
        ($0.element.step, $0.element.attempt, $0.offset)
          < ($1.element.step, $1.element.attempt, $1.offset)
      }.map { $0.element }
    for index in sorted.indices where sorted[index].index != index { sorted[index].index = index }
    observations = sorted
  }

  /// What one look at all observations tells; most interviews need no second one.
  private struct Scan {
    var isTimed: Bool
    /// Strictly: equal moments have to be looked at more closely.
    var isTimeInOrder = true
    var isStepInOrder = true
    /// Whether each index is its place already.
    var isNumbered = true
    var isSteady = true

    init(_ observations: [Observation]) {
      isTimed = !observations.isEmpty
      observations.withUnsafeBufferPointer { buffer in
        guard let first = buffer.first else { return }
        let address = first.address.identity
        let client = first.client.identity
        for index in buffer.indices {
          if buffer[index].index != index { isNumbered = false }
          if buffer[index].at == nil { isTimed = false }
          if buffer[index].address.identity != address || buffer[index].client.identity != client {
            isSteady = false
          }
          guard index > 0 else { continue }
          if let at = buffer[index - 1].at, let later = buffer[index].at, !(at < later) {
            isTimeInOrder = false
          }
          if buffer[index - 1].step > buffer[index].step
            || buffer[index - 1].step == buffer[index].step
              && buffer[index - 1].attempt > buffer[index].attempt
          {
            isStepInOrder = false
          }
        }
      }
    }
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
    if texts != otherTexts { return texts < otherTexts }
    let (told, otherTold) = (told(by: left), told(by: right))
    return told == otherTold ? nil : told.lexicographicallyPrecedes(otherTold)
  }

  /// What else an answer tells of the device.
  private static func told(by answer: Answer) -> [String] {
    [answer.device?.browser, answer.device?.os, answer.device?.type].map { $0 ?? "" }
      + answer.clientHints.flatMap { [$0.name, $0.value] }
  }
}
