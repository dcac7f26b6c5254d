import CandorKit
import CandorModel
import CandorTesting

/// The chain behind enrichment, for interviews whose facts are built by hand.
enum HandMade {
  static func assess(
    _ answers: [(AddressFacts?, Client?)], minutes: [Double]? = nil,
    durationMinutes: Double? = nil, declaredCountry: String? = nil, steps: [Int]? = nil,
    seen: [AddressFacts] = [], seenClients: [Client] = []
  ) -> Assessment {
    var worker = ScenarioBench.shared.worker()
    return worker.assess(
      Detection.interview(
        answers, minutes: minutes, durationMinutes: durationMinutes,
        declaredCountry: declaredCountry, steps: steps, seen: seen, seenClients: seenClients))
  }

  static let home = Detection.home(.madrid)
  static let warsaw = Detection.home(.warsaw, "83.0.12.34", asn: 5617)

  /// Answers of one address and agent.
  static func times(
    _ count: Int, _ facts: AddressFacts?, _ client: Client?
  ) -> [(AddressFacts?, Client?)] {
    Array(repeating: (facts, client), count: count)
  }
}

extension Assessment {
  /// Codes of all explanations, sorted, each once.
  var explanationCodes: [String] {
    Set(findings.flatMap { $0.explanations.map(\.code) }).sorted()
  }

  /// The finding of a rule.
  func finding(_ rule: String) -> Finding? { findings.first { $0.rule == rule } }
}
