import ArgumentParser
import CandorModel
import CandorSources
import CandorStore
import Foundation

/// Tells a platform what reviewers decided.
struct ReviewPushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Tell a platform what reviewers decided; by itself this only says what it would do.",
    discussion: """
      Ashby alone takes decisions: it sets a candidate's fraud status to Fraudulent (confirmed), \
      NotFraudulent (innocent) or Unsure. This says something about a person in another system, so \
      nothing is sent without --no-dry-run. Each decision is sent once; what was sent about an \
      interview that was reopened since stands until the next decision, and is named. Needs \
      ASHBY_API_KEY with the permission candidatesWrite.
      """)

  @Argument(help: ArgumentHelp("ashby.", valueName: "platform"))
  var platform: String

  @Flag(
    inversion: .prefixedNo,
    help: "Say what would be sent, and send nothing; --no-dry-run sends it.")
  var dryRun = true

  @Option(help: ArgumentHelp("Who wants it; the login name.", valueName: "who"))
  var by: String?

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    guard platform == PlatformName.ashby.rawValue else {
      throw Failure.wrongUsage(
        "expected a platform that takes decisions, found `\(platform)`", help: "ashby does")
    }
    let who = try by.map { try ReaderOptions.name($0, flag: "--by") } ?? ReaderOptions.login
    let store = try command.openStore(dryRun ? .read : .change)
    let changes = try Self.changes(in: store)
    let outdated = try store.outdatedPushes(platform: platform)
    for (name, status) in outdated.sorted(by: { $0.key.interview < $1.key.interview }) {
      Console.shared.report(StoreNotes.outdatedPush(name, status: status))
    }
    let client =
      try dryRun || changes.isEmpty
      ? nil : Self.client(command.settings, environment: ProcessInfo.processInfo.environment)
    var sent: [String] = []
    var lost = 0
    for (decision, change) in changes {
      guard let client else { break }
      do {
        _ = try await client.setFraudStatus(change, isConfirmed: true)
      } catch let error as SourceError where !error.endsTheRun {
        Console.shared.report(error.diagnostic)
        lost += 1
        continue
      } catch {
        await client.shutdown()
        throw error
      }
      // Noted one by one: what was sent is not sent again when the next one fails.
      try store.notePush(of: decision.id, status: change.status.rawValue, by: who, now: .now)
      sent.append(change.candidateID)
    }
    await client?.shutdown()
    let told = changes.map(\.change)
    try command.write(
      text: Self.text(told, sent: Set(sent), isDryRun: dryRun),
      json: Self.json(told, sent: Set(sent), isDryRun: dryRun))
    if lost > 0 { throw ExitStatus.losses }
  }

  private static func client(
    _ settings: Settings, environment: [String: String]
  ) throws -> AshbyClient {
    let connection = try PlatformConnection(.ashby, settings, environment: environment)
    return try AshbyClient(
      key: connection.key, endpoint: connection.endpoint, configuration: connection.configuration)
  }

  /// What has to be sent: the last word on each candidate that was not sent yet.
  private static func changes(
    in store: Store
  ) throws -> [(decision: StoredDecision, change: AshbyClient.StatusChange)] {
    let decisions = try store.standingDecisions(
      platform: PlatformName.ashby.rawValue, includesUnsure: true)
    return try decisions.compactMap { decision in
      guard let status = AshbyClient.FraudStatus(decision.verdict),
        try !store.isPushed(decision.id)
      else { return nil }
      // Ashby's evidence is about a candidate, whose id is that of the interview.
      return (
        decision,
        AshbyClient.StatusChange(candidateID: decision.name.interview, status: status)
      )
    }
  }

  private static func text(
    _ changes: [AshbyClient.StatusChange], sent: Set<String>, isDryRun: Bool
  ) -> String {
    guard !changes.isEmpty else { return "no decision waits to be sent\n" }
    let lines = changes.map { change -> String in
      let sign = isDryRun ? "would " : sent.contains(change.candidateID) ? "did " : "could not "
      return TerminalText.safe(sign + change.summary) + "\n"
    }
    return lines.joined() + (isDryRun ? "nothing was sent; --no-dry-run sends it\n" : "")
  }

  private static func json(
    _ changes: [AshbyClient.StatusChange], sent: Set<String>, isDryRun: Bool
  ) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("changes")
    writer.beginArray()
    for change in changes {
      writer.beginObject()
      writer.member("candidate", change.candidateID)
      writer.key("sent")
      writer.bool(sent.contains(change.candidateID))
      writer.member("status", change.status.rawValue)
      writer.endObject()
    }
    writer.endArray()
    writer.key("dryRun")
    writer.bool(isDryRun)
    writer.member("platform", PlatformName.ashby.rawValue)
    writer.member("schema", "candor.review-push/1")
    writer.endObject()
    return writer.text + "\n"
  }
}

extension AshbyClient.FraudStatus {
  /// The platform's word for a decision; `nil` where it has none.
  fileprivate init?(_ verdict: StoredDecision.Verdict) {
    switch verdict {
    case .confirmed: self = .fraudulent
    case .innocent: self = .notFraudulent
    case .unsure: self = .unsure
    case .escalated, .reopened: return nil
    }
  }
}
