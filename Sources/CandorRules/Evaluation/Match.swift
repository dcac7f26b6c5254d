import CandorExpression
import CandorModel

/// A place where a rule fired.
struct Match {
  let severity: Severity
  /// The observation or switch.
  let value: Value
  let observations: [Int]
  /// The index into the timeline's transitions.
  let transition: Int?
  /// What `mergeBy` gave; empty where it has no value, absent where the rule has none.
  var key: String?
}

/// Matches that become one finding.
struct MatchGroup {
  let matches: [Match]
  /// Where among them the first of the highest severity is, which gives the sentence.
  let leading: Int

  /// - Parameter matches: one at least.
  init(matches: [Match]) {
    self.matches = matches
    var leading = 0
    for index in matches.indices.dropFirst()
    where matches[index].severity > matches[leading].severity {
      leading = index
    }
    self.leading = leading
  }
}

extension [Int] {
  /// The numbers in order, each once.
  var ascending: [Int] {
    // Those of one match or change are so already.
    if zip(self, dropFirst()).allSatisfy({ $0 < $1 }) { return self }
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    for number in sorted() where number != numbers.last { numbers.append(number) }
    return numbers
  }
}

extension Rule.Merge {
  /// The matches as they become findings.
  func groups(_ matches: [Match]) -> [MatchGroup] {
    guard let first = matches.first else { return [] }
    if matches.count == 1 { return [MatchGroup(matches: matches)] }
    if first.key != nil { return Self.keyed(matches) }
    switch self {
    case .each: return matches.map { MatchGroup(matches: [$0]) }
    case .interview: return [MatchGroup(matches: matches)]
    case .run:
      var groups: [[Match]] = []
      for match in matches {
        if let last = groups.last?.last, Self.follows(match, last) {
          groups[groups.count - 1].append(match)
        } else {
          groups.append([match])
        }
      }
      return groups.map(MatchGroup.init)
    }
  }

  /// One group for each key, in the order of the first match.
  private static func keyed(_ matches: [Match]) -> [MatchGroup] {
    if matches.allSatisfy({ $0.key == matches[0].key }) { return [MatchGroup(matches: matches)] }
    var groups: [[Match]] = []
    var places: [String?: Int] = [:]
    for match in matches {
      if let index = places[match.key] {
        groups[index].append(match)
      } else {
        places[match.key] = groups.count
        groups.append([match])
      }
    }
    return groups.map(MatchGroup.init)
  }

  /// The next observation; or the switch that begins where the last one ended.
  private static func follows(_ match: Match, _ last: Match) -> Bool {
    guard let end = last.observations.last, let start = match.observations.first else {
      return false
    }
    return match.transition == nil ? start == end + 1 : start == end
  }
}
