import CandorModel

/// Whether an interview could be judged at all, and what could not be judged of it.
struct Assessability {
  /// Why nothing could be judged; `nil` where something could.
  let obstacle: String?
  /// What stands beside an outcome: what could not be judged; `nil` where nothing is missing.
  let note: String?

  init(of timeline: Timeline) {
    let counts = Counts(of: timeline.observations)
    obstacle = Self.obstacle(counts)
    note = Self.note(counts)
  }

  /// How many answers can be used, and for what.
  private struct Counts {
    let answers: Int
    /// Agents that tell a device.
    var agents = 0
    /// Agents of software that runs without a person, which tell none.
    var automated = 0
    var addresses = 0
    /// Global addresses: those that could have a place.
    var global = 0
    var places = 0
    var anonymised = 0
    var networks = 0
    var withoutDatabase = 0
    var failed = 0
    var hasRepeatedAddress = false

    init(of observations: [Observation]) {
      answers = observations.count
      var previous: [IPAddress] = []
      var index = 0
      while index < observations.count {
        // Answers with the same facts stand together and are looked at once.
        var end = index + 1
        while end < observations.count, observations[end].hasFacts(of: observations[index]) {
          end += 1
        }
        if case .found(let client) = observations[index].client {
          if client.saysSomethingOfDevice { agents += end - index }
          if client.isAutomated { automated += end - index }
        }
        if case .found(let facts) = observations[index].address {
          add(facts, times: end - index, &previous)
        }
        index = end
      }
    }

    private mutating func add(
      _ facts: AddressFacts, times: Int, _ previous: inout [IPAddress]
    ) {
      addresses += times
      guard facts.isLocatable else { return }
      global += times
      let address = facts.address.address
      if !hasRepeatedAddress {
        hasRepeatedAddress = times > 1 || previous.contains(address)
        // One pair is enough, and a pair is looked for only while none is known.
        if !hasRepeatedAddress, previous.count < 64 { previous.append(address) }
      }
      if facts.networkFacts.isNamed { networks += times }
      switch facts.placeFacts.state {
      case .found: if facts.isAnonymised { anonymised += times } else { places += times }
      case .notAttempted: withoutDatabase += times
      case .failed: failed += times
      case .absent: if facts.isAnonymised { anonymised += times }
      }
    }
  }

  /// The cases of `not-assessable`, and no other.
  private static func obstacle(_ counts: Counts) -> String? {
    if counts.answers == 0 { return "the interview has no answers" }
    if counts.agents == 0, counts.global == 0 {
      return "no answer carries an address or an agent that can be used"
    }
    if counts.answers > 1, counts.agents < 2, counts.places < 2, counts.networks < 2,
      !counts.hasRepeatedAddress
    {
      return "no two answers can be compared in device, place or network"
    }
    return lookupObstacle(counts)
  }

  /// Why no place could be looked up, where that is for a reason on our side.
  private static func lookupObstacle(_ counts: Counts) -> String? {
    guard counts.global > 0 else { return nil }
    if counts.withoutDatabase == counts.global {
      return "no location database was there; `candor data build` makes one"
    }
    if counts.withoutDatabase + counts.failed == counts.global {
      return "every look-up of a place failed; `candor doctor` tells why"
    }
    return nil
  }

  private static func note(_ counts: Counts) -> String? {
    // One answer has nothing to be compared with, so one of each kind is all that can be judged.
    let needed = min(2, counts.answers)
    let byDevice = counts.agents >= needed
    let byPlace = counts.places >= needed
    if byDevice, byPlace { return nil }
    if byDevice { return "by device; \(placeGap(counts))" }
    if byPlace { return "by place; \(agentGap(counts))" }
    let byNetwork = counts.networks >= needed || counts.hasRepeatedAddress
    // Nothing can be compared where single answers alone made it `review` or `priority`.
    let ground = byNetwork ? "by network" : "by single answers"
    return "\(ground); \(placeGap(counts)), and \(agentGap(counts))"
  }

  private static func placeGap(_ counts: Counts) -> String {
    if counts.addresses == 0 { return "no answer carries an address" }
    if counts.places == 1 { return "only one answer has a place that can be compared" }
    if counts.global > 0, counts.anonymised == counts.global {
      return "every address hides its place"
    }
    return lookupObstacle(counts) ?? "no address was locatable"
  }

  private static func agentGap(_ counts: Counts) -> String {
    switch (counts.agents, counts.automated) {
    case (0, 0): "no answer carries an agent that can be used"
    case (0, _): "no agent tells a device, for automated software sent them"
    default: "only one answer carries an agent that tells a device"
    }
  }
}
