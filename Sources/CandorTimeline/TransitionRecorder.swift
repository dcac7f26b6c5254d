import CandorModel

/// Writes down what changed on the way into a segment, each change with the two observations that
/// were compared.
struct TransitionRecorder {
  /// What was written down, by the later observation.
  private(set) var transitions: [Switch] = []
  /// Where those into the segment begin.
  private var start = 0
  private let comparer: PairComparer
  private let observations: [Observation]
  private let durationSeconds: Double?
  /// Those whose times tell nothing of a journey; see `sharedMoments`.
  private let shared: Set<Int>
  /// Absent where every observation has a time, or none.
  private let moments: KnownMoments?
  /// The last segment with an address, and the last whose network is known.
  private var lastAddress: Int?
  private var lastNetwork: Int?
  /// The last one with an address that tells whether it hides its place.
  private var lastTelling: Int?
  /// The last segment whose place can be compared, and the last of them on a fixed line.
  private var lastPlace: Int?
  private var lastFixed: Int?
  /// The last one of these of which more than the country is known.
  private var lastExact: Int?
  /// The last one on a fixed line of each address family.
  private var lastFixedV4: Int?
  private var lastFixedV6: Int?
  /// Comparisons that were made before, of addresses and of agents.
  private var known: (from: Int, to: Int, comparison: PairComparison)?
  private var knownDevices: (from: Int, to: Int, comparison: ClientComparison)?
  /// The place and the device that are left on the way into the segment; absent where they stay.
  private var placeLeft: Int?
  private var deviceLeft: Int?

  /// - Parameter count: how many segments there are.
  /// - Parameter durationSeconds: how long the interview took that all answers lie in; `nil` where that
  ///   is not known.
  init(
    comparer: PairComparer, timeline: borrowing Timeline, durationSeconds: Double?, count: Int
  ) {
    self.comparer = comparer
    observations = timeline.observations
    self.durationSeconds = durationSeconds
    shared = timeline.order == .time ? Self.sharedMoments(timeline.observations, comparer) : []
    moments = timeline.order == .time ? nil : KnownMoments(timeline.observations)
    transitions.reserveCapacity(min(count - 1, 8))
  }

  /// Observations of one step at one moment of which two lie at different places: the moment is none of
  /// theirs, but of one answer that several addresses were logged for, or the step's own. An address
  /// beside them that tells no place, or the same one, takes it from nobody.
  private static func sharedMoments(
    _ observations: [Observation], _ comparer: PairComparer
  ) -> Set<Int> {
    var shared: Set<Int> = []
    observations.withUnsafeBufferPointer { buffer in
      var start = 0
      while start < buffer.count {
        let (step, at) = (buffer[start].step, buffer[start].at)
        var end = start + 1
        while end < buffer.count, buffer[end].step == step, buffer[end].at == at { end += 1 }
        defer { start = end }
        guard end - start > 1 else { continue }
        let located = buffer[start..<end].lazy.compactMap(\.address.value)
          .filter(\.hasUsablePlace)
        guard let first = located.first else { continue }
        if located.contains(where: {
          comparer.compare(first, $0, isSameDevice: true).placeChanged
        }) {
          shared.formUnion(start..<end)
        }
      }
    }
    return shared
  }

  /// What was written down of the segment so far.
  private var found: ArraySlice<Switch> { transitions[start...] }

  /// Writes down the changes into a segment.
  ///
  /// - Parameters:
  ///   - otherPlace: the segment that this one is at another place than.
  ///   - otherDevice: the segment that this one is another device than.
  ///   - earlierDevice: the last segment before it with a device.
  ///   - places: where the segments up to this one are, and what was compared for that.
  ///   - devices: which devices they are, and what was compared for that.
  mutating func record(
    into index: Int, of segments: [Segment], otherPlace: Int?, otherDevice: Int?,
    earlierDevice: Int?, places: PlaceTracker, devices: DeviceTracker
  ) {
    known = places.lastPair
    knownDevices = devices.lastPair
    start = transitions.count
    placeLeft = otherPlace.flatMap { places.number(of: $0, in: segments) }
    deviceLeft = otherDevice.flatMap { segments[$0].deviceCluster }
    if index == 1 { remember(0, of: segments) }
    defer { remember(index, of: segments) }
    if let otherPlace {
      transitions.append(transition(from: otherPlace, to: index, of: segments))
    }
    if let otherDevice, !found.contains(where: { $0.device?.isDifferentDevice ?? false }) {
      transitions.append(deviceTransition(from: otherDevice, to: index, of: segments, places))
    }
    // A run has one end, also where place and device are told by two pairs.
    if start < transitions.count { transitions[start].endsRun = true }
    recordNetwork(into: index, of: segments, places)
    recordAgent(into: index, of: segments, earlier: earlierDevice, places)
    recordJourney(into: index, of: segments, places)
    if transitions.count - start > 1 { transitions[start...].sort { $0.from < $1.from } }
  }

  private mutating func remember(_ index: Int, of segments: [Segment]) {
    guard let facts = segments[index].facts else { return }
    lastAddress = index
    if comparer.isKnown(facts.networkFacts.traits) { lastNetwork = index }
    if facts.tellsAnonymiser { lastTelling = index }
    guard segments[index].hasPlace else { return }
    lastPlace = index
    guard segments[index].isFixedLine else { return }
    lastFixed = index
    if !facts.placeFacts.isCountryOnly { lastExact = index }
    switch facts.address.address.family {
    case .v4: lastFixedV4 = index
    case .v6: lastFixedV6 = index
    }
  }

  /// Another network or address, where no pair so far tells it.
  private mutating func recordNetwork(
    into index: Int, of segments: [Segment], _ places: PlaceTracker
  ) {
    guard let facts = segments[index].facts, let lastAddress else { return }
    var partner =
      comparer.isKnown(facts.networkFacts.traits) ? lastNetwork ?? lastAddress : lastAddress
    // What hides its place, or does not, is held against the last one that tells.
    if let lastTelling, changesAnonymiser(into: index, of: segments),
      segments[partner].facts?.isAnonymised == facts.isAnonymised
    {
      partner = lastTelling
    }
    guard segments[partner].facts !== facts else { return }
    var last = segments[partner].last
    if found.contains(where: { $0.from == last }) { return }
    var next = transition(from: partner, to: index, of: segments)
    // What the place was compared with tells the networks, too.
    if next.hasChanged(.place),
      let standIn = places.standIn(for: partner, of: index, in: segments)
    {
      partner = standIn
      last = segments[partner].last
      if found.contains(where: { $0.from == last }) { return }
      next = transition(from: partner, to: index, of: segments)
    }
    // Between the two lies a change of place or device, which was told where it was, mostly with the
    // network.
    if next.hasChanged(.place), !tellsPlace(next, from: partner, to: index, of: segments, places) {
      return
    }
    if next.hasChanged(.device), deviceLeft == nil || segments[partner].deviceCluster != deviceLeft
    {
      guard next.anonymiserChanged || !isNetworkTold(since: last),
        next.networkRelation != .carrierOtherDevice
      else { return }
      next.forgetDevice()
    }
    let isTold = found.contains { $0.hasChanged(.address) || $0.hasChanged(.network) }
    let isNew = next.hasChanged(.network) || next.hasChanged(.address)
    let tellsMore = next.anonymiserChanged && !found.contains { $0.anonymiserChanged }
    guard isNew, !isTold || tellsMore else { return }
    transitions.append(next)
  }

  /// Whether the last address before a segment hid its place and the segment's does not, or the other way
  /// round.
  private func changesAnonymiser(into index: Int, of segments: [Segment]) -> Bool {
    guard let lastTelling, let facts = segments[index].facts, facts.tellsAnonymiser
    else { return false }
    return segments[lastTelling].facts?.isAnonymised != facts.isAnonymised
  }

  /// Another agent on what may be one device, where no pair so far tells it.
  private mutating func recordAgent(
    into index: Int, of segments: [Segment], earlier: Int?, _ places: PlaceTracker
  ) {
    guard let earlier, let client = segments[index].device,
      let before = segments[earlier].device, before !== client
    else { return }
    let isCompared = found.contains {
      $0.from == segments[earlier].last || ($0.device?.isDifferentDevice ?? false)
        || $0.device != nil && observations[$0.from].client.value == before
    }
    if isCompared { return }
    var next = deviceTransition(from: earlier, to: index, of: segments, places)
    // The same device, so what another pair tells of place and network is not told once more.
    if found.contains(where: { $0.hasChanged(.place) && ($0.isJourney || !next.isJourney) }) {
      next.forgetPlace()
    }
    if found.contains(where: { $0.hasChanged(.address) }) { next.forgetNetwork() }
    if let device = next.device, device != .identical { transitions.append(next) }
  }

  /// Whether a change behind an observation tells what both networks are.
  private func isNetworkTold(since last: Int) -> Bool {
    transitions[..<start].suffix(comparer.parameters.maximumLookBack).contains { change in
      change.from >= last
        && [change.from, change.to].allSatisfy {
          observations[$0].address.value.map { comparer.isKnown($0.networkFacts.traits) } ?? false
        }
    }
  }

  /// Another place than that of the fixed line before, where a relay or a mobile network lies between
  /// the two: those end no journey, and must not hide one either. So does a line of which only the
  /// country is known, between two that are known better.
  ///
  /// Of IPv4 and IPv6 of one provider at that place the one of the own family tells where it is.
  private mutating func recordJourney(
    into index: Int, of segments: [Segment], _ places: PlaceTracker
  ) {
    guard let lastFixed, segments[index].isFixedLine, let facts = segments[index].facts
    else { return }
    if lastFixed != lastPlace {
      var starts = [lastFixed]
      let ofFamily = facts.address.address.family == .v4 ? lastFixedV4 : lastFixedV6
      if let own = ofFamily, own != lastFixed,
        places.number(of: own, in: segments) == places.number(of: lastFixed, in: segments)
      {
        starts.append(own)
      }
      recordJourney(from: starts, into: index, of: segments, places)
    }
    if let lastExact, lastExact != lastFixed, !facts.placeFacts.isCountryOnly {
      recordJourney(from: [lastExact], into: index, of: segments, places)
    }
  }

  /// - Parameter starts: the fixed line before, then others that may tell in its stead.
  private mutating func recordJourney(
    from starts: [Int], into index: Int, of segments: [Segment], _ places: PlaceTracker
  ) {
    let last = segments[starts[0]].last
    let isTold = found.contains {
      $0.from >= last && $0.hasChanged(.place) && $0.isJourney
        && ($0.from == last || !isCountryOnly($0.from))
    }
    if isTold { return }
    for start in starts where !found.contains(where: { $0.from == segments[start].last }) {
      let next = transition(from: start, to: index, of: segments)
      if next.hasChanged(.place), next.isJourney,
        places.standIn(for: start, of: index, in: segments) == nil
      {
        transitions.append(next)
        return
      }
    }
  }

  private func isCountryOnly(_ observation: Int) -> Bool {
    observations[observation].address.value?.placeFacts.isCountryOnly ?? false
  }

  /// Whether a pair that is compared for its devices or networks tells of places, too.
  ///
  /// A place is compared with the last one before it that can be compared with it. Another pair tells
  /// the same change where it leaves the same place, and what `recordJourney` would tell where it leads
  /// from a last fixed line to another one.
  private func tellsPlace(
    _ change: Switch, from: Int, to: Int, of segments: [Segment], _ places: PlaceTracker
  ) -> Bool {
    if let placeLeft, places.number(of: from, in: segments) == placeLeft { return true }
    let isLast = from == lastFixed || from == lastExact && !isCountryOnly(segments[to].first)
    return isLast && segments[to].isFixedLine && change.isJourney
      && places.standIn(for: from, of: to, in: segments) == nil
  }

  /// The change between two segments that are compared for their devices; of places and networks only
  /// where no other pair tells them.
  private func deviceTransition(
    from: Int, to: Int, of segments: [Segment], _ places: PlaceTracker
  ) -> Switch {
    var next = transition(from: from, to: to, of: segments)
    if next.hasChanged(.place), !tellsPlace(next, from: from, to: to, of: segments, places) {
      next.forgetPlace()
      next.forgetNetwork()
    }
    return next
  }

  private func transition(from: Int, to: Int, of segments: [Segment]) -> Switch {
    var transition = Switch(from: segments[from].last, to: segments[to].first, endsRun: false)
    if let client = segments[from].device, let later = segments[to].device {
      let isKnown = knownDevices.map { $0.from == from && $0.to == to } ?? false
      let comparison = (isKnown ? knownDevices?.comparison : nil) ?? client.comparison(to: later)
      transition.device = comparison.relation
      transition.deviceReason = comparison.reason
      transition.direction = comparison.direction
    }
    let isKnown = known.map { $0.from == from && $0.to == to } ?? false
    if let pair = isKnown ? known?.comparison : comparer.compare(from, to, in: segments) {
      transition.networkRelation = pair.relation
      transition.countryRelation = pair.countryRelation
      transition.place = pair.place
      transition.distanceKm = pair.distanceKm
      transition.minimumDistanceKm = pair.minimumDistanceKm
      transition.isJourney = pair.isJourney
      if let one = segments[from].facts, let other = segments[to].facts {
        transition.anonymiserChanged =
          one.tellsAnonymiser && one.isAnonymised != other.isAnonymised
          && changesAnonymiser(into: to, of: segments)
      }
      if pair.relation != .sameAddress { transition.aspects.insert(.address) }
      if pair.networkChanged { transition.aspects.insert(.network) }
      if pair.placeChanged { transition.aspects.insert(.place) }
    }
    if transition.device?.isDifferentDevice ?? false { transition.aspects.insert(.device) }
    let isTold = !shared.contains(transition.from) && !shared.contains(transition.to)
    let gap =
      isTold
      ? Gap(
        from: observations[transition.from].at, to: observations[transition.to].at,
        boundSeconds: bound(from: from, to: to, of: segments))
      : Gap(from: nil, to: nil, boundSeconds: nil)
    transition.gapKnown = gap.known
    transition.gapSeconds = gap.seconds
    if let place = transition.place, place != .notComparable {
      transition.speedKmh = gap.speedKmh(over: transition.distanceKm)
      transition.minimumSpeedKmh = gap.minimumSpeedKmh(over: transition.minimumDistanceKm)
    }
    return transition
  }

  /// The most seconds between two segments; the tightest of what is known.
  ///
  /// Whoever was met in a place and then in another one went from one to the other in between, whichever
  /// answers those are.
  private func bound(from: Int, to: Int, of segments: [Segment]) -> Double? {
    guard let moments else { return durationSeconds }
    let steps = (observations[segments[from].last].step, observations[segments[to].first].step)
    let starts = stay(at: from, by: -1, besides: steps.1, of: segments)
    let ends = stay(at: to, by: 1, besides: steps.0, of: segments)
    var tightest = durationSeconds
    for start in starts {
      for end in ends {
        let seconds: Double? =
          if let left = observations[start].at, let met = observations[end].at, left <= met {
            left.seconds(to: met)
          } else {
            moments.seconds(from: start, to: end)
          }
        if let seconds { tightest = min(tightest ?? seconds, seconds) }
      }
    }
    return tightest
  }

  /// What tells most of a stay: its nearest observation, the nearest at another step, for attempts at one
  /// step may have been in any order, and the nearest with a time.
  ///
  /// A stay is a segment, and those next to it in one direction on no other device and with the same address,
  /// or another fixed line of the same place's record, where nothing but answers without an address lies
  /// between.
  private func stay(
    at index: Int, by direction: Int, besides step: Int, of segments: [Segment]
  ) -> [Int] {
    var (nearest, other, timed): (Int?, Int?, Int?)
    let (facts, device) = (segments[index].facts, segments[index].device)
    var position = index
    let end = index + direction * comparer.parameters.maximumLookBack
    while segments.indices.contains(position), position != end, other == nil || timed == nil {
      let segment = segments[position]
      let isThere =
        facts != nil && segment.facts === facts
        || segments[index].isFixedLine && segment.isFixedLine
          && segment.facts?.place == facts?.place
      if position == index || isThere && !PairComparer.isOtherDevice(segment.device, device) {
        let near = direction < 0 ? segment.last : segment.first
        let far = direction < 0 ? segment.first : segment.last
        for observation in stride(from: near, through: far, by: direction) {
          nearest = nearest ?? observation
          if other == nil, observations[observation].step != step { other = observation }
          if timed == nil, observations[observation].at != nil { timed = observation }
          if other != nil, timed != nil { break }
        }
      } else if facts == nil || segment.facts != nil {
        break
      }
      position += direction
    }
    return [nearest, other, timed].compactMap { $0 }
  }
}

extension Switch {
  /// Leaves the places out, which another pair compares.
  fileprivate mutating func forgetPlace() {
    aspects.remove(.place)
    place = nil
    countryRelation = nil
    isJourney = false
    distanceKm = nil
    minimumDistanceKm = nil
    speedKmh = nil
    minimumSpeedKmh = nil
  }

  /// Leaves the addresses and networks out, which another pair compares.
  fileprivate mutating func forgetNetwork() {
    aspects.subtract([.address, .network])
    networkRelation = nil
    anonymiserChanged = false
  }

  /// Leaves the devices out, which another pair compares.
  fileprivate mutating func forgetDevice() {
    aspects.remove(.device)
    device = nil
    deviceReason = nil
    direction = nil
  }
}

extension AddressFacts {
  /// Whether it is known that the address hides its place or does not. A public one whose class no
  /// source knows counts as one that does not; of others, and where the look-up went wrong, nothing is
  /// known.
  fileprivate var tellsAnonymiser: Bool {
    isLocatable && !networkFacts.traits.isFailed
  }
}
