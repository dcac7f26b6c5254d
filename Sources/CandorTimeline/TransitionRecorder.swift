import CandorModel

/// Writes down what changed on the way into a segment, each change with the two observations that
/// were compared.
struct TransitionRecorder {
  /// What was written down, by the later observation.
  private(set) var transitions: [Switch] = []
  private let comparer: PairComparer
  private let observations: [Observation]
  private let durationSeconds: Double?
  /// Absent where every observation has a time, or none.
  private let moments: KnownMoments?
  /// The last segment with an address, and the last whose network is known.
  private var lastAddress: Int?
  private var lastNetwork: Int?
  /// The last segment whose place can be compared, and the last of them on a fixed line.
  private var lastPlace: Int?
  private var lastFixed: Int?
  /// A comparison that was made before.
  private var known: (from: Int, to: Int, comparison: PairComparison)?

  init(comparer: PairComparer, timeline: borrowing Timeline) {
    self.comparer = comparer
    observations = timeline.observations
    durationSeconds = timeline.durationSeconds
    moments = timeline.order == .time ? nil : KnownMoments(timeline.observations)
  }

  /// Writes down the changes into a segment.
  ///
  /// - Parameters:
  ///   - otherPlace: the segment that this one is at another place than.
  ///   - otherDevice: the segment that this one is another device than.
  ///   - earlierDevice: the last segment before it with a device.
  ///   - known: two segments that were compared already, and what that told.
  mutating func record(
    into index: Int, of segments: [Segment], otherPlace: Int?, otherDevice: Int?,
    earlierDevice: Int?, known: (from: Int, to: Int, comparison: PairComparison)?
  ) {
    self.known = known
    if index == 1 { remember(segments[0], at: 0) }
    defer { remember(segments[index], at: index) }
    var found: [Switch] = []
    if let otherPlace {
      found.append(transition(from: otherPlace, to: index, of: segments))
    }
    if let otherDevice, !found.contains(where: { $0.device?.isDifferentDevice ?? false }) {
      found.append(transition(from: otherDevice, to: index, of: segments))
    }
    // A run has one end, also where place and device are told by two pairs.
    if !found.isEmpty { found[0].endsRun = true }
    recordNetwork(into: index, of: segments, in: &found)
    recordAgent(into: index, of: segments, earlier: earlierDevice, in: &found)
    recordJourney(into: index, of: segments, in: &found)
    if found.count > 1 { found.sort { $0.from < $1.from } }
    transitions += found
  }

  private mutating func remember(_ segment: Segment, at index: Int) {
    guard let facts = segment.facts else { return }
    lastAddress = index
    if comparer.isKnown(facts.networkFacts.traits) { lastNetwork = index }
    guard segment.hasPlace else { return }
    lastPlace = index
    if segment.isFixedLine { lastFixed = index }
  }

  /// Another network or address, where no pair so far tells it.
  private func recordNetwork(
    into index: Int, of segments: [Segment], in found: inout [Switch]
  ) {
    guard let facts = segments[index].facts, let lastAddress else { return }
    let partner =
      comparer.isKnown(facts.networkFacts.traits) ? lastNetwork ?? lastAddress : lastAddress
    guard segments[partner].facts !== facts else { return }
    let last = segments[partner].last
    if found.contains(where: { $0.from == last }) { return }
    let next = transition(from: partner, to: index, of: segments)
    let isTold = found.contains { $0.hasChanged(.address) || $0.hasChanged(.network) }
    let isNew = next.hasChanged(.network) || next.hasChanged(.address)
    guard isNew, !isTold || next.anonymiserChanged else { return }
    found.append(next)
  }

  /// Another agent on what may be one device, where no pair so far tells it.
  private func recordAgent(
    into index: Int, of segments: [Segment], earlier: Int?, in found: inout [Switch]
  ) {
    guard let earlier, let client = segments[index].device,
      let before = segments[earlier].device, before !== client
    else { return }
    let last = segments[earlier].last
    if found.contains(where: { $0.from == last || ($0.device?.isDifferentDevice ?? false) }) {
      return
    }
    let next = transition(from: earlier, to: index, of: segments)
    if let device = next.device, device != .identical { found.append(next) }
  }

  /// Another place than that of the fixed line before, where a relay or a mobile network lies between
  /// the two: those end no journey, and must not hide one either.
  private func recordJourney(
    into index: Int, of segments: [Segment], in found: inout [Switch]
  ) {
    guard let lastFixed, lastFixed != lastPlace, segments[index].isFixedLine else { return }
    let last = segments[lastFixed].last
    if found.contains(where: { $0.from == last || $0.hasChanged(.place) && $0.isJourney }) {
      return
    }
    let next = transition(from: lastFixed, to: index, of: segments)
    if next.hasChanged(.place), next.isJourney { found.append(next) }
  }

  private func transition(from: Int, to: Int, of segments: [Segment]) -> Switch {
    let (before, after) = (segments[from], segments[to])
    var transition = Switch(from: before.last, to: after.first, endsRun: false)
    if let client = before.device, let later = after.device {
      let comparison = client.comparison(to: later)
      transition.device = comparison.relation
      transition.deviceReason = comparison.reason
      transition.direction = comparison.direction
    }
    let isKnown = known.map { $0.from == from && $0.to == to } ?? false
    if let pair = isKnown ? known?.comparison : comparer.compare(before, after) {
      transition.networkRelation = pair.relation
      transition.countryRelation = pair.countryRelation
      transition.place = pair.place
      transition.distanceKm = pair.distanceKm
      transition.minimumDistanceKm = pair.minimumDistanceKm
      transition.isJourney = pair.isJourney
      transition.anonymiserChanged =
        (before.facts?.isAnonymised ?? false) != (after.facts?.isAnonymised ?? false)
      if pair.relation != .sameAddress { transition.changed.append(.address) }
      if pair.networkChanged { transition.changed.append(.network) }
      if pair.placeChanged { transition.changed.append(.place) }
    }
    if transition.device?.isDifferentDevice ?? false { transition.changed.append(.device) }
    let gap = Gap(
      from: observations[transition.from], to: observations[transition.to],
      boundSeconds: bound(from: before, to: after))
    transition.gapKnown = gap.known
    transition.gapSeconds = gap.seconds
    if let place = transition.place, place != .notComparable {
      transition.speedKmh = gap.speedKmh(over: transition.distanceKm)
      transition.minimumSpeedKmh = gap.minimumSpeedKmh(over: transition.minimumDistanceKm)
    }
    return transition
  }

  /// The most seconds between two segments; the tightest of what is known.
  private func bound(from before: Segment, to after: Segment) -> Double? {
    guard let moments else { return durationSeconds }
    return [
      durationSeconds, moments.seconds(from: before.last, to: after.first),
      seenSeconds(from: before, to: after),
    ].compactMap { $0 }.min()
  }

  /// From the last moment at which somebody is known to have been in the one segment to the first in
  /// the other one, whatever the order of attempts without a time beside them.
  private func seenSeconds(from before: Segment, to after: Segment) -> Double? {
    guard let start = observations[before.first...before.last].last(where: { $0.at != nil })?.at,
      let end = observations[after.first...after.last].first(where: { $0.at != nil })?.at,
      start <= end
    else { return nil }
    return start.seconds(to: end)
  }
}

extension Segment {
  /// Whether its place is that of a line and not of a gateway.
  fileprivate var isFixedLine: Bool {
    guard hasPlace, let facts else { return false }
    return !facts.isRelay && !facts.isCellular
  }
}
