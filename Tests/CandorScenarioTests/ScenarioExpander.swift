import CandorModel
import CandorTesting

/// Makes evidence of scenarios: the same seed gives the same interviews.
struct ScenarioExpander {
  let world: ScenarioWorld

  /// One interview of a scenario.
  func evidence(of scenario: Scenario, seed: Int) throws -> Evidence {
    var numbers = SeededNumbers(seed: UInt64(seed) &* 1_000_003 &+ scenario.name.stableHash)
    let cast = try ScenarioCast(scenario, world: world, using: &numbers)
    var evidence = Evidence(
      platform: "file", interview: Interview(id: "\(scenario.name)-\(seed)"),
      candidate: Candidate(
        id: "c-\(seed)",
        declaredCountry: scenario.declaredCountryOf.flatMap { cast.places[$0]?.network.country }))
    var minute = 0.0
    var step = -1
    for stretch in scenario.answers {
      let count = stretch.count.randomElement(using: &numbers) ?? stretch.count.lowerBound
      minute += stretch.constraints["pauseMinutes"].flatMap { Double($0) } ?? 0
      for index in 0..<count {
        let isRetake = stretch.constraints["sameStep"] == "true" && (index > 0 || step >= 0)
        if !isRetake { step += 1 }
        evidence.answers.append(
          answer(
            of: stretch, cast: cast, step: max(0, step),
            attempt: evidence.answers.count { $0.step.index == step },
            minute: scenario.minutesBetween == nil ? nil : minute))
        minute += scenario.minutesBetween ?? 0
      }
    }
    if let duration = scenario.durationMinutes {
      evidence.interview.startedAt = Self.moment(0)
      evidence.interview.completedAt = Self.moment(duration)
    }
    let seenAgents = scenario.seenDevices.compactMap { cast.devices[$0]?.text }
    let seenAddresses = scenario.seenPlaces.compactMap { cast.places[$0]?.address.description }
    if !seenAgents.isEmpty || !seenAddresses.isEmpty {
      // The platform lists what the answers have too, each once.
      evidence.seen.ipAddresses = Self.once(seenAddresses + evidence.answers.compactMap(\.ip))
      evidence.seen.userAgents = Self.once(seenAgents + evidence.answers.compactMap(\.userAgent))
    }
    return evidence
  }

  private func answer(
    of stretch: Scenario.Stretch, cast: ScenarioCast, step: Int, attempt: Int, minute: Double?
  ) -> Answer {
    var address = stretch.constraints["address"]
    if let place = stretch.constraints["at"].flatMap({ cast.places[$0] }) {
      address = place.address.description
      if stretch.constraints["form"] == "mapped", place.address.family == .v4 {
        address = "::ffff:\(place.address)"
      }
    }
    let agent =
      stretch.constraints["on"].flatMap { cast.devices[$0]?.text } ?? stretch.constraints["agent"]
    return Answer(
      step: Step(id: "s\(step)", index: step), attempt: attempt, ip: address, userAgent: agent,
      at: minute.map(Self.moment))
  }

  private static func moment(_ minutes: Double) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: 1_772_442_000_000 + Int64(minutes * 60_000))
  }

  private static func once(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

extension String {
  /// FNV-1a: the same in every run, which `hashValue` is not.
  fileprivate var stableHash: UInt64 {
    utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
