import ArgumentParser
import CandorKit
import CandorModel
import CandorSources

/// Which candidates of Ashby.
struct AshbySelectors: PlatformSelectors {
  static let platform = PlatformName.ashby

  @Option(help: ArgumentHelp("This candidate; may be repeated.", valueName: "id"))
  var candidate: [String] = []

  func selection(now: Timestamp) throws -> AshbySelection {
    guard !candidate.isEmpty else { throw Self.nothingSelected("--candidate ID") }
    try Self.check(candidate, flag: "--candidate")
    return AshbySelection(candidates: candidate)
  }

  var canonicalText: String {
    candidate.sorted().map { "candidate=\($0)" }.joined(separator: " ")
  }

  func source(_ settings: Settings, environment: [String: String]) throws -> AshbySource {
    let connection = try PlatformConnection(.ashby, settings, environment: environment)
    return AshbySource(
      try AshbyClient(
        key: connection.key, endpoint: connection.endpoint,
        configuration: connection.configuration), countries: try BuiltInParts.countries())
  }
}
