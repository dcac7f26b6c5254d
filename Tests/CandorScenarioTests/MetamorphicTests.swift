import CandorKit
import CandorModel
import CandorTesting
import Testing

@Suite("What must not change an outcome, and what must not raise one")
struct MetamorphicTests {
  private static let seeds = 0..<4

  private func check(
    _ scenario: Scenario, _ relation: String, raises: Bool = false,
    _ change: (inout Evidence, inout SeededNumbers) -> Bool
  ) throws {
    let expander = ScenarioExpander(world: .shared)
    var worker = ScenarioBench.shared.worker(scenario.databases)
    for seed in Self.seeds {
      let original = try expander.evidence(of: scenario, seed: seed)
      var changed = original
      var numbers = SeededNumbers(seed: UInt64(seed) + 7)
      guard change(&changed, &numbers) else { continue }
      let before = worker.assess(original)
      let after = worker.assess(changed)
      if raises {
        #expect(
          Self.concern(after.outcome) <= Self.concern(before.outcome),
          """
          \(relation), seed \(seed): \(before.outcome) became \(after.outcome); \
          \(ScenarioTests.summary(of: after))
          """)
      } else {
        #expect(
          after.outcome == before.outcome,
          "\(relation), seed \(seed): \(ScenarioTests.summary(of: after))")
      }
    }
  }

  /// `not-assessable` is not worse than `clear`.
  private static func concern(_ outcome: Outcome) -> Int {
    switch outcome {
    case .clear, .notAssessable: 0
    case .review: 1
    case .priority: 2
    }
  }

  @Test(arguments: Scenario.all)
  func mappedAddresses(scenario: Scenario) throws {
    try check(scenario, "mapped IPv4") { evidence, _ in
      for index in evidence.answers.indices {
        if let ip = evidence.answers[index].ip, IPAddress(ip)?.family == .v4 {
          evidence.answers[index].ip = "::ffff:\(ip)"
        }
      }
      return true
    }
  }

  @Test(arguments: Scenario.all)
  func rotatedAddresses(scenario: Scenario) throws {
    try check(scenario, "rotated /64") { evidence, numbers in
      var isChanged = false
      for index in evidence.answers.indices {
        if let ip = evidence.answers[index].ip, let address = IPAddress(ip),
          address.family == .v6
        {
          let rotated = IPAddress(v6High: address.high, low: numbers.next() | 1)
          evidence.answers[index].ip = rotated.description
          isChanged = true
        }
      }
      return isChanged
    }
  }

  @Test(arguments: Scenario.all)
  func shuffledAnswers(scenario: Scenario) throws {
    try check(scenario, "shuffled timed answers") { evidence, numbers in
      guard evidence.answers.allSatisfy({ $0.at != nil }) else { return false }
      evidence.answers.shuffle(using: &numbers)
      return true
    }
  }

  @Test(arguments: Scenario.all)
  func addedSteadyAnswer(scenario: Scenario) throws {
    try check(scenario, "an added steady answer") { evidence, _ in
      // Two answers that could not be compared stay so only while nothing is added to them.
      guard scenario.databases == .all, evidence.answers.count > 2, var last = evidence.answers.last
      else { return false }
      last.step.index += 1
      last.step.id = nil
      last.attempt = 0
      last.at = last.at.map {
        Timestamp(millisecondsSinceEpoch: $0.millisecondsSinceEpoch + 60_000)
      }
      evidence.answers.append(last)
      return true
    }
  }

  @Test(arguments: Scenario.all)
  func renamedSteps(scenario: Scenario) throws {
    try check(scenario, "renamed steps") { evidence, _ in
      for index in evidence.answers.indices {
        evidence.answers[index].step.title = "Question \(evidence.answers[index].step.index)"
        evidence.answers[index].step.id = "renamed-\(evidence.answers[index].step.index)"
      }
      return true
    }
  }

  @Test("another interview in between changes nothing")
  func anotherInterview() throws {
    let expander = ScenarioExpander(world: .shared)
    var shared = ScenarioBench.shared.worker()
    for scenario in Scenario.all where scenario.databases == .all {
      var own = ScenarioBench.shared.worker()
      let evidence = try expander.evidence(of: scenario, seed: 3)
      #expect(own.assess(evidence).outcome == shared.assess(evidence).outcome)
    }
  }

  @Test(arguments: Scenario.all)
  func newerMinorVersion(scenario: Scenario) throws {
    try check(scenario, "a newer minor version") { evidence, _ in
      var isChanged = false
      let half = evidence.answers.count / 2
      for index in evidence.answers.indices where index >= half {
        guard let agent = evidence.answers[index].userAgent else { continue }
        let newer = agent.replacing("CriOS/120.0.6778", with: "CriOS/120.0.6800")
          .replacing(".6.1 Safari", with: ".6.2 Safari").replacing(
            "Version/17.6", with: "Version/17.7"
          )
          .replacing("Version/18.1", with: "Version/18.2")
        isChanged = isChanged || newer != agent
        evidence.answers[index].userAgent = newer
      }
      return isChanged
    }
  }

  @Test(arguments: Scenario.all)
  func removedAddress(scenario: Scenario) throws {
    try check(scenario, "an address removed", raises: true) { evidence, numbers in
      guard let index = evidence.answers.indices.randomElement(using: &numbers) else {
        return false
      }
      evidence.answers[index].ip = nil
      return true
    }
  }

  @Test(arguments: Scenario.all)
  func removedAgent(scenario: Scenario) throws {
    try check(scenario, "an agent removed", raises: true) { evidence, numbers in
      guard let index = evidence.answers.indices.randomElement(using: &numbers) else {
        return false
      }
      evidence.answers[index].userAgent = nil
      return true
    }
  }

  @Test(arguments: Scenario.all)
  func removedHalf(scenario: Scenario) throws {
    try check(scenario, "half of the facts removed", raises: true) { evidence, numbers in
      for index in evidence.answers.indices {
        let bits = numbers.next()
        if bits & 1 == 0 { evidence.answers[index].ip = nil }
        if bits & 2 == 0 { evidence.answers[index].userAgent = nil }
      }
      return true
    }
  }

  @Test(arguments: Scenario.all)
  func removedTimes(scenario: Scenario) throws {
    try check(scenario, "times removed", raises: true) { evidence, _ in
      for index in evidence.answers.indices { evidence.answers[index].at = nil }
      evidence.interview.startedAt = nil
      return true
    }
  }

  @Test(arguments: Scenario.all)
  func removedRest(scenario: Scenario) throws {
    try check(scenario, "sets and declaration removed", raises: true) { evidence, _ in
      evidence.seen = Seen()
      evidence.candidate = nil
      return true
    }
  }
}
