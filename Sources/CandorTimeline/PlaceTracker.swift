import CandorModel

/// Sorts segments into places: the same place as before, one that comes again, or a new one.
///
/// A segment is compared with the last one before it that can be compared with it. Where none can
/// (a home line beside its country's mobile carrier) the place is not known to have changed, so the
/// segment keeps the number of the current place and begins a cluster of its own, which later
/// segments are compared with.
struct PlaceTracker {
  /// Segments of one place, known by its first and its most precise member.
  private struct Cluster {
    let number: Int
    let first: Int
    var precise: Int
    var latest: Int
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
    guard let (partner, pair) = partner(of: index, in: segments) else {
      open(index, number: current, in: &segments)
      return nil
    }
    comparableCount += segments[index].count
    guard let cluster = segments[partner].placeCluster else { return nil }
    guard let from = misfit(of: index, in: cluster, partner: partner, pair: pair, segments) else {
      join(cluster, index, in: &segments)
      return nil
    }
    if let earlier = returned(index, besides: cluster, segments) {
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
    clusters.append(Cluster(number: number, first: index, precise: index, latest: index))
  }

  private mutating func join(_ cluster: Int, _ index: Int, in segments: inout [Segment]) {
    segments[index].placeCluster = cluster
    clusters[cluster].latest = index
    if let radius = segments[index].precisionKm,
      radius < segments[clusters[cluster].precise].precisionKm ?? .infinity
    {
      clusters[cluster].precise = index
    }
  }

  /// The last segment before this one whose place can be compared with it.
  private mutating func partner(
    of index: Int, in segments: [Segment]
  ) -> (Int, PairComparison)? {
    var looked = 0
    for earlier in stride(from: index - 1, through: 0, by: -1) where segments[earlier].hasPlace {
      if let pair = comparer.compare(segments[earlier], segments[index]) {
        if lastPair == nil { lastPair = (earlier, index, pair) }
        if pair.isPlaceComparable { return (earlier, pair) }
      }
      looked += 1
      if looked == parameters.maximumLookBack { return nil }
    }
    return nil
  }

  /// The member of a place that a segment does not fit; `nil` where it fits.
  private func misfit(
    of index: Int, in cluster: Int, partner: Int, pair: PairComparison, _ segments: [Segment]
  ) -> Int? {
    if pair.placeChanged { return partner }
    if pair.isOnePlaceByNetwork { return nil }
    let members = clusters[cluster]
    for member in [members.first, members.precise] where member != partner {
      if comparer.compare(segments[member], segments[index])?.placeChanged ?? false {
        return member
      }
    }
    return nil
  }

  /// The nearest earlier place that a segment fits; of several alike the one seen last.
  private func returned(_ index: Int, besides current: Int, _ segments: [Segment]) -> Int? {
    var best: (minimum: Double, nominal: Double, latest: Int, cluster: Int)?
    for position in clusters.indices.suffix(parameters.maximumReturnCandidates)
    where position != current {
      let cluster = clusters[position]
      guard let first = comparer.compare(segments[cluster.first], segments[index]),
        first.isPlaceComparable, !first.placeChanged
      else { continue }
      var precise = first
      if cluster.precise != cluster.first {
        guard let other = comparer.compare(segments[cluster.precise], segments[index]),
          other.isPlaceComparable, !other.placeChanged
        else { continue }
        precise = other
      }
      let minimum = max(first.minimumDistanceKm ?? 0, precise.minimumDistanceKm ?? 0)
      let nominal = precise.distanceKm ?? 0
      if let best, (best.minimum, best.nominal, -best.latest) <= (minimum, nominal, -cluster.latest)
      {
        continue
      }
      best = (minimum, nominal, cluster.latest, position)
    }
    return best?.cluster
  }
}

extension Segment {
  fileprivate var precisionKm: Double? {
    facts.flatMap { ComparedAddress($0).precisionKm }
  }
}

extension ComparedAddress {
  /// The radius that the place is known to, in kilometres; `nil` where only the country is known.
  var precisionKm: Double? {
    network.isRelay || place.isCountryOnly ? nil : place.radiusKm
  }
}
