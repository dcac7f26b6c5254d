import CandorExpression
public import CandorModel

/// Which rules can be asked about a sketch of an interview, and what their answers depend on.
///
/// Rules that name what a sketch does not hold make triage impossible for the whole pack: every
/// interview then goes the ordinary way.
struct TriagePlan: Sendable {
  /// Whether a sketch holds all that the conditions of the pack read.
  let isPossible: Bool
  /// Rules of scope `observation`, by subject; the last are asked about each observation.
  let networkRules: [Int]
  let addressRules: [Int]
  let clientRules: [Int]
  let otherRules: [Int]
  /// Whether clients are all one to the rules on clients but for whether they are automated and
  /// whether they are implausible.
  let areClientsToldByMarks: Bool
  /// Whether it depends on `PlainInterview` alone which rules of scope `interview` may fire.
  let isPlain: Bool
  /// Whether it depends on `PlainInterview` alone, too, which of them can answer at all, of interviews
  /// whose answers all have address, network, place and client.
  let isPlainlyRequired: Bool

  /// What a sketch does not hold of an interview.
  private static let unread = [
    "interview.id", "interview.hash", "interview.status", "interview.position",
  ]
  /// What is told by the two marks of a client.
  private static let markPaths = [
    "observation.client", "observation.client.isAutomated", "observation.client.isImplausible",
  ]
  /// What `PlainInterview` holds, and what is empty there.
  private static let plainPaths =
    [
      "declaredCountry", "declaredCountryRelation", "pattern", "placePattern", "devicePattern",
      "answerCount", "placeCount", "deviceCount", "noteCodes", "order", "placeChanges",
      "deviceChanges", "placesInTurns", "devicesInTurns", "hasDevicePerPlace",
    ].map { "interview." + $0 } + ["unattributed", "params"]
  /// What is known where an answer has all facts.
  private static let factPaths = ["address", "network", "place", "client"].map {
    "observations." + $0
  }

  init(observation: [PreparedRule], switch change: [PreparedRule], interview: [PreparedRule]) {
    isPossible = (observation + change + interview).allSatisfy { rule in
      rule.compiled.decidingPaths(with: rule.rule.requires).allSatisfy { path in
        path != "interview.*" && !Self.unread.contains { path.isPath(within: $0) }
      }
    }
    func positions(_ subject: RuleSubject) -> [Int] {
      observation.indices.filter { observation[$0].subject == subject }
    }
    networkRules = positions(.network)
    addressRules = positions(.address)
    clientRules = positions(.client)
    otherRules = positions(.other)
    areClientsToldByMarks = clientRules.allSatisfy { position in
      let rule = observation[position]
      return rule.compiled.decidingPaths(with: rule.rule.requires).read(
        only: ["observation.missing.client", "params"], exactly: Self.markPaths)
    }
    // What a rule requires only keeps it from firing, so it need not be known to be light.
    isPlain = interview.allSatisfy { rule in
      [rule.compiled.applies, rule.compiled.condition].compactMap { $0 }
        .flatMap(\.readPaths).read(only: Self.plainPaths)
    }
    isPlainlyRequired = interview.allSatisfy {
      $0.rule.requires.read(only: Self.plainPaths, exactly: Self.factPaths)
    }
  }
}

/// All that is left to tell of an interview in which neither place nor device ever changes and the
/// platform lists nothing that no answer has, once its addresses, agents and changes were asked
/// about.
public struct PlainInterview: Hashable, Sendable {
  /// How many answers there are, at least one.
  public var answerCount: Int
  /// What the order of the answers rests on.
  public var order: Timeline.Order
  /// How devices and places follow one another; absent where too few are known.
  public var pattern: Pattern?
  /// How places follow one another.
  public var placePattern: Pattern?
  /// How devices follow one another.
  public var devicePattern: Pattern?
  /// How many places there are.
  public var placeCount: Int
  /// How many devices there are.
  public var deviceCount: Int
  /// The declared country; absent where none was declared.
  public var declaredCountry: String?
  /// How it lies to the country of the answers; absent where it cannot be told.
  public var declaredCountryRelation: CountryRelation?

  /// One address and one agent throughout.
  ///
  /// - Parameters:
  ///   - hasPlace: whether the address has a place that can be compared.
  ///   - hasDevice: whether the agent tells a device.
  public init(answerCount: Int, isTimed: Bool, hasPlace: Bool, hasDevice: Bool) {
    self.answerCount = answerCount
    order = isTimed ? .time : .step
    placeCount = hasPlace ? 1 : 0
    deviceCount = hasDevice ? 1 : 0
    if answerCount > 1 {
      placePattern = hasPlace ? .steady : nil
      devicePattern = hasDevice ? .steady : nil
      pattern = placePattern ?? devicePattern
    }
  }

  /// By its numbers: most that differ differ in them, and the patterns are texts, which take long.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(answerCount)
    hasher.combine(placeCount)
    hasher.combine(deviceCount)
    hasher.combine(declaredCountry)
  }

  /// What a timeline and its evidence tell.
  init(_ evidence: Evidence, _ timeline: Timeline) {
    self.init(declaredCountry: evidence.candidate?.declaredCountry, timeline)
  }

  /// What a timeline tells, and what was declared.
  init(declaredCountry: String?, _ timeline: Timeline) {
    answerCount = timeline.observations.count
    order = timeline.order
    pattern = timeline.pattern
    placePattern = timeline.placePattern
    devicePattern = timeline.devicePattern
    placeCount = timeline.placeCount
    deviceCount = timeline.deviceCount
    self.declaredCountry = declaredCountry
    declaredCountryRelation = timeline.declaredCountryRelation
  }

  /// The timeline as far as conditions of scope `interview` may read it here.
  private var timeline: Timeline {
    Timeline(
      observations: (0..<answerCount).map {
        Observation(
          index: $0, answer: $0, step: $0, attempt: 0, at: nil, address: .absent, client: .absent)
      }, order: order, pattern: pattern, placePattern: placePattern, devicePattern: devicePattern,
      placeCount: placeCount, deviceCount: deviceCount,
      declaredCountryRelation: declaredCountryRelation)
  }

  /// The interview alike.
  ///
  /// - Parameter countries: names for places whose database gives only a code.
  func site(countries: CountryNames) -> InterviewSite {
    let evidence = Evidence(
      platform: "", interview: Interview(id: ""),
      candidate: declaredCountry.map { Candidate(declaredCountry: $0) })
    return InterviewSite(
      EnrichedInterview(evidence: evidence, observations: []), timeline, countries: countries)
  }
}

extension Timeline {
  /// Whether there is no more to tell of it than a `PlainInterview` holds: neither place nor device
  /// changes, so that none is counted and none comes again, and no answer lacks what the platform lists.
  var isPlain: Bool { runs.count < 2 && unattributed.isEmpty }
}
