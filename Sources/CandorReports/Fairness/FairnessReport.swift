public import CandorModel

/// Whom the rules hit: how often interviews are flagged, by country, network class, system and
/// browser family.
///
/// An interview belongs to the group that most of its answers are of, the first of them where several
/// are, and to none where more answers are of no known group than of any other. It is flagged where its
/// outcome is `review` or `priority`; what could not be assessed is counted and is in no rate.
///
/// The four-fifths rule of 29 CFR 1607.4 D compares rates of the favourable result, here of not being
/// flagged: a group whose rate is under four fifths of the best group's is hit harder. Groups of few
/// interviews show chance, so they are never the best group and never break the rule.
public struct FairnessReport: Sendable {
  /// From how many assessed interviews on a group's rate is more than chance; below it the group
  /// carries a warning. Source: the usual limit of the normal approximation.
  public static let smallestGroup = 30
  /// How many groups of one dimension are told apart; further ones are counted together as not known,
  /// so that candidates who choose their agents cannot fill the memory.
  public static let maximumGroups = 1000

  /// What interviews are grouped by.
  public enum Dimension: String, Sendable, CaseIterable {
    /// The country of the address, ISO 3166-1 alpha-2; anonymised addresses have none.
    case country
    /// The network class.
    case network
    /// The operating system's family.
    case system = "os"
    /// The browser's family.
    case browser

    /// The group that an observation is of; `nil` where it is not known.
    func group(of observation: Observation) -> String? {
      switch self {
      case .country:
        guard let facts = observation.address.value, !facts.isAnonymised else { return nil }
        return facts.place.value?.country
      case .network:
        guard let kind = observation.network.value?.networkClass, kind != .unknown else {
          return nil
        }
        return kind.rawValue
      case .system: return observation.client.value?.os
      case .browser: return observation.client.value?.browser
      }
    }
  }

  /// How many interviews, and what became of them.
  public struct Counts: Sendable, Hashable {
    /// Interviews, also those that could not be assessed.
    public private(set) var interviews = 0
    /// Of these, to review or with priority.
    public private(set) var flagged = 0
    /// Of the flagged, with priority.
    public private(set) var priority = 0
    /// Interviews that could not be assessed; in no rate.
    public private(set) var notAssessable = 0

    /// No interviews.
    public init() {}

    /// Interviews that could be assessed.
    public var assessed: Int { interviews - notAssessable }
    /// The part of the assessed interviews that was flagged, 0 to 1; `nil` for none.
    public var flagRate: Double? {
      assessed > 0 ? Double(flagged) / Double(assessed) : nil
    }
    /// Whether there are too few to tell more than chance.
    public var isSmall: Bool { assessed < FairnessReport.smallestGroup }

    /// Where the true flag rate lies with a confidence of 95 %, 0 to 1: the interval of Wilson
    /// (1927); `nil` for no interviews.
    public var interval: ClosedRange<Double>? {
      guard let rate = flagRate else { return nil }
      let count = Double(assessed)
      let z = 1.959964
      let middle = rate + z * z / (2 * count)
      let spread = z * (rate * (1 - rate) / count + z * z / (4 * count * count)).squareRoot()
      let scale = 1 + z * z / count
      return max(0, (middle - spread) / scale)...min(1, (middle + spread) / scale)
    }

    mutating func count(_ outcome: Outcome) {
      interviews += 1
      switch outcome {
      case .clear: break
      case .review: flagged += 1
      case .priority:
        flagged += 1
        priority += 1
      case .notAssessable: notAssessable += 1
      }
    }
  }

  /// A group of a dimension.
  public struct Group: Sendable, Hashable {
    /// Its name: a country's code, a network class, a system's or browser's family. Browsers and
    /// systems are named by what candidates send.
    public let name: String
    /// Its interviews.
    public let counts: Counts
    /// Its rate of interviews not flagged against that of the group whose is highest; `nil` where
    /// it has no assessed interviews or no group is large enough to compare with.
    public let fourFifthsRatio: Double?
  }

  /// Interviews by one dimension.
  public struct Table: Sendable, Hashable {
    /// The dimension.
    public let dimension: Dimension
    /// The groups, those with most interviews first, then by name.
    public let groups: [Group]
    /// Interviews whose group is not known.
    public let unknown: Counts
    /// The lowest ratio among groups that are large enough; `nil` with fewer than two of them, or
    /// where all their interviews are flagged, so that no rate is left to compare with.
    public var fourFifthsRatio: Double? {
      largeGroups.count < 2 ? nil : largeGroups.compactMap(\.fourFifthsRatio).min()
    }
    /// The groups that have enough interviews to be compared.
    var largeGroups: [Group] { groups.filter { !$0.counts.isSmall } }
    /// Whether no group that is large enough is hit harder; `nil` where nothing can be compared.
    public var holds: Bool? { fourFifthsRatio.map { $0 >= 0.8 } }
    /// The groups that have too few interviews to tell more than chance.
    public var smallGroups: [Group] { groups.filter(\.counts.isSmall) }
  }

  /// All interviews.
  public private(set) var total = Counts()
  private var groups: [Dimension: [String: Counts]] = [:]
  private var unknown: [Dimension: Counts] = [:]

  /// A report over no interviews.
  public init() {}

  /// Counts an interview.
  public mutating func add(_ assessment: Assessment) {
    total.count(assessment.outcome)
    for dimension in Dimension.allCases {
      let known = groups[dimension]?.count ?? 0
      if let name = Self.group(of: assessment.timeline.observations, by: dimension),
        known < Self.maximumGroups || groups[dimension]?[name] != nil
      {
        groups[dimension, default: [:]][name, default: Counts()].count(assessment.outcome)
      } else {
        unknown[dimension, default: Counts()].count(assessment.outcome)
      }
    }
  }

  /// The tables, in the order of the dimensions.
  public var tables: [Table] { Dimension.allCases.map(table) }

  private func table(by dimension: Dimension) -> Table {
    let counted = groups[dimension] ?? [:]
    // All of the large ones with the lowest rate are the same fraction.
    let best = counted.values.filter { !$0.isSmall }
      .min { ($0.flagRate ?? 1) < ($1.flagRate ?? 1) }
    let named = counted.map { name, counts in
      Group(
        name: name, counts: counts, fourFifthsRatio: best.flatMap { Self.ratio(counts, to: $0) })
    }
    let sorted = named.sorted {
      $0.counts.interviews != $1.counts.interviews
        ? $0.counts.interviews > $1.counts.interviews
        : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    return Table(dimension: dimension, groups: sorted, unknown: unknown[dimension] ?? Counts())
  }

  /// A group's rate of interviews not flagged against another one's.
  ///
  /// Whole numbers are multiplied and divided once, so exactly four fifths is `0.8`, and nothing else
  /// is; of rates that were rounded before, 36 of 50 against 27 of 30 would be less.
  ///
  /// - Returns: `nil` where the group has no assessed interviews, or all of the other are flagged.
  private static func ratio(_ counts: Counts, to best: Counts) -> Double? {
    let (own, other) = (counts.assessed - counts.flagged, best.assessed - best.flagged)
    guard counts.assessed > 0, other > 0 else { return nil }
    return Double(own * best.assessed) / Double(other * counts.assessed)
  }

  /// The group that most observations are of, the first of several; `nil` where more of them are of no
  /// known group. One answer over Tor does not make an interview one over Tor.
  private static func group(of observations: [Observation], by dimension: Dimension) -> String? {
    var order: [String] = []
    var uses: [String: Int] = [:]
    var unknown = 0
    for observation in observations {
      guard let name = dimension.group(of: observation) else {
        unknown += 1
        continue
      }
      if uses[name] == nil { order.append(name) }
      uses[name, default: 0] += 1
    }
    guard let most = uses.values.max(), most >= unknown else { return nil }
    return order.first { uses[$0] == most }
  }
}
