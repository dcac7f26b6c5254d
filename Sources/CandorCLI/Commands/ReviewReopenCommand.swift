import ArgumentParser
import CandorModel
import CandorStore

/// Takes an interview up again.
struct ReviewReopenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen",
    abstract: "Put a decided interview back into the queue.",
    discussion: "What was decided stays as history and counts for nothing any more.")

  @Argument(help: ArgumentHelp("The interview: id, or platform/id.", valueName: "interview"))
  var interview: String

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("Who reopens it; the login name.", valueName: "who"))
  var by: String?

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let who = try by.map { try ReaderOptions.name($0, flag: "--by") } ?? ReaderOptions.login
    let why = try ReviewAnswer.reason(reason)
    let item = try command.openStore(.change).reopen(
      interview, reason: why, by: who, now: .now)
    let answer = ReviewAnswer(item: item, verdict: .reopened, by: who)
    try command.write(text: answer.text, json: answer.json)
  }
}
