public import CandorModel

/// Puts an interview's answers into order and says what changed between them.
///
/// A pure function of the interview: the same evidence gives the same timeline, and where every
/// answer carries a time the order in which answers came in changes nothing.
///
/// ## Thread safety
/// Immutable; one builder serves all tasks.
public struct TimelineBuilder: Sendable {
  let comparer: PairComparer
  /// The numbers it builds with.
  public var parameters: TimelineParameters { comparer.parameters }

  /// Makes a builder.
  ///
  /// - Parameters:
  ///   - countries: extents and land borders; without them no two countries border.
  ///   - parameters: thresholds and limits.
  public init(countries: CountryTable, parameters: TimelineParameters = .standard) {
    comparer = PairComparer(countries: countries, parameters: parameters)
  }

  /// The timeline of an interview.
  public func timeline(of interview: EnrichedInterview) -> Timeline {
    let ordered = ObservationOrder(of: interview)
    let observations = ordered.observations
    var timeline = Timeline(observations: observations, order: ordered.order)
    timeline.durationSeconds = Self.durationSeconds(of: interview.evidence.interview)
    guard let first = observations.first else { return timeline }
    let declared = interview.evidence.candidate?.declaredCountryCode
    if ordered.isSteady {
      // By far the most interviews: no list of segments is made for them.
      let client: Client? = if case .found(let client) = first.client { client } else { nil }
      let facts: AddressFacts? = if case .found(let facts) = first.address { facts } else { nil }
      var segment = Segment(at: 0, facts: facts, client: client)
      segment.last = observations.count - 1
      steady(segment, in: &timeline)
      if let declared {
        timeline.declaredCountryRelation = declaredCountryRelation(
          of: CollectionOfOne(segment), declared: declared)
      }
      Reconciliation.reconcile(
        interview, with: CollectionOfOne(segment), comparer: comparer, into: &timeline.unattributed)
    } else {
      var segments = Self.segments(of: observations)
      follow(&segments, in: &timeline)
      if let declared {
        timeline.declaredCountryRelation = declaredCountryRelation(of: segments, declared: declared)
      }
      Reconciliation.reconcile(
        interview, with: segments, comparer: comparer, into: &timeline.unattributed)
    }
    return timeline
  }

  private static func durationSeconds(of interview: Interview) -> Double? {
    guard let start = interview.startedAt, let end = interview.completedAt, start <= end
    else { return nil }
    return start.seconds(to: end)
  }

  /// The stretches in which not even the objects differ.
  static func segments(of observations: [Observation]) -> [Segment] {
    var segments: [Segment] = []
    var client: Client?
    segments.reserveCapacity(4)
    for index in observations.indices {
      let facts: AddressFacts? =
        if case .found(let facts) = observations[index].address { facts } else { nil }
      let agent: Client? =
        if case .found(let agent) = observations[index].client { agent } else { nil }
      if let last = segments.last, last.facts === facts, client === agent {
        segments[segments.count - 1].last = index
        continue
      }
      segments.append(Segment(at: index, facts: facts, client: agent))
      client = agent
    }
    return segments
  }

  /// One address and one agent throughout: nothing is compared.
  private func steady(_ segment: Segment, in timeline: inout Timeline) {
    let place = segment.hasPlace ? 0 : nil
    let device = segment.device == nil ? nil : 0
    timeline.runs = [Run(first: 0, last: segment.last, place: place, device: device)]
    timeline.placeCount = place == nil ? 0 : 1
    timeline.deviceCount = device == nil ? 0 : 1
    guard segment.count > 1 else { return }
    timeline.placePattern = place == nil ? nil : .steady
    timeline.devicePattern = device == nil ? nil : .steady
    timeline.pattern = timeline.placePattern ?? timeline.devicePattern
  }

  private func follow(_ segments: inout [Segment], in timeline: inout Timeline) {
    var places = PlaceTracker(comparer: comparer)
    var devices = DeviceTracker(parameters: parameters)
    var transitions = TransitionRecorder(comparer: comparer, timeline: timeline)
    var runs: [Run] = []
    for index in segments.indices {
      let earlierDevice = devices.previous
      let otherDevice = devices.add(index, to: &segments)
      let otherPlace = places.add(index, to: &segments)
      let isChanged = otherPlace != nil || otherDevice != nil
      if index > 0 {
        transitions.record(
          into: index, of: segments, otherPlace: otherPlace, otherDevice: otherDevice,
          earlierDevice: earlierDevice, places: places)
      }
      let segment = segments[index]
      let place = places.number(of: segment)
      if runs.isEmpty || isChanged {
        runs.append(
          Run(
            first: segment.first, last: segment.last, place: place, device: segment.deviceCluster))
      } else {
        runs[runs.count - 1].last = segment.last
        // A run's number is that of its first known member.
        if runs[runs.count - 1].place == nil { runs[runs.count - 1].place = place }
        if runs[runs.count - 1].device == nil {
          runs[runs.count - 1].device = segment.deviceCluster
        }
      }
    }
    timeline.runs = runs
    timeline.transitions = transitions.transitions
    timeline.placeCount = places.count
    timeline.deviceCount = devices.count
    timeline.placePattern = places.comparableCount > 1 ? Pattern.of(places.sequence) : nil
    timeline.devicePattern = devices.comparableCount > 1 ? Pattern.of(devices.sequence) : nil
    timeline.weakenPatterns()
    timeline.markReturns()
    timeline.pattern =
      switch (timeline.placePattern, timeline.devicePattern) {
      case (let place?, let device?): max(place, device)
      case (let place?, nil): place
      case (nil, let device): device
      }
  }

  /// How the declared country lies to those of all answers whose place is known and not hidden.
  private func declaredCountryRelation(
    of segments: some Collection<Segment>, declared: String
  ) -> CountryRelation? {
    let countries = comparer.countries
    // Nothing can be held against what is no country's code.
    guard countries.isEmpty || countries.country(declared) != nil else { return nil }
    var relation: CountryRelation?
    for segment in segments where segment.hasPlace {
      guard let country = segment.facts?.place.value?.country else { continue }
      if country == declared { return .same }
      let isBordering = countries.border(country, declared)
      if relation != .different { relation = isBordering ? .bordering : .different }
    }
    return relation
  }
}
