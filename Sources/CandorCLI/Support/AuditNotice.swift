import CandorKit
import CandorModel
import CandorReports
import CandorSources
import CandorStore
import Foundation

/// Tells a webhook of what a run newly found.
struct AuditNotice {
  /// How a notification is written.
  enum Form: String, CaseIterable {
    case json, slack
  }

  private let sender: NotificationSender
  private let platform: PlatformName
  private let form: Form
  private let namesPeople: Bool
  private let pseudonymizer: Pseudonymizer?

  /// The host that is notified.
  var host: String { sender.host }

  /// Reads the settings; `nil` where nobody is to be notified.
  ///
  /// - Throws: 64 or 78 where the address is none, 77 where the secret cannot be used.
  init?(
    _ settings: Settings, flag: String?, platform: PlatformName, pseudonymizer: Pseudonymizer?,
    environment: [String: String]
  ) throws {
    guard let url = settings.text("notify", flag: flag) else { return nil }
    let secret = try Credentials.secret("CANDOR_NOTIFY_SECRET", environment: environment)
    do {
      sender = try NotificationSender(url: url, secret: secret, environment: environment)
    } catch {
      guard flag == nil, error.code == .invalidArgument else { throw error }
      throw Failure(.configuration, "C011", error.message, help: error.help)
    }
    let isSlack = sender.host == "hooks.slack.com"
    form = try settings.choice("notifyFormat", flag: nil, default: isSlack ? Form.slack : .json)
    namesPeople = try settings.bool("notifyPersonal")
    self.platform = platform
    self.pseudonymizer = pseudonymizer
  }

  /// Sends what is new; nothing where nothing is.
  ///
  /// - Returns: the loss where it was not taken. That was told: a run does not end for it.
  func send(_ journal: AuditJournal, _ tally: Tally, unchanged: Int) async -> SourceLoss? {
    do {
      let findings = try NewFindings(
        store: journal.store, run: journal.record.id, pseudonymizer: pseudonymizer)
      guard findings.total > 0 else { return nil }
      let now = Timestamp.now
      let text = NotificationText(
        platform: platform, run: journal.record, tally: tally, unchanged: unchanged, now: now,
        findings: findings, namesPeople: namesPeople)
      let body = form == .slack ? text.slack : text.json
      let sending = Task { [sender] in try await sender.send(body, now: now) }
      Interruption.shared.listen(onInterrupt: { sending.cancel() })
      // One that came before that.
      if Interruption.shared.status != nil { sending.cancel() }
      try await sending.value
      await sender.shutdown()
      return nil
    } catch {
      await sender.shutdown()
      // Who stops a run has it notify the next time.
      if Interruption.shared.status != nil { return nil }
      let reason = Failure(error)?.diagnostic.message ?? "it was stopped"
      let loss = SourceLoss(
        id: "notification",
        diagnostic: Diagnostic(
          .error, "A005", "the notification to `\(host)` was lost: \(reason)",
          help: "the run itself is stored; look at its findings with `candor review list`"))
      Console.shared.report(loss.diagnostic)
      return loss
    }
  }
}
