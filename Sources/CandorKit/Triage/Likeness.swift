import CandorGeoIP
import CandorModel
import CandorRules
import CandorTimeline

/// All that the weight of an interview rests on in which no place changes, beside what its addresses
/// and agents weigh by themselves: interviews that are alike weigh alike.
///
/// It holds what the timeline builder reads: how long the stretches are, which have an address and
/// which come back to an earlier one, how the addresses compare, which have a device and which ones,
/// and what is known of the time between them. What it says nothing of is the same for all that have
/// one (steps that ascend, a platform that lists nothing but what the answers have, no declared
/// country), or is read by no condition whose answer `RuleWorker.sharedWeight` calls shared.
struct Likeness: Hashable {
  private static let maximumStretches = 8
  /// Five make ten pairs.
  private static let maximumAddresses = 5

  /// The times and the two agents; two words of stretches, 16 bits each; the codes of the addresses;
  /// three words of pairs, 16 bits each.
  private var words = SIMD8<UInt64>()

  /// - Returns: `nil` for an interview of another kind, which is like no other.
  init?(of triage: borrowing Triage, _ line: UnsafeBufferPointer<UInt8>) {
    guard triage.rules.canTriageSteady, triage.stretches.count <= Self.maximumStretches,
      triage.sketch.declaredCountry.isEmpty, let times = Times(triage.sketch),
      Self.areStepsAscending(triage.sketch.answers), Self.isAllListedAnswered(triage, line)
    else { return nil }
    var addresses = Addresses()
    var agents = Agents()
    for position in triage.stretches.indices {
      let count = triage.stretches[position].count
      guard count < 1 << 8, let address = addresses.number(ofStretch: position, triage, line),
        let agent = agents.number(of: triage.stretches[position].agent)
      else { return nil }
      let bits = UInt64(count) << 8 | address << 4 | agent
      words[2 + position / 4] |= bits << UInt64(16 * (position % 4))
    }
    words[0] = UInt64(times.rawValue)
    words[1] = agents.pair
    guard addresses.compare(triage, into: &words) else { return nil }
  }

  /// What is known of the time between answers: of all the same.
  private enum Times: UInt8 {
    case exact, bounded, unknown

    /// - Returns: `nil` where some answers carry a time and some do not.
    init?(_ sketch: borrowing EvidenceSketch) {
      let timed = sketch.answers.count { $0.at != nil }
      if timed == sketch.answers.count {
        self = .exact
      } else if timed > 0 {
        return nil
      } else if let start = sketch.startedAt, let end = sketch.completedAt, start <= end {
        self = .bounded
      } else {
        self = .unknown
      }
    }
  }

  private static func areStepsAscending(
    _ answers: borrowing ContiguousArray<EvidenceSketch.Attempt>
  ) -> Bool {
    var before = -1
    for index in answers.indices {
      let step = answers[index].step
      guard before < step else { return false }
      before = step
    }
    return true
  }

  /// Whether the platform lists nothing but what the answers have.
  private static func isAllListedAnswered(
    _ triage: borrowing Triage, _ line: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let stretches = triage.stretches.indices
    for seen in triage.sketch.seenAddresses {
      let isAnswered = stretches.contains {
        Triage.isSame(seen, triage.addressSpan(ofStretch: $0), line)
      }
      guard isAnswered else { return false }
    }
    for seen in triage.sketch.seenAgents {
      let isAnswered = stretches.contains {
        Triage.isSame(seen, triage.sketch.answers[triage.stretches[$0].first].agent, line)
      }
      guard isAnswered else { return false }
    }
    return true
  }

  /// Numbers devices by their first appearance.
  private struct Agents {
    private var first: UInt32 = 0
    private var second: UInt32 = 0

    /// Which two agents tell a device; zero where fewer do, for then only its being there counts.
    var pair: UInt64 { second == 0 ? 0 : UInt64(first) << 32 | UInt64(second) }

    /// 0 for no agent, 1 for one that tells no device, 2 and 3 for devices; `nil` for a third device.
    mutating func number(of agent: borrowing Triage.KnownAgent) -> UInt64? {
      guard case .found = agent.client else { return 0 }
      guard agent.hasDevice else { return 1 }
      if first == 0 { first = agent.number }
      if first == agent.number { return 2 }
      if second == 0 { second = agent.number }
      return second == agent.number ? 3 : nil
    }
  }

  /// Numbers addresses by their first appearance.
  private struct Addresses {
    private struct Entry {
      let located: LocationIndex.Located
      let span: EvidenceSketch.Span
    }

    private var entries: [Entry] = []

    /// The number of a stretch's address, from 1; 0 where it has none; `nil` for one too many.
    mutating func number(
      ofStretch position: Int, _ triage: borrowing Triage, _ line: UnsafeBufferPointer<UInt8>
    ) -> UInt64? {
      guard case .found(let located) = triage.stretches[position].address.located else { return 0 }
      let span = triage.addressSpan(ofStretch: position)
      for (number, entry) in entries.enumerated() where entry.located.address == located.address {
        // Two spellings of one address are two objects.
        return Triage.isSame(entry.span, span, line) ? UInt64(number + 1) : nil
      }
      guard entries.count < maximumAddresses else { return nil }
      if entries.isEmpty { entries.reserveCapacity(maximumAddresses) }
      entries.append(Entry(located: located, span: span))
      return UInt64(entries.count)
    }

    /// Notes how they compare.
    ///
    /// - Returns: whether no place changed.
    func compare(_ triage: borrowing Triage, into words: inout SIMD8<UInt64>) -> Bool {
      let index = triage.index
      let timeline = triage.timeline
      if entries.count == 1 {
        // Nothing to compare it with.
        words[4] |= UInt64(timeline.code(of: index.compared(entries[0].located))) << 4
        return true
      }
      let compared = entries.map { index.compared($0.located) }
      let precisions = compared.map { timeline.precisionKm(of: $0) }
      var pairs = 0
      for later in entries.indices {
        // Eight bits of its own, and how many are more precise.
        let rank = precisions.count { $0 < precisions[later] }
        let own = UInt64(timeline.code(of: compared[later])) << 4 | UInt64(rank)
        words[4] |= own << UInt64(12 * later)
        for earlier in 0..<later {
          let (one, other) = (entries[earlier].located.place, entries[later].located.place)
          let code = timeline.code(
            of: compared[earlier], compared[later], isSamePlace: one == other
          ) {
            guard let from = index.place(one).place.value, let to = index.place(other).place.value
            else { return nil }
            return (from, to)
          }
          guard let code else { return false }
          words[5 + pairs / 4] |= UInt64(code) << UInt64(16 * (pairs % 4))
          pairs += 1
        }
      }
      return true
    }
  }
}
