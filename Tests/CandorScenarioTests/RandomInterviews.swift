import CandorModel
import CandorTesting

/// Interviews of few addresses and agents in any order: most are dull, many nearly the same.
struct RandomInterviews {
  private var numbers: SeededNumbers
  private let addresses: [[String?]]
  private let agents: [String?]
  private var count = 0

  /// - Parameter few: of so many networks and so many agents at most, so that many are alike; absent for
  ///   all that there are.
  init(world: ScenarioWorld, seed: UInt64, few: (networks: Int, agents: Int)? = nil) {
    var numbers = SeededNumbers(seed: seed)
    // Of each network two addresses; of IPv6 one more in the same /64 and one in the same /48.
    let known: [[String?]] = world.networks.map { network in
      (0..<4).map { number in
        let address = network.prefix.base
        let low = UInt64.random(in: 1...200, using: &numbers)
        guard address.family == .v6 else {
          return "\(IPAddress(v4: UInt32(truncatingIfNeeded: address.low + low)))"
        }
        return "\(IPAddress(v6High: address.high + UInt64(number / 2), low: low))"
      }
    }
    // Of private networks nothing can be known, and of the others no database knows anything.
    let others: [[String?]] = [["10.1.2.3", "192.168.0.7"], ["9.9.9.1", "9.9.9.2"]]
    let agents: [String?] =
      ScenarioAgent.all.flatMap { agent in
        [agent.text(version: agent.versions.upperBound)]
          + (agent.versions.count > 1 ? [agent.text(version: agent.versions.lowerBound)] : [])
      } + [
        nil, "-", "python-requests/2.32.3",
        // There is no such Windows.
        "Mozilla/5.0 (Windows NT 11.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          + "Chrome/120.0.0.0 Safari/537.36",
      ]
    if let few {
      addresses = Array((known + others).shuffled(using: &numbers).prefix(few.networks))
      self.agents = Array(agents.shuffled(using: &numbers).prefix(few.agents))
    } else {
      addresses = known + others
      self.agents = agents
    }
    self.numbers = numbers
  }

  /// Another interview.
  mutating func next() -> Evidence {
    count += 1
    // One network mostly, sometimes two or three.
    let networks = (0..<numbers.one(of: [1, 1, 1, 2, 2, 3])).map { _ in numbers.one(of: addresses) }
    let pool =
      networks.flatMap { $0.prefix(numbers.one(of: [1, 2, 3, 4])) } + (rarely() ? [nil, ""] : [])
    let devices = (0..<numbers.one(of: [1, 1, 1, 2, 3])).map { _ in numbers.one(of: agents) }
    var evidence = Evidence(platform: "file", interview: Interview(id: "\(count)"))
    let isTimed = numbers.one(of: [true, false, false])
    var step = 0
    for stretch in 0..<numbers.one(of: [1, 2, 2, 3, 3, 4, 5, 7, 9]) {
      let (address, agent) = (numbers.one(of: pool), numbers.one(of: devices))
      for _ in 0..<numbers.one(of: [1, 1, 2, 3]) {
        let hasTime = isTimed && !(stretch == 2 && rarely())
        evidence.answers.append(
          Answer(
            step: Step(id: "s\(step)", index: step), attempt: 0, ip: address, userAgent: agent,
            at: hasTime
              ? Timestamp(millisecondsSinceEpoch: 1_772_442_000_000 + Int64(step) * 70_000) : nil))
        if !rarely() { step += 1 }
      }
    }
    if numbers.one(of: [true, false]) {
      evidence.interview.startedAt = Timestamp(millisecondsSinceEpoch: 1_772_441_000_000)
      evidence.interview.completedAt = Timestamp(
        millisecondsSinceEpoch: 1_772_441_000_000 + Int64(numbers.one(of: [-1, 400, 4000])) * 1000)
    }
    if rarely() { evidence.candidate = Candidate(declaredCountry: numbers.one(of: ["ES", "JP"])) }
    if numbers.one(of: [true, true, false]) {
      evidence.seen.ipAddresses = Array(Set(evidence.answers.compactMap(\.ip))).sorted()
      evidence.seen.userAgents = Array(Set(evidence.answers.compactMap(\.userAgent))).sorted()
      if rarely() { evidence.seen.ipAddresses += numbers.one(of: addresses).compactMap { $0 } }
      if rarely() { evidence.seen.userAgents += [numbers.one(of: agents)].compactMap { $0 } }
    }
    return evidence
  }

  private mutating func rarely() -> Bool { Int.random(in: 0..<12, using: &numbers) == 0 }
}
