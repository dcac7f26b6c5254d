import CandorModel

/// What several rules say together of one thing; one bit for each rule.
struct Verdict {
  /// The most rules that it has bits for.
  static var maximumRules: Int { 64 }

  var fired: UInt64 = 0
  var answered: UInt64 = 0
  var missing: UInt64 = 0
  /// Those that looked at what is not part of the key: they have to be asked again each time.
  var unsettled: UInt64 = 0
  /// How much those that fired weigh, also those that no bit is left for.
  var weight = FindingWeight()

  mutating func formUnion(_ other: Verdict) {
    fired |= other.fired
    answered |= other.answered
    missing |= other.missing
    unsettled |= other.unsettled
    weight.formUnion(other.weight)
  }

  /// Notes an answer.
  mutating func add(_ answer: RuleAnswer, at bit: UInt64) {
    switch answer {
    case .notAsked: break
    case .notFired: answered |= bit
    case .fired:
      answered |= bit
      fired |= bit
    case .missing, .failed: missing |= bit
    }
  }

  /// Whether nothing is left to say of a rule: it was answered with no, or the question did not
  /// arise.
  func isQuiet(_ bit: UInt64) -> Bool {
    fired & bit == 0 && unsettled & bit == 0 && (answered & bit != 0 || missing & bit == 0)
  }
}
