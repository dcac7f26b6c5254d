import CandorModel
import CandorTesting

/// Evidence of eight answers each: one interview in ten goes on from another place with another device,
/// one in twenty has no address that can be located.
struct MadeUpEvidence {
  private var numbers = SeededNumbers(seed: 7)
  /// The first two numbers of addresses in networks of which the city is known.
  private let networks: [String]

  private static let agents = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
      + "Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      + "Version/18.1 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
      + "Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) "
      + "Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
  ]

  /// - Parameter table: `illustrative-cities.csv` of the data sets.
  init(cities table: String) {
    networks = table.split(separator: "\n").dropFirst().compactMap { line in
      let prefix = line.prefix { $0 != "," }
      guard prefix.hasSuffix("/16") else { return nil }
      return prefix.split(separator: ".").prefix(2).joined(separator: ".")
    }
  }

  /// One more interview.
  mutating func interview(_ number: Int) -> Evidence {
    let dice = Int.random(in: 0..<100, using: &numbers)
    var network = dice < 95 ? networks.randomElement(using: &numbers) ?? "83.56" : "10.0"
    var agent = Self.agents.randomElement(using: &numbers) ?? ""
    var address = self.address(in: network)
    let start: Int64 = 1_772_442_000_000
    let answers = (0..<8).map { step in
      if step == 4, dice < 10 {
        network = networks.randomElement(using: &numbers) ?? network
        agent = Self.agents.randomElement(using: &numbers) ?? agent
        address = self.address(in: network)
      }
      let second = Int64(step * 180 + Int.random(in: 0..<60, using: &numbers))
      return Answer(
        step: Step(index: step, title: "Question \(step + 1)"), ip: address, userAgent: agent,
        at: Timestamp(millisecondsSinceEpoch: start + second * 1000))
    }
    return Evidence(
      platform: "hireflix",
      interview: Interview(
        id: "template-\(number)", completedAt: Timestamp(millisecondsSinceEpoch: start + 1_800_000),
        position: Position(id: "p-\(number % 50)")),
      candidate: Candidate(externalId: "ats-\(number)"), answers: answers)
  }

  private mutating func address(in network: String) -> String {
    let last = Int.random(in: 1...254, using: &numbers)
    return "\(network).\(Int.random(in: 0...255, using: &numbers)).\(last)"
  }
}

extension SeededNumbers {
  /// So many hexadecimal digits, at most 16 for each number drawn.
  mutating func digits(_ count: Int) -> String {
    var text = ""
    while text.count < count {
      let part = String(next(), radix: 16)
      text += String(repeating: "0", count: 16 - part.count) + part
    }
    return String(text.prefix(count))
  }
}
