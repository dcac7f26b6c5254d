/// How often a tool said what a careful reviewer would say.
struct Confusion: Sendable {
  var truePositives = 0
  var falsePositives = 0
  var trueNegatives = 0
  var falseNegatives = 0

  mutating func add(flagged: Bool, suspicious: Bool) {
    switch (flagged, suspicious) {
    case (true, true): truePositives += 1
    case (true, false): falsePositives += 1
    case (false, false): trueNegatives += 1
    case (false, true): falseNegatives += 1
    }
  }

  /// Of what it flagged, the part that should be; 1 where it flagged nothing.
  var precision: Double { Self.part(truePositives, falsePositives) }
  /// Of what should be flagged, the part that it flagged; 1 where there is nothing.
  var recall: Double { Self.part(truePositives, falseNegatives) }

  private static func part(_ right: Int, _ wrong: Int) -> Double {
    right + wrong == 0 ? 1 : Double(right) / Double(right + wrong)
  }
}
