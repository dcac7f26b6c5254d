import CandorModel
import CandorUserAgent

/// Parsers that the tests share; making one takes longer in a debug build.
enum TestParsers {
  /// The day from which "far in the future" counts in the tests.
  static let referenceDate = Timestamp("2026-03-02")

  static let builtIn = Result { try UserAgentParser.builtIn(referenceDate: referenceDate) }
  static let coreOnly = Result {
    try UserAgentParser.builtIn(overlay: .none, referenceDate: referenceDate)
  }
}

extension UserAgentParser {
  /// The client of an agent that says something.
  func facts(_ agent: String) -> ClientFacts? { client(for: agent).value?.facts }
}
