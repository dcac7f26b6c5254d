import CandorGeoIP
import CandorModel
import CandorRules
import CandorTimeline

/// All that an interview's weight rests on, beside what its addresses and agents weigh by
/// themselves, where its answers share one network and one place: interviews that are alike weigh
/// alike.
///
/// It holds what the timeline builder reads of such an interview: which stretches have an address
/// and which come back to an earlier one, how the addresses belong together by their bits, the traits
/// of the network and the place, which stretches have a device and which ones, how long the
/// stretches are and what is known of the time between them. What it says nothing of is the same for
/// all that have one (steps that ascend, a platform that lists nothing but what the answers have, no
/// declared country), or is read by no condition whose answer `RuleWorker.sharedWeight` calls shared.
struct Likeness: Hashable {
  /// The most stretches: six make 15 pairs.
  private static let maximumStretches = 6

  /// Traits of network and place, and what is known of the times.
  private var setting: UInt64 = 0
  /// For each stretch its length, its address and its agent, in 16 bits.
  private var stretches: (UInt64, UInt64) = (0, 0)
  /// For each pair of different addresses their kinship, in four bits.
  private var pairs: UInt64 = 0
  /// The numbers of the two agents, where two tell a device.
  private var agents: UInt64 = 0

  /// - Returns: `nil` for an interview of another kind, which is like no other.
  init?(of triage: borrowing Triage, _ line: UnsafeBufferPointer<UInt8>) {
    let sketch = triage.sketch
    guard triage.rules.canTriageSteady, triage.stretches.count <= Self.maximumStretches,
      sketch.declaredCountry.isEmpty, let times = Times(sketch), Self.areStepsAscending(sketch)
    else { return nil }
    var builder = Builder()
    for (position, stretch) in triage.stretches.enumerated() {
      guard stretch.count < 1 << 8, let address = builder.address(stretch, triage, line),
        let agent = builder.agent(stretch.agent)
      else { return nil }
      let bits = UInt64(stretch.count) << 8 | address << 4 | agent
      if position < 4 {
        stretches.0 |= bits << UInt64(16 * position)
      } else {
        stretches.1 |= bits << UInt64(16 * (position - 4))
      }
    }
    guard
      sketch.seenAddresses.allSatisfy({ seen in
        triage.stretches.contains { Triage.isSame(seen, triage.addressSpan(of: $0), line) }
      }),
      sketch.seenAgents.allSatisfy({ seen in
        triage.stretches.contains { Triage.isSame(seen, sketch.answers[$0.first].agent, line) }
      })
    else { return nil }
    setting = builder.traits << 8 | UInt64(times.rawValue)
    pairs = builder.pairs
    if builder.devices.count > 1 {
      agents = UInt64(builder.devices[0]) << 32 | UInt64(builder.devices[1])
    }
  }

  static func == (left: Likeness, right: Likeness) -> Bool {
    left.setting == right.setting && left.stretches == right.stretches
      && left.pairs == right.pairs && left.agents == right.agents
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(setting)
    hasher.combine(stretches.0)
    hasher.combine(stretches.1)
    hasher.combine(pairs)
    hasher.combine(agents)
  }

  /// What is known of the time between answers: of all the same.
  private enum Times: UInt8 {
    case exact, bounded, unknown

    /// - Returns: `nil` where some answers carry a time and some do not.
    init?(_ sketch: EvidenceSketch) {
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

  private static func areStepsAscending(_ sketch: EvidenceSketch) -> Bool {
    sketch.answers.indices.dropFirst().allSatisfy {
      sketch.answers[$0 - 1].step < sketch.answers[$0].step
    }
  }

  /// Numbers addresses and agents by their first appearance.
  private struct Builder {
    var traits: UInt64 = 0
    var pairs: UInt64 = 0
    private var pairCount: UInt64 = 0
    private var located: LocationIndex.Located?
    private var firsts: [(address: IPAddress, span: EvidenceSketch.Span)] = []
    var devices: [UInt32] = []

    /// The number of a stretch's address, from 1; 0 where it has none; `nil` where it leads to
    /// another network or place than the others.
    mutating func address(
      _ stretch: Triage.Stretch, _ triage: borrowing Triage, _ line: UnsafeBufferPointer<UInt8>
    ) -> UInt64? {
      guard case .found(let located) = stretch.address.located else { return 0 }
      if let first = self.located {
        guard first.network == located.network, first.place == located.place else { return nil }
      } else {
        self.located = located
        let own = triage.index.traits(ofNetwork: located.network, place: located.place)
        traits = 1 << 16 | UInt64(own.network) << 8 | UInt64(own.place)
      }
      let span = triage.addressSpan(of: stretch)
      for (number, first) in firsts.enumerated() where first.address == located.address {
        // Two spellings of one address are two objects.
        return Triage.isSame(first.span, span, line) ? UInt64(number + 1) : nil
      }
      for first in firsts {
        pairs |= UInt64(triage.timeline.kinship(first.address, located.address).rawValue) << pairCount
        pairCount += 4
      }
      firsts.append((located.address, span))
      return UInt64(firsts.count)
    }

    /// 0 for no agent, 1 for one that tells no device, then the devices in order; `nil` for the third
    /// device.
    mutating func agent(_ agent: Triage.KnownAgent) -> UInt64? {
      guard case .found = agent.client else { return 0 }
      guard agent.hasDevice else { return 1 }
      if let known = devices.firstIndex(of: agent.number) { return UInt64(known + 2) }
      guard devices.count < 2 else { return nil }
      devices.append(agent.number)
      return UInt64(devices.count + 1)
    }
  }
}
