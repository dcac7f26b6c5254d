/// How the uses of one trace stand to those of other candidates for the same position.
///
/// There may be thousands of them, so no two are compared that do not stand side by side.
extension LinkUse {
  /// How far each use lies from the nearest one of another candidate for the same position, in days
  /// and by interview; uses without a position, a time or such another one are left out.
  ///
  /// - Parameter uses: of one address and one agent.
  static func daysApart(_ uses: [LinkUse]) -> [UInt32: Double] {
    let timed = uses.filter { $0.position != 0 && $0.at != unknownTime }
      .sorted { ($0.position, $0.at, $0.interview) < ($1.position, $1.at, $1.interview) }
    var nearest: [UInt32: Int64] = [:]
    func look(along uses: some Sequence<LinkUse>) {
      var last: LinkUse?
      // The last one of another candidate than that one's.
      var other: LinkUse?
      for use in uses {
        if last?.position != use.position { (last, other) = (nil, nil) }
        if let known = last?.candidate == use.candidate ? other : last {
          let apart = abs(use.at - known.at)
          nearest[use.interview] = min(nearest[use.interview] ?? apart, apart)
        }
        if last?.candidate != use.candidate { other = last }
        last = use
      }
    }
    look(along: timed)
    look(along: timed.reversed())
    return nearest.mapValues { Double($0) / 86_400_000 }
  }

  /// The uses that began before one of another candidate for the same position ended, and ended after
  /// that one began; for each position by itself, and apart where all of some ended before the others
  /// began. What is equal in time is not between.
  ///
  /// - Parameter uses: of one address and one agent.
  static func inTurns(_ uses: [LinkUse]) -> [[LinkUse]] {
    let timed = uses.filter { $0.position != 0 && $0.first != unknownTime }
    return Dictionary(grouping: timed, by: \.position).sorted { $0.key < $1.key }
      .flatMap { apart(inTurns(forOnePosition: $0.value)) }
  }

  /// The uses in groups of which none lies in the time of another.
  private static func apart(_ uses: [LinkUse]) -> [[LinkUse]] {
    var groups: [[LinkUse]] = []
    var end = Int64.min
    for use in uses.sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
      if groups.isEmpty || use.first >= end { groups.append([]) }
      groups[groups.count - 1].append(use)
      end = max(end, use.last)
    }
    return groups
  }

  private static func inTurns(forOnePosition uses: [LinkUse]) -> [LinkUse] {
    let byBeginning = uses.sorted { $0.first < $1.first }
    var begun = 0
    // Of those begun the one that ends last, and the one of another candidate that does.
    var latest: LinkUse?
    var other: LinkUse?
    var found: [LinkUse] = []
    for use in uses.sorted(by: { $0.last < $1.last }) {
      while begun < byBeginning.count, byBeginning[begun].first < use.last {
        let next = byBeginning[begun]
        begun += 1
        if let known = latest, known.candidate != next.candidate {
          if next.last > known.last {
            (latest, other) = (next, known)
          } else if next.last > other?.last ?? .min {
            other = next
          }
        } else if next.last > latest?.last ?? .min {
          latest = next
        }
      }
      if let known = latest?.candidate == use.candidate ? other : latest, known.last > use.first {
        found.append(use)
      }
    }
    return found
  }
}
