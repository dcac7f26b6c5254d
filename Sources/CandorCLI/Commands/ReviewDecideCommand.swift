import ArgumentParser
import CandorModel
import CandorStore
import Foundation

/// A reviewer's decision.
struct ReviewDecideCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Store what a reviewer decided about an interview.",
    discussion: """
      confirmed: what was found is so. innocent: there is an innocent reason. unsure: it cannot be \
      told. escalated: somebody else should look. Decisions are kept with who and why, and are \
      never changed; `candor review reopen` takes an interview up again. A platform is not told.
      """)

  @Argument(help: ArgumentHelp("The interview: id, or platform/id.", valueName: "interview"))
  var interview: String

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("confirmed, innocent, unsure or escalated.", valueName: "verdict"))
  var verdict: String

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("Who decided.", valueName: "who"))
  var by: String

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    guard self.verdict != StoredDecision.Verdict.reopened.rawValue else {
      throw Failure.wrongUsage(
        "expected `--as` to be a decision, found `reopened`",
        help: "candor review reopen \(ShellText.quoted(interview)) --reason TEXT")
    }
    let verdict = try QueueOptions.word(
      self.verdict, flag: "--as", of: StoredDecision.Verdict.allCases.filter { $0 != .reopened })
    let who = try ReaderOptions.name(by, flag: "--by")
    let why = try ReviewAnswer.reason(reason)
    let policy = try ReviewPolicy(command.settings)
    let item = try command.openStore(.change).decide(
      interview, as: verdict, reason: why, by: who, needsTwo: policy.needsTwo, now: .now)
    let answer = ReviewAnswer(item: item, verdict: verdict, by: who)
    try command.write(text: answer.text, json: answer.json)
  }
}

/// What a command says after it has stored a decision.
struct ReviewAnswer {
  let item: ReviewItem
  let verdict: StoredDecision.Verdict
  let by: String
  private static let longestReason = 4000

  /// A reason as it was given.
  static func reason(_ text: String) throws -> String {
    let reason = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !reason.isEmpty, reason.utf8.count <= longestReason else {
      throw Failure.wrongUsage("expected `--reason` to be a text of 1 to \(longestReason) bytes")
    }
    return reason
  }

  var text: String {
    let name = TerminalText.safe(item.name.text)
    let what = "\(name): \(verdict.rawValue) by \(TerminalText.safe(by))"
    return what + (item.state == .second ? "; a second reviewer is asked for\n" : "\n")
  }

  /// `candor.review-decision/1`.
  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("by", by)
    item.name.write(to: &writer)
    writer.member("schema", "candor.review-decision/1")
    writer.member("state", item.state.rawValue)
    writer.member("verdict", verdict.rawValue)
    writer.endObject()
    return writer.text + "\n"
  }
}
