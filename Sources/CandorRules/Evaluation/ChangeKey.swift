import CandorModel

/// All that most conditions of scope `switch` read of a change, in two words: for two changes with
/// one key they give the same answers, as long as they do not look at its measures.
///
/// `RuleSubject.change` says for which rules that holds.
struct ChangeKey: Hashable {
  private let change: UInt64
  private let surroundings: UInt64

  /// - Parameters:
  ///   - index: of the change among the transitions.
  ///   - interview: with its timeline, which is read where it is.
  init(_ index: Int, of interview: InterviewObject) {
    let (observations, transitions) = (
      interview.timeline.observations, interview.timeline.transitions
    )
    self.init(
      transitions[index], from: observations[transitions[index].from],
      to: observations[transitions[index].to],
      patterns: (
        interview.timeline.pattern, interview.timeline.placePattern,
        interview.timeline.devicePattern
      ), order: interview.timeline.order)
  }

  private init(
    _ transition: borrowing Switch, from: borrowing Observation, to: borrowing Observation,
    patterns: (Pattern?, place: Pattern?, device: Pattern?), order: Timeline.Order
  ) {
    var packer = Packer()
    packer.add(transition.device)
    packer.add(transition.deviceReason)
    packer.add(transition.place)
    packer.add(transition.networkRelation)
    packer.add(transition.countryRelation)
    packer.add(transition.direction)
    packer.add(transition.gapKnown)
    var aspects: UInt8 = 0
    for aspect in transition.changed {
      switch aspect {
      case .address: aspects |= 1
      case .network: aspects |= 2
      case .place: aspects |= 4
      case .device: aspects |= 8
      }
    }
    if transition.endsRun { aspects |= 16 }
    if transition.anonymiserChanged { aspects |= 32 }
    if transition.isJourney { aspects |= 64 }
    if from.step == to.step { aspects |= 128 }
    packer.add(aspects)
    change = packer.word
    packer = Packer()
    packer.add(Self.facts(of: from))
    packer.add(Self.facts(of: to))
    packer.add(patterns.0)
    packer.add(patterns.place)
    packer.add(patterns.device)
    packer.add(order)
    packer.add(transition.placeReturns)
    surroundings = packer.word
  }

  /// Which facts there are, and what is read of them.
  private static func facts(of observation: borrowing Observation) -> UInt8 {
    var bits: UInt8 = 0
    if case .found = observation.client { bits |= 1 }
    guard case .found(let facts) = observation.address else { return bits }
    bits |= 2
    if facts.networkFacts.isFound { bits |= 4 }
    if facts.networkFacts.isAnonymised { bits |= 8 }
    if facts.placeFacts.isFound { bits |= 16 }
    if facts.placeFacts.isCountryOnly { bits |= 32 }
    return bits
  }

  /// Puts values of one byte each behind one another.
  private struct Packer {
    var word: UInt64 = 0

    /// - Parameter value: of an enumeration without payloads, or such an optional one; its one byte
    ///   in memory tells its cases apart, which is all that a key has to do.
    @inline(__always)
    mutating func add<Element>(_ value: Element) {
      assert(MemoryLayout<Element>.size == 1)
      word = word << 8 | withUnsafeBytes(of: value) { UInt64($0[0]) }
    }
  }
}
