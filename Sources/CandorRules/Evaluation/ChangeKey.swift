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
    // Through spans and part by part: what is read is neither copied nor counted.
    let (allObservations, allTransitions) = (
      interview.timeline.observations, interview.timeline.transitions
    )
    let (observations, transitions) = (allObservations.span, allTransitions.span)
    let (from, to) = (transitions[index].from, transitions[index].to)
    var packer = Packer()
    packer.add(transitions[index].device)
    packer.add(transitions[index].deviceReason)
    packer.add(transitions[index].place)
    packer.add(transitions[index].networkRelation)
    packer.add(transitions[index].countryRelation)
    packer.add(transitions[index].direction)
    packer.add(transitions[index].gapKnown)
    var aspects = transitions[index].aspects.rawValue
    if transitions[index].endsRun { aspects |= 16 }
    if transitions[index].anonymiserChanged { aspects |= 32 }
    if transitions[index].isJourney { aspects |= 64 }
    if observations[from].step == observations[to].step { aspects |= 128 }
    packer.add(aspects)
    change = packer.word
    packer = Packer()
    packer.add(Self.facts(observations[from].address, observations[from].client))
    packer.add(Self.facts(observations[to].address, observations[to].client))
    packer.add(interview.timeline.pattern)
    packer.add(interview.timeline.placePattern)
    packer.add(interview.timeline.devicePattern)
    packer.add(interview.timeline.order)
    packer.add(transitions[index].placeReturns)
    surroundings = packer.word
  }

  /// Which facts there are, and what is read of them.
  @inline(__always)
  private static func facts(_ address: Lookup<AddressFacts>, _ client: Lookup<Client>) -> UInt8 {
    var bits: UInt8 = 0
    if case .found = client { bits |= 1 }
    guard case .found(let facts) = address else { return bits }
    return bits | 2 | facts.marks.rawValue << 2
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
