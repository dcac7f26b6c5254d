import CandorModel

/// Sorts segments into places: the same place as before, one that comes again, or a new one.
///
/// A segment is compared with the last one before it that can be compared with it. Where none can
/// (a home line beside its country's mobile carrier) the place is not known to have changed, so the
/// segment keeps the number of the current place and begins a cluster of its own, which later
/// segments are compared with.
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
    /// - Parameters:
    ///   - family: that of its address.
    ///   - isOfFamily: only those of that family.
    func members(of family: IPAddress.Family?, isOfFamily: Bool = false) -> [Int] {
      let own = family == .v4 ? v4 : v6
      var members: [Int] = []
      func add(_ member: Int) {
        if !members.contains(member) { members.append(member) }
      }
      if !isOfFamily {
        add(all.first)
        add(all.precise)
      }
      if let own {
        add(own.first)
        add(own.precise)
      }
      return members
    }
  }

  /// The radius in kilometres up to which a record says where a line is: so far apart places are
  /// different ones.
  private static let exactRadiusKm = 100.0

  /// The numbers of the places that followed the first one, each where it changed.
  private var entered: [Int] = []
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

  /// How the places follow one another; `nil` where fewer than two observations can be compared.
  var pattern: Pattern? {
    guard comparableCount > 1 else { return nil }
    return entered.isEmpty ? .steady : Pattern.of([0] + entered)
  }

  /// The number of the place of a segment; `nil` where it has none.
  func number(of index: Int, in segments: [Segment]) -> Int? {
    segments[index].placeCluster.map { clusters[$0].number }
  }

  /// Sorts in a segment.
  ///
  /// - Returns: the segment that it is at another place than; `nil` where the place did not change.
  mutating func add(_ index: Int, to segments: inout [Segment]) -> Int? {
    lastPair = nil
    guard segments[index].hasPlace else { return nil }
    guard count > 0 else {
      comparableCount += segments[index].count
      openPlace(index, in: &segments)
      return nil
    }
    let current = entered.last ?? 0
    guard let (partner, pair) = partner(of: index, in: segments) else {
      open(index, number: current, in: &segments)
      return nil
    }
    comparableCount += segments[index].count
    guard let cluster = segments[partner].placeCluster else { return nil }
    if clusters[cluster].number != current, let lastPair, lastPair.from != partner,
      lastPair.comparison.relation == .carrierChurn,
      number(of: lastPair.from, in: segments) == current
    {
      // Another gateway of the carrier that was met behind that place: the way there was told with it.
      open(index, number: current, in: &segments)
      return nil
    }
    guard let from = misfit(of: index, in: cluster, partner: partner, pair: pair, segments) else {
      if clusters[cluster].number == current {
        join(cluster, index, in: &segments)
      } else {
        // It fits a place that was left, and nothing is known beside the one that was entered since.
        open(index, number: current, in: &segments)
      }
      return nil
    }
    if let earlier = returned(index, from: from, besides: cluster, segments) {
      join(earlier, index, in: &segments)
      let number = clusters[earlier].number
      if number == current { return nil }
      entered.append(number)
    } else {
      openPlace(index, in: &segments)
    }
    return from
  }

  private mutating func openPlace(_ index: Int, in segments: inout [Segment]) {
    if count > 0 { entered.append(count) }
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

  /// The last segment before this one whose place can be compared with it.
  private mutating func partner(
    of index: Int, in segments: [Segment]
  ) -> (Int, PairComparison)? {
    var looked = 0
    for earlier in stride(from: index - 1, through: 0, by: -1) where segments[earlier].hasPlace {
      if let pair = comparer.compare(earlier, index, in: segments) {
        if lastPair == nil { lastPair = (earlier, index, pair) }
        if pair.isPlaceComparable { return (earlier, pair) }
      }
      looked += 1
      if looked == parameters.maximumLookBack { return nil }
    }
    return nil
  }

  /// The last segment of a place that a segment does not fit; `nil` where it fits the place.
  ///
  /// Of a place that a mobile network was met at, too, the members of all its clusters count: a chain
  /// over the gateway must not lead away from where it began.
  private func misfit(
    of index: Int, in cluster: Int, partner: Int, pair: PairComparison, _ segments: [Segment]
  ) -> Int? {
    if isMisfit(pair, of: index, to: partner, segments) { return partner }
    switch pair.relation {
    // What is said of the one is said of the other.
    case .sameAddress, .samePrefix64: return nil
    default: break
    }
    // Where the two are IPv4 and IPv6 of one provider, the places that databases give to the other
    // family say nothing.
    let isOfFamily = pair.relation == .dualStack
    func misfit(in position: Int) -> Int? {
      let members = clusters[position].members(of: segments[index].family, isOfFamily: isOfFamily)
      for member in members where member != partner && isMisfit(index, member, segments) {
        return latestMisfit(
          of: index, in: position, since: member, isOfFamily: isOfFamily, segments)
      }
      return nil
    }
    if let own = misfit(in: cluster) { return own }
    for position in others(of: cluster) {
      if let other = misfit(in: position) { return other }
    }
    return nil
  }

  /// The segment that is compared in the stead of another one; `nil` where none is.
  ///
  /// IPv4 and IPv6 of one provider are one place whatever the databases say. So an address that lies
  /// elsewhere than one of the other family may still be where that one is: where it fits an address of
  /// its own family that is the other one's line, or where its own line has an address that fits the other
  /// one. The line is known by its AS number, and its other address came before and says where it is as
  /// places are told apart. Addresses of the own family at that place decide first.
  ///
  /// - Parameter earlier: a segment that the place of the later one is held against.
  func standIn(for earlier: Int, of index: Int, in segments: [Segment]) -> Int? {
    let family = segments[index].family
    guard let cluster = segments[earlier].placeCluster,
      segments[index].placeCluster ?? cluster == cluster, segments[earlier].family != family
    else { return nil }
    let own = clusters[cluster].members(of: family, isOfFamily: true)
    guard !own.contains(where: { isElsewhere(index, than: $0, segments) }) else { return nil }
    return (max(0, index - parameters.maximumLookBack)..<index).last {
      // What is known by its country, or by half of it, fits whatever lies within.
      guard $0 != earlier, segments[$0].placeCluster == cluster,
        segments[$0].precisionKm ?? .infinity <= Self.exactRadiusKm
      else { return false }
      return segments[$0].family == family
        ? isOtherFamily($0, of: earlier, segments) && fits(index, $0, segments)
        : isOtherFamily($0, of: index, segments) && fits(earlier, $0, segments)
    }
  }

  /// Whether two segments are IPv4 and IPv6 of one provider by its AS number; a country in common is not
  /// enough to stand in for a place.
  private func isOtherFamily(_ one: Int, of other: Int, _ segments: [Segment]) -> Bool {
    guard let left = segments[one].facts?.networkFacts.traits,
      let right = segments[other].facts?.networkFacts.traits, left.sharesNumber(with: right) == true
    else { return false }
    return comparer.compare(one, other, in: segments)?.relation == .dualStack
  }

  private func fits(_ index: Int, _ other: Int, _ segments: [Segment]) -> Bool {
    comparer.compare(other, index, in: segments).map {
      $0.isPlaceComparable && !$0.placeChanged
    } ?? false
  }

  /// The other clusters of a cluster's place.
  private func others(of cluster: Int) -> [Int] {
    clusters.indices.suffix(parameters.maximumReturnCandidates).filter {
      $0 != cluster && clusters[$0].number == clusters[cluster].number
    }
  }

  private func isElsewhere(_ index: Int, than earlier: Int, _ segments: [Segment]) -> Bool {
    comparer.compare(earlier, index, in: segments)?.placeChanged ?? false
  }

  /// The last segment of a cluster that a segment does not fit, for the time between two places runs
  /// from the last answer at the first one.
  ///
  /// - Parameter member: one that it does not fit.
  private func latestMisfit(
    of index: Int, in cluster: Int, since member: Int, isOfFamily: Bool, _ segments: [Segment]
  ) -> Int {
    let lowest = max(member + 1, index - parameters.maximumLookBack)
    guard lowest < index else { return member }
    return (lowest..<index).last {
      segments[$0].placeCluster == cluster
        && (!isOfFamily || segments[$0].family == segments[index].family)
        && isElsewhere(index, than: $0, segments)
    } ?? member
  }

  /// The nearest earlier place that a segment fits; of several alike the one seen last.
  ///
  /// A gateway covers half a country, so that it may fit where the fixed lines of its place do not: those
  /// decide, and whoever left one of them did not come back to its carrier's gateway by leaving.
  ///
  /// - Parameter left: the segment that it is at another place than.
  private func returned(
    _ index: Int, from left: Int, besides current: Int, _ segments: [Segment]
  ) -> Int? {
    let lineLeft = segments[left].isFixedLine ? number(of: left, in: segments) : nil
    var best: (minimum: Double, nominal: Double, latest: Int, cluster: Int)?
    for position in clusters.indices.suffix(parameters.maximumReturnCandidates)
    where position != current {
      let cluster = clusters[position]
      guard cluster.number != lineLeft,
        let (minimum, nominal) = distances(of: index, to: cluster, segments),
        !isElsewhere(index, thanLinesBeside: position, segments)
      else { continue }
      if let best, (best.minimum, best.nominal, -best.latest) <= (minimum, nominal, -cluster.latest)
      {
        continue
      }
      best = (minimum, nominal, cluster.latest, position)
    }
    return best?.cluster
  }

  /// Whether a segment lies elsewhere than a fixed line in another cluster of a cluster's place.
  private func isElsewhere(
    _ index: Int, thanLinesBeside cluster: Int, _ segments: [Segment]
  ) -> Bool {
    others(of: cluster).contains {
      clusters[$0].members(of: segments[index].family).contains {
        segments[$0].isFixedLine && isMisfit(index, $0, segments)
      }
    }
  }

  /// How far a segment lies from a place, in kilometres; `nil` where it does not fit.
  private func distances(
    of index: Int, to cluster: Cluster, _ segments: [Segment]
  ) -> (minimum: Double, nominal: Double)? {
    var (minimum, nominal) = (0.0, 0.0)
    var isFitted = false
    /// Whether it lies nowhere else than a member.
    func fits(_ member: Int) -> Bool {
      guard let pair = comparer.compare(member, index, in: segments) else { return true }
      guard !isMisfit(pair, of: index, to: member, segments) else { return false }
      guard pair.isPlaceComparable else { return true }
      isFitted = true
      if !pair.placeChanged { minimum = max(minimum, pair.minimumDistanceKm ?? 0) }
      if member == cluster.all.precise { nominal = pair.distanceKm ?? 0 }
      return true
    }
    // Most places are told apart by their first member: no list is made for those.
    guard fits(cluster.all.first) else { return nil }
    for member in cluster.members(of: segments[index].family)
    where member != cluster.all.first && !fits(member) {
      return nil
    }
    return isFitted ? (minimum, nominal) : nil
  }

  /// Whether a segment lies elsewhere than an earlier one, and nothing stands in for that.
  private func isMisfit(_ index: Int, _ earlier: Int, _ segments: [Segment]) -> Bool {
    comparer.compare(earlier, index, in: segments).map {
      isMisfit($0, of: index, to: earlier, segments)
    } ?? false
  }

  /// The same of two that were compared.
  private func isMisfit(
    _ pair: PairComparison, of index: Int, to earlier: Int, _ segments: [Segment]
  ) -> Bool {
    pair.placeChanged && standIn(for: earlier, of: index, in: segments) == nil
  }
}
