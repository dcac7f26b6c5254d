import ArgumentParser
import CandorModel
import CandorSources

/// Which interviews of InstaView.
struct InstaViewSelectors: PlatformSelectors {
  static let platform = PlatformName.instaview

  @Option(help: ArgumentHelp("All interviews of this candidate; may be repeated.", valueName: "id"))
  var candidate: [String] = []

  @Flag(help: "All interviews of all candidates.")
  var all = false

  @Option(help: ArgumentHelp("Only with this status; may be repeated.", valueName: "status"))
  var status: [String] = []

  @Option(
    help: ArgumentHelp("The company; keys of applicant tracking systems need it.", valueName: "id"))
  var company: String?

  @Option(help: ArgumentHelp("Only interviews held by this agent.", valueName: "id"))
  var agent: String?

  func selection(now: Timestamp) throws -> InstaViewSelection {
    guard all || !candidate.isEmpty else {
      throw Self.nothingSelected("--candidate ID or --all")
    }
    try Self.check(candidate, flag: "--candidate")
    try Self.check(company.map { [$0] } ?? [], flag: "--company")
    try Self.check(agent.map { [$0] } ?? [], flag: "--agent")
    let statuses = try status.map { text in
      guard let status = InstaViewClient.Status(rawValue: text.uppercased()) else {
        let words = InstaViewClient.Status.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure.wrongUsage(
          "expected `--status` to be a status of InstaView, found `\(text)`",
          help: "they are \(words)")
      }
      return status
    }
    return InstaViewSelection(
      candidates: candidate, includesAll: all, statuses: statuses, agentID: agent)
  }

  var canonicalText: String {
    var parts = candidate.sorted().map { "candidate=\($0)" }
    if all { parts.append("all") }
    parts += status.map { $0.uppercased() }.sorted().map { "status=\($0)" }
    if let company { parts.append("company=\(company)") }
    if let agent { parts.append("agent=\(agent)") }
    return parts.joined(separator: " ")
  }

  func source(_ settings: Settings, environment: [String: String]) throws -> InstaViewSource {
    let connection = try PlatformConnection(.instaview, settings, environment: environment)
    let own = PlatformSettings(.instaview, settings)
    return InstaViewSource(
      try InstaViewClient(
        key: connection.key, companyID: company ?? own.company, endpoint: connection.endpoint,
        configuration: connection.configuration), metadataKeys: own.metadataKeys)
  }
}
