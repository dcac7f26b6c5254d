import CandorRules

/// What interviews weigh in which nothing changes and no country was declared.
///
/// There are few kinds of them, and nearly all interviews of an input are of two or three.
struct SteadyWeights {
  /// Longer interviews are asked about each time.
  private static let maximumAnswers = 64

  private var known: ContiguousArray<FindingWeight?> = []

  mutating func weight(
    _ answerCount: Int, isTimed: Bool, hasPlace: Bool, hasDevice: Bool, by rules: RuleEngine.Worker
  ) -> FindingWeight {
    func make() -> FindingWeight {
      rules.weight(
        of: PlainInterview(
          answerCount: answerCount, isTimed: isTimed, hasPlace: hasPlace, hasDevice: hasDevice))
    }
    guard answerCount < Self.maximumAnswers else { return make() }
    if known.isEmpty { known = ContiguousArray(repeating: nil, count: 8 * Self.maximumAnswers) }
    let kind = 8 * answerCount + (isTimed ? 4 : 0) + (hasPlace ? 2 : 0) + (hasDevice ? 1 : 0)
    if let weight = known[kind] { return weight }
    let weight = make()
    known[kind] = weight
    return weight
  }
}
