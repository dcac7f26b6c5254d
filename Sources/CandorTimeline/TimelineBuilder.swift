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
      var segment = Segment(at: 0, facts: first.address.value, client: first.client.value)
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
      if segments.count == 1 {
        steady(segments[0], in: &timeline)
      } else {
        follow(
          &segments, in: &timeline,
          durationSeconds: Self.bound(of: observations, by: interview.evidence.interview))
      }
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

  /// The duration as far as it bounds the time between answers: one that was given outside of the
  /// interview shows that start and end are not those of the answers.
  private static func bound(of observations: [Observation], by interview: Interview) -> Double? {
    guard let start = interview.startedAt, let end = interview.completedAt,
      observations.allSatisfy({ $0.at.map { start <= $0 && $0 <= end } ?? true })
    else { return nil }
    return durationSeconds(of: interview)
  }

  /// The stretches in which nothing differs.
  ///
  /// What is the same is one object in all of them, whether it was looked up once or several times: what
  /// a cache has forgotten must not tell two answers apart.
  static func segments(of observations: [Observation]) -> [Segment] {
    var segments: [Segment] = []
    segments.reserveCapacity(4)
    var addresses = Distinct<AddressFacts>()
    var clients = Distinct<Client>()
    var (facts, client): (AddressFacts?, Client?)
    observations.withUnsafeBufferPointer { buffer in
      for index in buffer.indices {
        if index > 0, buffer[index - 1].address.identity == buffer[index].address.identity,
          buffer[index - 1].client.identity == buffer[index].client.identity
        {
          continue
        }
        let nextFacts = buffer[index].address.value.map { addresses.first(of: $0) }
        let nextClient = buffer[index].client.value.map { clients.first(of: $0) }
        if index > 0, nextFacts === facts, nextClient === client { continue }
        (facts, client) = (nextFacts, nextClient)
        if index > 0 { segments[segments.count - 1].last = index - 1 }
        segments.append(Segment(at: index, facts: facts, client: client))
      }
      if !segments.isEmpty { segments[segments.count - 1].last = buffer.count - 1 }
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

  private func follow(
    _ segments: inout [Segment], in timeline: inout Timeline, durationSeconds: Double?
  ) {
    var places = PlaceTracker(comparer: comparer)
    var devices = DeviceTracker(parameters: parameters)
    var transitions = TransitionRecorder(
      comparer: comparer, timeline: timeline, durationSeconds: durationSeconds,
      count: segments.count)
    var runs: [Run] = []
    for index in segments.indices {
      let earlierDevice = devices.previous
      let otherDevice = devices.add(index, to: &segments)
      let otherPlace = places.add(index, to: &segments)
      let isChanged = otherPlace != nil || otherDevice != nil
      if index > 0 {
        transitions.record(
          into: index, of: segments, otherPlace: otherPlace, otherDevice: otherDevice,
          earlierDevice: earlierDevice, places: places, devices: devices)
      }
      let (first, last) = (segments[index].first, segments[index].last)
      let place = places.number(of: index, in: segments)
      let device = segments[index].deviceCluster
      if runs.isEmpty || isChanged {
        runs.append(Run(first: first, last: last, place: place, device: device))
      } else {
        runs[runs.count - 1].last = last
        // A run's number is that of its first known member.
        if runs[runs.count - 1].place == nil { runs[runs.count - 1].place = place }
        if runs[runs.count - 1].device == nil { runs[runs.count - 1].device = device }
      }
    }
    timeline.runs = runs
    timeline.transitions = transitions.transitions
    timeline.placeCount = places.count
    timeline.deviceCount = devices.count
    timeline.placePattern = places.pattern
    timeline.devicePattern = devices.pattern
    timeline.weakenPatterns()
    timeline.markReturns()
    timeline.pattern =
      switch (timeline.placePattern, timeline.devicePattern) {
      case (let place?, let device?): max(place, device)
      case (let place?, nil): place
      case (nil, let device): device
      }
  }

  /// Whether a declared code is a country's: nothing can be held against what is none.
  package func isCountry(_ code: String) -> Bool {
    comparer.countries.isEmpty || comparer.countries.country(code) != nil
  }

  /// How the declared country lies to those of all answers whose place is known and not hidden.
  private func declaredCountryRelation(
    of segments: some Collection<Segment>, declared: String
  ) -> CountryRelation? {
    let countries = comparer.countries
    guard isCountry(declared) else { return nil }
    var relation: CountryRelation?
    var isKnown = true
    for segment in segments where segment.hasPlace {
      // It may be the country that was declared.
      guard let named = segment.facts?.place.value?.country else {
        isKnown = false
        continue
      }
      if named == declared { return .same }
      // Databases may write what people write, too.
      let country = Candidate.countryCode(of: named) ?? named
      if country == declared { return .same }
      let isBordering = countries.border(country, declared)
      if relation != .different { relation = isBordering ? .bordering : .different }
    }
    return isKnown ? relation : nil
  }
}
