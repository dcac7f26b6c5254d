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
  init?(of triage: borrowing Triage, _ line: UnsafeBufferPointer<UInt8>, in room: Room) {
    guard triage.rules.canTriageSteady, triage.stretches.count <= Self.maximumStretches,
      triage.sketch.declaredCountry.isEmpty, let times = Times(triage.sketch),
      Self.areStepsAscending(triage.sketch.answers), Self.isAllListedAnswered(triage, line)
    else { return nil }
    let addresses = Addresses(in: room)
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
        Triage.isSame(seen, triage.agentSpan(of: triage.stretches[$0]), line)
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
      guard agent.isFound else { return 0 }
      guard agent.hasDevice else { return 1 }
      if first == 0 { first = agent.number }
      if first == agent.number { return 2 }
      if second == 0 { second = agent.number }
      return second == agent.number ? 3 : nil
    }
  }

  /// What is known of the addresses of one interview, in the same memory for one after another.
  ///
  /// Thread safety: for one worker.
  final class Room {
    fileprivate struct Entry {
      let located: LocationIndex.Located
      let span: EvidenceSketch.Span
    }

    /// What is compared of an entry, beside the address itself the same for all that lead to the same.
    fileprivate struct Side {
      var address: ComparedAddress
      let code: UInt8
      let precisionKm: Double
    }

    // Unchecked: one worker has it, and nothing that it calls comes back to it.
    @exclusivity(unchecked) fileprivate var entries: ContiguousArray<Entry> = []
    @exclusivity(unchecked) fileprivate var sides: ContiguousArray<Side> = []
  }

  /// Numbers addresses by their first appearance.
  private struct Addresses {
    private let room: Room

    init(in room: Room) {
      self.room = room
      room.entries.removeAll(keepingCapacity: true)
    }

    /// The number of a stretch's address, from 1; 0 where it has none; `nil` for one too many.
    func number(
      ofStretch position: Int, _ triage: borrowing Triage, _ line: UnsafeBufferPointer<UInt8>
    ) -> UInt64? {
      guard case .found(let located) = triage.stretches[position].address.located else { return 0 }
      let span = triage.addressSpan(ofStretch: position)
      for number in room.entries.indices
      where room.entries[number].located.address == located.address {
        // Two spellings of one address are two objects.
        return Triage.isSame(room.entries[number].span, span, line) ? UInt64(number + 1) : nil
      }
      guard room.entries.count < maximumAddresses else { return nil }
      room.entries.append(Room.Entry(located: located, span: span))
      return UInt64(room.entries.count)
    }

    /// Notes how they compare.
    ///
    /// - Returns: whether no place changed.
    func compare(_ triage: borrowing Triage, into words: inout SIMD8<UInt64>) -> Bool {
      let timeline = triage.timeline
      if room.entries.count == 1 {
        // Nothing to compare it with.
        let only = triage.index.compared(room.entries[0].located)
        words[4] |= UInt64(timeline.code(of: only)) << 4
        return true
      }
      readSides(triage)
      var pairs = 0
      // How addresses of one host network compare that lead to the same as the first one.
      var hostCode: UInt16?
      for later in room.entries.indices {
        let side = room.sides[later]
        // Eight bits of its own, and how many are more precise.
        let rank = room.sides.count { $0.precisionKm < side.precisionKm }
        words[4] |= (UInt64(side.code) << 4 | UInt64(rank)) << UInt64(12 * later)
        for earlier in 0..<later {
          let isHost =
            isAsFirst(earlier) && isAsFirst(later)
            && timeline.isOneHost(room.sides[earlier].address.address, side.address.address)
          let known = isHost ? hostCode : nil
          guard let code = known ?? self.code(earlier, later, triage) else { return false }
          if isHost { hostCode = code }
          words[5 + pairs / 4] |= UInt64(code) << UInt64(16 * (pairs % 4))
          pairs += 1
        }
      }
      return true
    }

    private func readSides(_ triage: borrowing Triage) {
      room.sides.removeAll(keepingCapacity: true)
      for number in room.entries.indices {
        let located = room.entries[number].located
        if number > 0, isAsFirst(number) {
          var side = room.sides[0]
          side.address = ComparedAddress(
            address: located.address, network: side.address.network, place: side.address.place)
          room.sides.append(side)
          continue
        }
        let compared = triage.index.compared(located)
        room.sides.append(
          Room.Side(
            address: compared, code: triage.timeline.code(of: compared),
            precisionKm: triage.timeline.precisionKm(of: compared)))
      }
    }

    /// Whether an address leads to the same network and place as the first one.
    private func isAsFirst(_ number: Int) -> Bool {
      let (first, own) = (room.entries[0].located, room.entries[number].located)
      return first.network == own.network && first.place == own.place
    }

    /// How two of them compare; `nil` where the place changed.
    private func code(_ earlier: Int, _ later: Int, _ triage: borrowing Triage) -> UInt16? {
      let index = triage.index
      let (one, other) = (room.entries[earlier].located.place, room.entries[later].located.place)
      return triage.timeline.code(
        of: room.sides[earlier].address, room.sides[later].address, isSamePlace: one == other
      ) {
        guard let from = index.place(one).place.value, let to = index.place(other).place.value
        else { return nil }
        return (from, to)
      }
    }
  }
}
