import CandorExpression
public import CandorModel

/// Which rules can be asked about a sketch of an interview, and what their answers depend on.
///
/// A condition sees nothing but the paths it names, so a rule that names only paths of the network
/// gives one answer for all addresses of that network. Rules that name what a sketch does not hold
/// make triage impossible for the whole pack: every interview then goes the ordinary way.
struct TriagePlan: Sendable {
  /// Whether a sketch holds all that the conditions of the pack read.
  let isPossible: Bool
  /// Rules of scope `observation` by what they read: the network alone, the address and all that
  /// was looked up for it, the client alone.
  let networkRules: [Int]
  let addressRules: [Int]
  let clientRules: [Int]
  /// Those that read several of these, or step and time; they are asked about each observation.
  let otherRules: [Int]
  /// Whether the answers of all rules of scope `interview` depend, where nothing changes, on
  /// `SteadyInterview` alone.
  let isSteadyPlain: Bool

  /// What a sketch does not hold of an interview.
  private static let unread = [
    "interview.id", "interview.hash", "interview.status", "interview.position",
  ]
  private static let networkPaths = [
    "observation.network", "observation.missing.network", "params",
  ]
  private static let addressPaths =
    networkPaths + [
      "observation.address", "observation.place", "observation.missing.address",
      "observation.missing.place",
    ]
  private static let clientPaths = ["observation.client", "observation.missing.client", "params"]
  /// Of an interview in which nothing changes: what `SteadyInterview` holds, and what is empty.
  private static let steadyPaths =
    [
      "declaredCountry", "declaredCountryRelation", "pattern", "placePattern", "devicePattern",
      "answerCount", "placeCount", "deviceCount", "noteCodes", "order",
    ].map { "interview." + $0 } + ["unattributed", "switches", "transitions", "params"]

  init(observation: [PreparedRule], switch change: [PreparedRule], interview: [PreparedRule]) {
    isPossible = (observation + change + interview).allSatisfy { rule in
      rule.decidingPaths.allSatisfy { path in
        path != "interview" && !Self.unread.contains { Self.isWithin(path, $0) }
      }
    }
    var network: [Int] = []
    var address: [Int] = []
    var client: [Int] = []
    var other: [Int] = []
    for (position, rule) in observation.enumerated() {
      if Self.reads(rule.decidingPaths, only: Self.networkPaths) {
        network.append(position)
      } else if Self.reads(rule.decidingPaths, only: Self.addressPaths) {
        address.append(position)
      } else if Self.reads(rule.decidingPaths, only: Self.clientPaths) {
        client.append(position)
      } else {
        other.append(position)
      }
    }
    networkRules = network
    addressRules = address
    clientRules = client
    otherRules = other
    // What a rule requires only keeps it from firing, so it need not be known to be light.
    isSteadyPlain = interview.allSatisfy {
      Self.reads($0.compiled.deciding.flatMap(\.referencedPaths), only: Self.steadyPaths)
    }
  }

  private static func reads(_ paths: [String], only allowed: [String]) -> Bool {
    paths.allSatisfy { path in allowed.contains { isWithin(path, $0) } }
  }

  private static func isWithin(_ path: String, _ prefix: String) -> Bool {
    path == prefix || path.hasPrefix(prefix + ".") || path.hasPrefix(prefix + "[")
  }
}

extension PreparedRule {
  /// The paths that decide whether and how strongly it fires.
  fileprivate var decidingPaths: [String] {
    compiled.deciding.flatMap(\.referencedPaths) + rule.requires
  }
}

/// All that is left to tell of an interview in which neither address nor agent ever changes and the
/// platform lists no others, once its address and its agent were asked about.
public struct SteadyInterview: Hashable, Sendable {
  /// How many answers there are, at least one.
  public var answerCount: Int
  /// Whether every answer carries a time.
  public var isTimed: Bool
  /// Whether the address has a place that can be compared.
  public var hasPlace: Bool
  /// Whether the agent tells a device.
  public var hasDevice: Bool
  /// The declared country; absent where none was declared.
  public var declaredCountry: String?
  /// How it lies to the country of the answers; absent where it cannot be told.
  public var declaredCountryRelation: CountryRelation?

  /// Makes one.
  public init(
    answerCount: Int, isTimed: Bool, hasPlace: Bool, hasDevice: Bool,
    declaredCountry: String? = nil, declaredCountryRelation: CountryRelation? = nil
  ) {
    self.answerCount = answerCount
    self.isTimed = isTimed
    self.hasPlace = hasPlace
    self.hasDevice = hasDevice
    self.declaredCountry = declaredCountry
    self.declaredCountryRelation = declaredCountryRelation
  }

  /// The timeline as far as conditions of scope `interview` may read it here.
  fileprivate var timeline: Timeline {
    var timeline = Timeline(
      observations: (0..<answerCount).map {
        Observation(
          index: $0, answer: $0, step: $0, attempt: 0, at: nil, address: .absent, client: .absent)
      }, order: isTimed ? .time : .step)
    timeline.placeCount = hasPlace ? 1 : 0
    timeline.deviceCount = hasDevice ? 1 : 0
    if answerCount > 1 {
      timeline.placePattern = hasPlace ? .steady : nil
      timeline.devicePattern = hasDevice ? .steady : nil
      timeline.pattern = timeline.placePattern ?? timeline.devicePattern
    }
    timeline.declaredCountryRelation = declaredCountryRelation
    return timeline
  }

  /// The interview alike.
  func site(countries: CountryNames) -> InterviewSite {
    let evidence = Evidence(
      platform: "", interview: Interview(id: ""),
      candidate: declaredCountry.map { Candidate(declaredCountry: $0) })
    return InterviewSite(
      EnrichedInterview(evidence: evidence, observations: []), timeline, countries: countries)
  }
}
