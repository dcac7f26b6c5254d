import ArgumentParser
import CandorModel
import CandorSources

/// Which sessions of InterviewRelay.
struct InterviewRelaySelectors: PlatformSelectors {
  static let platform = PlatformName.interviewrelay

  @Option(help: ArgumentHelp("All sessions of this campaign; may be repeated.", valueName: "id"))
  var campaign: [String] = []

  @Option(help: ArgumentHelp("This session; may be repeated.", valueName: "id"))
  var session: [String] = []

  @Flag(help: "All sessions of all campaigns.")
  var all = false

  @Option(help: ArgumentHelp("Only with this status; may be repeated.", valueName: "status"))
  var status: [String] = []

  @Option(help: ArgumentHelp("Only since this date, or span back.", valueName: "date"))
  var from: String?

  @Option(help: ArgumentHelp("Only before this date, or span back.", valueName: "date"))
  var to: String?

  func selection(now: Timestamp) throws -> InterviewRelaySelection {
    guard all || !campaign.isEmpty || !session.isEmpty else {
      throw Self.nothingSelected("--campaign ID, --session ID or --all")
    }
    try Self.check(campaign, flag: "--campaign")
    try Self.check(session, flag: "--session")
    let words = InterviewRelaySession.statuses
    for text in status where !words.contains(text) {
      throw Failure.wrongUsage(
        "expected `--status` to be a status of InterviewRelay, found `\(text)`",
        help: "they are \(words.joined(separator: ", "))")
    }
    let from = try DateSelector.moment(from, flag: "--from", now: now)
    let to = try DateSelector.moment(to, flag: "--to", now: now)
    try DateSelector.checkOrder(from, to, flags: ("--from", "--to"))
    return InterviewRelaySelection(
      sessions: session, campaigns: campaign, includesAll: all, statuses: status, from: from,
      to: to)
  }

  var bounds: [String] {
    [from.map { "from=\($0)" }, to.map { "to=\($0)" }].compactMap { $0 }
  }

  var canonicalText: String {
    var parts = session.sorted().map { "session=\($0)" }
    parts += campaign.sorted().map { "campaign=\($0)" }
    if all { parts.append("all") }
    parts += status.sorted().map { "status=\($0)" }
    return parts.joined(separator: " ")
  }

  func source(_ settings: Settings, environment: [String: String]) throws -> InterviewRelaySource {
    let connection = try PlatformConnection(.interviewrelay, settings, environment: environment)
    return InterviewRelaySource(
      try InterviewRelayClient(
        key: connection.key, endpoint: connection.endpoint,
        configuration: connection.configuration),
      metadataKeys: PlatformSettings(.interviewrelay, settings).metadataKeys)
  }
}
