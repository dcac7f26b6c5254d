import CandorModel

/// Sorts segments into devices: the same device as before, one that comes again, or a new one.
struct DeviceTracker {
  /// Segments that belong to one device, known by its first and its most precise member.
  private struct Cluster {
    let first: Int
    var precise: Int
    var latest: Int
  }

  /// The numbers of the devices that followed the first one, each where it changed.
  private var entered: [Int] = []
  /// How many observations could be compared, the first one included.
  private(set) var comparableCount = 0
  /// The two segments whose agents were compared first for the last segment, and what that told;
  /// absent where nothing was compared.
  private(set) var lastPair: (from: Int, to: Int, comparison: ClientComparison)?
  private var clusters: [Cluster] = []
  private var last: Int?
  private let maximumCandidates: Int
  private let maximumLookBack: Int

  init(parameters: TimelineParameters) {
    maximumCandidates = parameters.maximumReturnCandidates
    maximumLookBack = parameters.maximumLookBack
  }

  /// How many devices there are.
  var count: Int { clusters.count }
  /// How they follow one another; `nil` where fewer than two observations can be compared.
  var pattern: Pattern? {
    guard comparableCount > 1 else { return nil }
    return entered.isEmpty ? .steady : Pattern.of([0] + entered)
  }
  /// The segment that the next one is compared with; `nil` before the first.
  var previous: Int? { last }

  /// Sorts in a segment.
  ///
  /// - Returns: the segment that it is another device than; `nil` where the device did not change.
  mutating func add(_ index: Int, to segments: inout [Segment]) -> Int? {
    lastPair = nil
    guard let client = segments[index].device else { return nil }
    comparableCount += segments[index].count
    defer { last = index }
    guard let last, let current = segments[last].deviceCluster else {
      open(index, in: &segments)
      return nil
    }
    guard let from = misfit(of: index, client, in: current, last: last, segments: segments) else {
      join(current, index, in: &segments)
      return nil
    }
    if let earlier = returned(client, besides: current, segments: segments) {
      join(earlier, index, in: &segments)
      entered.append(earlier)
    } else {
      open(index, in: &segments)
    }
    return from
  }

  private mutating func open(_ index: Int, in segments: inout [Segment]) {
    segments[index].deviceCluster = clusters.count
    if !clusters.isEmpty { entered.append(clusters.count) }
    clusters.append(Cluster(first: index, precise: index, latest: index))
  }

  private mutating func join(_ cluster: Int, _ index: Int, in segments: inout [Segment]) {
    segments[index].deviceCluster = cluster
    clusters[cluster].latest = index
    if let client = segments[index].device, let best = segments[clusters[cluster].precise].device,
      client.precision > best.precision
    {
      clusters[cluster].precise = index
    }
  }

  /// The last member of a device that an agent does not fit; `nil` where it fits.
  private mutating func misfit(
    of index: Int, _ client: Client, in cluster: Int, last: Int, segments: [Segment]
  ) -> Int? {
    if let before = segments[last].device, before !== client {
      let comparison = before.comparison(to: client)
      lastPair = (last, index, comparison)
      if comparison.relation.isDifferentDevice { return last }
    }
    let members = clusters[cluster]
    let misfit = [members.first, members.precise].first {
      $0 != last && PairComparer.isOtherDevice(segments[$0].device, client)
    }
    return misfit.map { member in
      // The time between two devices runs from the last answer on the first one.
      let others = max(member + 1, index - maximumLookBack)..<max(member + 1, last)
      return others.last {
        segments[$0].deviceCluster == cluster
          && PairComparer.isOtherDevice(segments[$0].device, client)
      } ?? member
    }
  }

  /// The earlier device that an agent fits best; of several alike the one seen last.
  private func returned(
    _ client: Client, besides current: Int, segments: [Segment]
  ) -> Int? {
    var best: (relation: ClientRelation, latest: Int, cluster: Int)?
    for number in clusters.indices.suffix(maximumCandidates) where number != current {
      let cluster = clusters[number]
      guard let first = segments[cluster.first].device,
        let precise = segments[cluster.precise].device,
        let latest = segments[cluster.latest].device
      else { continue }
      // Most devices have one member: nothing is compared twice.
      var relation = first.relation(to: client)
      if precise !== first { relation = max(relation, precise.relation(to: client)) }
      guard !relation.isDifferentDevice else { continue }
      let nearest =
        latest === first && latest === precise
        ? relation : min(relation, latest.relation(to: client))
      if let best, (best.relation, -best.latest) <= (nearest, -cluster.latest) { continue }
      best = (nearest, cluster.latest, number)
    }
    return best?.cluster
  }
}

extension Client {
  /// How much it says of the device; more is more. A Mac may be an iPad, or a phone that asks for a site's
  /// desktop form.
  fileprivate var precision: Int {
    let ofModel = model == nil ? 0 : model == "Mac" ? 8 : 16
    return ofModel + (os != nil ? 4 : 0) + (deviceClass != .unknown ? 2 : 0)
      + (browser != nil ? 1 : 0)
  }
}
