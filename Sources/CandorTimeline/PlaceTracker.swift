import CandorModel

/// Sorts segments into places: the same place as before, one that comes again, or a new one.
///
/// A segment is compared with the last one before it at the current place that can be compared with
/// it. Where none can (a home line beside its country's mobile carrier) the place is not known to
/// have changed, so the segment keeps the number of the current place and begins a cluster of its
/// own, which later segments are compared with. It belongs to a place only if it fits all clusters
/// of it: a gateway that two far lines both fit joins them no more than a chain of circles does.
struct PlaceTracker {
  /// What a place is known by: its first and its most precise member.
  private struct Members {
    let first: Int
    var precise: Int

    init(_ index: Int) {
      first = index
      precise = index
    }

    mutating func add(_ index: Int, of segments: [Segment]) {
      guard let radius = segments[index].precisionKm,
        radius < segments[precise].precisionKm ?? .infinity
      else { return }
      precise = index
    }
  }

  /// Segments of one place.
  private struct Cluster {
    let number: Int
    var latest: Int
    private(set) var all: Members
    /// Those of each address family. IPv4 and IPv6 of one provider are one place whatever the
    /// databases say, so that only members of the own family tell that an address lies elsewhere.
    private var v4: Members?
    private var v6: Members?

    init(_ index: Int, number: Int, of segments: [Segment]) {
      self.number = number
      latest = index
      all = Members(index)
      addToFamily(index, of: segments)
    }

    mutating func add(_ index: Int, of segments: [Segment]) {
      latest = index
      all.add(index, of: segments)
      addToFamily(index, of: segments)
    }

    private mutating func addToFamily(_ index: Int, of segments: [Segment]) {
      switch segments[index].family {
      case .v4: Self.add(index, to: &v4, of: segments)
      case .v6: Self.add(index, to: &v6, of: segments)
      case nil: break
      }
    }

    private static func add(
      _ index: Int, to members: inout Members?, of segments: [Segment]
    ) {
      if members == nil {
        members = Members(index)
      } else {
        members?.add(index, of: segments)
      }
    }

    /// The members that a segment has to fit, each once.
    ///
    /// - Parameter isOfFamily: only those of its own address family.
    func members(for segment: Segment, isOfFamily: Bool = false) -> [Int] {
      let own = segment.family == .v4 ? v4 : v6
      var members: [Int] = []
      for member in (isOfFamily ? [] : [all.first, all.precise]) + [own?.first, own?.precise] {
        if let member, !members.contains(member) { members.append(member) }
      }
      return members
    }
  }

  /// The numbers of the places one after another, each where it changed.
  private(set) var sequence: [Int] = []
  /// How many observations could be compared, the first one included.
  private(set) var comparableCount = 0
  /// How many places there are.
  private(set) var count = 0
  /// The two segments that were compared first for the last segment, and what that told; absent
  /// where nothing was compared.
  private(set) var lastPair: (from: Int, to: Int, comparison: PairComparison)?
  private var clusters: [Cluster] = []
  private let comparer: PairComparer

  init(comparer: PairComparer) {
    self.comparer = comparer
  }

  private var parameters: TimelineParameters { comparer.parameters }

  /// The number of the place of a segment; `nil` where it has none.
  func number(of segment: Segment) -> Int? { segment.placeCluster.map { clusters[$0].number } }

  /// Sorts in a segment.
  ///
  /// - Returns: the segment that it is at another place than; `nil` where the place did not change.
  mutating func add(_ index: Int, to segments: inout [Segment]) -> Int? {
    lastPair = nil
    guard segments[index].hasPlace else { return nil }
    guard let current = sequence.last else {
      comparableCount += segments[index].count
      openPlace(index, in: &segments)
      return nil
    }
    guard let (partner, pair) = partner(of: index, at: current, in: segments) else {
      open(index, number: current, in: &segments)
      return nil
    }
    comparableCount += segments[index].count
    guard let cluster = segments[partner].placeCluster else { return nil }
    guard let from = misfit(of: index, in: cluster, partner: partner, pair: pair, segments) else {
      join(cluster, index, in: &segments)
      return nil
    }
    if let earlier = returned(index, besides: cluster, misfit: from, segments) {
      join(earlier, index, in: &segments)
      let number = clusters[earlier].number
      if number == current { return nil }
      sequence.append(number)
    } else {
      openPlace(index, in: &segments)
    }
    return from
  }

  private mutating func openPlace(_ index: Int, in segments: inout [Segment]) {
    sequence.append(count)
    open(index, number: count, in: &segments)
    count += 1
  }

  private mutating func open(_ index: Int, number: Int, in segments: inout [Segment]) {
    segments[index].placeCluster = clusters.count
    clusters.append(Cluster(index, number: number, of: segments))
  }

  private mutating func join(_ cluster: Int, _ index: Int, in segments: inout [Segment]) {
    segments[index].placeCluster = cluster
    clusters[cluster].add(index, of: segments)
  }

  /// The last segment before this one at the current place whose place can be compared with it.
  ///
  /// Those of places that were left before tell nothing: a gateway of the country that the answers
  /// are in by now is not at a third place because it is far from the first.
  private mutating func partner(
    of index: Int, at current: Int, in segments: [Segment]
  ) -> (Int, PairComparison)? {
    var looked = 0
    for earlier in stride(from: index - 1, through: 0, by: -1) where segments[earlier].hasPlace {
      if number(of: segments[earlier]) == current,
        let pair = comparer.compare(segments[earlier], segments[index])
      {
        if lastPair == nil { lastPair = (earlier, index, pair) }
        if pair.isPlaceComparable { return (earlier, pair) }
      }
      looked += 1
      if looked == parameters.maximumLookBack { return nil }
    }
    return nil
  }

  /// The member of the current place that a segment does not fit; `nil` where it fits.
  ///
  /// - Parameter cluster: that of the partner.
  private func misfit(
    of index: Int, in cluster: Int, partner: Int, pair: PairComparison, _ segments: [Segment]
  ) -> Int? {
    if pair.placeChanged { return partner }
    switch pair.relation {
    // What is said of the one is said of the other.
    case .sameAddress, .samePrefix64: return nil
    default: break
    }
    // Where the two are IPv4 and IPv6 of one provider, the places that databases give to the other
    // family say nothing.
    let isOfFamily = pair.relation == .dualStack
    let members = clusters[cluster].members(for: segments[index], isOfFamily: isOfFamily)
    for member in members where member != partner && isElsewhere(index, than: member, segments) {
      return member
    }
    return misfit(of: index, besides: cluster, isOfFamily: isOfFamily, segments)
  }

  /// A member of the other clusters of a cluster's place that a segment does not fit; `nil` where
  /// it fits them all, or cannot be compared with them.
  private func misfit(
    of index: Int, besides cluster: Int, isOfFamily: Bool = false, _ segments: [Segment]
  ) -> Int? {
    let number = clusters[cluster].number
    for position in clusters.indices.suffix(parameters.maximumReturnCandidates).reversed()
    where position != cluster && clusters[position].number == number {
      let other = clusters[position]
      for member in other.members(for: segments[index], isOfFamily: isOfFamily)
      where isElsewhere(index, than: member, segments) {
        // From the one seen last on there was time for the way.
        return isElsewhere(index, than: other.latest, segments) ? other.latest : member
      }
    }
    return nil
  }

  private func isElsewhere(_ index: Int, than earlier: Int, _ segments: [Segment]) -> Bool {
    comparer.compare(segments[earlier], segments[index])?.placeChanged ?? false
  }

  /// The nearest earlier place that a segment fits; of several alike the one seen last.
  ///
  /// - Parameters:
  ///   - current: the cluster that its partner is in.
  ///   - member: the one of the current place that it does not fit.
  private func returned(
    _ index: Int, besides current: Int, misfit member: Int, _ segments: [Segment]
  ) -> Int? {
    var best: (minimum: Double, nominal: Double, latest: Int, cluster: Int)?
    let number = clusters[current].number
    let isToldByLines = segments[member].isFixedLine && segments[index].isFixedLine
    for position in clusters.indices.suffix(parameters.maximumReturnCandidates)
    where position != current {
      let cluster = clusters[position]
      guard let (minimum, nominal) = distances(of: index, to: cluster, segments) else { continue }
      // Another place has to fit as a whole, and what two lines tell no gateway takes back.
      let isRefused =
        cluster.number == number
        ? isToldByLines && fitsGatewayOnly(index, of: cluster, segments)
        : misfit(of: index, besides: position, segments) != nil
      if isRefused { continue }
      if let best, (best.minimum, best.nominal, -best.latest) <= (minimum, nominal, -cluster.latest)
      {
        continue
      }
      best = (minimum, nominal, cluster.latest, position)
    }
    return best?.cluster
  }

  /// Whether nothing but the circle of a gateway is what a line fits in a cluster.
  private func fitsGatewayOnly(_ index: Int, of cluster: Cluster, _ segments: [Segment]) -> Bool {
    let first = segments[cluster.all.first]
    return !first.isFixedLine
      && !(comparer.compare(first, segments[index])?.isOnePlaceByNetwork ?? false)
  }

  /// How far a segment lies from a cluster, in kilometres; `nil` where it does not fit.
  private func distances(
    of index: Int, to cluster: Cluster, _ segments: [Segment]
  ) -> (minimum: Double, nominal: Double)? {
    // Most places are told apart by their first member: no list is made for those.
    guard let first = comparer.compare(segments[cluster.all.first], segments[index]),
      first.isPlaceComparable, !first.placeChanged
    else { return nil }
    var minimum = first.minimumDistanceKm ?? 0
    var nominal = cluster.all.precise == cluster.all.first ? first.distanceKm ?? 0 : 0
    for member in cluster.members(for: segments[index]) where member != cluster.all.first {
      guard let pair = comparer.compare(segments[member], segments[index]), !pair.placeChanged
      else { return nil }
      guard pair.isPlaceComparable else {
        if member == cluster.all.precise { return nil }
        continue
      }
      minimum = max(minimum, pair.minimumDistanceKm ?? 0)
      if member == cluster.all.precise { nominal = pair.distanceKm ?? 0 }
    }
    return (minimum, nominal)
  }
}

extension Segment {
  fileprivate var precisionKm: Double? {
    facts.flatMap { ComparedAddress($0).precisionKm }
  }

  fileprivate var family: IPAddress.Family? { facts?.address.address.family }
}

extension ComparedAddress {
  /// The radius that the place is known to, in kilometres; `nil` where only the country is known.
  var precisionKm: Double? {
    network.isRelay || place.isCountryOnly ? nil : place.radiusKm
  }
}
